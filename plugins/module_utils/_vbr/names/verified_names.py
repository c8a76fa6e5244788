# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What to write for the ids of many jobs, proved: every name that is given is looked up again.

Each of the server's lists is read once, each view of an inventory is asked once for all objects of all jobs.
"""

from __future__ import annotations

import contextlib
import typing as t
from collections.abc import Iterator

from ..._errors import InvalidInput, RequestRefused
from ..schema.references import Collection
from . import inventory as inventories
from .ids_to_names import ids_to_names

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..._model import Job, Json
    from ..._paths import Path
    from ..._product import ComparisonRules
    from .catalogue import Catalogue
    from .inventory import Inventory, Want

_OBJECT_MEMBERS: t.Final = ("name", "hostName", "type")
_GROUP: t.Final = "ProtectionGroup"


def exported_settings(
    jobs: Sequence[Job],
    tidied: Sequence[Json],
    catalogue: Catalogue,
    inventory: Inventory,
    rules: ComparisonRules,
    *,
    warnings: list[str],
) -> list[Json]:
    """The settings of ``jobs`` as a person writes them, in their order; ``tidied`` are those that are written.

    What the role of the user may not read is written with its id, which adds one entry to ``warnings`` for each list.
    """
    names = _Names(catalogue, warnings)
    wanted = _Wanted(names)
    for job, settings in zip(jobs, tidied, strict=True):
        wanted.job_type = job.type
        ids_to_names(job.type, settings, wanted)
    names.load(inventory, wanted.wants)
    known = _Known(names, inventory, rules)
    return list(_named(jobs, tidied, known))


def _named(jobs: Iterable[Job], tidied: Iterable[Json], known: _Known) -> Iterator[Json]:
    for job, settings in zip(jobs, tidied, strict=True):
        known.job_type = job.type
        yield ids_to_names(job.type, settings, known)


class _Names:
    """The names of the server, as far as the role of the user may read them. Each of them is looked for once."""

    def __init__(self, catalogue: Catalogue, warnings: list[str]) -> None:
        self._catalogue = catalogue
        self._warnings = warnings
        self._closed: set[Collection] = set()
        self._labels: dict[tuple[Collection, str, str | None], str | Json | None] = {}

    def reference(self, collection: Collection, identifier: str, *, kind: str | None = None) -> str | Json | None:
        """What to write for an entry; None when only its id will do."""
        key = (collection, identifier, kind)
        if key not in self._labels and collection not in self._closed:
            with self._as_allowed(collection):
                self._labels[key] = self._catalogue.reference(collection, identifier, kind=kind)
        return self._labels.get(key)

    def load(self, inventory: Inventory, wants: list[Want]) -> None:
        """Look for objects of the inventories."""
        with self._as_allowed(None):
            inventory.load(wants)

    @contextlib.contextmanager
    def _as_allowed(self, collection: Collection | None) -> Iterator[None]:
        try:
            yield
        except RequestRefused as error:
            if error.status != 403:
                raise
            if collection is not None:
                self._closed.add(collection)
            self._warnings.append(f"Ids are written where names would stand: {error.message}")


class _Wanted:
    """The first walk: notes what has to be looked for in the inventories."""

    def __init__(self, names: _Names) -> None:
        self._names = names
        self.job_type = ""
        self.wants: list[Want] = []

    def entry(self, collection: Collection, identifier: str, *, kind: str | None = None) -> str | Json | None:
        del collection, identifier, kind
        return None

    def inventory_object(self, item: Json, path: Path) -> Json:
        want = _want(_short(item, self._names), self.job_type, path)
        if want is not None:
            self.wants.append(want)
        return item


class _Known:
    """The second walk: gives the shortest form that finds the same again."""

    def __init__(self, names: _Names, inventory: Inventory, rules: ComparisonRules) -> None:
        self._names = names
        self._inventory = inventory
        self._rules = rules
        self.job_type = ""

    def entry(self, collection: Collection, identifier: str, *, kind: str | None = None) -> str | Json | None:
        return self._names.reference(collection, identifier, kind=kind)

    def inventory_object(self, item: Json, path: Path) -> Json:
        short = _short(item, self._names)
        want = _want(short, self.job_type, path)
        found = [] if want is None else self._inventory.matches(want)
        if len(found) == 1 and self._same(inventories.result(found[0]), item):
            return short
        return self._in_full(item)

    def _same(self, found: Json, item: Json) -> bool:
        return bool(self._rules.normal(("",), found) == self._rules.normal(("",), item))

    def _in_full(self, item: Json) -> Json:
        """With its id: it is gone from the inventory, or there are several of that name."""
        kept = ("platform", *_OBJECT_MEMBERS, "objectId", "id", "protectionGroupId")
        shown = {member: item[member] for member in kept if item.get(member)}
        # The platform follows from the type of the job, as a rule.
        usual = inventories.completed({key: value for key, value in shown.items() if key != "platform"}, self.job_type)
        if shown.get("objectId") and usual.get("platform") == shown.get("platform"):
            del shown["platform"]
        return shown


def _short(item: Json, names: _Names) -> Json:
    """An object by name, with as much as it usually takes to find it."""
    shown = {member: item[member] for member in _OBJECT_MEMBERS if item.get(member)}
    group = item.get("protectionGroupId")
    if group and item.get("type") != _GROUP:
        label = names.reference(Collection.PROTECTION_GROUPS, str(group))
        if isinstance(label, str):
            return {"name": item.get("name"), "protectionGroup": label}
    return shown


def _want(short: Json, job_type: str, path: Path) -> Want | None:
    try:
        return inventories.want_of(short, job_type, path)
    except InvalidInput:
        return None
