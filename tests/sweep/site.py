# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Modules and a simulated server in one process: no sockets, no pauses, a clock of its own."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import io
import signal
import threading
import typing as t
import urllib.parse
from unittest import mock

import requests
import urllib3

from tests.simulator.app import build
from tests.simulator.options import Options
from tests.simulator.traffic import Dropped
from tests.sweep.own_time import own_time

if t.TYPE_CHECKING:
    from collections.abc import Iterator

# The most that any input of the sweep needs honestly is some two hundred.
MOST_REQUESTS = 1500
LOGON_PATHS = ("/api/oauth2/", "/api/logonSessions", "/api/sessionMngr")


class Hang(BaseException):
    """More requests than any input needs. Not an Exception, so that nothing takes it for an answer of the server."""


class Killed(BaseException):
    """The process is gone: nothing reaches the server any more."""


@dataclasses.dataclass
class Answer:
    """A reply on its way back; what watches the traffic may change it."""

    method: str
    path: str
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def logon(self) -> bool:
        """Whether it is about logging on or off."""
        return self.path.startswith(LOGON_PATHS)


class Watch(t.Protocol):
    """Sees each request (counted from 0) before it is sent and each reply before it is read."""

    def before(self, number: int, method: str, path: str) -> None:
        """May raise, for example Killed."""

    def after(self, number: int, answer: Answer) -> None:
        """May change the answer."""


class NoWatch:
    """Changes nothing."""

    def before(self, number: int, method: str, path: str) -> None:
        """Let it pass."""

    def after(self, number: int, answer: Answer) -> None:
        """Let it pass."""


class Site:
    """A simulated server of one API, reached without a network. ``api`` is ``vbr`` or ``em``."""

    def __init__(self, api: str, **options: t.Any) -> None:
        self.api = api
        port = {"vbr_port": 0} if api == "vbr" else {"em_port": 0}
        self.options = Options(**{"session_seconds": 0.01, "vms": 20, **port, **options})
        self._servers = build(self.options)
        self.world = self._servers.world
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self.watch: Watch = NoWatch()
        self.sent = 0

    def reset(self) -> None:
        """The estate as it was, and nothing that watches."""
        self.world.reset()
        self.watch = NoWatch()
        self.sent = 0

    def params(self, **options: t.Any) -> dict[str, t.Any]:
        """Options of a module that talks to this server, less those that are None."""
        given = {
            "api": self.api,
            "host": "backup.example.com",
            "username": self.options.username,
            "password": self.options.password,
            "validate_certs": False,
            "retries": 0,
            **options,
        }
        return {name: value for name, value in given.items() if value is not None}

    @property
    def open_logons(self) -> int:
        """How many logons the server still holds open."""
        return int(self.world.apis[self.api].state()["open_tokens"])

    def jobs(self) -> list[str]:
        """The names of the jobs that the server has, one entry for each."""
        return sorted(job["name"] for job in self.world.apis[self.api].state()["jobs"])

    @contextlib.contextmanager
    def reached(self) -> Iterator[None]:
        """Inside, every connection of the collection ends here, and no pause takes any time."""
        from ansible_collections.backupops.veeam.plugins.module_utils._http import wire as _wire

        def adapter(context: t.Any, timer: t.Any, **options: t.Any) -> Adapter:
            del context, options
            return Adapter(self, timer)

        with mock.patch.object(_wire, "adapter", adapter), own_time(self.pause, self.seconds):
            yield

    def pause(self, seconds: float) -> None:
        """Let so much time pass for the server and for the collection."""
        self.world.clock.advance(max(0.0, seconds))

    def seconds(self) -> float:
        """Time that never goes back, with what passed in pauses."""
        return self.world.clock.seconds()

    def answer(self, sent: t.Any) -> Answer:
        """What the server answers to a prepared request of ``requests``."""
        url = urllib.parse.urlsplit(sent.url)
        number, self.sent = self.sent, self.sent + 1
        if number >= MOST_REQUESTS:
            raise Hang(f"{sent.method} {url.path} is request number {number}")
        self.watch.before(number, sent.method, url.path)
        body = sent.body.encode() if isinstance(sent.body, str) else sent.body or b""
        future = asyncio.run_coroutine_threadsafe(self._call(sent, url, body), self._loop)
        answer = future.result(60)
        self.watch.after(number, answer)
        return answer

    async def _call(self, sent: t.Any, url: t.Any, body: bytes) -> Answer:
        headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in _headers(sent)]
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": sent.method,
            "scheme": "https",
            "path": urllib.parse.unquote(url.path),
            "raw_path": url.path.encode(),
            "query_string": url.query.encode(),
            "root_path": "",
            "headers": [*headers, (b"host", url.netloc.encode()), (b"content-length", str(len(body)).encode())],
            "client": ("127.0.0.1", 1),
            "server": (url.hostname, url.port or 443),
        }
        answer = Answer(sent.method, url.path, 0, {}, b"")

        async def receive() -> dict[str, t.Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: t.Any) -> None:
            if message["type"] == "http.response.start":
                answer.status = message["status"]
                answer.headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in message["headers"]}
            else:
                answer.body += message.get("body", b"")

        await self._servers.apps[self.api](scope, t.cast("t.Any", receive), send)
        return answer


def _headers(sent: t.Any) -> list[tuple[str, str]]:
    texts = [
        (name, value.decode("latin-1") if isinstance(value, bytes) else value) for name, value in sent.headers.items()
    ]
    return [(name, value) for name, value in texts if name.lower() not in ("host", "content-length", "connection")]


class Adapter(requests.adapters.BaseAdapter):
    """What ``requests`` sends through in place of sockets."""

    def __init__(self, site: Site, timer: t.Any) -> None:
        super().__init__()
        self._site, self._timer = site, timer

    def send(self, request: t.Any, *unused: t.Any, **dummy: t.Any) -> requests.Response:
        """One request and its reply. Raises ConnectionError where a server drops the connection."""
        self._timer.sending = True
        try:
            answer = self._site.answer(request)
        except Dropped as error:
            raise requests.exceptions.ConnectionError(error) from None
        answer.headers["content-length"] = str(len(answer.body))
        response = requests.Response()
        response.status_code = answer.status
        response.headers.update(answer.headers)
        response.raw = urllib3.HTTPResponse(
            io.BytesIO(answer.body), headers=answer.headers, status=answer.status, preload_content=False
        )
        response.request, response.url = request, request.url
        return response

    def close(self) -> None:
        """Nothing is open."""


@contextlib.contextmanager
def usual_signals() -> Iterator[None]:
    """Put the handlers of signals back that a module has set in this process."""
    numbers = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    handlers = {number: signal.getsignal(number) for number in numbers}
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
