# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an estate consists of: items (everything with a UID), runs of jobs, and machines of the virtual inventory."""

from __future__ import annotations

import datetime as dt
import random
import typing as t
import uuid
from dataclasses import dataclass, field

Json = dict[str, t.Any]
SESSION_KINDS = ("BackupJobSession", "ReplicaJobSession")
JOB_KINDS = ("Job", "AgentBackupJob", "NasJob")
_FRACTIONS = (7, 3, 0, 6, 2, 5)


@dataclass
class Item:
    """One resource.

    ``facts`` are the members of the entity that are stored as they are shown; ``refs`` holds the guids of the items it
    belongs to (``job``, ``repository``, ``backup``, ``session``, ``point``, ``file``, ``parent``).
    """

    kind: str
    guid: str
    name: str
    server: str = ""
    facts: Json = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)
    created: dt.datetime | None = None

    @property
    def uid(self) -> str:
        """The UID, ``urn:veeam:<type>:<guid>``."""
        return f"urn:veeam:{self.kind}:{self.guid}"


@dataclass
class Run(Item):
    """A session of a job. It moves with the clock until its time is over or somebody stops it."""

    seconds: float = 0.0
    outcome: str = "Success"
    failure: str = ""
    stopped: dt.datetime | None = None
    odd_state: str = ""
    booked: bool = False  # its restore points exist
    tasks: list[str] = field(default_factory=list)
    points: list[str] = field(default_factory=list)

    def ended(self, now: dt.datetime) -> dt.datetime | None:
        """When the run ended, None while it goes on."""
        assert self.created is not None
        over = self.created + dt.timedelta(seconds=self.seconds) if self.seconds != float("inf") else None
        candidates = [moment for moment in (over, self.stopped) if moment is not None and moment <= now]
        return min(candidates, default=None)

    def shown(self, now: dt.datetime) -> Json:
        """The members that depend on the time: State, Result, Progress, EndTimeUTC, FailureMessage."""
        end = self.ended(now)
        if end is None:
            return {"State": self._state(now), "Result": "None", "Progress": self._progress(now)}
        result = "Failed" if self.stopped == end else self.outcome
        failure = "Operation was canceled by user." if self.stopped == end else self.failure
        shown = {"State": "Stopped", "Result": result, "Progress": 100, "EndTimeUTC": stamp(end, self.guid)}
        return shown | ({"FailureMessage": failure} if failure else {})

    def _progress(self, now: dt.datetime) -> int:
        """Percent; a run shows 100 for a while before it stops (T77)."""
        assert self.created is not None
        if self.seconds in (0.0, float("inf")):
            return 0
        return min(100, int(110 * (now - self.created).total_seconds() / self.seconds))

    def _state(self, now: dt.datetime) -> str:
        if self.odd_state:
            return self.odd_state
        return "Starting" if self._progress(now) < 10 else "Working"


@dataclass(frozen=True)
class Machine:
    """An object of a virtual inventory, seen through one hierarchy root."""

    root: str
    object_ref: str
    name: str
    platform: str = "VMware"
    type: str = "Vm"
    folder: str = ""

    @property
    def ref(self) -> str:
        """The hierarchy reference, ``urn:VMware:Vm:<root>.vm-80225``."""
        return f"urn:{self.platform}:{self.type}:{self.root}.{self.object_ref}"


class Estate:
    """All items, by kind and guid."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.items: dict[str, dict[str, Item]] = {}
        self.machines: dict[str, Machine] = {}
        self.filled: set[str] = set()  # guids of the backups that have a restore point

    def guid(self) -> str:
        """A new guid; the same seed gives the same ones."""
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))

    def add(self, item: Item) -> Item:
        """Keep the item."""
        self.items.setdefault(item.kind, {})[item.guid] = item
        return item

    def new(self, kind: str, name: str, **more: t.Any) -> Item:
        """Make and keep an item; ``guid`` may be given."""
        return self.add(Item(kind, more.pop("guid", None) or self.guid(), name, **more))

    def all(self, kind: str) -> list[Item]:
        """All items of a kind."""
        return list(self.items.get(kind, {}).values())

    def get(self, kind: str, guid: str) -> Item | None:
        """The item, None when there is none."""
        return self.items.get(kind, {}).get(guid)

    def runs(self, job: str) -> list[Run]:
        """The sessions of a job, newest first."""
        found = [item for kind in SESSION_KINDS for item in self.items.get(kind, {}).values()]
        mine = [item for item in found if isinstance(item, Run) and item.refs.get("job") == job]
        return sorted(mine, key=lambda run: (run.created.timestamp() if run.created else 0.0, run.guid), reverse=True)

    def machine(self, ref: str) -> Machine | None:
        """The machine of a hierarchy reference, compared without letter case; None when there is none."""
        return self.machines.get(ref.lower())

    def place(self, machine: Machine) -> Machine:
        """Keep the machine."""
        self.machines[machine.ref.lower()] = machine
        return machine


def stamp(moment: dt.datetime, seed: str) -> str:
    """A time as the product writes it: UTC with 0 to 7 digits of fraction, which ones depends on ``seed`` (T92)."""
    digits = _FRACTIONS[sum(seed.encode()) % len(_FRACTIONS)]
    text = moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S")
    fraction = f"{moment.microsecond:06d}0"[:digits]
    return f"{text}.{fraction}Z" if digits else f"{text}Z"
