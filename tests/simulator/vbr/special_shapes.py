# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Structures that changed between revisions in more than names (trap T14 and smaller ones).

Each function takes a value of any revision and a target shape, and gives it the members of the target; the walk in
`reshape` then goes on below it.
"""

from __future__ import annotations

import typing as t
from collections.abc import Callable

from tests.openapi import Shape

Json = dict[str, t.Any]
ZERO_GUID = "00000000-0000-0000-0000-000000000000"


def _guest_credentials(value: Json, target: Shape) -> Json:
    """1.2 names one credential flatly, 1.3 below `credentials` with a switch beside it."""
    if "useAgentManagementCredentials" in target.members and "credentialsId" in value:
        rest = {name: member for name, member in value.items() if name not in ("credentialsId", "credentialsType")}
        credentials = {"credentialsId": value["credentialsId"], "credentialsType": value["credentialsType"]}
        return {"useAgentManagementCredentials": False, "credentials": credentials, **rest}
    if "credentialsId" in target.members and "credentialsId" not in value:
        rest = {name: member for name, member in value.items() if name == "credentialsPerMachine"}
        credentials = value.get("credentials", {})
        return {
            "credentialsId": credentials.get("credentialsId", ZERO_GUID),
            "credentialsType": credentials.get("credentialsType", "Standard"),
            **rest,
        }
    return value


def _credentials_per_machine(value: Json, target: Shape) -> Json:
    """1.2 has one id for Windows and one for Linux, 1.3 one credential of a type, the newest a list of up to two."""
    pairs = _pairs(value)
    rest = {name: value[name] for name in ("vmObject", "machineObject", "default") if name in value}
    if "credentials" in target.members:
        return rest | {"credentials": pairs}
    if "windowsCredsId" in target.members:
        names = {"Linux": "linuxCredsId"}
        return rest | {names.get(one["credentialsType"], "windowsCredsId"): one["credentialsId"] for one in pairs}
    if "credentialsType" in target.members:
        return rest | (pairs[0] if pairs else {})
    return value


def _pairs(value: Json) -> list[Json]:
    if "credentials" in value:
        return list(value["credentials"])
    pairs = [
        {"credentialsId": value[name], "credentialsType": kind}
        for name, kind in (("windowsCredsId", "Standard"), ("linuxCredsId", "Linux"))
        if name in value
    ]
    if "credentialsId" in value:
        kind = value.get("credentialsType", "Standard")
        pairs.append({"credentialsId": value["credentialsId"], "credentialsType": kind})
    return pairs


def _backup_file(value: Json, target: Shape) -> Json:
    """A file of the newest revision may belong to several objects, an older one to one."""
    if "objectId" in target.members and "objectIds" in value:
        return value | {"objectId": next(iter(value["objectIds"]), ZERO_GUID)}
    return value


SPECIAL: dict[str, Callable[[t.Any, Shape], t.Any]] = {
    "GuestOsCredentialsModel": _guest_credentials,
    "GuestOsCredentialsPerMachineModel": _credentials_per_machine,
    "BackupFileModel": _backup_file,
}
