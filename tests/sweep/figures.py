# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a sweep counts."""

from __future__ import annotations

import dataclasses
import random
import typing as t

MOST_COMPLAINTS = 20


@dataclasses.dataclass
class Figures:
    """What came of one section. All but ``inputs`` must stay 0; ``complaints`` says how to see each of them again.

    * ``tracebacks``: a module ended with a traceback, or without a result;
    * ``unforeseen``: only the last net of the modules caught it: one message, but not in words of ours;
    * ``hangs``: a module sent more requests than the input could ever need;
    * ``wrong_deletes``: a job is gone that was to stay;
    * ``other_damage``: a job is there twice, or the next run does not make it good;
    * ``leaks``: a password or a token stands in what a module printed;
    * ``logons_left``: a logon is open although the module could have ended it.
    """

    inputs: int = 0
    tracebacks: int = 0
    unforeseen: int = 0
    hangs: int = 0
    wrong_deletes: int = 0
    other_damage: int = 0
    leaks: int = 0
    logons_left: int = 0
    complaints: list[str] = dataclasses.field(default_factory=list)

    def count(self, what: str, complaint: str) -> None:
        """One more of ``what``, a name of this class; ``complaint`` tells which input it was, and what happened."""
        setattr(self, what, getattr(self, what) + 1)
        self.complaints.append(f"{what}: {complaint}")

    @property
    def bad(self) -> int:
        """How much went wrong."""
        return sum(getattr(self, name) for name in COUNTED if name != "inputs")


COUNTED = tuple(field.name for field in dataclasses.fields(Figures) if field.name != "complaints")


@dataclasses.dataclass(frozen=True)
class Effort:
    """How much to try. ``share`` picks a few of many inputs, the same ones for the same ``seed``."""

    large: bool
    seed: int = 1

    def random(self, *names: object) -> random.Random:
        """Chance that depends on the seed and on ``names`` only."""
        return random.Random(f"{self.seed} {names}")  # noqa: S311 -- nothing secret is made of it

    def share(self, inputs: t.Sequence[t.Any], *, small: int, large: int | None = None) -> list[t.Any]:
        """As many of ``inputs`` as this effort allows, evenly spread; ``large`` None: all of them."""
        most = (len(inputs) if large is None else large) if self.large else small
        if len(inputs) <= most:
            return list(inputs)
        offset = self.random("share").random()
        return [inputs[int((index + offset) * len(inputs) / most)] for index in range(most)]


@dataclasses.dataclass(frozen=True)
class Section:
    """One kind of trouble. ``run`` tries it and returns what came of it."""

    name: str
    about: str
    run: t.Callable[[Effort], Figures]
