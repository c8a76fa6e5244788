# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One report with a section for each server of a run, of plans and of comparisons."""

from __future__ import annotations

import json
import pathlib
import typing as t
from xml.etree import ElementTree

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.plan_file import write as write_plan
from ansible_collections.backupops.veeam.plugins.module_utils._errors import VeeamError
from ansible_collections.backupops.veeam.plugins.module_utils._reports import delivery
from ansible_collections.backupops.veeam.plugins.module_utils._reports.markdown_text import block
from ansible_collections.backupops.veeam.plugins.module_utils._reports.role_report import occupied, render
from tests.unit.reports.examples import EVIL, MUCH, planned


def compared(file: str, folder: pathlib.Path) -> dict[str, t.Any]:
    """What the role keeps of a server after a comparison."""
    comparison = folder / "drift.json"
    delivery.write(MUCH, [{"format": "json", "dest": str(comparison)}])
    return {"reports": [file], "title": "berlin", "msg": "", "comparison": str(comparison)}


def test_every_server_has_a_section_also_one_that_was_not_reached() -> None:
    kept = {"berlin": planned("all.md"), "rome": planned("all.md", title="rome"), "paris": {}, "elsewhere": {}}
    text = render("plan", kept, "all.md", ["berlin", "rome", "paris"])
    assert text.count("## ") == 3
    assert "## paris\n\nThe run ended before this server, or it could not be reached. See the log.\n" in text
    found = json.loads(render("plan", {**kept, "berlin": planned("all.json")}, "all.json", ["berlin", "paris"]))
    assert [server["server"] for server in found["servers"]] == ["berlin (vbr01)", "paris"]


def test_a_file_that_is_called_after_its_only_server_is_not_shared() -> None:
    kept: dict[str, dict[str, t.Any]] = {"berlin": planned("out/berlin.md"), "paris": {}}
    assert render("plan", kept, "out/berlin.md", ["berlin", "paris"]).count("## ") == 1


def drift_report(ending: str, folder: pathlib.Path) -> str:
    """The report of a server that was compared, of one that failed, and of one that was not reached."""
    file = f"all{ending}"
    failed = {"reports": [file], "title": "rome (<b>)", "msg": EVIL, "comparison": ""}
    kept = {"berlin": compared(file, folder), "rome": failed, "paris": {}}
    return render("drift", kept, file, ["berlin", "rome", "paris"])


def test_comparisons_of_many_servers_in_every_format(tmp_path: pathlib.Path) -> None:
    markdown = drift_report(".md", tmp_path)
    assert markdown.count("\n## Backup jobs on ") == 2
    assert markdown.count("There is no comparison. See the log.") == 1
    page = drift_report(".html", tmp_path)
    assert (page.count("<h1>"), page.count("</html>"), page.count("<footer>")) == (3, 1, 1)
    assert "<b>)" not in page
    found = json.loads(drift_report(".json", tmp_path))["servers"]
    assert [server.get("drifted") for server in found] == [True, None, None]
    top = ElementTree.fromstring(drift_report(".xml", tmp_path))
    assert [suite.get("errors") for suite in top] == ["1", "1", "1"]
    assert top.get("tests") == "7"
    runs = json.loads(drift_report(".sarif", tmp_path))["runs"]
    assert [run["invocations"][0]["executionSuccessful"] for run in runs] == [True, False, False]


@pytest.mark.parametrize("ending", [".md", ".html", ".json", ".xml", ".sarif"])
def test_the_report_of_one_server_is_the_one_that_the_module_writes(ending: str, tmp_path: pathlib.Path) -> None:
    section = compared(f"one{ending}", tmp_path)
    form = {".md": "markdown", ".html": "html", ".json": "json", ".xml": "junit", ".sarif": "sarif"}[ending]
    document = json.loads((tmp_path / "drift.json").read_text(encoding="utf-8"))
    assert render("drift", {"berlin": section}, f"one{ending}", ["berlin"]) == delivery.visible(
        delivery.FORMATS[form]([document])
    )


@pytest.mark.parametrize("text", ["fine", "```", "a\n````\n## b", "``` `` `"])
def test_what_a_server_says_cannot_end_its_block(text: str) -> None:
    fence, *inside, end, blank = block("text", text)
    assert "\n".join(inside) == text
    assert fence == f"{end}text"
    assert end not in text
    assert blank == ""


def test_no_report_takes_the_place_of_a_plan_or_of_what_is_no_file(tmp_path: pathlib.Path) -> None:
    plan, report, link = tmp_path / "plan.json", tmp_path / "report.md", tmp_path / "link.md"
    write_plan(str(plan), {"format": "backupops.veeam plan 1", "jobs": []})
    report.write_text("## Plan", encoding="utf-8")
    link.symlink_to("/dev/null")
    places = [str(plan), str(report), str(link), str(tmp_path), str(tmp_path / "new" / "a.md")]
    assert occupied(places) == [str(plan), str(link), str(tmp_path)]
    with pytest.raises(VeeamError, match="is a plan, not a report"):
        render("plan", {"berlin": planned(str(plan))}, str(plan), ["berlin"])
