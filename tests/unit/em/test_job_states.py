# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What jobs are doing, made of their newest sessions."""

from __future__ import annotations

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._em.job_states import state_of
from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput
from ansible_collections.backupops.veeam.plugins.module_utils._model import Job, Outcome, Phase, Session
from tests.unit.em.estate import ORACLE, VBR01, names
from tests.unit.em.site import Site


def test_states_are_made_of_the_newest_session(site: Site) -> None:
    with site.product() as product:
        states = {(state["Name"], state["BackupServerName"]): state for state in product.job_search.states({})}
        assert states["Daily Backup", "vbr02.lab.local"]["LastResult"] == "Failed"
        assert states["Archive Backup", VBR01]["Status"] == "Disabled"
        assert states["Folder Backup", VBR01]["LastResult"] == "None"
        assert states["DC Replication", VBR01]["LastResult"] == "Success"
        assert names(product.job_search.states({"last_result": "failed"})) == ["Daily Backup"]
        assert names(product.job_search.states({"status": "Disabled"})) == ["Archive Backup"]
        old = names(product.job_search.states({"last_run_before": "2020-01-01T00:00:00Z"}))
        assert "Folder Backup" in old
        assert ORACLE not in old
        with pytest.raises(InvalidInput, match="api: vbr"):
            product.job_search.states({"objects_count": 3})


def test_a_running_job_has_the_state_of_its_session(site: Site) -> None:
    from ansible_collections.backupops.veeam.plugins.module_utils._model import StartOptions

    site.simulator.fault(f"session-stuck:{ORACLE}")
    with site.product() as product:
        job = product.jobs.reader.find(ORACLE)
        assert job is not None
        product.control.start(job, StartOptions(), before=product.control.last(job))
        (state,) = product.job_search.states({"name": ORACLE})
    assert state["Status"] in ("Starting", "Working")
    assert state["LastResult"] == "None"
    assert state["id"] == job.id


@pytest.mark.parametrize(
    ("phase", "enabled", "status", "result"),
    [
        (Phase.FINISHED, True, "Stopped", "Failed"),
        (Phase.FINISHED, False, "Disabled", "Failed"),
        # What runs is told also of a job that was disabled meanwhile.
        (Phase.RUNNING, False, "Working", "None"),
    ],
)
def test_a_running_session_says_what_the_job_does_and_not_how_it_ended(
    phase: Phase, enabled: bool, status: str, result: str
) -> None:
    job = Job("urn:1", "Web", "Backup", {"ScheduleEnabled": enabled}, enabled=enabled)
    newest = Session(
        "urn:2", "Web", "urn:1", "Backup", "Working", phase, Outcome.FAILED, raw={"CreationTimeUTC": "2026"}
    )
    state = state_of(job, newest)
    assert (state["Status"], state["LastResult"]) == (status, result)
    assert (state["LastRun"], state["SessionUid"]) == ("2026", "urn:2")
    assert "NextRun" not in state
