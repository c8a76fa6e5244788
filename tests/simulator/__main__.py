# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs the simulator until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import pathlib
import signal
import socket
import sys
import tempfile
import typing as t

import uvicorn
from starlette.types import ASGIApp

from tests.simulator import options as command_line
from tests.simulator.app import build
from tests.simulator.tls import server_context


class _Server(uvicorn.Server):
    """uvicorn without its own signal handling, since several servers share this process, and with outages."""

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        await self._serve(sockets)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop. Clients that keep a connection for later are not waited for."""
        for connection in list(self.server_state.connections):
            cycle = getattr(connection, "cycle", None)
            if cycle is None or cycle.response_complete:
                # Since Python 3.12 a polite end would wait for the other side to agree.
                connection.transport.abort()
        await super().shutdown(sockets)

    _up_again: float | None = None

    async def refuse(self, port: int, seconds: float) -> None:
        """Drop every connection and refuse new ones for a while; one more outage meanwhile prolongs the first."""
        loop = asyncio.get_running_loop()
        is_down, until = self._up_again is not None, loop.time() + seconds
        self._up_again = max(self._up_again or until, until)
        if is_down:
            return
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        sockets = _bind(port)
        while (left := self._up_again - loop.time()) > 0:
            await asyncio.sleep(left)
        self._up_again = None
        await self.startup(sockets=sockets)


def _bound(family: int, address: str, port: int) -> socket.socket:
    # The protocol is named because asyncio turns Nagle's algorithm off only for sockets that say they are TCP.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6:
        listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    listener.bind((address, port))
    return listener


def _bind(port: int) -> list[socket.socket]:
    """Sockets on one port of both loopback addresses (only IPv4 where there is no IPv6).

    They refuse connections until somebody listens on them.
    """
    sockets = [_bound(socket.AF_INET, "127.0.0.1", port)]
    with contextlib.suppress(OSError):
        sockets.append(_bound(socket.AF_INET6, "::1", sockets[0].getsockname()[1]))
    return sockets


def _server(app: ASGIApp, ca_path: pathlib.Path, context: t.Any) -> _Server:
    config = uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        access_log=False,
        log_level="warning",
        proxy_headers=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=1,
        ssl_context_factory=lambda config, default: context,
    )
    return _Server(config)


def _announce(options: command_line.Options, ports: dict[str, int], ca_path: pathlib.Path) -> None:
    ready = {
        "urls": {name: f"https://127.0.0.1:{port}" for name, port in ports.items()},
        "ca_path": str(ca_path),
        "username": options.username,
        "password": options.password,
        "vbr_port": ports.get("vbr"),
        "em_port": ports.get("em"),
        "pid": os.getpid(),
    }
    if options.ready_file:
        target = pathlib.Path(options.ready_file)
        partial = target.with_name(f"{target.name}.partial")
        partial.write_text(json.dumps(ready), encoding="utf-8")
        partial.replace(target)
    else:
        print(json.dumps(ready, indent=2, ensure_ascii=False), flush=True)


async def _serve(options: command_line.Options, folder: pathlib.Path) -> None:
    ca_path = folder / "ca.pem"
    context = server_context(ca_path, kind=options.certificate)
    site = build(options)
    wanted = {"vbr": options.vbr_port, "em": options.em_port}
    sockets = {name: _bind(wanted[name] or 0) for name in site.apps}
    ports = {name: group[0].getsockname()[1] for name, group in sockets.items()}
    servers = {name: _server(app, ca_path, context) for name, app in site.apps.items()}
    outages: set[asyncio.Task[None]] = set()

    def begin_outage(seconds: float) -> None:
        outages.update(asyncio.create_task(server.refuse(ports[name], seconds)) for name, server in servers.items())

    site.world.begin_outage = begin_outage
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    if options.stop_with_stdin:
        loop.add_reader(sys.stdin.fileno(), lambda: None if os.read(sys.stdin.fileno(), 4096) else stop.set())
    running = [asyncio.create_task(server.serve(sockets[name])) for name, server in servers.items()]
    while not all(server.started for server in servers.values()):
        await asyncio.sleep(0.01)
    _announce(options, ports, ca_path)
    await stop.wait()
    for server in servers.values():
        server.should_exit = server.force_exit = True
    await asyncio.gather(*running)


def main() -> None:
    """Entry point of `python -m tests.simulator`."""
    options = command_line.parse(sys.argv[1:])
    with tempfile.TemporaryDirectory(prefix="veeam-simulator-") as folder:
        asyncio.run(_serve(options, pathlib.Path(folder)))


if __name__ == "__main__":
    main()
