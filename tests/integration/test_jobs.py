# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""veeam_jobs: whole sets of jobs from files and from the play, with real playbooks."""

from __future__ import annotations

import copy
import json
import pathlib
import typing as t
from collections import Counter

import yaml

from tests.integration.conftest import each_revision, each_way
from tests.integration.playbooks import Playbooks, failing, task

JOBS = "veeam_jobs"
DEFAULTS: dict[str, t.Any] = {
    "type": "VSphereBackup",
    "settings": {
        "storage": {
            "backupRepository": "Main",
            "backupProxies": {"autoSelectEnabled": True},
            "retentionPolicy": {"type": "Days", "quantity": 14},
        },
        "schedule": {
            "runAutomatically": True,
            "daily": {"isEnabled": True, "localTime": "22:00", "dailyKind": "Everyday"},
        },
    },
}
PROFILES = {"gold": {"settings": {"storage": {"retentionPolicy": {"quantity": 31}}}}}


def job(name: str, machine: str = "app01", **options: t.Any) -> dict[str, t.Any]:
    """A job as it stands in a file."""
    machines = {"virtualMachines": {"includes": [f"vcenter01.lab.local/{machine}"]}}
    return {"name": name, "settings": machines, **options}


def tree(folder: pathlib.Path, *jobs: dict[str, t.Any]) -> pathlib.Path:
    """A folder with defaults, profiles and a file for each job."""
    root = folder / "jobs"
    root.mkdir(exist_ok=True)
    for old in root.iterdir():
        old.unlink()
    shared = {"_defaults": {"defaults": DEFAULTS}, "_profiles": {"profiles": PROFILES}}
    files = {**shared, **{each["name"].replace(" ", "-"): each for each in jobs}}
    for name, content in files.items():
        (root / f"{name}.yml").write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    return root


def actions(result: dict[str, t.Any]) -> dict[str, str]:
    """What the plan does to each job."""
    return {each["name"]: each["action"] for each in result["plan"]}


@each_revision
def test_a_tree_from_its_first_run_to_its_last(playbook: Playbooks, tmp_path: pathlib.Path) -> None:
    chained = copy.deepcopy(job("Second", "web01"))
    chained["settings"]["schedule"] = {
        "daily": {"isEnabled": False},
        "afterThisJob": {"isEnabled": True, "jobName": "Third"},
    }
    src = tree(tmp_path, job("First", profile="gold"), chained, job("Third", enabled=False))
    apply = task("apply", JOBS, src=[str(src)], managed_by="git", prune="delete", prune_limit="1")
    predicted = playbook(apply, check=True)
    assert not playbook.simulator.writes()
    done = playbook(apply, task("again", JOBS, src=[str(src)], managed_by="git"))
    for key in ("changed", "plan", "diff", "summary"):
        assert predicted["apply"][key] == done["apply"][key], key
    assert actions(done["apply"]) == dict.fromkeys(("First", "Second", "Third"), "create")
    assert done.changed == {"apply": True, "again": False}
    assert done["again"]["summary"]["unchanged"] == 3

    tree(tmp_path, job("First", profile="gold", description="Of old"), job("Third"))
    predicted = playbook(apply, check=True)
    done = playbook(apply, task("again", JOBS, src=[str(src)], managed_by="git", prune="delete"))
    for key in ("changed", "plan", "diff", "summary"):
        assert predicted["apply"][key] == done["apply"][key], key
    assert actions(done["apply"]) == {"First": "update", "Third": "none", "Second": "delete"}
    (change,) = done["apply"]["plan"][0]["changes"]
    assert change["origin"].startswith("job (")
    assert "First.yml:" in change["origin"]
    assert done.changed == {"apply": True, "again": False}
    assert all(each["status"] == "ok" for each in done["apply"]["results"])


def test_a_job_of_a_set_is_the_job_of_the_single_module(playbook: Playbooks) -> None:
    settings = {"storage": {"retentionPolicy": {"quantity": 99}}, "schedule": {"daily": {"localTime": "23:15"}}}
    one = {"name": "Web servers", "settings": settings, "enabled": False}
    single = playbook(task("single", "veeam_job", **one), check=True)
    many = playbook(task("many", JOBS, jobs=[one]), check=True)
    changes = [
        {key: change[key] for key in ("path", "before", "after")} for change in many["many"]["plan"][0]["changes"]
    ]
    assert changes == single["single"]["changes"]
    (diff,) = many["many"]["diff"]
    assert {key: diff[key] for key in ("before", "after")} == single["single"]["diff"]


def test_a_set_is_looked_up_once(playbook: Playbooks, tmp_path: pathlib.Path) -> None:
    """One logon, one listing and one look-up per list that something refers to, whatever the number of jobs.

    Machines are looked up for new jobs, all at once, and not for jobs that have them already.
    """
    jobs = [job(f"Job {number}", "web01", profile="gold") for number in range(12)]
    src = tree(tmp_path, *jobs)
    playbook(task("make", JOBS, src=[str(src)]))
    made = playbook.simulator.requests()
    assert [each["path"] for each in made if "/inventory" in each["path"]] == ["/api/v1/inventory/vcenter01.lab.local"]
    done = len(made)
    assert not playbook(task("again", JOBS, src=[str(src)])).changed["again"]
    assert Counter(f"{each['method']} {each['path']}" for each in playbook.simulator.requests()[done:]) == {
        "POST /api/oauth2/token": 1,
        "GET /api/v1/serverTime": 1,
        # The list, the question at its end, and the states, which tell what it counts and does not list.
        "GET /api/v1/jobs": 2,
        "GET /api/v1/jobs/states": 1,
        "GET /api/v1/backupInfrastructure/repositories": 1,
        "GET /api/v1/backupInfrastructure/scaleOutRepositories": 1,
        "POST /api/oauth2/logout": 1,
    }


@each_way("veeam_jobs")
def test_a_failing_job_is_named_and_the_others_are_done(playbook: Playbooks) -> None:
    jobs = [job("Good"), job("Bad", machine="nowhere"), job("Fine")]
    ran = playbook(failing("apply", JOBS, defaults=DEFAULTS, jobs=jobs))
    assert '"Bad"' in ran["apply"]["msg"]
    assert "nowhere" in ran["apply"]["msg"]
    assert [each["status"] for each in ran["apply"]["results"]] == ["ok", "failed", "ok"]
    assert ran["apply"]["changed"] is True
    stopped = playbook(failing("stop", JOBS, defaults=DEFAULTS, jobs=[job("New"), jobs[1]], on_error="stop"))
    assert [each["status"] for each in stopped["stop"]["results"]] == ["skipped", "failed"]


def test_mistakes_in_the_files_are_told_before_the_server_is_asked(playbook: Playbooks, tmp_path: pathlib.Path) -> None:
    src = tree(tmp_path, job("First", profile="silver"), job("Second", tpye="VSphereBackup"))
    empty = tmp_path / "empty"
    empty.mkdir()
    ran = playbook(
        failing("wrong", JOBS, src=[str(src)]),
        failing("empty", JOBS, src=[str(empty)], managed_by="git", prune="delete"),
        failing("still empty", JOBS, src=[str(empty)], managed_by="git", prune="delete", allow_empty=True),
        failing("no owner", JOBS, src=[str(src)], prune="delete"),
    )
    assert "silver" in ran["wrong"]["msg"]
    assert "tpye" in ran["wrong"]["msg"]
    assert "First.yml" in ran["wrong"]["msg"]
    assert "empty set prunes nothing" in ran["still empty"]["msg"]
    assert not playbook.simulator.requests()


def test_a_reviewed_plan_is_applied_only_while_it_holds(playbook: Playbooks, tmp_path: pathlib.Path) -> None:
    plan = tmp_path / "plan.json"
    src = tree(tmp_path, job("First"), {"name": "Web servers", "description": "By hand"})
    make = task("plan", JOBS, src=[str(src)], plan_dest=str(plan))
    playbook(make, check=True)
    assert plan.stat().st_mode & 0o077 == 0
    summary = json.loads(plan.read_text(encoding="utf-8"))["summary"]
    assert summary == {"create": 1, "update": 1}
    apply = {"src": [str(src)], "plan_src": str(plan)}
    retention = {"storage": {"retentionPolicy": {"quantity": 77}}}
    ran = playbook(
        task("somebody else", "veeam_job", name="Web servers", settings=retention),
        failing("apply", JOBS, **apply),
        make,
        task("apply the new plan", JOBS, **apply),
        task("apply it again", JOBS, **apply),
    )
    assert '"Web servers": it was changed on the server' in ran["apply"]["msg"]
    assert ran["apply"]["moved"]
    # Without check mode the plan was carried out at once; what it says is done.
    assert ran.changed["plan"] is True
    assert ran.changed["apply the new plan"] is False
    tree(tmp_path, job("First", description="other"), {"name": "Web servers", "description": "By hand"})
    changed = playbook(failing("apply", JOBS, **apply))
    assert '"First": the set wants something else' in changed["apply"]["msg"]


def test_a_plan_against_an_export_needs_no_server(playbook: Playbooks, tmp_path: pathlib.Path) -> None:
    exported = tmp_path / "exported"
    playbook(task("export", "veeam_jobs_export", dest=str(exported)))
    playbook.simulator.reset()
    src = tree(tmp_path, job("First"), {"name": "Web servers", "description": "By hand"})
    options = {"src": [str(src)], "export_src": str(exported)}
    planned = playbook(task("plan", JOBS, **options), check=True, env={})
    assert actions(planned["plan"]) == {"First": "create", "Web servers": "update"}
    same = playbook(task("plan", JOBS, src=[str(exported)], export_src=str(exported)), check=True, env={})
    assert same.changed == {"plan": False}
    refused = playbook(failing("apply", JOBS, **options), env={})
    assert "check mode" in refused["apply"]["msg"]
    assert not playbook.simulator.requests()
