# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a server adds to a job that no default tells: sizes, per-machine entries, names beside ids."""

from __future__ import annotations

import typing as t
import zlib

from tests.simulator.vbr.defaults import ZERO_GUID

Json = dict[str, t.Any]
MACHINE_TYPES = ("VirtualMachine", "VirtualMachines")
EXCLUSIVE = ("monthly", "periodically", "continuously", "afterThisJob")


def add_echoes(job: Json, *, given: Json) -> None:
    """Complete the filled model `job` in place; `given` is what was asked for.

    What was not asked for is shared between jobs: it is replaced here, never changed.
    """
    for name in given:
        for item in _inventory_objects(job[name]):
            item["size"] = _size(item)
    if "schedule" in given:
        _settle_schedule(job["schedule"], given["schedule"])
    if "virtualMachines" in given and "guestProcessing" in given:
        _add_machines(job)


def _inventory_objects(value: t.Any) -> t.Iterator[Json]:
    if isinstance(value, dict):
        if "platform" in value and "name" in value:
            yield value
        for member in value.values():
            yield from _inventory_objects(member)
    elif isinstance(value, list):
        for item in value:
            yield from _inventory_objects(item)


def _size(item: Json) -> str:
    """The same object always has the same size; containers tell none."""
    if item.get("type") not in MACHINE_TYPES:
        return "N/A"
    return f"{zlib.crc32(item['name'].encode()) % 4000 / 10 + 1} GB"


def _settle_schedule(schedule: Json, asked: Json) -> None:
    """The daily schedule is the default one, unless another was chosen."""
    if "daily" in schedule and "daily" not in asked:
        chosen = any(asked.get(name, {}).get("isEnabled") for name in EXCLUSIVE)
        schedule["daily"] = schedule["daily"] | {"isEnabled": not chosen, "localTime": "22:00"}


def _add_machines(job: Json) -> None:
    """Each machine gets entries of its own for application settings and credentials."""
    machines = [item for item in job["virtualMachines"].get("includes", []) if item.get("type") in MACHINE_TYPES]
    guest = job["guestProcessing"]
    application = guest.get("appAwareProcessing", {})
    if application.get("isEnabled"):
        default = {"vss": "RequireSuccess"}
        application["appSettings"] = _with_entries(application.get("appSettings", []), machines, default)
    if _wants_guest_access(guest) and "guestCredentials" in guest:
        credentials = guest["guestCredentials"]
        none = [{"credentialsId": ZERO_GUID, "credentialsType": "Standard"}]
        entries = _with_entries(
            credentials.get("credentialsPerMachine", []), machines, {"credentials": none, "default": True}
        )
        guest["guestCredentials"] = credentials | {"credentialsPerMachine": entries}


def _wants_guest_access(guest: Json) -> bool:
    return any(guest.get(name, {}).get("isEnabled") for name in ("appAwareProcessing", "guestFSIndexing"))


def _with_entries(entries: list[Json], machines: list[Json], default: Json) -> list[Json]:
    known = {_key(entry["vmObject"]) for entry in entries if "vmObject" in entry}
    return entries + [{"vmObject": dict(machine), **default} for machine in machines if _key(machine) not in known]


def _key(item: Json) -> tuple[str, str]:
    return str(item.get("hostName", "")).lower(), str(item.get("objectId") or item["name"])
