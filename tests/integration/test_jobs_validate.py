# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""veeam_jobs_validate in a real playbook: every mistake at once, without any server."""

from __future__ import annotations

import typing as t

from tests.integration.conftest import each_way
from tests.integration.playbooks import Playbooks, failing, task

if t.TYPE_CHECKING:
    import pathlib

WEB = {"name": "Web", "type": "VSphereBackup"}
VALIDATE = "veeam_jobs_validate"
GOOD = {
    "_defaults.yml": "defaults: {type: VSphereBackup, profile: gold}\n",
    "_profiles.yml": (
        "profiles:\n"
        "  gold:\n"
        "    settings: {storage: {backupRepository: Main, retentionPolicy: {type: Days, quantity: 14}}}\n"
    ),
    "shop/web.yml": (
        "name: Web\nsettings: {schedule: {runAutomatically: true, daily: {isEnabled: true, localTime: 22:00}}}\n"
    ),
    "shop/db.json": '{"name": "Databases", "enabled": false}',
}
BAD = {
    **GOOD,
    "shop/mail.yml": "name: Mail\nsettings:\n  storage:\n    retentionPolcy: {}\n",
    "shop/again.yml": "- name: Web\n- name: Files\n  profile: silver\n",
    "broken.yml": "name: [\n",
}


def write(folder: pathlib.Path, files: dict[str, str]) -> None:
    """Write a tree of job files."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def test_every_mistake_is_named_and_nothing_is_sent(playbook: Playbooks, tmp_path: pathlib.Path) -> None:
    write(tmp_path / "good", GOOD)
    write(tmp_path / "bad", BAD)
    (tmp_path / "none").mkdir()
    two_weeks = {"name": "three weeks", "kind": "minimum_retention", "days": 21}
    ran = playbook(
        task("good", VALIDATE, src="good"),
        task("in the task", VALIDATE, jobs=[WEB], complete=False, api_version="1.2-rev1"),
        task("empty", VALIDATE, src="none", allow_empty=True),
        failing("bad", VALIDATE, src="bad"),
        failing("policy", VALIDATE, src="good", policies=[two_weeks]),
        failing("by mistake", VALIDATE, src="none"),
        failing("too old", VALIDATE, jobs=[{"name": "Iris", "type": "IrisBackup"}], api_version="1.3-rev0"),
        failing("nothing", VALIDATE),
    )
    assert (ran["good"]["changed"], ran["good"]["jobs"], ran["good"]["problems"]) == (False, 2, [])
    assert ran["in the task"]["summary"] == {"jobs": 1, "errors": 0, "warnings": 0}
    assert ran["empty"]["jobs"] == 0
    assert ran["bad"]["msg"].splitlines() == [
        "4 errors in the job files:",
        "bad/broken.yml:2: is not valid YAML: while parsing a flow node, did not find expected node content",
        'bad/shop/again.yml:3: profile: there is no profile "silver"; there are gold (job "Files")',
        "bad/shop/mail.yml:4: settings.storage.retentionPolcy: unknown member; did you mean retentionPolicy? "
        '(job "Mail")',
        'bad/shop/web.yml:1: name: the job is also at bad/shop/again.yml:1; a tree has it once (job "Web")',
    ]
    assert [(one["line"], one["job"]) for one in ran["bad"]["problems"]] == [
        (2, ""),
        (3, "Files"),
        (4, "Mail"),
        (1, "Web"),
    ]
    assert {one["rule"] for one in ran["policy"]["problems"]} == {"three weeks"}
    assert ran["policy"]["problems"][0]["file"] == "good/_profiles.yml"
    assert "not a single job" in ran["by mistake"]["msg"]
    assert "cannot be managed by API revision 1.3-rev0" in ran["too old"]["msg"]
    assert "src, jobs" in ran["nothing"]["msg"]
    assert playbook.simulator.requests() == []


@each_way("veeam_jobs_validate")
def test_warnings_are_shown_and_fail_only_where_they_are_to(playbook: Playbooks, tmp_path: pathlib.Path) -> None:
    write(tmp_path / "jobs", GOOD)
    options = {"src": "jobs", "policies": [{"name": "secret", "kind": "encryption_required", "severity": "warning"}]}
    plays = [
        {"tasks": [task("shown", VALIDATE, **options), failing("failing", VALIDATE, **options, fail_on="warning")]}
    ]
    ran = playbook.run(plays)
    assert ran.code == 0
    assert ran["shown"]["summary"] == {"jobs": 2, "errors": 0, "warnings": 2}
    assert "backups must be encrypted (policy secret)" in ran["shown"]["warnings"][0]
    assert ran["failing"]["msg"].startswith("2 warnings in the job files:")
