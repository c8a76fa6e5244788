# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""The three shapes that ``guestProcessing.guestCredentials`` had (VBR-T14), to and from the canonical one.

=========================  =============================  ==================================  ======================
                           1.2                            1.3-rev0, rev1                      1.3-rev2 (canonical)
=========================  =============================  ==================================  ======================
of the job                 credentialsId,                 credentials{credentialsId,          as before
                           credentialsType                credentialsType}
of a machine               windowsCredsId, linuxCredsId   credentialsId, credentialsType,     credentials[] of
                                                          default; one item per record        credentialsId and type
=========================  =============================  ==================================  ======================

Which shape a revision has is read from its tables.
"""

from __future__ import annotations

import typing as t

from ..schema.references import ZERO_GUID

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..._model import Json
    from ..._paths import Path
    from ..schema.schemas import Schema

DEFINITION: t.Final = "GuestOsCredentialsModel"
MACHINE_DEFINITION: t.Final = "GuestOsCredentialsPerMachineModel"

_WINDOWS: t.Final = "Standard"
_LINUX: t.Final = "Linux"


def reshaped(definition: str, schema: Schema) -> frozenset[str]:
    """Canonical members of ``definition`` that ``schema`` has in another shape and under other names."""
    if definition not in (DEFINITION, MACHINE_DEFINITION) or not schema.has(definition):
        return frozenset()
    moved = {
        DEFINITION: {"useAgentManagementCredentials", "credentials"},
        MACHINE_DEFINITION: {"credentials", "default"},
    }
    return frozenset(moved[definition] - set(schema.definition(definition).members))


def gaps(value: Mapping[str, t.Any], schema: Schema, path: Path) -> Iterator[tuple[Path, str]]:
    """Path and reason of what these credentials ask and the older shape of ``schema`` has no place for."""
    if not reshaped(DEFINITION, schema):
        return
    refused = f"in API revision {schema.revision}, which this server speaks;"
    if value.get("useAgentManagementCredentials") is True:
        yield (*path, "useAgentManagementCredentials"), f"cannot be true {refused}"
    known = schema.definition("ECredentialsType")
    record = value.get("credentials")
    if isinstance(record, dict) and known.value_like(str(record.get("credentialsType", _WINDOWS))) is None:
        yield (*path, "credentials", "credentialsType"), f"{record['credentialsType']} does not exist {refused}"


def to_shape(value: Mapping[str, t.Any], schema: Schema) -> Json:
    """Canonical credentials in the shape of ``schema``."""
    result = dict(value)
    machines = result.get("credentialsPerMachine")
    if isinstance(machines, list):
        result["credentialsPerMachine"] = [entry for machine in machines for entry in _machine_to(machine, schema)]
    if "useAgentManagementCredentials" not in schema.definition(DEFINITION).members:
        result.pop("useAgentManagementCredentials", None)
        # Both members are required there; a zero GUID means none.
        credentials = result.pop("credentials", None) or {}
        result["credentialsId"] = credentials.get("credentialsId", ZERO_GUID)
        result["credentialsType"] = credentials.get("credentialsType", _WINDOWS)
    elif result.get("useAgentManagementCredentials") is None:
        # Required there, and what servers without the member do.
        result["useAgentManagementCredentials"] = False
    return result


def from_shape(value: Mapping[str, t.Any], schema: Schema) -> Json:
    """Credentials in the shape of ``schema`` in the canonical one."""
    result = dict(value)
    if "useAgentManagementCredentials" not in schema.definition(DEFINITION).members:
        result["useAgentManagementCredentials"] = False
        record = {name: result.pop(name) for name in ("credentialsId", "credentialsType") if name in result}
        if _given(record.get("credentialsId")):
            result["credentials"] = record
    machines = result.get("credentialsPerMachine")
    if isinstance(machines, list):
        result["credentialsPerMachine"] = _machines_from(machines, schema)
    return result


def _machine_to(machine: Mapping[str, t.Any], schema: Schema) -> Iterator[Json]:
    members = schema.definition(MACHINE_DEFINITION).members
    records = machine.get("credentials")
    if "credentials" in members or not isinstance(records, list | None):
        yield dict(machine)
        return
    rest = {name: item for name, item in machine.items() if name != "credentials"}
    if "windowsCredsId" in members:
        inherited = rest.pop("default", False)
        for record in records or []:
            if not inherited and _given(record.get("credentialsId")):
                rest[_old_member(record)] = record["credentialsId"]
        yield rest
    elif not records:
        yield rest
    else:
        for record in records:
            yield {**rest, **record}


def _old_member(record: Mapping[str, t.Any]) -> str:
    return "linuxCredsId" if _is_linux(record) else "windowsCredsId"


def _is_linux(record: Mapping[str, t.Any]) -> bool:
    return str(record.get("credentialsType")).lower() == _LINUX.lower()


def _machines_from(machines: list[t.Any], schema: Schema) -> list[Json]:
    members = schema.definition(MACHINE_DEFINITION).members
    if "credentials" in members:
        return machines
    if "windowsCredsId" in members:
        return [_pair_from(machine) for machine in machines]
    merged: list[Json] = []
    for machine in machines:
        rest = {name: item for name, item in machine.items() if name not in ("credentialsId", "credentialsType")}
        record = {name: machine[name] for name in ("credentialsId", "credentialsType") if name in machine}
        partner = next((entry for entry in merged if _completes(entry, rest, record)), None)
        if partner is not None:
            partner["credentials"].append(record)
        else:
            merged.append({**rest, **({"credentials": [record]} if record else {})})
    return merged


def _completes(entry: Json, rest: Json, record: Json) -> bool:
    """Whether ``record`` is the other half of the credentials of ``entry``: same machine, the other kind of system."""
    records = entry.get("credentials", [])
    same = {name: item for name, item in entry.items() if name != "credentials"} == rest
    return same and len(records) == 1 and bool(record) and _is_linux(records[0]) != _is_linux(record)


def _pair_from(machine: Mapping[str, t.Any]) -> Json:
    rest = {name: item for name, item in machine.items() if name not in ("windowsCredsId", "linuxCredsId")}
    kinds = (("windowsCredsId", _WINDOWS), ("linuxCredsId", _LINUX))
    records = [
        {"credentialsId": machine[member], "credentialsType": kind}
        for member, kind in kinds
        if _given(machine.get(member))
    ]
    return {**rest, **({"credentials": records} if records else {}), "default": not records}


def _given(identifier: t.Any) -> bool:
    return bool(identifier) and identifier != ZERO_GUID
