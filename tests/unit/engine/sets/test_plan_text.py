# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import typing as t

from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.plan_text import plan_text


def entry(name: str, action: str, *changes: dict[str, t.Any], reason: str = "") -> dict[str, t.Any]:
    return {"name": name, "action": action, "changes": list(changes), "reason": reason}


def change(path: str, before: t.Any, after: t.Any, **more: t.Any) -> dict[str, t.Any]:
    return {"path": path, "before": before, "after": after, **more}


def test_each_kind_of_job_reads_like_a_review() -> None:
    text = plan_text(
        [
            entry(
                "Shop",
                "create",
                change("name", None, "Shop"),
                change("includes[web01]", None, {"name": "web01", "tags": ["a", 1]}),
                reason="there is no such job",
            ),
            entry(
                "Web",
                "update",
                change("storage.retentionPolicy.quantity", 14, 31, origin="profile gold (jobs/_profiles.yml:4)"),
                change("enabled", True, False),
            ),
            entry("Mail", "none", reason="the job is as wanted"),
            entry("Old", "delete", reason="it is managed by lab and not in the set"),
            entry("Older", "disable", change("enabled", True, False), reason="it is managed by lab"),
        ]
    )
    assert text.splitlines() == [
        "+ create  Shop",
        "    includes[web01]: {name: web01, tags: [a, 1]}",
        "~ update  Web",
        "    storage.retentionPolicy.quantity: 14 -> 31  # profile gold (jobs/_profiles.yml:4)",
        "    enabled: true -> false",
        "- delete  Old",
        "    it is managed by lab and not in the set",
        "~ disable  Older",
        "    it is managed by lab",
        "Plan: 1 to create, 1 to update, 1 to disable, 1 to delete, 1 unchanged",
    ]


def test_nothing_to_do_is_one_line() -> None:
    assert plan_text([entry("Mail", "none")]) == "Plan: 0 to create, 0 to update, 0 to delete, 1 unchanged"
    assert plan_text([]) == "Plan: 0 to create, 0 to update, 0 to delete, 0 unchanged"


def test_failed_jobs_say_why_and_are_not_counted_as_unchanged() -> None:
    text = plan_text([entry("Web", "none"), entry("Mail", "none")], failed={"Web": "No repository\nis called Mian."})
    assert text.splitlines() == [
        "! failed  Web",
        "    No repository",
        "    is called Mian.",
        "Plan: 0 to create, 0 to update, 0 to delete, 1 unchanged, 1 failed",
    ]


def test_a_value_never_breaks_its_line_nor_runs_on_for_ever() -> None:
    text = plan_text([entry("a\nb", "update", change("description", "one\ntwo", ""), change("x", None, ["y" * 200]))])
    first, description, long, dummy = text.splitlines()
    assert first == '~ update  "a\\nb"'
    assert description == '    description: "one\\ntwo" -> ""'
    assert long.startswith("    x: (not set) -> [yyy")
    assert long.endswith("...")
    assert len(long) < 100
