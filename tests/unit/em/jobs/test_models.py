# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the model of a job means: what differs in form only is the same."""

from __future__ import annotations

from ansible_collections.backupops.veeam.plugins.module_utils._em.jobs.models import EmJobModels
from ansible_collections.backupops.veeam.plugins.module_utils._errors import Unsupported

MODELS = EmJobModels()

import pytest

from tests.unit.em.estate import ORACLE, VBR01, includes, standard
from tests.unit.em.site import Site


def test_what_reads_differently_and_means_the_same_is_no_change(site: Site) -> None:
    week = ["saturday", "Friday", "Thursday", "Wednesday", "Tuesday", "Monday", "Sunday"]
    same = site.job(
        name=ORACLE,
        description="",
        enabled=True,
        settings={
            "ScheduleConfigured": "true",
            **standard(
                OptionsDaily={"Kind": "everyday", "Days": week, "Time": "22:00:00.0000000-07:00"},
                OptionsDaisyChaining={"PreviousJobUid": ""},
            ),
        },
    )
    assert not same.changed
    assert not site.writes()


@pytest.mark.parametrize("fault", ["em-quoted", "em-no-nulls", "em-extra", "em-shuffled", "shuffle-lists", "em-bom"])
def test_odd_forms_are_no_change(site: Site, fault: str) -> None:
    settings = {
        **standard(OptionsDaily={"Enabled": True, "Time": "22:00"}, RetryOptions={"RetryTimes": 3}),
        **includes("app01", "web01", "shared01"),
    }
    site.simulator.fault(fault)
    assert not site.job(name="Daily Backup", backup_server=VBR01, settings=settings, enabled=True).changed


def test_options_become_members_and_what_was_not_said_none() -> None:
    members = MODELS.option_members("Backup", name="Web", description="", high_priority=None)
    assert members == {"Name": "Web", "Description": ""}
    assert MODELS.option_members("Backup", name="Web", description=None, high_priority=None) == {"Name": "Web"}
    with pytest.raises(Unsupported, match=r"priority of a job \(high_priority\) of the type Replica"):
        MODELS.option_members("Replica", name="Web", description=None, high_priority=False)


def test_enabling_a_model_leaves_the_one_that_was_read() -> None:
    model = {"Name": "Web", "ScheduleEnabled": True}
    assert MODELS.as_enabled(model, False) == {"Name": "Web", "ScheduleEnabled": False}
    assert model["ScheduleEnabled"] is True


def test_jobs_that_settings_refer_to_are_known_by_name_and_by_id() -> None:
    linked = {"LinkedJobIncludes": {"LinkedJobObjects": [{"LinkedJob": "Other"}, {"LinkedJobUid": "urn:1"}, {}]}}
    settings = {
        **standard(OptionsDaisyChaining={"PreviousJob": "First"}),
        "JobInfo": {"ImmediateBackupCopyJobInfo": linked},
    }
    assert MODELS.references(settings) == {"First", "Other", "urn:1"}
    assert MODELS.references({}) == frozenset()


def test_only_descriptions_that_can_be_changed_carry_an_owner() -> None:
    assert [
        each for each in ("Backup", "Replica", "AgentBackup", "ImmediateBackupCopy") if MODELS.carries_owner(each)
    ] == [
        "Backup",
        "Replica",
    ]
