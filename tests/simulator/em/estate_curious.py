# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What live servers were seen to have and the vendor's examples lack: curious names, Cloud Director, computers.

It is built last, so that everything else keeps its ids.
"""

from __future__ import annotations

import datetime as dt

from tests.simulator.em import estate_history, estate_jobs
from tests.simulator.em.estate_model import Estate, Item, Machine

# Names of jobs as they are in use: brackets, two blanks in a row, Cyrillic, digits only, what HTML and URLs escape.
CURIOUS_NAMES = ("[ACC005]:XX_Basic_200GB_1", "Two  blanks", "Сервер баз", "20240117", "R&D <test> 100%")
CURIOUS_MACHINE = "app02"
CLOUD_ROOT, CLOUD_JOB, CLOUD_MACHINE = "vcloud01.lab.local", "vCloud Backup", "erp-app01"
_OPERATING_SYSTEMS = {
    "AgentForLinux": "Ubuntu 24.04 LTS (64-bit)",
    "AgentForWindows": "Microsoft Windows Server 2022 (64-bit)",
}
_OFFLINE = "win01"


def add(estate: Estate, servers: dict[str, Item], now: dt.datetime) -> None:
    """Jobs with their history, a Cloud Director on the oldest backup server, and the computers of the agent jobs."""
    jobs = [
        estate_jobs.backup_job(estate, name, servers[estate_jobs.VBR02], (CURIOUS_MACHINE,), now=now)
        for name in CURIOUS_NAMES
    ]
    for job in (*jobs, _cloud(estate, servers[estate_jobs.OLD], now)):
        estate_history.job_history(estate, job, estate_history.evening_before(now))
    _computers(estate)


def _cloud(estate: Estate, server: Item, now: dt.datetime) -> Item:
    root = estate.new("HierarchyRoot", CLOUD_ROOT, server=server.guid)
    root.facts = {"HierarchyRootId": root.guid, "UniqueId": estate.guid(), "HostType": "VcdSystem"}
    facts = {"Description": "", "ManagedServerType": "VcdSystem"}
    estate.new("ManagedServer", CLOUD_ROOT, guid=root.guid, server=server.guid, facts=facts)
    machine = Machine(root.guid, f"urn:vcloud:vm:{estate.guid()}", CLOUD_MACHINE, platform="vCloud")
    estate.place(machine)
    return estate_jobs.backup_job(estate, CLOUD_JOB, server, (CLOUD_MACHINE,), now=now, facts={"Platform": "vCloud"})


def _computers(estate: Estate) -> None:
    for job in estate.all("AgentBackupJob"):
        platform = job.facts["Platform"]
        for name, dummy in estate_history.targets(estate, job):
            computer = estate.new("DiscoveredComputer", name, server=job.server)
            number = len(estate.all("DiscoveredComputer"))
            computer.facts = {
                "HostStatus": "Offline" if name == _OFFLINE else "Online",
                "AgentVersion": "13.0.1.1071",
                "AgentStatus": "Installed",
                "OsVersion": _OPERATING_SYSTEMS[platform],
                "IpAddress": f"192.0.2.{number}",
                "HierarchyObjRef": f"urn:{platform}:VeeamAgent:{estate_jobs.NEVER}.{computer.guid}",
            }
