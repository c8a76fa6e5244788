# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists of jobs of all families."""

from __future__ import annotations

from ansible_collections.backupops.veeam.plugins.module_utils._em.api.links import up
from tests.unit.em.estate import ODD, ORACLE, names
from tests.unit.em.site import Site


def test_jobs_of_all_families_by_name(site: Site) -> None:
    with site.product() as product:
        found = names(product.job_search.jobs({}))
    assert found == sorted(found, key=str.lower)
    assert {ORACLE, ODD, "Linux Agents", "File Shares", "DC Replication", "Immediate Copy"} <= set(found)
    assert found.count("Daily Backup") == 2


def test_jobs_of_one_backup_server(site: Site) -> None:
    with site.product(backup_server="vbr02.lab.local") as product:
        found = product.job_search.jobs({})
    assert {link.name for job in found if (link := up(job.model, "BackupServer"))} == {"vbr02.lab.local"}
