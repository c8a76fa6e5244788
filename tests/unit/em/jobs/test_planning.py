# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From settings as a person writes them to what an edit can say."""

from __future__ import annotations

import typing as t

from ansible_collections.backupops.veeam.plugins.module_utils._em.jobs.planning import EmJobPlanning
from ansible_collections.backupops.veeam.plugins.module_utils._model import Job
from tests.unit.em.estate import ORACLE, standard
from tests.unit.em.site import Site


def test_a_daily_schedule_switches_the_monthly_one_off_and_back(site: Site) -> None:
    monthly = {"Enabled": True, "DayNumberInMonth": "First", "DayOfWeek": "Sunday", "Time": "03:00"}
    first = site.twice(name=ORACLE, settings=standard(OptionsMonthly=monthly))
    assert "JobScheduleOptions.Standart.OptionsDaily.Enabled" in [change["path"] for change in first.changes]
    site.simulator.reset()
    second = site.twice(name=ORACLE, settings=standard(OptionsDaily={"Enabled": True, "Kind": "WeekDays"}))
    assert second.job["JobScheduleOptions"]["Standart"]["OptionsMonthly"]["Enabled"] is False


def test_a_copy_job_that_would_forget_its_linked_backups_warns() -> None:
    def copying(*uids: str) -> dict[str, t.Any]:
        linked = [{"ObjectInJobId": uid, "LinkedJobUid": f"urn:veeam:Job:{uid}"} for uid in uids]
        info = {
            "LinkedJobIncludes": {"LinkedJobObjects": linked},
            "LinkedBackupIncludes": {"LinkedBackups": [{"LinkedBackupUid": "x"}]},
        }
        return {"Name": "Copy", "JobInfo": {"ImmediateBackupCopyJobInfo": info}}

    one, other = (f"{digit * 8}-0000-0000-0000-000000000000" for digit in "12")
    warnings: list[str] = []
    planning = EmJobPlanning(t.cast("t.Any", None), t.cast("t.Any", None), warnings)
    observed = Job("urn:veeam:Job:x", "Copy", "ImmediateBackupCopy", copying(one))
    planning.check_update(observed, copying(one))
    assert warnings == []
    planning.check_update(observed, copying(one, other))
    planning.check_update(observed, copying(one, other))
    (warning,) = warnings
    assert "removes the backups that are linked to it" in warning
