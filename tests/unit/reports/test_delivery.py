# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reports in files, and a comparison as the result of a task."""

from __future__ import annotations

import dataclasses
import pathlib

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets import plan_file
from ansible_collections.backupops.veeam.plugins.module_utils._errors import VeeamError
from ansible_collections.backupops.veeam.plugins.module_utils._reports import delivery
from ansible_collections.backupops.veeam.plugins.module_utils._vocabulary import Severity
from tests.unit.reports.examples import FINE, MUCH, a_report, drifted, of

PLAN = {"format": "backupops.veeam plan 2", "jobs": []}


def test_a_plan_and_a_report_do_not_take_each_others_place(tmp_path: pathlib.Path) -> None:
    plan, report, other = tmp_path / "plan.json", tmp_path / "drift.json", tmp_path / "README.md"
    for dummy in range(2):
        plan_file.write(str(plan), PLAN)
    a_report(report)
    a_report(report)
    other.write_text("# Mine\n", encoding="utf-8")
    with pytest.raises(VeeamError, match=r"plan\.json is a plan, not a report"):
        a_report(plan)
    for path in (report, other):
        with pytest.raises(VeeamError, match="exists and is no plan"):
            plan_file.write(str(path), PLAN)


def test_nothing_of_a_report_can_hide_what_is_written(tmp_path: pathlib.Path) -> None:
    for form in delivery.FORMATS:
        dest = tmp_path / form
        delivery.write(of(drifted("Web\u202e\u2066")), [{"format": form, "dest": str(dest)}])
        assert not set(dest.read_text(encoding="utf-8")) & set("\u202e\u2066"), form


@pytest.mark.parametrize(
    ("limit", "told"),
    [("info", (True, False)), ("warning", (True, False)), ("critical", (True, False)), ("none", (False, False))],
)
def test_a_task_fails_from_the_severity_on_that_was_said(limit: str, told: tuple[bool, bool]) -> None:
    assert (delivery.at_least(of(drifted()), limit), delivery.at_least(of(FINE), limit)) == told


def test_what_is_less_bad_than_the_limit_is_let_through() -> None:
    mild = of(dataclasses.replace(drifted(), findings=drifted().findings[2:]))
    assert mild.severity is Severity.INFO
    assert [delivery.at_least(mild, limit) for limit in ("info", "warning", "critical")] == [True, False, False]


def test_the_result_changes_nothing_and_says_how_bad_it_is() -> None:
    result = delivery.result(MUCH, [{"format": "html", "dest": "drift.html"}])
    assert (result["changed"], result["drifted"], result["severity"]) == (False, True, "critical")
    assert result["reports"] == ["drift.html"]
    assert len(result["unmanaged"]) == 1
    fine = delivery.result(of(FINE), [])
    assert (fine["drifted"], fine["severity"], fine["drift"], fine["reports"]) == (False, None, [], [])
