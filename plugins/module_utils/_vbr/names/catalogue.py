# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Look names up in the server's lists: each list is read once per run, and only when something refers to it."""

from __future__ import annotations

import difflib
import threading
import typing as t
from dataclasses import dataclass

from ..._errors import InvalidInput
from ..._model import Listed, identified
from ..._redaction.secrets import MASK
from ..api import job_rows
from ..api.client import BASE
from ..schema.references import Collection, is_guid
from ..schema.revisions import at_least

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..._model import Gap, Json, Reading
    from ..._paths import Path
    from ..api.client import VbrClient


@dataclass(frozen=True)
class Listing:
    """Where a collection is read, by which column it pages stably, and which members can name an entry."""

    paths: tuple[str, ...]
    order: str = "Name"
    names: tuple[str, ...] = ("name",)
    ignore_case: bool = False


# Digest of the vendor's reference; a scale-out repository is in a list of its own, under a name from the same space.
LISTINGS: t.Final = {
    Collection.REPOSITORIES: Listing(
        ("/backupInfrastructure/repositories", "/backupInfrastructure/scaleOutRepositories")
    ),
    Collection.PROXIES: Listing(("/backupInfrastructure/proxies",)),
    Collection.MANAGED_SERVERS: Listing(("/backupInfrastructure/managedServers",), ignore_case=True),
    Collection.CREDENTIALS: Listing(("/credentials",), order="Username", names=("username",), ignore_case=True),
    Collection.ENCRYPTION_PASSWORDS: Listing(("/encryptionPasswords",), order="Hint", names=("hint",)),
    Collection.KMS_SERVERS: Listing(("/kmsServers",)),
    Collection.TENANTS: Listing(("/inventory/entraId/tenants",), names=("name", "azureTenantId", "description")),
    Collection.UNSTRUCTURED_SERVERS: Listing(
        ("/inventory/unstructuredDataServers",), names=("name", "path", "friendlyName", "account.friendlyName")
    ),
    Collection.WAN_ACCELERATORS: Listing(("/backupInfrastructure/wanAccelerators",)),
    Collection.PROTECTION_GROUPS: Listing(("/agents/protectionGroups",)),
}

# Collections that can be large and have a filter by name.
FILTERED: t.Final = {Collection.JOBS: job_rows.JOBS, Collection.BACKUPS: "/backups"}

_EXTENTS_EXCLUDED_SINCE: t.Final = "1.3-rev0"
_MOST_CANDIDATES: t.Final = 5


class Catalogue:
    """The server's lists, read when first needed. Safe to share between threads."""

    def __init__(self, client: VbrClient) -> None:
        self._client = client
        self._lock = threading.RLock()
        self._lists: dict[tuple[Collection, str], list[Json]] = {}
        self._gaps: dict[tuple[Collection, str], Gap] = {}

    def entry(self, collection: Collection, written: str | Mapping[str, t.Any], path: Path) -> Json:
        """The one entry that ``written`` means: a name, an id, or (credentials) username, description and type.

        Raises InvalidInput with ``path`` when there is none or more than one, and lists what it could be.
        """
        wanted = {"id": written} if isinstance(written, str) and is_guid(written) else written
        name = wanted if isinstance(wanted, str) else str(wanted.get("username") or wanted.get("name") or "")
        known = self._entries(collection, name)
        found = [item for item in known if _fits(collection, item, wanted)]
        if len(found) != 1:
            gap = self._gaps.get(_key(collection, name))
            raise InvalidInput([(path, _no_single(collection, wanted, found, known, gap))])
        return found[0]

    def known(self, collection: Collection) -> frozenset[str]:
        """The names of a collection that were read already. Sends nothing."""
        with self._lock:
            lists = [entries for (read, dummy), entries in self._lists.items() if read is collection]
        names = (_name(collection, item) for entries in lists for item in entries)
        return frozenset(name for name in names if name is not None)

    def prime_jobs(self, jobs: Iterable[Json]) -> None:
        """Take each of ``jobs`` (as the server lists them) for the only one of its name."""
        with self._lock:
            for job in jobs:
                self._lists[Collection.JOBS, str(job.get("name", ""))] = [job]

    def label(self, collection: Collection, identifier: str) -> str | Json | None:
        """What a person would write for an entry of a list that was read already. Sends nothing.

        None when the entry is not known, or when its name does not tell it apart.
        """
        with self._lock:
            lists = [entries for (read, dummy), entries in self._lists.items() if read is collection]
        known = list({str(item.get("id", "")): item for entries in lists for item in entries}.values())
        found = next((item for item in known if str(item.get("id", "")).lower() == identifier.lower()), None)
        name = None if found is None else _name(collection, found)
        if found is None or name is None:
            return None
        # Proxies may share a name when they are good for different things.
        same = [item for item in known if _name(collection, item) == name and item.get("type") == found.get("type")]
        if len(same) == 1:
            return name
        described = {"username": name, "description": found.get("description")}
        alike = [item for item in same if item.get("description") == found.get("description")]
        return described if collection is Collection.CREDENTIALS and len(alike) == 1 else None

    def reference(self, collection: Collection, identifier: str, *, kind: str | None = None) -> str | Json | None:
        """What to write for an entry so that ``entry`` finds it again; reads the list when it is needed.

        None when only the id will do: the entry does not exist, or others have its name. ``kind`` is the type that is
        looked for where the name will stand.
        """
        with self._lock:
            lists = [entries for (read, dummy), entries in self._lists.items() if read is collection]
            known = {str(item.get("id", "")).lower(): item for entries in lists for item in entries}
            if identifier.lower() not in known:
                # Lists that are read by name come whole without one.
                known = {str(item.get("id", "")).lower(): item for item in self._entries(collection, "")}
        found = known.get(identifier.lower())
        if found is None or (kind is not None and found.get("type") != kind):
            return None
        for written in _ways_to_write(collection, found):
            meant = written if kind is None else {"name": written, "type": kind}
            if [item for item in known.values() if _fits(collection, item, meant)] == [found]:
                return written
        return None

    def _entries(self, collection: Collection, name: str) -> list[Json]:
        key = _key(collection, name)
        with self._lock:
            if key not in self._lists:
                listed = self._read(collection, key[1])
                self._lists[key] = listed.rows
                if listed.gap is not None:
                    self._gaps[key] = listed.gap
            return self._lists[key]

    def _read(self, collection: Collection, name: str) -> Listed[Json]:
        if collection is Collection.JOBS:
            return job_rows.named(self._client, name) if name else Listed.of(job_rows.rows(self._client))
        if collection is Collection.BACKUPS:
            params = [("orderColumn", "Name"), ("orderAsc", "true"), *([("nameFilter", name)] if name else [])]
            return self._identified(FILTERED[collection], params)
        return Listed.of(self._unfiltered(LISTINGS[collection]))

    def _unfiltered(self, listing: Listing) -> Reading[Json]:
        gap: Gap | None = None
        for path in listing.paths:
            params = [("orderColumn", listing.order), ("orderAsc", "true")]
            if path.endswith("/repositories") and at_least(self._client.revision, _EXTENTS_EXCLUDED_SINCE):
                params.append(("excludeExtents", "true"))
            listed = self._identified(path, params)
            # A scale-out repository has no type of its own in its list, but one where it is referred to.
            typed = {"type": "ExtendableRepository"} if path.endswith("/scaleOutRepositories") else {}
            yield from ({**typed, **row} for row in listed.rows)
            gap = gap or listed.gap
        return gap

    def _identified(self, path: str, params: list[tuple[str, str]]) -> Listed[Json]:
        """The entries that can be referred to."""
        listed = Listed.of(identified(self._client.unexplained_pages(path, params), f"GET {BASE}{path}"))
        self._client.warn_of(listed.gap)
        return listed


def _key(collection: Collection, name: str) -> tuple[Collection, str]:
    """By what a list is remembered: those that can be large are read for each name."""
    return collection, name if collection in FILTERED else ""


def _ways_to_write(collection: Collection, item: Json) -> Iterator[str | Json]:
    known_as = (str(value) for value in (_value(item, member) for member in _names(collection)) if value)
    names = [name for name in known_as if not is_guid(name)]
    yield from names
    if collection is Collection.CREDENTIALS and names:
        name = names[0]
        described = {"username": name, "description": item.get("description")}
        known = {member: value for member, value in described.items() if value}
        yield known
        if item.get("type"):
            yield {"username": name, "type": item["type"]}
            yield {**known, "type": item["type"]}


def _fits(collection: Collection, item: Json, wanted: str | Mapping[str, t.Any]) -> bool:
    if isinstance(wanted, str):
        return any(_same_name(collection, _value(item, member), wanted) for member in _names(collection))
    return all(
        str(item.get(member, "")).lower() == str(value).lower()
        if member in ("id", "type")
        else _same_name(collection, item.get(member), value)
        for member, value in wanted.items()
        if value is not None
    )


def _same_name(collection: Collection, has: t.Any, wanted: t.Any) -> bool:
    if has is None:
        return False
    ignore_case = collection in LISTINGS and LISTINGS[collection].ignore_case
    return str(has).lower() == str(wanted).lower() if ignore_case else str(has) == str(wanted)


def _names(collection: Collection) -> tuple[str, ...]:
    return LISTINGS[collection].names if collection in LISTINGS else ("name",)


def _name(collection: Collection, item: Json) -> str | None:
    return next((str(value) for value in (_value(item, member) for member in _names(collection)) if value), None)


def _value(item: Json, member: str) -> t.Any:
    """What ``item`` has at a dotted path."""
    value: t.Any = item
    for name in member.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _no_single(
    collection: Collection,
    wanted: str | Mapping[str, t.Any],
    found: list[Json],
    known: list[Json],
    gap: Gap | None,
) -> str:
    noun = collection.value
    shown = f'"{wanted}"' if isinstance(wanted, str) else ", ".join(f'{key} "{value}"' for key, value in wanted.items())
    if collection is Collection.ENCRYPTION_PASSWORDS and not found:
        # It may be the password itself.
        shown = f"{MASK} (write its hint, never the password)"
    if found:
        lines = "".join(f"\n  - {_describe(collection, item)}" for item in found)
        advice = "give description or type too, or the id" if collection is Collection.CREDENTIALS else "give the id"
        return f"there are {len(found)} {_plural(noun)} {shown} on the server, {advice}:{lines}"
    if gap is not None:
        return f"the {noun} {shown} was not found, which does not mean that there is none: {gap}"
    names = sorted({name for name in (_name(collection, item) for item in known) if name})
    word = wanted if isinstance(wanted, str) else str(wanted.get("username") or wanted.get("name") or "")
    close = difflib.get_close_matches(word, names, n=_MOST_CANDIDATES, cutoff=0.5)
    if close:
        return f"there is no {noun} {shown} on the server; close to it are {', '.join(close)}"
    listed = ", ".join(names[:_MOST_CANDIDATES]) + (", …" if len(names) > _MOST_CANDIDATES else "")
    return f"there is no {noun} {shown} on the server" + (f"; there are {listed}" if names else "")


def _plural(noun: str) -> str:
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"


def _describe(collection: Collection, item: Json) -> str:
    extra = [str(item[member]) for member in ("type", "description") if item.get(member)]
    return f"{_name(collection, item)} ({', '.join([*extra, 'id ' + str(item.get('id'))])})"
