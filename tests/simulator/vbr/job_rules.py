# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Why a backup server refuses a job that its schema allows."""

from __future__ import annotations

import typing as t

from tests.simulator.vbr.defaults import ZERO_GUID
from tests.simulator.vbr.estate import Estate
from tests.simulator.vbr.job_store import Job, JobStore
from tests.simulator.vbr.replies import Refusal

Json = dict[str, t.Any]
REPOSITORIES = ("backupInfrastructure/repositories", "backupInfrastructure/scaleOutRepositories")
SERVERS = ("backupInfrastructure/managedServers",)
# Members that hold the id of something, and the collections it must be in.
REFERENCES: dict[str, tuple[str, ...]] = {
    "backupRepositoryId": REPOSITORIES,
    "metadataRepositoryId": REPOSITORIES,
    "archiveRepositoryId": REPOSITORIES,
    "repositoryIds": REPOSITORIES,
    "proxyIds": ("backupInfrastructure/proxies", *SERVERS),
    "shippingServerIds": SERVERS,
    "sourceWANAcceleratorId": ("backupInfrastructure/wanAccelerators",),
    "targetWANAcceleratorId": ("backupInfrastructure/wanAccelerators",),
    "credentialsId": ("credentials",),
    "networkCredentialsId": ("credentials",),
    "encryptionPasswordId": ("encryptionPasswords",),
    "kmsServerId": ("kmsServers",),
    "fileServerId": ("inventory/unstructuredDataServers",),
    "objectStorageServerId": ("inventory/unstructuredDataServers",),
}
GFS_PERIODS = {"weekly": "keepForNumberOfWeeks", "monthly": "keepForNumberOfMonths", "yearly": "keepForNumberOfYears"}


def check_name(jobs: JobStore, name: str, *, besides: Job | None = None) -> None:
    """Refuse an empty name and one that another job has."""
    if not name.strip():
        raise Refusal(400, "The job name must not be empty.")
    other = jobs.named(name)
    if other is not None and other is not besides:
        raise Refusal(400, f"A job with the name '{name}' already exists.")


def check_references(job: Json, *, estate: Estate, jobs: JobStore) -> None:
    """Refuse ids of nothing, servers that are not registered and preceding jobs that do not exist."""
    for name, value in _members(job):
        if name in REFERENCES:
            for identifier in value if isinstance(value, list) else [value]:
                _check_known(name, identifier, estate)
        elif name == "primaryJobId" and jobs.get(value) is None:
            raise Refusal(400, f"There is no job with ID {value} ({name}).")
        elif name == "hostName" and value.lower() not in {host.lower() for host in estate.trees}:
            raise Refusal(400, f"The server '{value}' is not registered on this backup server.")
    _check_preceding(job, jobs)


def _check_known(name: str, identifier: str, estate: Estate) -> None:
    if identifier in ("", ZERO_GUID):
        return
    if not any(one["id"] == identifier.lower() for path in REFERENCES[name] for one in estate.collections[path]):
        raise Refusal(400, f"There is nothing with ID {identifier} that could be a {name}.")


def _check_preceding(job: Json, jobs: JobStore) -> None:
    after = (job.get("schedule") or {}).get("afterThisJob") or {}
    if after.get("isEnabled") and jobs.named(after.get("jobName", "")) is None:
        raise Refusal(400, f"The preceding job '{after.get('jobName', '')}' does not exist.")


def _members(value: t.Any) -> t.Iterator[tuple[str, t.Any]]:
    if isinstance(value, dict):
        for name, member in value.items():
            yield name, member
            yield from _members(member)
    elif isinstance(value, list):
        for item in value:
            yield from _members(item)


def check_multitags(after: Json, *, before: Json) -> None:
    """Combinations of tags can be kept but not added through the API (trap T36)."""
    if not _multitags(after) <= _multitags(before):
        raise Refusal(400, "Objects of type Multitag cannot be added through the API.")


def _multitags(job: Json) -> set[str]:
    includes = (job.get("virtualMachines") or {}).get("includes") or []
    return {str(item.get("name")) for item in includes if item.get("type") == "Multitag"}


def check_gfs(before: Json, after: Json) -> None:
    """Refuse an edit that would make long-term restore points outlive their policy."""
    for old, new in zip(_gfs_policies(before), _gfs_policies(after), strict=False):
        for period, amount in GFS_PERIODS.items():
            if _kept(old, period, amount) > _kept(new, period, amount):
                raise Refusal(
                    400,
                    f"The {period} GFS retention is lowered: existing restore points would be removed. "
                    "Set allowOldGfsPointsRetention to agree.",
                )


def _gfs_policies(job: Json) -> list[Json]:
    holders = (job.get(name) or {} for name in ("storage", "target", "backupRepository"))
    return [holder.get("gfsPolicy") or {} for holder in holders]


def _kept(policy: Json, period: str, amount: str) -> int:
    rule = policy.get(period) or {}
    return int(rule.get(amount, 0)) if policy.get("isEnabled") and rule.get("isEnabled") else 0
