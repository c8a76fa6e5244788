# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What every request to Backup & Replication must get past: version, logon, path, query, content type, body.

A real server ignores members that it does not know and refuses nearly everything else that its schema does not allow.
So does this one, but it remembers what was ignored, so that tests can insist on nothing being ignored.
"""

from __future__ import annotations

import datetime
import json
import typing as t
import urllib.parse

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.openapi import Checker, Document, Operation, check_response, document, query_problems
from tests.simulator.options import OLD_REVISIONS, REVISIONS
from tests.simulator.recorder import note_of
from tests.simulator.vbr import deviations, reshape, roles, wording
from tests.simulator.vbr.query import Query
from tests.simulator.vbr.replies import Refusal
from tests.simulator.vbr.state import VbrState

OPEN_CALLS = frozenset(
    {("POST", "/api/oauth2/token"), ("GET", "/api/v1/serverTime"), ("GET", "/api/v1/serverCertificate")}
)
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
PROBLEMS_TOLD = 5


class Gate:
    """ASGI middleware in front of the routes. Leaves `simulator.revision`, `.query` and `.body` in the scope."""

    def __init__(self, app: ASGIApp, *, server: VbrState) -> None:
        self._app, self._server = app, server

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it here when it is refused."""
        if scope["type"] != "http" or scope["path"].startswith(("/_simulator", "/swagger/")):
            await self._app(scope, receive, send)
            return
        message = await receive()
        self._server.sessions.settle()
        try:
            self._admit(scope, message.get("body", b""))
        except Refusal as refusal:
            note_of(scope).refused = refusal.message
            await refusal.response(live=self._server.world.options.is_live)(scope, receive, send)
            return

        async def replay() -> Message:
            return message

        options = self._server.world.options
        reply = _CheckedReply(scope, send, live=options.is_live) if options.check_replies else send
        await self._app(scope, replay, reply)

    def _admit(self, scope: Scope, body: bytes) -> None:
        headers = Headers(scope=scope)
        revision = scope["simulator.revision"] = self._revision(headers, scope["path"])
        here = document(revision)
        operation = _operation(here, scope)
        self._check_logon(scope, headers)
        self._check_role(scope)
        scope["simulator.query"] = _query(operation, scope)
        _check_content_type(scope, headers, body)
        if scope["path"] != "/api/oauth2/token":
            scope["simulator.body"] = _body(here, operation, scope, body)

    def _revision(self, headers: Headers, path: str) -> str:
        """The revision whose documents the request has to keep to."""
        options, wanted = self._server.world.options, headers.get("x-api-version")
        if not wanted and options.is_live:
            return options.revision
        if not wanted:
            raise Refusal(400, "The x-api-version header is required.")
        if wanted not in options.served_revisions:
            raise wording.version_refusal(options, wanted, f"https://{headers.get('host', '')}{path}")
        return REVISIONS[0] if wanted in OLD_REVISIONS else wanted

    def _check_logon(self, scope: Scope, headers: Headers) -> None:
        if (scope["method"], scope["path"]) in OPEN_CALLS:
            return
        scheme, unused, token = headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not self._server.tokens.valid(token):
            raise Refusal(401, "The access token is missing, invalid or has expired.")
        self._check_renewal(scope, token)

    def _check_renewal(self, scope: Scope, token: str) -> None:
        """Some servers hand out tokens for a refresh token and then do not take them."""
        faults, call = self._server.world.faults, {"method": scope["method"], "path": scope["path"]}
        if not self._server.tokens.renewed(token):
            return
        if fault := faults.take_for_request("refused-renewal", api="vbr", **call):
            raise Refusal(int(fault.value or "403"), "Access is denied.", code="AccessDenied")

    def _check_role(self, scope: Scope) -> None:
        role = self._server.world.options.role
        call = {"method": scope["method"], "path": scope["path"], "revision": scope["simulator.revision"]}
        if not roles.allowed(role, **call):
            raise Refusal(403, f"Access denied: a user with the role {role!r} may not do this.")


def _operation(here: Document, scope: Scope) -> Operation:
    operation = here.operation(scope["method"], scope["path"])
    if operation is not None:
        return operation
    if here.template(scope["path"]) is None:
        raise Refusal(404, f"There is no {scope['path']} in this revision.", code="InvalidURI")
    raise Refusal(405, f"{scope['method']} is not possible on {scope['path']}.")


def _query(operation: Operation, scope: Scope) -> Query:
    pairs = urllib.parse.parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    problems = query_problems(operation, pairs)
    values: dict[str, list[str]] = {}
    for name, text in pairs:
        parameter = operation.query.get(name)
        if parameter and (parameter.shape.items or parameter.shape).format == "date-time" and not _is_time(text):
            problems.append(f"query {name}: {text!r} is not a time")
        values.setdefault(name, []).append(text)
    if problems:
        raise Refusal(400, _told(problems))
    return Query(_in_newest_words(scope, values))


def _is_time(text: str) -> bool:
    try:
        datetime.datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _in_newest_words(scope: Scope, values: dict[str, list[str]]) -> dict[str, list[str]]:
    newest = document(reshape.NEWEST).operation(scope["method"], scope["path"])
    if newest is None:
        return values
    for name, texts in values.items():
        parameter = newest.query.get(name)
        enum = (parameter.shape.items or parameter.shape).values if parameter else ()
        values[name] = [_spelled(text, enum) for text in texts] if enum else texts
    return values


def _spelled(text: str, enum: tuple[str, ...]) -> str:
    try:
        return reshape.spelled(text, enum)
    except reshape.Unrepresentable:
        return text


def _check_content_type(scope: Scope, headers: Headers, body: bytes) -> None:
    sent = headers.get("content-type", "").partition(";")[0].strip().lower()
    wanted = FORM if scope["path"] == "/api/oauth2/token" else JSON
    if body and sent != wanted:
        raise Refusal(415, f"The content type {sent!r} is not supported; send {wanted}.")


def _body(here: Document, operation: Operation, scope: Scope, content: bytes) -> t.Any:
    """The body in the newest revision's words, None when there is none."""
    if not content:
        if operation.body_required:
            raise Refusal(400, "A request body is required.")
        return None
    try:
        body = json.loads(content)
    except ValueError as error:
        raise Refusal(400, f"The body is not JSON: {error}") from error
    if operation.body is None:
        return None
    findings = Checker(here.shapes).check(body, operation.body)
    note_of(scope).dropped += findings.unknown
    if findings.problems:
        raise Refusal(400, _told(findings.problems))
    known = reshape.Reshaper(here.shapes, keep_unknown=False).fit(body, operation.body)
    newest = document(reshape.NEWEST).operation(scope["method"], scope["path"])
    return known if newest is None or newest.body is None else reshape.to_newest(known, newest.body)


def _told(problems: list[str]) -> str:
    rest = len(problems) - PROBLEMS_TOLD
    return "; ".join(problems[:PROBLEMS_TOLD]) + (f"; and {rest} more" if rest > 0 else "")


class _CheckedReply:
    """Passes a reply on and notes in what way it does not fit the vendor's schema.

    What live servers are known to write differently is noted apart.
    """

    def __init__(self, scope: Scope, send: Send, *, live: bool) -> None:
        self._scope, self._send, self._live = scope, send, live
        self._status, self._content = 0, b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
        else:
            self._content += message.get("body", b"")
            if not message.get("more_body"):
                self._check()
        await self._send(message)

    def _check(self) -> None:
        body = json.loads(self._content) if self._content else None
        scope = self._scope
        problems = check_response(scope["simulator.revision"], scope["method"], scope["path"], self._status, body)
        note, path = note_of(scope), scope["path"]
        for problem in problems:
            deviation = deviations.explained(path, problem) if self._live else None
            if deviation is None:
                note.reply_problems.append(problem)
            elif deviation.seen not in note.deviations:
                note.deviations.append(deviation.seen)
