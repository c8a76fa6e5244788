# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filters of jobs, on servers that filter and on those that do not."""

from __future__ import annotations

import typing as t

import pytest

from tests.unit.em.estate import ODD, ORACLE, names
from tests.unit.em.site import Site


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"name": ODD}, [ODD]),
        ({"name": "* Agents"}, ["Linux Agents", "Windows Agents"]),
        ({"name": " oracle backup"}, ["Oracle Backup"]),
        ({"name": "[o]racle backup"}, []),
        ({"type": "nasbackup"}, ["File Shares"]),
        ({"type": "Replica"}, ["DC Replication"]),
        ({"type": "AgentBackup", "platform": "AgentForLinux"}, ["Linux Agents"]),
        ({"platform": "HyperV"}, ["SQL Backup HV"]),
        ({"platform": "hyperv", "type": "Backup"}, ["SQL Backup HV"]),
        ({"platform": "Nutanix"}, []),
        ({"schedule_configured": False}, ["Manual Backup"]),
        ({"schedule_enabled": False}, ["Archive Backup"]),
        ({"description": "Backup of CRM system"}, ["CRM Backup"]),
        ({"next_run_before": "2024-06-01T00:00:00Z"}, ["Archive Backup"]),
        ({"id": "78c3919c-54d7-43fe-b047-485d3566f11f"}, [ORACLE]),
        ({"id": "urn:veeam:Job:78c3919c-54d7-43fe-b047-485d3566f11f", "type": "Replica"}, []),
        ({"id": "no id at all"}, []),
    ],
)
def test_filters_of_jobs(site: Site, filters: dict[str, t.Any], expected: list[str]) -> None:
    for fault in (None, "em-no-filter"):
        if fault:
            site.simulator.fault(fault)
        with site.product() as product:
            assert names(product.job_search.jobs(filters)) == expected, fault
