# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""The names in a saved export.

An export has names and no ids. So every name gets an id that follows from it, and a name that the export does not have
is taken for one that the server will know.
"""

from __future__ import annotations

import functools
import typing as t
import uuid

from ..._errors import InvalidInput
from ..._redaction.secrets import MASK
from ..names import inventory as inventories
from ..names.resolver import Resolver
from ..schema.references import Collection, is_guid

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..._model import Gap, Json
    from ..._paths import Path
    from ..names.inventory import Want
    from ..names.names_to_ids import Written
    from ..settings.memo import Memo

NAMESPACE: t.Final = uuid.UUID("73617665-6420-4578-8f72-742062792062")


class SavedCatalogue:
    """``Entries`` of an export."""

    def __init__(self) -> None:
        self._known: dict[Collection, list[Json]] = {}
        # Passwords that the export itself names, not those that were learnt from job files since.
        self.passwords: list[Json] | None = None

    def entry(self, collection: Collection, written: str | Mapping[str, t.Any], path: Path) -> Json:
        """The one entry that ``written`` can mean; a new one when there is none.

        Raises InvalidInput for a password that the export does not name although it names others: it may be the
        password itself, and no hint.
        """
        known = self.passwords
        if collection is Collection.ENCRYPTION_PASSWORDS and known:
            wanted = _as_entry(collection, written)
            if not any(_agree(item, wanted) for item in known):
                names = ", ".join(sorted(str(item[member]) for item in known for member in item if member != "id"))
                said = f"there is no encryption password {MASK} (write its hint, never the password) in the export"
                raise InvalidInput([(path, f"{said}; there are {names}")])
        return self.learn(collection, written)

    def known(self, collection: Collection) -> frozenset[str]:
        """The names of a collection in the export."""
        named = (value for item in self._known.get(collection, ()) for member, value in item.items() if member != "id")
        return frozenset(map(str, named))

    def learn(self, collection: Collection, written: str | Mapping[str, t.Any]) -> Json:
        """The entry that ``written`` in the export itself means: it exists."""
        wanted = _as_entry(collection, written)
        known = self._known.setdefault(collection, [])
        fitting = [item for item in known if _agree(item, wanted)]
        if len(fitting) == 1:
            return fitting[0]
        made = {"id": str(uuid.uuid5(NAMESPACE, repr((collection.value, sorted(wanted.items()))))), **wanted}
        if made not in known:
            known.append(made)
        return made

    def settle(self) -> None:
        """The export is read to its end."""
        self.passwords = list(self._known.get(Collection.ENCRYPTION_PASSWORDS, ()))

    def label(self, collection: Collection, identifier: str) -> str | Json | None:
        """What is written for an entry."""
        found = next((item for item in self._known.get(collection, []) if item["id"] == identifier), {})
        written = {member: value for member, value in found.items() if member != "id"}
        if collection is Collection.CREDENTIALS and len(written) > 1:
            return written
        name = written.get(_name_of(collection))
        return None if name is None else str(name)

    def prime_jobs(self, jobs: Iterable[Json]) -> None:
        """Nothing: their names are known already."""


class SavedInventory:
    """``Objects`` of an export: the machines, folders, tags … in its jobs."""

    def __init__(self) -> None:
        self._known: list[Json] = []

    def learn(self, item: Json) -> None:
        """Note an object of a job in the export."""
        if item not in self._known:
            self._known.append(item)

    def load(self, wants: Iterable[Want]) -> None:
        """Nothing can be read."""

    def matches(self, want: Want) -> list[Json]:
        """What fits ``want``; as it is written when nothing does."""
        return [item for item in self._known if _may_be(want, item)] or [_made(want)]

    def lacks_container(self, want: Want) -> bool:  # noqa: ARG002
        """An export has no containers that could be missing."""
        return False

    def servers(self) -> list[Json]:
        """An export does not list any."""
        return []

    def groups(self) -> Mapping[str, set[str]]:
        """An export does not list any, and needs none: what it has is as it is written."""
        return {}

    def gap(self, want: Want) -> Gap | None:  # noqa: ARG002
        """An export is whole."""
        return None

    def is_unknown(self, host: str) -> bool:  # noqa: ARG002
        """An export does not tell."""
        return False


class SavedNames:
    """``KnownNames`` of an export."""

    def __init__(self, memo: Memo) -> None:
        self._memo = memo
        self.catalogue = SavedCatalogue()
        self.inventory = SavedInventory()

    @functools.cached_property
    def resolver(self) -> Resolver:
        """Makes ids of names."""
        return Resolver(self.catalogue, self.inventory, self._memo)


class Learning:
    """Resolves an export by itself: what it names exists."""

    def __init__(self, catalogue: SavedCatalogue, inventory: SavedInventory) -> None:
        self._catalogue = catalogue
        self._inventory = inventory
        self.job_type = ""

    def entry(self, collection: Collection, written: Written, path: Path) -> Json:  # noqa: ARG002
        return self._catalogue.learn(collection, written)

    def inventory_object(self, written: Written, path: Path) -> Json:
        want = inventories.want_of(written, self.job_type, path)
        item = inventories.completed(written, self.job_type) if want is None else _made(want)
        self._inventory.learn(item)
        return item


def _as_entry(collection: Collection, written: str | Mapping[str, t.Any]) -> Json:
    if isinstance(written, str):
        return {"id" if is_guid(written) else _name_of(collection): written}
    return {member: value for member, value in written.items() if value is not None}


def _name_of(collection: Collection) -> str:
    return "username" if collection is Collection.CREDENTIALS else "name"


def _agree(one: Json, other: Json) -> bool:
    """Whether two descriptions can be of the same entry: they have something in common, and nothing differs."""
    common = one.keys() & other.keys()
    return bool(common) and all(str(one[member]).lower() == str(other[member]).lower() for member in common)


def _may_be(want: Want, item: Json) -> bool:
    same_platform = str(item.get("platform", want.platform)).lower() == want.platform.lower()
    group = str(item.get("protectionGroup") or "")
    return same_platform and inventories.fits(want, item) and (not want.group or group in ("", want.group))


def _made(want: Want) -> Json:
    given = {
        "platform": want.platform,
        "hostName": want.host,
        "name": want.name,
        "type": want.type,
        "protectionGroup": want.group,
    }
    return {member: value for member, value in given.items() if value}
