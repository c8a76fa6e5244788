# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What counts as equal in a job of Veeam Backup & Replication. Tables and pure functions, canonical vocabulary."""

from __future__ import annotations

import functools
import json
import typing as t
from types import MappingProxyType

from ..schema import times
from ..schema.references import ZERO_GUID
from ..schema.schemas import canonical_schema
from ..schema.walk import declared
from . import backup_window
from .creation_defaults import UNSAID

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..._model import Json
    from ..schema.schemas import Definition, Member

    Path = tuple[str, ...]

# Lists in which the order counts: rules are tried from the top. Every other list is a set.
ORDERED: t.Final = frozenset({"network", "rules", "mappingRules", "diskFilesMapping"})

# What the server computes, wherever it stands.
VOLATILE: t.Final = frozenset({"size", "urn", "metadata", "powerState", "aclInfo"})

# Lists of references to what has an id; name and type beside it are an echo.
ECHOES: t.Final = frozenset({"jobs", "repositories", "backups"})
_LINKED: t.Final = frozenset({"linkedJobs", "unstructuredLinkedJobs"})

# Lists of masks: the server says what kind of mask it is when the user does not.
_MASKS: t.Final = frozenset({"inclusionMask", "exclusionMask", "exclusionPathMask"})

# What tells the items of a set apart, for items that are no references: the first entry whose members an item has.
_IDENTITIES: t.Final = (
    ("vmObject",),
    ("machineObject",),
    ("day",),
    ("fileServerId", "path"),
    ("objectStorageServerId", "container", "path"),
    ("entityId",),
    ("credentialsType", "credentialsId"),
    ("backupRepositoryId",),
    ("type", "path"),
    ("path",),
    ("name", "value"),
)

# Lists in which the server keeps an entry for every machine, whether it was asked for or not.
_PER_MACHINE: t.Final = frozenset({"credentialsPerMachine", "appSettings", "indexingSettings"})

# What such an entry says as long as it was not changed. Compared in lower case, ids and members that are off aside.
_UNTOUCHED: t.Final = {
    "vss": {"requiresuccess"},
    "transactionLogs": {"process"},
    "logsProcessing": {"truncate"},
    "archiveLogs": {"preserve"},
    "exclusionPolicy": {"disabled"},
    "scriptProcessingMode": {"disableexec"},
    "guestFSIndexingMode": {"indexallexcept", "disable", "indexall"},
}


class VbrComparison:
    """The ``ComparisonRules`` of this API."""

    def identity(self, path: Path, item: t.Any) -> t.Hashable | None:
        if path and path[-1] in ORDERED:
            return None
        normal = self.normal(path, item)
        if not isinstance(normal, dict):
            return None if isinstance(normal, list) else ("value", normal)
        if path and path[-1] in _MASKS:
            return ("path", normal.get("path"))
        for members in _IDENTITIES:
            if members[0] in normal:
                return (members[0], *(self.normal((*path, member), normal.get(member)) for member in members))
        return ("whole", json.dumps(normal, sort_keys=True, default=str))

    def normal(self, path: Path, value: t.Any) -> t.Any:
        """References and windows become atoms: they are the same or they are not."""
        if isinstance(value, str):
            return _normal_text(path[-1] if path else "", value)
        if isinstance(value, dict):
            atom = _atom(path, value)
            return value if atom is None else atom
        if isinstance(value, float) and value.is_integer():
            return int(value)
        return value

    def volatile(self, path: Path) -> bool:
        return path[-1] in VOLATILE

    def server_made(self, path: Path, item: t.Any) -> bool:
        if path[-1] not in _PER_MACHINE or not isinstance(item, dict):
            return False
        return item.get("default") is True or all(_is_untouched(member, value) for member, value in _leaves(item))


def is_inventory_object(value: Mapping[str, t.Any]) -> bool:
    """Whether a JSON object of a job is a machine, folder, tag … of an inventory."""
    return (
        "platform" in value
        or "objectId" in value
        or "protectionGroupId" in value
        or ("hostName" in value and "name" in value)
    )


def _normal_text(member: str, text: str) -> t.Any:
    if text in ("", ZERO_GUID):
        return None
    kind = _kinds().get(member)
    if UNSAID.get(member, "").lower() == text.lower():
        return None
    if kind in ("enum", "uuid"):
        return text.lower()
    if kind == "time":
        return times.time_of_day(text) or text
    return text


# What has none of these members is no atom.
_TELLING: t.Final = frozenset({"days", "id", "platform", "objectId", "protectionGroupId", "hostName"})


def _atom(path: Path, value: Json) -> t.Hashable | None:
    if value.keys().isdisjoint(_TELLING):
        return None
    if backup_window.is_window(value):
        return ("window", backup_window.week_of(value))
    if "id" in value and path and (path[-1] in ECHOES or (len(path) > 1 and path[-2] in _LINKED)):
        return ("id", str(value["id"]).lower())
    return _inventory_key(value) if is_inventory_object(value) else None


def _inventory_key(value: Json) -> t.Hashable:
    platform = str(value.get("platform") or "").lower()
    if platform == "agent" or value.get("protectionGroupId"):
        return ("agent", str(value.get("id", value.get("name"))).lower())
    host, kind = str(value.get("hostName") or "").lower(), str(value.get("type") or "").lower()
    return ("inventory", platform, host, kind, str(value.get("objectId") or value.get("name")))


def _leaves(value: t.Any, member: str = "") -> Iterator[tuple[str, t.Any]]:
    if isinstance(value, dict) and not is_inventory_object(value):
        for name, below in value.items():
            yield from _leaves(below, name)
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item, member)
    elif not isinstance(value, dict):
        yield member, value


def _is_untouched(member: str, value: t.Any) -> bool:
    if _kinds().get(member) == "uuid" or member == "credentialsType":
        return value in (None, "", ZERO_GUID) or member == "credentialsType"
    if member in _UNTOUCHED:
        return str(value).lower() in _UNTOUCHED[member]
    # Switches, counts and modes of branches that are off; texts (commands, lists of folders) are a person's work.
    return not isinstance(value, str) or value == "" or _kinds().get(member) == "enum"


@functools.cache
def _kinds() -> Mapping[str, str]:
    """Member name -> kind, for the members that have one kind wherever they stand; lists count as their items."""
    schema = canonical_schema()
    kinds: dict[str, set[str]] = {}
    seen: set[str] = set()
    waiting = [name for pair in schema.job_types.values() for name in pair]

    def enters(dummy: Member | None, definition: Definition) -> bool:
        new = definition.name not in seen
        seen.add(definition.name)
        waiting.extend(definition.branches.values() if new else ())
        return new

    while waiting:
        definition = schema.definition(waiting.pop())
        if enters(None, definition):
            for path, member in declared(schema, definition, enters):
                kinds.setdefault(path[-1], set()).add((member.items or member).kind)
    # ``days`` is a list of days nearly everywhere, a number or a list of windows elsewhere: only texts are looked at.
    texts = {member: found - {"integer", "object"} for member, found in kinds.items()}
    return MappingProxyType({member: next(iter(found)) for member, found in texts.items() if len(found) == 1})
