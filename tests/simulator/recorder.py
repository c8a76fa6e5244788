# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Remembers every request the simulator got and what became of it, without secrets."""

from __future__ import annotations

import dataclasses
import json
import time
import typing as t
import urllib.parse

SECRET_HEADERS = frozenset({"authorization", "cookie", "x-restsvcsessionid"})
SECRET_MEMBERS = frozenset(
    {"password", "refresh_token", "access_token", "code", "vbr_token", "privatekey", "passphrase", "rootpassword"}
)
MASK = "***"


@dataclasses.dataclass
class Entry:
    """One request, which came at the time `at` of the real clock.

    Handlers may set `refused`, `dropped` and `read_only` through `note_of(scope)`.
    """

    number: int
    api: str
    method: str
    path: str
    query: list[tuple[str, str]]
    headers: dict[str, str]
    body: t.Any = None
    at: float = 0.0
    status: int | None = None
    refused: str | None = None
    dropped: list[str] = dataclasses.field(default_factory=list)
    faults: list[str] = dataclasses.field(default_factory=list)
    reply_problems: list[str] = dataclasses.field(default_factory=list)
    deviations: list[str] = dataclasses.field(default_factory=list)
    applied: bool = False
    read_only: bool = False

    def as_dict(self) -> dict[str, t.Any]:
        """The entry as JSON can carry it."""
        return dataclasses.asdict(self)


def note_of(scope: t.MutableMapping[str, t.Any]) -> Entry:
    """The entry of the request that `scope` belongs to (with Starlette: `note_of(request.scope)`)."""
    entry = scope["simulator.entry"]
    assert isinstance(entry, Entry)
    return entry


class Recorder:
    """Every request since the last reset."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []

    def reset(self) -> None:
        """Forget everything."""
        self._entries = []

    def record(self, *, api: str, scope: t.MutableMapping[str, t.Any], body: bytes) -> Entry:
        """Remember the request of ASGI `scope` with `body`; returns its entry, also kept in the scope."""
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        entry = Entry(
            number=len(self._entries) + 1,
            api=api,
            method=scope["method"],
            path=scope["path"],
            query=urllib.parse.parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True),
            headers={name: _masked_header(name, value) for name, value in headers.items()},
            body=_readable_body(body, headers.get("content-type", "")),
            at=time.time(),
            read_only=scope["method"] in ("GET", "HEAD", "OPTIONS"),
        )
        self._entries.append(entry)
        scope["simulator.entry"] = entry
        return entry

    def requests(self) -> list[dict[str, t.Any]]:
        """Every request, oldest first."""
        return [entry.as_dict() for entry in self._entries]

    def writes(self) -> list[dict[str, t.Any]]:
        """The requests that were meant to change something, oldest first; `applied` tells whether they did."""
        return [entry.as_dict() for entry in self._entries if not entry.read_only]

    def count(self) -> int:
        """How many requests there were."""
        return len(self._entries)


def _masked_header(name: str, value: str) -> str:
    if name not in SECRET_HEADERS:
        return value
    scheme, blank, dummy = value.partition(" ")
    return f"{scheme} {MASK}" if blank else MASK


def _readable_body(body: bytes, content_type: str) -> t.Any:
    if not body:
        return None
    text = body.decode("utf-8", "replace")
    if content_type.startswith("application/x-www-form-urlencoded"):
        return _masked(dict(urllib.parse.parse_qsl(text, keep_blank_values=True)))
    try:
        return _masked(json.loads(text))
    except ValueError:
        return f"<{len(body)} bytes of {content_type or 'unknown type'}>"


def _masked(value: t.Any) -> t.Any:
    if isinstance(value, dict):
        return {
            name: MASK if name.lower() in SECRET_MEMBERS and isinstance(member, str) else _masked(member)
            for name, member in value.items()
        }
    if isinstance(value, list):
        return [_masked(item) for item in value]
    return value
