# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A job of a recipe in which whatever the recipe says is otherwise, by the vendor's schema of the newest revision.

Left as they are: switches, since a server may say nothing of what is below one that is off, and what tells an object
from another (names, ids), since another one is there then.
"""

from __future__ import annotations

import re
import typing as t

from tests.openapi import Shape, document
from tests.simulator.vbr.reshape import NEWEST

Json = dict[str, t.Any]
Members = tuple[str, ...]
SWITCHES: t.Final = frozenset({"isEnabled", "runAutomatically"})
_TIME: t.Final = re.compile(r"\d{1,2}:\d{2}")


class Otherwise:
    """``job`` is what the recipe wants otherwise, ``places`` where; ``written`` is the job in the recipe."""

    def __init__(self, written: Json, present: Json) -> None:
        self.places: set[Members] = set()
        self._shapes = document(NEWEST).shapes
        self.job: Json = self._value(written["settings"], present, self._shapes.named("JobModel"), ())

    def _value(self, written: t.Any, present: t.Any, shape: Shape, at: Members) -> t.Any:
        if isinstance(present, dict):
            return self._object(written, present, shape, at) if isinstance(written, dict) else present
        if isinstance(present, list):
            return self._list(written, present, shape, at)
        changed = _another(present, shape, at)
        if changed != present:
            self.places.add(at)
        return changed

    def _object(self, written: Json, present: Json, shape: Shape, at: Members) -> Json:
        if "allowed" in written:
            self.places.add(at)
            return {"days": [{**day, "hours": _inverted(day["hours"])} for day in present["days"]]}
        if "platform" in present:
            return present
        members = (self._shapes.variant(shape, present) or shape).members
        both = written.keys() & present.keys() & members.keys() - SWITCHES - {str(shape.discriminator)}
        changed = {name: self._value(written[name], present[name], members[name], (*at, name)) for name in both}
        return {name: changed.get(name, value) for name, value in present.items()}

    def _list(self, written: t.Any, present: list[t.Any], shape: Shape, at: Members) -> list[t.Any]:
        items = shape.items
        if items is None or not isinstance(written, list) or not present:
            return present
        if not isinstance(present[0], dict):
            self.places.add(at)
            return present[1:] or [_another(present[0], items, at)]
        pairs = zip(written, present, strict=False)
        return [*(self._value(ours, theirs, items, at) for ours, theirs in pairs), *present[len(written) :]]


def _another(value: t.Any, shape: Shape, at: Members) -> t.Any:
    if shape.values:
        return next((other for other in shape.values if other != value), value)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if not isinstance(value, str) or shape.format == "uuid" or at[-1:] == ("jobName",):
        return value
    return "01:23" if _TIME.fullmatch(value) else f"{value}x"


def _inverted(hours: str) -> str:
    return hours.translate(str.maketrans("01", "10"))


def members_of(path: str) -> Members:
    """The members on the way to a finding, whichever item of a list it is in."""
    return tuple(re.sub(r"\[[^\]]*\]", "", path).split("."))


def unseen(places: t.Iterable[Members], paths: t.Iterable[str]) -> list[str]:
    """The places that no finding names, neither by themselves nor as a list or an item as a whole."""
    found = {members_of(path) for path in paths}
    return sorted(".".join(place) for place in places if not any(place[: len(seen)] == seen for seen in found))
