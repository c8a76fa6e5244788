# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The catalog: machines by name, and their restore points."""

from __future__ import annotations

import urllib.parse

from tests.simulator.em.estate_model import Item, Json
from tests.simulator.em.exchange import Ask, Refusal, Reply


def machines(ask: Ask) -> Reply:
    """``GET /catalog/vms``."""
    names = sorted({point.facts["VmName"] for point in ask.site.visible("VmRestorePoint")})
    if ask.wants_entity():
        return Reply(200, "CatalogVms", {"CatalogVms": [_entity(ask, name) for name in names]})
    return Reply(200, "EntityReferences", {"Refs": [_reference(ask, name) for name in names]})


def machine(ask: Ask) -> Reply:
    """``GET /catalog/vms/{vmname}``."""
    name = _points(ask)[0].facts["VmName"]
    if ask.wants_entity():
        return Reply(200, "CatalogVm", _entity(ask, name))
    return Reply(200, "EntityRef", _reference(ask, name))


def points(ask: Ask) -> Reply:
    """``GET /catalog/vms/{vmname}/vmRestorePoints``."""
    return Reply(200, "EntityReferences", {"Refs": [_point_reference(ask, point) for point in _points(ask)]})


def point(ask: Ask) -> Reply:
    """``GET /catalog/vms/{vmname}/vmRestorePoints/{ID}``."""
    for found in _points(ask):
        if found.guid == ask.ids[1].lower():
            return Reply(200, "EntityRef", _point_reference(ask, found))
    raise Refusal(404, f"Restore point with id '{ask.ids[1]}' does not exist.")


def _points(ask: Ask) -> list[Item]:
    wanted = ask.ids[0].lower()
    found = [item for item in ask.site.visible("VmRestorePoint") if item.facts["VmName"].lower() == wanted]
    if not found:
        raise Refusal(404, f"Virtual machine '{ask.ids[0]}' is not in the catalog.")
    return found


def _href(ask: Ask, name: str) -> str:
    return f"{ask.lens.base}/catalog/vms/{urllib.parse.quote(name, safe='')}"


def _reference(ask: Ask, name: str) -> Json:
    href = _href(ask, name)
    links = [
        {"Rel": "Alternate", "Href": f"{href}?format=Entity", "Name": name, "Type": "CatalogVm"},
        {"Rel": "Down", "Href": f"{href}/vmRestorePoints", "Type": "CatalogVmRestorePointReferenceList"},
    ]
    keys = {"UID": f"urn:veeam:CatalogVm:{name}", "Name": name}
    return keys | {"Href": href, "Type": "CatalogVmReference", "Links": links}


def _entity(ask: Ask, name: str) -> Json:
    shown = _reference(ask, name)
    alternate = {"Rel": "Alternate", "Href": shown["Href"], "Name": name, "Type": "CatalogVmReference"}
    links = [alternate, *shown["Links"][1:]]
    href = f"{shown['Href']}?format=Entity"
    return shown | {"Href": href, "Type": "CatalogVm", "VmDisplayName": name, "Links": links}


def _point_reference(ask: Ask, item: Item) -> Json:
    assert item.created is not None
    return {
        "UID": f"urn:veeam:CatalogVmRestorePoint:{item.guid}",
        "Name": item.created.strftime("%m/%d/%Y %I:%M:%S %p"),
        "Href": f"{_href(ask, item.facts['VmName'])}/vmRestorePoints/{item.guid}",
        "Type": "CatalogVmRestorePointReference",
    }
