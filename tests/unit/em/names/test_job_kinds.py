# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Families of jobs: where they live and how their actions are called."""

from __future__ import annotations

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._em.names.job_kinds import (
    AGENTS,
    MACHINES,
    SHARES,
    Family,
    family_of,
)

GUID = "78c3919c-54d7-43fe-b047-485d3566f11f"

from tests.unit.em.site import Site


def test_agent_and_file_share_jobs_can_be_enabled_and_disabled(site: Site) -> None:
    for name in ("Linux Agents", "File Shares"):
        assert site.twice(name=name, enabled=False).job["ScheduleEnabled"] is False
        site.simulator.reset()


@pytest.mark.parametrize(
    ("uid", "family"),
    [
        (f"urn:veeam:Job:{GUID}", MACHINES),
        (f"urn:veeam:job:{GUID}", MACHINES),
        (f"urn:veeam:{AGENTS.kind.name}:{GUID}", AGENTS),
        (f"urn:veeam:BackupJobSession:{GUID}", None),
        (f"urn:veeam:{SHARES.kind.name.upper()}:{GUID}", SHARES),
        (GUID, None),
        ("", None),
    ],
)
def test_the_family_is_in_the_id_and_a_bare_id_has_none(uid: str, family: Family | None) -> None:
    assert family_of(uid) is family


def test_actions_of_file_share_jobs_are_a_part_of_the_path() -> None:
    assert MACHINES.action(GUID, "start") == (f"/jobs/{GUID}", [("action", "start")])
    assert AGENTS.action(GUID, "stop") == (f"/agents/jobs/{GUID}", [("action", "stop")])
    assert SHARES.action(GUID, "start") == (f"/nas/jobs/{GUID}/start", [])
