# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Trouble on purpose: what can go wrong, how it is written down and when it strikes.

A fault is written `KIND[:ARGS]`, where ARGS are colon-separated and in any order:

* `METHOD /path` or `/path` - only these requests; the path may hold `*`;
* `count=N`  - how often it strikes (requests: once unless told; settings of the server: always);
* `after=N`  - let N matching requests pass first;
* `api=vbr|em` - only this API;
* other `name=value` pairs and one bare value, whose meaning depends on the kind; `text=` takes all that follows it.
"""

from __future__ import annotations

import dataclasses
import fnmatch
import math
import re
import typing as t

from tests.simulator.em import troubles as enterprise_manager
from tests.simulator.vbr import troubles as backup_and_replication

REQUEST_KINDS = {
    "empty-401": "answers 401 with an empty body",
    "400": "answers 400 with the product's error body; so do 401, 403, 404, 409 and 500; text=MESSAGE",
    "401": "see 400",
    "403": "see 400",
    "404": "see 400",
    "409": "see 400",
    "429": "answers 429; retry-after=SECONDS adds that header",
    "500": "see 400",
    "502": "answers 502 with an HTML page, as a proxy does",
    "503": "answers 503 with an HTML page; retry-after=SECONDS adds that header",
    "504": "answers 504 with an HTML page, as a proxy does",
    "reset-before": "drops the connection before the request takes effect",
    "reset-after": "lets the request take effect, then drops the connection without an answer",
    "slow-answer": "lets the request take effect, then waits SECONDS (bare value) with the answer",
    "slow-body": "sends the body in drops over SECONDS (bare value)",
    "cut-body": "sends half of the body, then drops the connection",
    "html": "answers 200 with an HTML page instead of JSON, as a proxy does; nothing takes effect",
    "odd-answer": "lets the request take effect, then answers something else (bare value): nothing, null, object "
    "(an empty one), list, text, html, no-id",
    "ignored": "answers 201 with nothing, null, object, list, text or html (bare value); nothing takes effect",
    "redirect": "answers 302 to another host (bare value, host:port)",
    "token-expired": "forgets every access token just before the request",
    "restart": "the service restarts: refuses connections for seconds=N (2) or drops requests=N; logons are lost",
}
SERVER_KINDS = {
    "token-life": "access tokens live SECONDS (bare value)",
    "session-failed": "sessions of jobs named so (bare value, `*` allowed) end Failed",
    "session-warning": "sessions of jobs named so end with Warning",
    "session-action": "sessions of jobs named so stop at ActionRequired (newest revision only)",
    "session-cancelled": "sessions of jobs named so are stopped in the console at half their time",
    "session-stuck": "sessions of jobs named so never end",
    "session-late": "a new session of jobs named so is unknown (404) for the first polls=N (2 unless told)",
    "session-none": "sessions of jobs named so stop with result None",
    "result-null": "running sessions say `result: null`",
    "result-absent": "running sessions have no `result`",
    "drop-setting": "silently forgets the job setting at PATH (bare value) on every create and update",
    "shuffle-lists": "answers lists inside job models in random order",
    "wrapped-items": "wraps inventory objects as {inventoryObject, size}, as old examples show",
    "duplicate-names": "accepts a second job of the same name",
    "four-eyes": "refuses deletes, as four-eyes authorization does",
    "nothing-to-do": "starting a job named so finds nothing to process",
    "lost-task": "Enterprise Manager forgets a task before it was read",
}
KINDS = REQUEST_KINDS | SERVER_KINDS | backup_and_replication.KINDS | enterprise_manager.KINDS
KINDS_WITH_NUMBER = frozenset(
    {"slow-answer", "slow-body", "token-life", "short-pages", "wrong-total", "refused-renewal"}
)

_SELECTOR = re.compile(r"(?:(?P<method>[A-Z]+) +)?(?P<path>/\S*)\Z")
_PAIR = re.compile(r"(?P<name>[a-z][a-z-]*)=(?P<value>.*)\Z")


@dataclasses.dataclass
class Fault:
    """One fault: `left` is how often it still strikes, `passes` how many requests it lets through first."""

    kind: str
    text: str
    method: str | None = None
    path: str | None = None
    api: str | None = None
    value: str | None = None
    options: dict[str, str] = dataclasses.field(default_factory=dict)
    passes: int = 0
    left: float = 1

    def matches_request(self, *, api: str, method: str, path: str) -> bool:
        """Whether this fault is meant for such a request."""
        return (
            self.api in (None, api)
            and self.method in (None, method)
            and (self.path is None or fnmatch.fnmatchcase(path, self.path))
        )

    def matches_subject(self, subject: str) -> bool:
        """Whether this fault is meant for `subject`, a job's name for instance."""
        return self.value is None or fnmatch.fnmatchcase(subject.lower(), self.value.lower())

    def number(self, *, default: float) -> float:
        """The bare value as a number."""
        return default if self.value is None else float(self.value)

    def strike(self) -> bool:
        """Use the fault up by one; False when it lets this one pass or is spent."""
        if self.passes > 0:
            self.passes -= 1
            return False
        if self.left <= 0:
            return False
        self.left -= 1
        return True


def parse(text: str) -> Fault:
    """The fault written `text` (see the top of this file). Raises ValueError naming what is wrong."""
    arguments, dummy, said = text.partition(":text=")
    kind, *pieces = arguments.split(":")
    if kind not in KINDS:
        raise ValueError(f"unknown fault kind {kind!r}; known are {', '.join(KINDS)}")
    fault = Fault(kind=kind, text=text, left=1 if kind in REQUEST_KINDS else math.inf)
    for piece in _rejoin_ports(pieces):
        _read_piece(fault, piece)
    if said:
        fault.options["text"] = said
    if kind in KINDS_WITH_NUMBER:
        fault.number(default=0)
    return fault


def _rejoin_ports(pieces: list[str]) -> t.Iterator[str]:
    """A `host:port` is one piece although it holds a colon; a number behind anything else is a piece of its own."""
    pending: str | None = None
    for piece in pieces:
        if pending is not None and piece.isdigit() and not (_SELECTOR.match(pending) or _PAIR.match(pending)):
            yield f"{pending}:{piece}"
            pending = None
            continue
        if pending is not None:
            yield pending
        pending = piece
    if pending is not None:
        yield pending


def _read_piece(fault: Fault, piece: str) -> None:
    if selector := _SELECTOR.match(piece.strip()):
        fault.method, fault.path = selector["method"], selector["path"]
    elif pair := _PAIR.match(piece.strip()):
        _read_pair(fault, pair["name"], pair["value"])
    else:
        fault.value = piece.strip()


def _read_pair(fault: Fault, name: str, value: str) -> None:
    if name == "count":
        fault.left = math.inf if value == "always" else int(value)
    elif name == "after":
        fault.passes = int(value)
    elif name == "api":
        fault.api = value
    else:
        fault.options[name] = value


class FaultInjector:
    """The faults in force. `initial` come back at every reset."""

    def __init__(self, initial: t.Iterable[str] = ()) -> None:
        self._initial = tuple(initial)
        self._faults: list[Fault] = []
        self.reset()

    def reset(self) -> None:
        """Only the faults of the command line are in force again."""
        self._faults = [parse(text) for text in self._initial]

    def clear(self) -> None:
        """No fault is in force."""
        self._faults = []

    def add(self, text: str) -> None:
        """Put one more fault in force. Raises ValueError when `text` cannot be understood."""
        self._faults.append(parse(text))

    def for_request(self, *, api: str, method: str, path: str) -> list[Fault]:
        """The request faults that strike this request; each is used up by one."""
        return [
            fault
            for fault in self._faults
            if fault.kind in REQUEST_KINDS
            and fault.matches_request(api=api, method=method, path=path)
            and fault.strike()
        ]

    def take(self, kind: str, subject: str = "") -> Fault | None:
        """The first fault of `kind` that is meant for `subject` and strikes; it is used up by one."""
        for fault in self._faults:
            if fault.kind == kind and fault.matches_subject(subject) and fault.strike():
                return fault
        return None

    def take_for_request(self, kind: str, *, api: str, method: str, path: str) -> Fault | None:
        """The first fault of `kind` that is meant for such a request and strikes; it is used up by one."""
        for fault in self._faults:
            if fault.kind == kind and fault.matches_request(api=api, method=method, path=path) and fault.strike():
                return fault
        return None

    def active(self, kind: str) -> list[Fault]:
        """The faults of `kind` in force; none is used up."""
        return [fault for fault in self._faults if fault.kind == kind and fault.left > 0]

    def listing(self) -> list[dict[str, t.Any]]:
        """What is in force, for a person."""
        return [
            {"fault": fault.text, "left": "always" if fault.left == math.inf else int(fault.left)}
            for fault in self._faults
        ]
