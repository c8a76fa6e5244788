# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A server on loopback that answers exactly as a test tells it to, down to the bytes and the sockets."""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import struct
import threading
import typing as t
from dataclasses import dataclass, field

# Everything that a form, a URL, JSON or an encoding could spoil.
PASSWORD = 'pä$$ & + % = \\ "wörd"'

Answer = t.Callable[[socket.socket], bool]
"""Acts on a connection whose request has been read; False closes the connection."""


@dataclass
class Received:
    """One request as it came in. ``connection`` counts connections from 1."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    connection: int


@dataclass
class ScriptedServer:
    """Plays ``script``, one answer per request, then ``{}`` for ever."""

    port: int = 0
    script: list[Answer] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)
    connections: int = 0

    def targets(self) -> list[str]:
        return [f"{request.method} {request.target}" for request in self.received]


def reply(status: int = 200, body: t.Any = b"{}", **headers: str) -> Answer:
    """A complete reply; underscores in the names of headers stand for hyphens."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    names = {"Content-Length": str(len(content)), "Content-Type": "application/json"}
    names |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = f"HTTP/1.1 {status} Whatever\r\n" + "".join(f"{name}: {value}\r\n" for name, value in names.items())

    def answer(connection: socket.socket) -> bool:
        connection.sendall(head.encode() + b"\r\n" + content)
        return True

    return answer


def cut(body: bytes, *, promised: int) -> Answer:
    """The head and a part of the body, then nothing."""

    def answer(connection: socket.socket) -> bool:
        connection.sendall(f"HTTP/1.1 200 OK\r\nContent-Length: {promised}\r\n\r\n".encode() + body)
        return False

    return answer


def hang_up(connection: socket.socket) -> bool:
    """Close the connection without a word."""
    del connection
    return False


def reset(connection: socket.socket) -> bool:
    """Reset the connection, as a service that was killed does."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return False


def silence(until: threading.Event) -> Answer:
    """Say nothing before ``until``."""

    def answer(connection: socket.socket) -> bool:
        del connection
        until.wait(20)
        return False

    return answer


def dribble(body: bytes, *, between: t.Callable[[], None]) -> Answer:
    """The body byte by byte; ``between`` is called after each."""

    def answer(connection: socket.socket) -> bool:
        connection.sendall(f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode())
        for value in body:
            connection.sendall(bytes([value]))
            between()
        return True

    return answer


@contextlib.contextmanager
def serving(context: ssl.SSLContext | None = None, *, host: str = "127.0.0.1") -> t.Iterator[ScriptedServer]:
    """A running server; without ``context`` it speaks plain HTTP."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, 0), family=family, backlog=64)
    server = ScriptedServer(port=listener.getsockname()[1])
    threading.Thread(target=_accept, args=(listener, server, context), daemon=True).start()
    try:
        yield server
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


@contextlib.contextmanager
def greeting(act: Answer) -> t.Iterator[int]:
    """The port of a server that does ``act`` to every connection without reading a request."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, dummy = listener.accept()
                with connection:
                    act(connection)

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def _accept(listener: socket.socket, server: ScriptedServer, context: ssl.SSLContext | None) -> None:
    while True:
        try:
            raw, dummy = listener.accept()
        except OSError:
            return
        server.connections += 1
        threading.Thread(target=_serve, args=(raw, server, context, server.connections), daemon=True).start()


def _serve(raw: socket.socket, server: ScriptedServer, context: ssl.SSLContext | None, number: int) -> None:
    with contextlib.suppress(OSError), raw:
        connection = context.wrap_socket(raw, server_side=True) if context else raw
        with connection, connection.makefile("rb") as stream:
            while (request := _read(stream, number)) is not None:
                server.received.append(request)
                answer = server.script.pop(0) if server.script else reply()
                if not answer(connection):
                    return


def _read(stream: t.BinaryIO, number: int) -> Received | None:
    line = stream.readline().decode("latin-1").split()
    if len(line) < 2:
        return None
    headers: dict[str, str] = {}
    while (header := stream.readline().decode("latin-1").strip()) != "":
        name, dummy, value = header.partition(":")
        headers[name.lower()] = value.strip()
    body = stream.read(int(headers.get("content-length", 0)))
    return Received(line[0], line[1], headers, body, number)


def relay(onward: int) -> Answer:
    """What a proxy does with CONNECT: open the connection to ``onward`` and carry bytes both ways."""

    def answer(connection: socket.socket) -> bool:
        with socket.create_connection(("127.0.0.1", onward)) as other:
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = threading.Thread(target=_pump, args=(other, connection), daemon=True)
            back.start()
            _pump(connection, other)
            back.join()
        return False

    return answer


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
