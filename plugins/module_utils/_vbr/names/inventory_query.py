# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Bodies of inventory look-ups, and what comes back, per revision. Pure functions."""

from __future__ import annotations

import typing as t

from ..schema.revisions import hyperv_view
from ..settings.translation import body_from_revision, enum_from_revision, enum_to_revision

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ..._model import Json

# Names in one request. More would only make a longer request.
_NAMES_AT_ONCE: t.Final = 100

# The view of an inventory in which objects of a type can be seen, where it is not the usual one of the platform.
_VIEWS: t.Final = {
    "VSphere": {
        "": "HostsAndClusters",
        "folder": "VmsAndTemplates",
        "template": "VmsAndTemplates",
        "tag": "VmsAndTags",
        "category": "VmsAndTags",
        "multitag": "VmsAndTags",
        "datastore": "DatastoresAndVms",
        "datastorecluster": "DatastoresAndVms",
        "network": "Network",
        "dvsnetwork": "Network",
    },
    "CloudDirector": {
        "": "VAppsAndVms",
        "network": "Network",
        "storagepolicy": "StoragePolicies",
        "datastore": "Datastores",
    },
    "HyperV": {
        "": "HostsAndVms",
        "volume": "HostsAndVolumes",
        "csv": "HostsAndVolumes",
        "clustervolume": "HostsAndVolumes",
        "vmgroup": "Groups",
        "managementgroup": "Groups",
        "tag": "Tags",
        "network": "Network",
    },
    # Protection groups show in both views, clusters only in theirs.
    "Agent": {"": "Computers", "windowscluster": "Clusters"},
}


def view_of(platform: str, kind: str, *, network: bool = False) -> str:
    """The hierarchy type (canonical) that shows objects of the type ``kind``; "" for platforms without views."""
    if network:
        return "Network"
    views = _VIEWS.get(platform, {"": ""})
    return views.get(kind.lower(), views[""])


def bodies(names: Sequence[str], view: str, revision: str) -> Iterator[Json]:
    """Bodies that together ask for every object with one of ``names``."""
    unique = list(dict.fromkeys(names))
    for start in range(0, len(unique), _NAMES_AT_ONCE):
        body: Json = {"filter": _any_name(unique[start : start + _NAMES_AT_ONCE], revision)}
        yield {**body, "hierarchyType": hyperv_view(view, revision)} if view else body


def from_server(item: Mapping[str, t.Any], revision: str) -> Json:
    """An inventory object in canonical words, whether it came wrapped (VBR-T16) or not."""
    inner = item.get("inventoryObject")
    flat = dict(inner) if isinstance(inner, dict) else dict(item)
    platform = enum_from_revision("EInventoryPlatformType", str(flat.get("platform", "")))
    found = body_from_revision("InventoryObjectModel", flat, revision=revision)
    return {**found, "platform": platform} if platform else found


def same_platform(item: Mapping[str, t.Any], platform: str) -> bool:
    """Whether a server belongs to ``platform`` (canonical)."""
    return str(item.get("platform", platform)).lower() == platform.lower()


def _any_name(names: Sequence[str], revision: str) -> Json:
    equals = [_predicate("Equals", name, revision) for name in names]
    if len(equals) == 1:
        return equals[0]
    if not any("," in name for name in names):
        return _predicate("In", ",".join(names), revision)
    # "In" takes a list joined by commas, and these names have commas.
    operation = enum_to_revision("EGroupExpressionOperationType", "Or", revision=revision)
    return {"type": "GroupExpression", "operation": operation, "items": equals}


def _predicate(operation: str, value: str, revision: str) -> Json:
    spelt = enum_to_revision("EPredicateExpressionOperationType", operation, revision=revision)
    return {"type": "PredicateExpression", "property": "name", "operation": spelt, "value": value}
