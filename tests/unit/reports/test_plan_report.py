# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What was planned or applied on a server, as Markdown and as JSON."""

from __future__ import annotations

import json

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._reports.role_report import render
from tests.unit.reports.examples import RUN, SUMMARY, planned


def test_a_plan_as_markdown_is_whole() -> None:
    assert render("plan", {"berlin": planned("plan.md")}, "plan.md", ["berlin"]) == (
        "## Plan for berlin (vbr01)\n\n"
        "🔵 **1 to create, 0 to update, 0 to delete, 0 to disable, 2 unchanged, 0 failed**\n\n"
        "```diff\n+ create  Shop\nPlan: 1 to create, 0 to update, 0 to delete, 2 unchanged\n```\n\n"
        "<sub>Planned with API revision 1\\.3\\-rev2</sub>\n"
    )


def test_what_was_applied_is_told_as_that() -> None:
    failed = {**SUMMARY, "create": 0, "failed": 1}
    section = planned(
        "a.md", run={**RUN, "summary": failed}, result={"action": "apply", "failed": ["Shop"], "jobs": []}
    )
    text = render("plan", {"berlin": section}, "a.md", ["berlin"])
    assert text.startswith("## Applied to berlin (vbr01)\n\n🔴 **0 created, 0 updated")
    assert "+ create  Shop" in text


def test_a_plan_with_nothing_to_do_has_no_lines() -> None:
    text = render("plan", {"berlin": planned("a.md", result={"jobs": []})}, "a.md", ["berlin"])
    assert "```" not in text
    assert "✅" in text


@pytest.mark.parametrize(
    ("checked", "sentence"),
    [(True, "There is no plan. See the log."), (False, "There is no plan: the job files have mistakes. See the log.")],
)
def test_without_a_plan_the_report_says_why(checked: bool, sentence: str) -> None:
    section = planned("a.md", checked=checked, run={"msg": "no such host"})
    text = render("plan", {"berlin": section}, "a.md", ["berlin"])
    assert text == f"## Plan for berlin (vbr01)\n\n{sentence}\n\n```text\nno such host\n```\n"


def test_json_of_one_plan_has_everything() -> None:
    found = json.loads(render("plan", {"berlin": planned("plan.json")}, "plan.json", ["berlin"]))
    assert found == {
        "server": "berlin (vbr01)",
        "api_version": "1.3-rev2",
        "msg": "",
        "action": "plan",
        "changed": True,
        "summary": SUMMARY,
        "jobs": ["Shop"],
        "failed": [],
        "plan": RUN["plan"],
        "results": [],
    }
