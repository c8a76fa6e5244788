# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Starts a simulator in a process of its own, for tests, benchmarks and the demo."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import pathlib
import ssl
import subprocess
import sys
import tempfile
import time
import typing as t
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]


@dataclasses.dataclass
class Running:
    """A running simulator and what it has seen."""

    urls: dict[str, str]
    ca_path: str
    username: str
    password: str
    vbr_port: int | None
    em_port: int | None
    pid: int

    @property
    def url(self) -> str:
        """The Backup & Replication API, or Enterprise Manager's when that is the only one."""
        return self.urls.get("vbr") or self.urls["em"]

    def requests(self) -> list[dict[str, t.Any]]:
        """Every request since the last reset (see recorder.Entry for the members)."""
        return self._call("GET", "/requests")

    def writes(self) -> list[dict[str, t.Any]]:
        """The requests meant to change something; `applied` tells whether they did."""
        return self._call("GET", "/writes")

    def state(self) -> dict[str, t.Any]:
        """Faults in force and, for each API, its jobs, sessions and open tokens."""
        return self._call("GET", "/state")

    def reset(self) -> None:
        """A fresh estate, an empty recorder and only the faults of the command line."""
        self._call("POST", "/reset")

    def fault(self, *texts: str) -> None:
        """Put faults in force."""
        self._call("POST", "/faults", list(texts))

    def clear_faults(self) -> None:
        """No fault is in force."""
        self._call("DELETE", "/faults")

    def advance(self, seconds: float) -> None:
        """Put the simulated clock forward."""
        self._call("POST", "/clock", {"advance": seconds})

    def _call(self, method: str, path: str, body: t.Any = None) -> t.Any:
        request = urllib.request.Request(
            f"{self.url}/_simulator{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
        )
        # The simulator is this process's child; whether its certificate is any good is what the tests are about.
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context)
        )
        with opener.open(request, timeout=30) as reply:
            return json.load(reply)


def _arguments(flags: dict[str, t.Any]) -> list[str]:
    arguments: list[str] = []
    for name, value in flags.items():
        flag = "--fault" if name == "faults" else "--" + name.replace("_", "-")
        if value is True:
            arguments.append(flag)
        elif isinstance(value, (list, tuple)):
            arguments += [part for item in value for part in (flag, str(item))]
        elif value is False:
            arguments.append("--no-" + flag.removeprefix("--"))
        elif value is not None:
            arguments += [flag, str(value)]
    return arguments


def _await_ready(process: subprocess.Popen[bytes], ready: pathlib.Path, errors: pathlib.Path) -> Running:
    deadline = time.monotonic() + 60
    while not ready.exists():
        if process.poll() is not None:
            raise RuntimeError(f"the simulator did not start:\n{errors.read_text(encoding='utf-8', errors='replace')}")
        if time.monotonic() > deadline:
            raise RuntimeError("the simulator was not ready within 60 seconds")
        time.sleep(0.02)
    return Running(**json.loads(ready.read_text(encoding="utf-8")))


@contextlib.contextmanager
def launch(**flags: t.Any) -> t.Iterator[Running]:
    """A simulator with command line `flags` (`vbr_port=0` unless a port is given), stopped at the end.

    Flags are written with underscores; `faults` takes a list: `launch(jobs=200, faults=["429:count=2"])`.
    Raises RuntimeError when it does not start, and at the end when something in it went wrong on the way.
    """
    if "vbr_port" not in flags and "em_port" not in flags:
        flags["vbr_port"] = 0
    with tempfile.TemporaryDirectory(prefix="veeam-simulator-") as name:
        folder = pathlib.Path(name)
        ready, errors = folder / "ready.json", folder / "errors.txt"
        command = [sys.executable, "-m", "tests.simulator", "--stop-with-stdin", "--ready-file", str(ready)]
        with errors.open("wb") as stderr:
            process = subprocess.Popen(  # the pipe to its standard input ends the simulator with this process
                [*command, *_arguments(flags)], cwd=ROOT, stdin=subprocess.PIPE, stderr=stderr
            )
        try:
            yield _await_ready(process, ready, errors)
        finally:
            process.terminate()
            process.communicate(timeout=20)
        complaints = errors.read_text(encoding="utf-8", errors="replace")
        if complaints:
            raise RuntimeError(f"the simulator complained:\n{complaints}")
