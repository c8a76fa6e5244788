# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What the entries of a set need of each other: references, clones, names that become free. Sends nothing."""

from __future__ import annotations

import typing as t

from ...desired import State
from .. import dependencies

if t.TYPE_CHECKING:
    from collections.abc import Sequence

    from ...._product import JobModels
    from ...desired import DesiredJob
    from .survey import Wanted


_NONE: t.Final = frozenset[str]()


class References:
    """The names and ids that each entry refers to. Entries go by their numbers."""

    def __init__(self, entries: Sequence[DesiredJob], wanted: Wanted, models: JobModels) -> None:
        self._entries = entries
        self._wanted = wanted
        self._of = [_references(desired, models) for desired in entries]
        self.all = frozenset[str]().union(*self._of)

    def inside(self, index: int) -> list[tuple[str, int]]:
        """The other entries that an entry refers to, each with the name by which it does."""
        by_name = self._wanted.by_name
        return [(name, by_name[name]) for name in self._of[index] if by_name.get(name, index) != index]

    def order(self) -> list[int]:
        """The entries, each after those that it refers to. Raises InvalidInput for a circle."""
        if not self.all:
            return list(range(len(self._entries)))
        titles = [desired.name or desired.id or "" for desired in self._entries]
        number = {title: index for index, title in enumerate(titles)}
        needs = {title: sorted(self._of[index]) for title, index in number.items()}
        return [number[title] for title in dependencies.ordered(needs)]

    def stands_alone(self, index: int) -> bool:
        """Whether an entry can be planned from its own job, without any other."""
        desired = self._entries[index]
        if desired.previous_name or desired.name in self._wanted.by_previous:
            return False
        return desired.state is State.ABSENT or bool(desired.type and not self._of[index])

    def needs(self, index: int) -> frozenset[str]:
        """The names of the jobs of the set that must be written before this one."""
        names = {name for name in self._of[index] if name in self._wanted.by_name}
        other = self._wanted.by_previous.get(self._entries[index].name or "")
        if other is not None and other != index:
            # Its name is free only after the job that has it now was renamed.
            names.add(self._entries[other].name or "")
        return frozenset(names)


def _references(desired: DesiredJob, models: JobModels) -> frozenset[str]:
    if desired.state is State.ABSENT:
        return frozenset()
    found = models.references(desired.settings)
    # One empty set for all: hardly any job refers to another.
    return found | {desired.clone_from} if desired.clone_from else found or _NONE
