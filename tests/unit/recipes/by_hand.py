# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What somebody does to the jobs of the recipes behind their back, and what drift has to say about it.

The changes are made in what the simulated server knows, in the words of the newest revision.
"""

from __future__ import annotations

import copy
import dataclasses
import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Callable

    from tests.simulator.vbr.estate import Estate
    from tests.simulator.vbr.state import VbrState

Json = dict[str, t.Any]
# Job, path, wanted, actual, rule.
Finding = tuple[str, str, t.Any, t.Any, str]
Maker: t.TypeAlias = "Callable[[Estate], t.Any]"


@dataclasses.dataclass(frozen=True)
class Change:
    """``member`` of ``job`` becomes ``value``, which may be made of the estate.

    Drift tells ``wanted`` and ``actual`` at ``path``, which is the member where it is not said, by the ``rule``;
    ``also`` is what the change brings along.
    """

    job: str
    member: str
    value: t.Any
    rule: str
    wanted: t.Any
    actual: t.Any = ...
    path: str = ""
    also: tuple[Finding, ...] = ()

    @property
    def findings(self) -> list[Finding]:
        """What the comparison has to find."""
        actual = self.value if self.actual is ... else self.actual
        return [(self.job, self.path or self.member, self.wanted, actual, self.rule), *self.also]

    def make(self, server: VbrState, revision: str) -> None:
        """Change the job on a server whose newest revision is ``revision``."""
        job = server.jobs.named(self.job)
        assert job is not None, self.job
        model = copy.deepcopy(job.model)
        steps: list[t.Any] = [int(step) if step.isdigit() else step for step in self.member.split(".")]
        *way, last = steps
        place: t.Any = model
        for step in way:
            place = place[step]
        assert last in place if isinstance(place, dict) else last < len(place), self.member
        place[last] = self.value(server.estate) if callable(self.value) else self.value
        assert model != job.model, self.member
        server.jobs.put(model, revision=revision)


def vsphere(name: str, *, kind: str = "VirtualMachine", vcenter: str = "vcenter01.lab.local") -> Maker:
    """An object of a vCenter."""

    def found(estate: Estate) -> Json:
        nodes = estate.trees[vcenter]
        return next(dict(node.model) for node in nodes if (node.model["name"], node.model["type"]) == (name, kind))

    return found


def protection_group(name: str) -> Maker:
    """A protection group."""
    return lambda estate: next(
        dict(group[0].model) for group in estate.groups.values() if group[0].model["name"] == name
    )


def repository(name: str) -> Maker:
    """The id of a repository."""
    return lambda estate: _id(estate, "backupInfrastructure/repositories", "name", name)


def proxy(name: str) -> Maker:
    """The id of a proxy."""
    return lambda estate: _id(estate, "backupInfrastructure/proxies", "name", name)


def credentials(username: str) -> Maker:
    """The id of a credentials record."""
    return lambda estate: _id(estate, "credentials", "username", username)


def _id(estate: Estate, collection: str, member: str, value: str) -> str:
    return next(str(model["id"]) for model in estate.collections[collection] if model[member] == value)


def window(hours: t.Mapping[str, range]) -> Json:
    """A backup window as the API has it."""
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    rows = {day: ",".join("1" if hour in hours.get(day, ()) else "0" for hour in range(24)) for day in days}
    return {"days": [{"day": day, "hours": row} for day, row in rows.items()]}


def listed(*makers: Maker) -> Maker:
    """A list of what each of the makers makes."""
    return lambda estate: [make(estate) for make in makers]


def encryption_off(job: str, advanced: str) -> Change:
    """A server says nothing of the key of an encryption that is off."""
    place = f"{advanced}storageData.encryption."
    key = (job, f"{place}encryptionPassword", "Main key", None, "encryption-changed")
    return Change(job, f"{place}isEnabled", False, "encryption-off", True, also=(key,))


ADVANCED = "storage.advancedSettings."
ON_THE_JOB = "guestProcessing.appAwareProcessing.appSettings"
# By the topic of the recipe.
CHANGES: t.Final[dict[str, tuple[Change, ...]]] = {
    "agent-files": (
        Change(
            "Files of Linux servers",
            "files.advancedSettings.excludeMasks",
            ["*.iso", "*.tmp", "*.conf"],
            "exclusion-added",
            ["*.iso", "*.tmp"],
        ),
        Change("Files of Linux servers", "files.customFiles", ["/etc"], "source-missing", ["/etc", "/home"]),
    ),
    "agent-policy": (
        Change("Laptops at lunch", "schedule.powerOffAction", "SkipBackup", "schedule-changed", "BackupAtPowerOn"),
    ),
    "agent-volumes": (
        Change(
            "Volumes of Windows servers",
            "volumes.volumesBackupMode",
            "AllVolumesExcept",
            "source-changed",
            "SelectedVolumes",
        ),
        Change(
            "Volumes of Windows servers",
            "volumes.volumeObject",
            [{"type": "OS"}],
            "source-changed",
            {"type": "Custom", "path": "D:\\"},
            None,
            path="volumes.volumeObject[D:\\]",
        ),
    ),
    "backup-window": (Change("Only at night", "schedule.backupWindow.isEnabled", False, "schedule-changed", True),),
    "copy-gfs": (
        Change("Web servers offsite", "target.gfsPolicy.isEnabled", False, "gfs-off", True),
        encryption_off("Web servers offsite", "target.advancedSettings."),
    ),
    "copy-periodic": (
        Change("Daily copy of a repository", "schedule.daily.localTime", "09:00", "schedule-changed", "06:00"),
    ),
    "copy-window": (
        Change(
            "Databases offsite at night",
            "schedule.backupWindow",
            window({"Saturday": range(24), "Sunday": range(24)}),
            "schedule-changed",
            {"allowed": ["Mon-Fri 19:00-06:00", "Sat-Sun 00:00-24:00"]},
            {"allowed": ["Sat-Sun 00:00-24:00"]},
        ),
        Change(
            "Databases offsite at night",
            "target.advancedSettings.rpoMonitor.newBackupThreshold.quantity",
            30,
            "setting-changed",
            2,
        ),
    ),
    "e-mail": (
        Change(
            "Mail to the team",
            f"{ADVANCED}notifications.emailNotifications.recipients",
            ["nobody@lab.local"],
            "notifications-changed",
            ["backup-team@lab.local", "directory-team@lab.local"],
        ),
    ),
    "encryption": (
        encryption_off("Encrypted with a password", ADVANCED),
        Change(
            "Encrypted with a key server",
            f"{ADVANCED}storageData.encryption.encryptionType",
            "ByUserPassword",
            "encryption-changed",
            "ByKms",
        ),
    ),
    "exclude-disks": (
        Change(
            "System and data disks",
            "virtualMachines.excludes.disks.0.disks",
            ["SCSI 0:0 (2000)"],
            "exclusion-changed",
            ["SCSI 0:0 (2000)", "SCSI 0:1 (2001)"],
            path="virtualMachines.excludes.disks[db01].disks",
        ),
    ),
    "exclude-machines": (
        Change(
            "Production",
            "virtualMachines.excludes.vms",
            listed(vsphere("app02"), vsphere("Bronze", kind="Tag"), vsphere("db01")),
            "exclusion-added",
            None,
            actual={"name": "db01", "hostName": "vcenter01.lab.local", "type": "VirtualMachine"},
            path="virtualMachines.excludes.vms[db01]",
        ),
    ),
    "file-versions": (
        Change(
            "Public share with versions",
            "backupRepository.advancedSettings.fileVersions.activeVersionRetention",
            2,
            "retention-shortened",
            24,
        ),
        Change(
            "Public share with versions",
            "archiveRepository.archivePreviousFileVersions",
            False,
            "gfs-off",
            True,
        ),
    ),
    "folders-and-pools": (
        Change(
            "Test folder and gold pool",
            "virtualMachines.includes",
            listed(vsphere("Test", kind="Folder")),
            "source-missing",
            {"name": "Gold pool", "hostName": "vcenter02.lab.local", "type": "ResourcePool"},
            actual=None,
            path="virtualMachines.includes[Gold pool]",
        ),
    ),
    "gfs": (
        Change("Audited file server", "storage.gfsPolicy.yearly.keepForNumberOfYears", 1, "retention-shortened", 7),
        Change("Audited file server", "storage.gfsPolicy.monthly.isEnabled", False, "gfs-off", True),
        Change("Audited file server", f"{ADVANCED}syntheticFulls.isEnabled", False, "setting-changed", True),
    ),
    "guest-processing": (
        Change(
            "Applications at rest",
            f"{ON_THE_JOB}.0.vss",
            "Disabled",
            "setting-changed",
            "IgnoreFailures",
            path=f"{ON_THE_JOB}[app02].vss",
        ),
        Change(
            "Applications at rest",
            "guestProcessing.guestCredentials.credentials.credentialsId",
            credentials("administrator@vsphere.local"),
            "credentials-changed",
            {"username": "LAB\\svc-backup", "description": "Backup service"},
            "administrator@vsphere.local",
            path="guestProcessing.guestCredentials.credentials.credentials",
        ),
    ),
    "guest-scripts": (
        Change(
            "Scripts in the machine",
            f"{ON_THE_JOB}.0.scripts.linuxScripts.preFreezeScript",
            "/tmp/x.sh",
            "script-changed",
            "/var/lib/veeam/scripts/freeze.sh",
            path=f"{ON_THE_JOB}[app01].scripts.linuxScripts.preFreezeScript",
        ),
    ),
    "health-check": (
        Change("Checked every month", f"{ADVANCED}backupHealth.isEnabled", False, "health-check-off", True),
    ),
    "high-priority": (
        Change("First in the queue", "isHighPriority", False, "description-changed", True, path="isHighPriority"),
    ),
    "hyper-v": (
        Change(
            "Hyper-V off the host",
            "storage.backupProxies.offHostSettings.failoverToOnHostBackup",
            False,
            "setting-changed",
            True,
        ),
    ),
    "immutability": (
        Change(
            "Immutable",
            "storage.backupRepositoryId",
            repository("Main"),
            "repository-changed",
            "Hardened",
            "Main",
            "storage.backupRepository",
        ),
        Change("Immutable", f"{ADVANCED}backupModeType", "ReverseIncremental", "setting-changed", "Incremental"),
    ),
    "job-scripts": (
        Change(
            "Scripts around the job",
            f"{ADVANCED}scripts.postCommand.command",
            "/tmp/x.sh",
            "script-changed",
            "/var/lib/veeam/scripts/restore.sh web01",
        ),
    ),
    "maintenance": (
        Change("Kept tidy", f"{ADVANCED}fullBackupMaintenance.removeData.afterDays", 1, "setting-changed", 60),
    ),
    "oracle-logs": (
        Change(
            "Oracle with logs",
            f"{ON_THE_JOB}.0.oracle.deleteHoursCount",
            1,
            "setting-changed",
            24,
            path=f"{ON_THE_JOB}[db01].oracle.deleteHoursCount",
        ),
    ),
    "postgresql-logs": (
        Change(
            "PostgreSQL with logs",
            f"{ON_THE_JOB}.0.postgreSQL.backupLogs",
            False,
            "logs-off",
            True,
            path=f"{ON_THE_JOB}[db01].postgreSQL.backupLogs",
        ),
    ),
    "protection-groups": (
        Change(
            "Protection group and one more",
            "computers",
            listed(protection_group("Linux servers")),
            "source-missing",
            {"name": "lnx-dmz01", "type": "LinuxComputer"},
            None,
            "computers[lnx-dmz01]",
        ),
    ),
    "proxies": (
        Change(
            "Through chosen proxies",
            "storage.backupProxies.proxyIds",
            listed(proxy("VMware Backup Proxy")),
            "setting-changed",
            ["proxy02.lab.local"],
            ["VMware Backup Proxy"],
            path="storage.backupProxies.proxies",
        ),
    ),
    "replica": (
        Change(
            "Stand-by of the web servers",
            "reIp.rules.0.ipv4.targetIPAddress",
            "10.3.20.*",
            "setting-changed",
            "10.2.20.*",
            path="reIp.rules[Web servers,IPv4].ipv4.targetIPAddress",
        ),
        Change(
            "Stand-by of the web servers",
            "network.0.targetNetwork",
            vsphere("VM Network", kind="Network", vcenter="vcenter02.lab.local"),
            "setting-changed",
            {"name": "DMZ", "hostName": "vcenter02.lab.local", "type": "DVSNetwork"},
            {"name": "VM Network", "hostName": "vcenter02.lab.local", "type": "Network"},
            path="network[VM Network].targetNetwork",
        ),
    ),
    "schedule-chained": (
        Change(
            "Web after databases",
            "schedule.afterThisJob.jobName",
            "Daily VMs",
            "schedule-changed",
            "Databases before web",
        ),
    ),
    "schedule-continuous": (Change("Without a break", "schedule.continuously.isEnabled", False, "schedule-off", True),),
    "schedule-monthly": (
        Change(
            "Quarterly",
            "schedule.monthly.months",
            ["January"],
            "schedule-changed",
            ["January", "April", "July", "October"],
        ),
    ),
    "schedule-periodic": (Change("Every two hours", "schedule.periodically.frequency", 12, "schedule-changed", 2),),
    "sql-logs": (
        Change(
            "SQL Server with logs",
            f"{ON_THE_JOB}.0.sql.logsProcessing",
            "Truncate",
            "logs-off",
            "Backup",
            path=f"{ON_THE_JOB}[db01].sql.logsProcessing",
        ),
    ),
    "storage-snapshots": (
        Change("From storage snapshots", f"{ADVANCED}storageIntegration.isEnabled", False, "setting-changed", True),
    ),
    "tags": (
        Change(
            "Silver machines",
            "virtualMachines.includes",
            listed(vsphere("Silver", kind="Tag")),
            "source-missing",
            {"name": "Silver", "hostName": "vcenter02.lab.local", "type": "Tag"},
            actual=None,
            path="virtualMachines.includes[Silver]",
        ),
    ),
}
