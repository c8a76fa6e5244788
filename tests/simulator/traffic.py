# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The outermost layer of each API: records the request, adds latency and plays the request faults."""

from __future__ import annotations

import asyncio
import json
import typing as t

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.simulator.faults import Fault
from tests.simulator.recorder import Entry
from tests.simulator.world import Api, World

PAGE = "<html><body><h1>{status}</h1><p>The backup server cannot be reached through this proxy.</p></body></html>"

ODD_ANSWERS = {
    "nothing": b"",
    "null": b"null",
    "object": b"{}",
    "list": b"[]",
    "text": b"Done",
    "html": PAGE.format(status="Welcome").encode(),
}


class Dropped(ConnectionResetError):
    """Raised where there is no real connection to drop (an in-process test client)."""


class Traffic:
    """ASGI middleware around one API."""

    def __init__(self, app: ASGIApp, *, world: World, api: Api) -> None:
        self._app, self._world, self._api = app, world, api

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith("/_simulator"):
            await self._app(scope, receive, send)
            return
        body = await _read(receive)
        entry = self._world.recorder.record(api=self._api.name, scope=scope, body=body)
        if self._is_down():
            await _drop(send)
            return
        if self._world.options.latency_ms:
            await asyncio.sleep(self._world.options.latency_ms / 1000)
        faults = self._world.faults.for_request(api=self._api.name, method=entry.method, path=entry.path)
        entry.faults = [fault.text for fault in faults]
        await self._answer(scope, body, receive, send, entry=entry, faults=faults)

    async def _answer(
        self, scope: Scope, body: bytes, receive: Receive, send: Send, *, entry: Entry, faults: list[Fault]
    ) -> None:
        for fault in faults:
            if await self._instead(fault, scope, send, entry):
                return
        messages = await self._run(scope, body)
        entry.status = messages[0]["status"]
        entry.applied = not entry.read_only and entry.status < 300
        for fault in faults:
            if fault.kind == "reset-after":
                await _drop(send)
                return
            if fault.kind == "odd-answer":
                messages = _odd(messages, fault.value or "nothing")
            if fault.kind == "slow-answer":
                await _pause(receive, fault.number(default=5))
            if fault.kind in ("slow-body", "cut-body"):
                await _mangle(messages, send, fault)
                return
        for message in messages:
            await send(message)

    def _is_down(self) -> bool:
        self._world.down_requests -= 1
        return self._world.down_requests >= 0

    async def _instead(self, fault: Fault, scope: Scope, send: Send, entry: Entry) -> bool:
        """Play a fault that happens before or instead of the request; True when the request is over."""
        if fault.kind == "token-expired":
            self._api.forget_logons(refresh_too=False)
            return False
        if fault.kind in ("reset-before", "restart"):
            if fault.kind == "restart":
                self._go_down(fault)
            await _drop(send)
            return True
        reply = self._reply(fault)
        if reply is None:
            return False
        entry.status = reply.status_code
        await reply(scope, _nothing, send)
        return True

    def _go_down(self, fault: Fault) -> None:
        """A restart while another one goes on prolongs it."""
        if requests := int(fault.options.get("requests", "0")):
            self._world.down_requests = max(self._world.down_requests, 0) + requests
        else:
            self._world.begin_outage(float(fault.options.get("seconds", "2")))
        for api in self._world.apis.values():
            api.forget_logons(refresh_too=True)

    def _reply(self, fault: Fault) -> Response | None:
        headers = {"Retry-After": fault.options["retry-after"]} if "retry-after" in fault.options else None
        if fault.kind == "empty-401":
            return Response(status_code=401)
        if fault.kind in ("400", "401", "403", "404", "409", "500"):
            return self._api.error(int(fault.kind), fault.options.get("text", "Injected by the simulator."))
        if fault.kind in ("429", "502", "503", "504"):
            return HTMLResponse(PAGE.format(status=fault.kind), status_code=int(fault.kind), headers=headers)
        if fault.kind in ("html", "ignored"):
            page = fault.kind == "html" or fault.value == "html"
            content = ODD_ANSWERS["html" if page else fault.value or "nothing"]
            kind = "text/html" if page else "application/json"
            return Response(content, 200 if page else 201, media_type=kind)
        if fault.kind == "redirect":
            return RedirectResponse(f"https://{fault.value or 'elsewhere.example'}/", status_code=302)
        return None

    async def _run(self, scope: Scope, body: bytes) -> list[Message]:
        """The application's reply as ASGI messages: the start, then one with the whole body."""
        start: dict[str, t.Any] = {}
        chunks: list[bytes] = []
        pending: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Message:
            return pending.pop() if pending else {"type": "http.disconnect"}

        async def collect(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            elif message["type"] == "http.response.body":
                chunks.append(message.get("body", b""))

        await self._app(scope, receive, collect)
        return [start, {"type": "http.response.body", "body": b"".join(chunks), "more_body": False}]


async def _read(receive: Receive) -> bytes:
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if message["type"] != "http.request" or not message.get("more_body"):
            return body


async def _pause(receive: Receive, seconds: float) -> None:
    """Let time pass, as long as there is somebody who waits for the answer."""
    more = asyncio.ensure_future(receive())
    await asyncio.wait({more}, timeout=seconds)
    if not more.done():
        more.cancel()
    elif more.result()["type"] != "http.disconnect":
        # An in-process test client, which is always there.
        await asyncio.sleep(seconds)


async def _nothing() -> Message:
    return {"type": "http.disconnect"}


async def _drop(send: Send) -> None:
    """Close the connection without a word. uvicorn's request cycle is the owner of `send` and of the connection."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is None:
        raise Dropped("the simulator dropped the connection")
    transport.abort()
    # The protocol learns of the loss in a later turn of the loop; an answer sent before that would be an error.
    await asyncio.sleep(0.01)


def _odd(messages: list[Message], wanted: str) -> list[Message]:
    """The same status with another body; a page of a proxy says 200 and what it is."""
    start, rest = messages
    content_type = b"text/html" if wanted == "html" else b"text/plain" if wanted == "text" else b"application/json"
    content = ODD_ANSWERS[wanted] if wanted in ODD_ANSWERS else _without_ids(bytes(rest["body"]))
    headers = [(b"content-type", content_type), (b"content-length", str(len(content)).encode())]
    # After 204 no body can be sent.
    status = 200 if wanted == "html" or (content and start["status"] == 204) else start["status"]
    return [{**start, "status": status, "headers": headers}, {**rest, "body": content}]


def _without_ids(content: bytes) -> bytes:
    answer = json.loads(content) if content else {}
    return json.dumps({name: value for name, value in answer.items() if name not in ("id", "jobId")}).encode()


async def _mangle(messages: list[Message], send: Send, fault: Fault) -> None:
    start, rest = messages
    content = bytes(rest["body"])
    if "content-length" not in Headers(raw=start["headers"]):
        start["headers"] = [*start["headers"], (b"content-length", str(len(content)).encode())]
    await send(start)
    if fault.kind == "cut-body":
        await send({"type": "http.response.body", "body": content[: len(content) // 2], "more_body": True})
        await asyncio.sleep(0.01)
        await _drop(send)
        return
    pieces = 10
    size = max(1, -(-len(content) // pieces))
    for position in range(0, len(content), size):
        await asyncio.sleep(fault.number(default=2) / pieces)
        await send({"type": "http.response.body", "body": content[position : position + size], "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})
