# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A saved export in the place of a server: to plan and compare where there is no server, and no password for one.

An export has names and no ids. So every name gets an id that follows from it, and a name that the export does not have
is taken for one that the server will know. PRIVATE to the collection.
"""

from __future__ import annotations

import functools
import typing as t
import uuid

from .._errors import InvalidInput, VeeamError
from .._redaction.secrets import MASK
from .jobs import VbrJobs
from .names import inventory as inventories
from .names.catalogue import Catalogue
from .names.inventory import Inventory
from .names.names_to_ids import write_out
from .names.resolver import Resolver
from .schema.references import Collection, is_guid
from .schema.revisions import CANONICAL, REVISIONS
from .settings.minimal_settings import settings_of
from .settings.spelling import canonical_spelling

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .._model import Job, Json, Reading
    from .._paths import Path
    from .api.client import VbrClient
    from .names.inventory import Want, Written

_NAMES: t.Final = uuid.UUID("73617665-6420-4578-8f72-742062792062")


class _NoServer:
    """As much of a client as is asked of one where nothing is sent."""

    def __init__(self, revision: str) -> None:
        self.revision = revision

    def __getattr__(self, name: str) -> t.Any:
        raise _refusal()


class SavedCatalogue(Catalogue):
    """The names in an export."""

    def __init__(self, client: VbrClient) -> None:
        super().__init__(client)
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
        made = {"id": str(uuid.uuid5(_NAMES, repr((collection.value, sorted(wanted.items()))))), **wanted}
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
        return t.cast("str | None", written.get(_name_of(collection)))

    def know_jobs(self, jobs: Iterable[Json]) -> None:
        """Their names are known already."""


class SavedInventory(Inventory):
    """The machines, folders, tags … in an export."""

    def __init__(self, client: VbrClient) -> None:
        super().__init__(client)
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
        """Nobody knows."""
        return False

    def servers(self) -> list[Json]:
        """Nobody knows."""
        return []

    def is_unknown(self, host: str) -> bool:  # noqa: ARG002
        """Nobody knows."""
        return False


class SavedJobs(VbrJobs):
    """The ``JobStore`` of an export. Whatever would be sent to a server is refused."""

    def __init__(self, entries: Sequence[Json], revision: str) -> None:
        client = t.cast("VbrClient", _NoServer(revision))
        super().__init__(client)
        self._saved_catalogue = SavedCatalogue(client)
        self._saved_inventory = SavedInventory(client)
        names = _Learning(self._saved_catalogue, self._saved_inventory)
        self._jobs = [self._as_job(raw, raw) for raw in (_model(entry, names) for entry in entries)]
        self._saved_catalogue.settle()
        self._hints = self._saved_catalogue.known(Collection.ENCRYPTION_PASSWORDS)

    def names_of_secrets(self) -> frozenset[str]:
        """The passwords for encryption that the export itself names."""
        return self._hints

    def all(self) -> Reading[Job]:
        """See ``JobStore``. An export is whole."""
        yield from self._jobs
        return None

    def sketches(self) -> Reading[Job]:
        """See ``JobStore``."""
        return self.all()

    def exactly(self, sketch: Job) -> Job:
        """See ``JobStore``."""
        return sketch

    def find(self, name: str) -> Job | None:
        """See ``JobStore``."""
        return next((job for job in self._jobs if job.name == name), None)

    def get(self, job_id: str) -> Job | None:
        """See ``JobStore``."""
        return next((job for job in self._jobs if job.id.lower() == job_id.lower()), None)

    def describable(self, job_type: str) -> bool:  # noqa: ARG002
        """See ``JobStore``: an export has no markers of owners, so none can be missing."""
        return False

    def resolve(self, job_type: str, settings: Json, observed: Job | None) -> Json:
        """See ``JobStore``. What an export leaves out because every new job has it is no difference."""
        resolved = super().resolve(job_type, settings, observed)
        if observed is None:
            return resolved
        worth_writing = settings_of(job_type, _over(observed.model, resolved), self.comparison)
        return _cut(resolved, observed.model, worth_writing)

    @functools.cached_property
    def _catalogue(self) -> Catalogue:
        return self._saved_catalogue

    @functools.cached_property
    def _inventory(self) -> Inventory:
        return self._saved_inventory

    @functools.cached_property
    def _resolver(self) -> Resolver:
        return Resolver(self._catalogue, self._inventory)


class SavedProduct:
    """As much of a ``Product`` as there is of a saved export."""

    def __init__(self, entries: Sequence[Json], *, api_version: str) -> None:
        self.api_version = api_version if api_version in REVISIONS else CANONICAL
        self.jobs = SavedJobs(entries, self.api_version)

    def __getattr__(self, name: str) -> t.Any:
        raise _refusal()

    def secrets(self) -> list[str]:
        """None."""
        return []

    def names_of_secrets(self) -> frozenset[str]:
        """The passwords that the export names."""
        return self.jobs.names_of_secrets()

    def close(self) -> list[str]:
        """Nobody was logged on."""
        return []


class _Learning:
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


def _model(entry: Json, names: _Learning) -> Json:
    """A job of the export as a server of the canonical revision would have it."""
    job_type = str(entry["type"])
    names.job_type = job_type
    return {
        "id": entry.get("id") or str(uuid.uuid5(_NAMES, repr(("job", entry["name"])))),
        "name": entry["name"],
        "type": job_type,
        "description": entry.get("description") or "",
        "isHighPriority": bool(entry.get("high_priority")),
        "isDisabled": entry.get("enabled") is False,
        **write_out(job_type, canonical_spelling(job_type, entry.get("settings") or {}), names),
    }


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


def _over(present: t.Any, wanted: t.Any) -> t.Any:
    """``present`` with the members of ``wanted`` in their places."""
    if not isinstance(present, dict) or not isinstance(wanted, dict):
        return wanted
    return {**present, **{member: _over(present.get(member), value) for member, value in wanted.items()}}


def _cut(wanted: Json, present: Json, worth_writing: Json) -> Json:
    """``wanted`` less what ``present`` leaves out because it need not be written."""
    result: Json = {}
    for member, value in wanted.items():
        if member in present and isinstance(value, dict) and isinstance(present[member], dict):
            result[member] = _cut(value, present[member], worth_writing.get(member) or {})
        elif member in present:
            result[member] = value
        elif member in worth_writing:
            result[member] = worth_writing[member] if isinstance(value, dict) else value
    return result


def _refusal() -> VeeamError:
    return VeeamError("This needs a server. A saved export can only be compared and planned with.")
