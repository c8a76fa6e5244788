# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Objects that a job has already, and when that is enough to know which one is meant.

The inventory is for administrators only on older servers and never for viewers. A job that names the same object tells
its ids as well, so that who may only look at jobs can plan and compare them.
"""

from __future__ import annotations

import threading
import typing as t

from ..settings.comparison import is_inventory_object
from . import inventory as inventories
from . import inventory_query as query

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..._model import Json
    from .inventory import Want
    from .known_names import Objects


class Lookups:
    """What may have to be looked up in the inventories, all of it at once when the first of it is needed.

    Safe to share between threads.
    """

    def __init__(self, inventory: Objects) -> None:
        self._inventory = inventory
        self._lock = threading.Lock()
        self._expected: list[Want] = []

    def expect(self, wants: Iterable[Want]) -> None:
        """Note what may be needed. Sends nothing."""
        with self._lock:
            self._expected += wants

    def inventory(self) -> Objects:
        """The inventory, with everything in it that was expected. Raises what its requests raise."""
        with self._lock:
            if self._expected:
                self._inventory.load(self._expected)
                self._expected = []
            return self._inventory


# What has none in it, and is most of a job.
_WITHOUT_OBJECTS: t.Final = frozenset({"storage", "schedule"})


def inventory_objects(model: Json) -> list[Json]:
    """Every inventory object in the model of a job (canonical), at any depth, from the top down."""
    found: list[Json] = []
    for member, value in model.items():
        if member not in _WITHOUT_OBJECTS:
            _collect(value, found)
    return found


def _collect(value: t.Any, found: list[Json]) -> None:
    if isinstance(value, dict):
        if "name" in value and is_inventory_object(value):
            found.append(value)
            return
        value = value.values()
    elif not isinstance(value, list):
        return
    for item in value:
        # Asked here, since most of what a job has are single values.
        if isinstance(item, (dict, list)):
            _collect(item, found)


def fitting(want: Want, present: Iterable[Json]) -> list[Json]:
    """Those of ``present`` that ``want`` can mean, each once: a machine may stand in several places of a job."""
    found = [item for item in present if inventories.fits(want, item)]
    return list({_identity(item): item for item in reversed(found)}.values())[::-1]


def _identity(item: Json) -> tuple[str, ...]:
    members = ("platform", "hostName", "type", "name", "objectId", "id", "protectionGroupId")
    return tuple(str(item.get(member) or "").lower() for member in members)


def settles(want: Want, present: Mapping[str, t.Any]) -> bool:
    """Whether ``present``, the only object of a job that fits ``want``, is certainly what is meant.

    It is when name and server are the same, and the type, or when the type is one that shows where ``want`` would be
    looked for. A path and a protection group by name say more than a job does.
    """
    if want.parent or want.group:
        return False
    kind = str(present.get("type") or "")
    if str(present.get("platform") or want.platform).lower() != want.platform.lower():
        return False
    if want.platform == "Agent":
        return bool(want.type)
    same_server = bool(want.host) and str(present.get("hostName", "")).lower() == want.host.lower()
    return same_server and (bool(want.type) or query.view_of(want.platform, kind) == want.view)
