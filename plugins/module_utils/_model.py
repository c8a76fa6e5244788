# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""The nouns that the clients and the engine share. Plain data, no behaviour that needs a server."""

from __future__ import annotations

import enum
import typing as t
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field

from ._paths import Path, text

Json = dict[str, t.Any]
Row = t.TypeVar("Row")
Other = t.TypeVar("Other")


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing from a list that was read to its end: its server counts more rows than it gave.

    ``what`` names the list ("the list of jobs", "GET /api/v1/backups"). ``promised`` is how many rows the server
    counts, ``delivered`` how many of them came or are known for another reason.

    Such a list proves that what is in it exists, and never that something else does not. Code that does something
    *because* an entry was not found (create it, remove what belongs to it, say that it is missing or absent, that a
    pattern matches nothing) first calls ``_errors.check_absence(gap, "the job ...")``, which raises IncompleteList.
    """

    what: str
    promised: int
    delivered: int

    def __str__(self) -> str:
        entries = "entry" if self.promised == 1 else "entries"
        return f"the server counts {self.promised} {entries} in {self.what} and gave {self.delivered}"


# Rows as they come. What the generator returns at its end is the rest of the truth: None for a list that is whole,
# otherwise its gap. A reading that is not consumed to the end says nothing about what it did not yield.
# Not written with a bar: pylint of older releases takes Gap for a value there.
Reading = Generator[Row, None, t.Optional[Gap]]  # noqa: UP045


@dataclass(frozen=True, slots=True)
class Listed(t.Generic[Row]):
    """A list that was read to its end: its rows, and what is missing (None: nothing, the list is whole)."""

    rows: list[Row]
    gap: Gap | None = None

    @classmethod
    def of(cls, reading: Iterator[Row], most: int | None = None) -> Listed[Row]:
        """Consume ``reading``, or ``most`` rows of it: with so many, nothing is missing of what was asked for.

        An iterator that returns nothing at its end counts as whole.
        """
        rows: list[Row] = []
        while most is None or len(rows) < most:
            try:
                rows.append(next(reading))
            except StopIteration as end:
                return cls(rows, end.value)
        return cls(rows)


def _expanded(reading: Iterator[Row], expand: t.Callable[[Row], tuple[Other, ...]]) -> Reading[Other]:
    """What ``expand`` makes of each row of ``reading``, with the same end."""
    while True:
        try:
            row = next(reading)
        except StopIteration as end:
            gap: Gap | None = end.value
            return gap
        yield from expand(row)


def kept(reading: Iterator[Row], keep: t.Callable[[Row], bool]) -> Reading[Row]:
    """The rows of ``reading`` that are to be kept, with the same end."""
    return _expanded(reading, lambda row: (row,) if keep(row) else ())


def each(reading: Iterator[Row], change: t.Callable[[Row], Other]) -> Reading[Other]:
    """The rows of ``reading``, changed one by one, with the same end."""
    return _expanded(reading, lambda row: (change(row),))


def identified(reading: Iterator[Json], what: str) -> Reading[Json]:
    """The rows of ``reading`` that have an id. The others cannot be referred to: they are missing from ``what``."""
    rows = nameless = 0

    def counted(row: Json) -> bool:
        nonlocal rows, nameless
        known = bool(row.get("id"))
        rows += 1
        nameless += not known
        return known

    gap = yield from kept(reading, counted)
    if not nameless:
        return gap
    return Gap(what, rows, rows - nameless) if gap is None else Gap(what, gap.promised, gap.delivered - nameless)


def records(value: t.Any) -> list[Json]:
    """The objects in ``value``, a member of a reply that should be a list. Anything else, and null, has none."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def percentage(value: t.Any) -> int | None:
    """``value``, a member of a reply, as a whole percentage; None for everything that is no number from 0 to 100."""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return int(value) if is_number and 0 <= value <= 100 else None


@dataclass(frozen=True, slots=True)
class Order:
    """How a server is to sort a list: ``column`` is a value of the option ``order_by``."""

    column: str = "name"
    descending: bool = False


BY_NAME = Order()


@dataclass(frozen=True, slots=True)
class Job:
    """A job as its server has it.

    ``model`` is the whole job in the vocabulary in which ``settings`` are written (for VBR: the members and spellings
    of the newest revision, whatever the server speaks). ``raw`` is what the server sent. ``enabled`` is None when the
    server does not say. ``manageable`` is False for types that the API lists but cannot create or edit (VBR-T25).
    """

    id: str
    name: str
    type: str
    model: Json
    enabled: bool | None = None
    manageable: bool = True
    raw: Json = field(default_factory=dict)

    @property
    def description(self) -> str:
        """What its description says. The two vocabularies spell the member in different letter case."""
        return str(self.model.get("description") or self.model.get("Description") or "")


@dataclass(frozen=True)
class ServerIdentity:
    """Which server a task talks to: its own ``id`` ("" when the account may not read it), and how it is addressed."""

    id: str
    host: str
    port: int


class ShownChange(t.TypedDict):
    """A change as a result has it; ``path`` is dotted."""

    path: str
    before: t.Any
    after: t.Any


@dataclass(frozen=True)
class Change:
    """One member that differs: where, the value now, and the value wanted. ``written``: where else it can be written.

    ``path`` has the names that people use, ``written`` those of the API (``backupRepositoryId``) where they differ.
    """

    path: Path
    before: t.Any
    after: t.Any
    written: Path = ()

    def as_dict(self) -> ShownChange:
        """For a result."""
        return {"path": text(self.path), "before": self.before, "after": self.after}


class Phase(enum.Enum):
    """Where a session stands, for a task that waits for it."""

    RUNNING = "running"
    FINISHED = "finished"
    IDLE = "idle"
    ACTION_REQUIRED = "action_required"


class Outcome(enum.Enum):
    """How a finished session ended. NONE: it stopped without a result (cancelled or unknown)."""

    NONE = "None"
    SUCCESS = "Success"
    WARNING = "Warning"
    FAILED = "Failed"


@dataclass(frozen=True)
class Session:
    """A run of something on the server. ``state`` is the server's own word, ``phase`` what it means for a waiter.

    ``percent`` is how far it says it is, from 0 to 100. That is for people only: a server says 100 of what still works,
    and 0 of what is over.
    """

    id: str
    name: str
    job_id: str
    type: str
    state: str
    phase: Phase
    outcome: Outcome
    message: str = ""
    cancelled: bool = False
    raw: Json = field(default_factory=dict)
    percent: int | None = None


@dataclass(frozen=True)
class Started:
    """What a start, stop, retry or quick backup led to.

    ``session`` is None when the server accepted the call and had nothing to process (VBR-T8).
    """

    session: Session | None


@dataclass(frozen=True)
class StartOptions:
    """How a job is started. None leaves a member out of the request."""

    active_full: bool = False
    chained_jobs: bool = False
    restore_points: str | None = None


@dataclass(frozen=True)
class Machine:
    """The machine of a quick backup, as the user named it."""

    name: str | None = None
    host_name: str | None = None
    object_id: str | None = None
    object_ref: str | None = None
    platform: str = "vsphere"
    backup_server: str | None = None
