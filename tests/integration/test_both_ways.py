# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A tour over all modules, played in the controller and as modules: the same results, requests, files and secrets."""

from __future__ import annotations

import datetime
import json
import typing as t

from tests.integration.both_ways import VAULT_PASSWORD, BothWays, vaulted
from tests.integration.playbooks import Tagged, Task, failing, task

HINT = "Main key"
MISTAKEN = 'Tr0ub4dor "&3'
STORAGE: dict[str, t.Any] = {
    "backupRepository": "Main",
    "retentionPolicy": {"type": "Days", "quantity": 14},
}
SCHEDULE = {"runAutomatically": True, "daily": {"isEnabled": True, "localTime": "22:00", "dailyKind": "Everyday"}}
SETTINGS: dict[str, t.Any] = {
    "virtualMachines": {"includes": [{"name": "web01"}]},
    "storage": STORAGE,
    "schedule": SCHEDULE,
}
QUICKLY = {"wait_interval": 0.1}


def encrypted(hint: t.Any) -> dict[str, t.Any]:
    """Settings of a job with a password, or its hint."""
    encryption = {"isEnabled": True, "encryptionType": "ByUserPassword", "encryptionPassword": hint}
    storage = {**STORAGE, "advancedSettings": {"storageData": {"encryption": encryption}}}
    return {**SETTINGS, "storage": storage, "schedule": {"runAutomatically": False}}


def job(name: str, settings: t.Any = None, **more: t.Any) -> dict[str, t.Any]:
    """A job as a file or a task has it."""
    return {"name": name, "type": "VSphereBackup", "settings": settings or SETTINGS, **more}


FILES = {
    "jobs/one.json": json.dumps({"jobs": [job("One"), job("Two", enabled=False)]}),
    "other/jobs/three.json": json.dumps({"jobs": [job("Three")]}),
    "wrong/wrong.json": json.dumps(
        {"jobs": [job("Wrong", {"storrage": {}, "schedule": {"daily": {"localTime": "25"}}})]}
    ),
}


LONGER = {"storage": {"retentionPolicy": {"quantity": 31}}}
SHOWN = {"ANSIBLE_DISPLAY_TRACEBACK": "error"}
NOT_HERE = {"VEEAM_HOST": "127.0.0.9", "VEEAM_RETRIES": 0, "VEEAM_PORT": "1"}
PORT = "{{ lookup('env', 'VEEAM_PORT') }}"
HOME = {"HOME": "{{ playbook_dir }}/home", "SUB": "sub"}


def ignoring(title: str, module: str, keywords: Task, /, **options: t.Any) -> Task:
    """A task with keywords that may fail."""
    return task(title, module, **options, keywords={"ignore_errors": True, **keywords})


def looked(title: str, /, **options: t.Any) -> Task:
    """A job in check mode, which may fail."""
    return ignoring(title, "veeam_job", {"check_mode": True}, **options)


def test_every_module_does_the_same(both: BothWays) -> None:
    """In check mode, then for good, then once more; what is written to files, too."""
    way = both(
        task("predict", "veeam_job", **job("Shop"), keywords={"check_mode": True}),
        task("create", "veeam_job", **job("Shop"), keywords={"register": "made"}),
        task("again", "veeam_job", **job("Shop")),
        task("change", "veeam_job", name="Shop", settings=LONGER, enabled=False),
        task("without diff", "veeam_job", name="Shop", description="{{ made.job.name }}", keywords={"diff": False}),
        task("delete", "veeam_job", name="Shop", state="absent"),
        task("find", "veeam_job_info", name="Web servers", query="jobs[].name", gather=["jobs", "states"]),
        task("plan", "veeam_jobs", src=["jobs"], plan_dest="plan.json", keywords={"check_mode": True}),
        task("apply", "veeam_jobs", src=["jobs"], plan_src="plan.json", concurrency=1),
        task("drift", "veeam_jobs_drift", src=["jobs"], reports=[{"format": "markdown", "dest": "drift.md"}]),
        task("validate", "veeam_jobs_validate", src=["jobs"]),
        task("export", "veeam_jobs_export", dest="exported", names=["One", "Two"]),
        task("start", "veeam_job_state", name="Web servers", state="started", **QUICKLY),
        task("disable", "veeam_job_state", names=["Web servers", "Databases"], state="disabled"),
        task("quick", "veeam_quick_backup", name="web01", **QUICKLY),
        task("backups", "veeam_backup_info", job="Web servers", objects=True, restore_points=True),
        task("sessions", "veeam_session_info", job="Web servers", limit=2, logs=True),
        task("log on", "veeam_token", keywords={"register": "logon", "no_log": True}),
        task("use", "veeam_session_info", limit=1, token="{{ logon.token }}", keywords={"no_log": True}),
        task("log off", "veeam_token", state="absent", token="{{ logon.token }}"),
        files=FILES,
    )
    assert [each["status"] for each in way.results] == ["ok"] * 20
    assert way.outcome["predict"]["diff"] == way.outcome["create"]["diff"]
    assert {"plan.json", "drift.md", "exported/one.yml"} <= set(way.files)


def test_options_and_secrets_are_treated_the_same(both: BothWays) -> None:
    """Those that nobody may see and those that nobody can read; tracebacks are shown."""
    password = both.playbook.simulator.password
    web = {"name": "Web servers"}
    way = both(
        failing("unknown", "veeam_job", **web, nmae="x"),
        failing("nothing", "veeam_job"),
        failing("choice", "veeam_job", **web, state="there"),
        failing("type", "veeam_job_info", timeout="soon"),
        failing("number", "veeam_job_info", timeout=0),
        failing("option of an option", "veeam_jobs_drift", src=["jobs"], reports=[{"forma": "odd", "dest": "x"}]),
        failing("structure for a password", "veeam_job_info", name="S3CRET-1", password="{{ structure }}"),
        failing("number for a password", "veeam_job_info", name="a123456b", password=123456),
        failing("word for a password", "veeam_job_info", name="True", password=True),
        failing("letter for a password", "veeam_job_info", name="web", password="e"),
        failing("text for a list", "veeam_jobs_validate", src="jobs, other"),
        failing("text for settings", "veeam_job", **web, settings='{"storrage": 1}'),
        failing("text for a switch", "veeam_job", **web, enabled="maybe"),
        looked("nulls", **web, description=None, enabled="yes"),
        looked("date", **web, description=datetime.date(2026, 1, 2)),
        looked("moment", **web, settings={"description": datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)}),
        looked("odd names", **web, settings={2: 2, True: 3, "x": {None: 1}}),
        looked("odd text", **web, description="a\u202eb\x1b[2J \U0001f600\n{# #}"),
        looked("left out", **web, settings={"storage": {"retentionPolicy": "{{ omit }}"}}),
        task("unsafe", "veeam_job", **web, description=Tagged("!unsafe", "{{ 7 * 7 }}"), keywords={"register": "raw"}),
        {"name": "still unsafe", "ansible.builtin.debug": {"msg": "{{ raw.job.description }}"}},
        task("encrypted", "veeam_job", **web, password=vaulted(password), settings=encrypted(vaulted(HINT))),
        failing("encrypted by mistake", "veeam_job", **web, settings=encrypted(vaulted(MISTAKEN))),
        failing("password for a hint", "veeam_jobs", jobs=[job("B", encrypted(MISTAKEN))]),
        failing("traceback", "veeam_job_info", name="{{ structure.a }}", username="x", password="S3CRET-1"),
        play={"vars": {"structure": {"a": "{{ lookup('env', 'SECRET') }}", "b": ["x"]}}},
        env={"ANSIBLE_VAULT_PASSWORD_FILE": str(both.playbook.folder / "vault.txt"), "SECRET": "S3CRET-1", **SHOWN},
        files={**FILES, "vault.txt": VAULT_PASSWORD},
        secrets=["S3CRET-1", MISTAKEN],
    )
    assert way.outcome["still unsafe"]["msg"] == "{{ 7 * 7 }}"
    assert way.outcome["encrypted"]["changed"]
    assert "Traceback" in way.outcome.output


def test_keywords_of_tasks_count_the_same(both: BothWays) -> None:
    info, web = "veeam_session_info", {"job": "Web servers", "limit": 1}
    hosts = {"one": {}, "two": {}, "ours": {"ansible_python_interpreter": "{{ ansible_playbook_python }}"}}
    inventory = {"all": {"vars": {"ansible_connection": "local"}, "hosts": hosts}}
    way = both(
        ignoring("loop", info, {"loop": ["Web servers", "Nobody"], "register": "looped"}, job="{{ item }}", limit=1),
        {"name": "looped", "ansible.builtin.debug": {"msg": "{{ looped.results | map(attribute='failed') }}"}},
        ignoring("until", info, {"register": "r", "until": "not r.sessions", "retries": 1, "delay": 0}, **web),
        ignoring("environment", info, {"environment": NOT_HERE}, **web),
        task("without it", info, **web),
        ignoring("environments", info, {"loop": ["1", PORT], "environment": {"VEEAM_PORT": "{{ item }}"}}, **web),
        ignoring("proxy", info, {"environment": {"https_proxy": "http://127.0.0.1:1"}}, **web, retries=0),
        task("home", "veeam_jobs_export", dest="~/$SUB/a.yml", names=["Databases"], keywords={"environment": HOME}),
        ignoring("folders", "veeam_jobs_validate", {"loop": [".", "other", "no"]}, src=["jobs"], chdir="{{ item }}"),
        task("back again", "veeam_jobs_validate", src=["jobs"]),
        failing("mistakes in files", "veeam_jobs", src=["wrong"]),
        failing("drift", "veeam_jobs_drift", src=["jobs"], fail_on="info"),
        ignoring("silent", info, {"no_log": True}, name="S3CRET-2", password="S3CRET-2"),
        task("delegated", info, **web, keywords={"delegate_to": "ours"}),
        task("once", info, **web, keywords={"delegate_to": "localhost", "run_once": True}),
        ignoring("judged", info, {"changed_when": True, "failed_when": "r.sessions", "register": "r"}, **web),
        {"name": "line", "action": "backupops.veeam.veeam_session_info limit=1 job='Web servers'"},
        {"name": "short", "veeam_session_info": {"limt": 1}, "collections": ["backupops.veeam"], "ignore_errors": True},
        {
            "name": "defaults",
            "module_defaults": {
                "group/backupops.veeam.veeam": {"limit": 1},
                "backupops.veeam.veeam_session_info": {"job": "Databases"},
            },
            "block": [task("both", info), failing("own word", info, job="Nobody"), task("fails", info, job="Nobody")],
            "rescue": [{"name": "seen", "ansible.builtin.debug": {"msg": "{{ ansible_failed_result.msg }}"}}],
        },
        failing("unverified", info, **web, validate_certs=False, ca_path=None),
        options=["-i", str(both.playbook.folder / "hosts.json"), "--forks", "1"],
        play={"hosts": "one"},
        files={**FILES, "hosts.json": json.dumps(inventory)},
        faults=["500:POST /api/oauth2/logout:count=2"],
        secrets=["S3CRET-2"],
    )
    assert "Could not log off" in json.dumps(way.outcome["loop"])
    assert way.outcome["without it"]["sessions"]
    assert "home/sub/a.yml" in way.files
    assert [each["query_result"] for each in way.outcome["environments"]["results"][1:]] == [None]
    assert way.outcome["both"]["sessions"][0]["name"] == "Databases"


def test_a_time_out_of_ansible_ends_a_task_the_same(both: BothWays) -> None:
    wait = {"name": "Databases", "state": "started", "wait_timeout": 8, **QUICKLY}
    controller, module = both.play(
        task("wait", "veeam_job_state", **wait, keywords={"timeout": 3, "ignore_errors": True}),
        task("next", "veeam_session_info", job="Web servers", limit=1),
        faults=["session-stuck:Databases"],
    )
    both.await_log_off()
    assert controller.results == module.results
    assert "timedout" in controller.outcome["wait"]


def test_a_cancelled_play_ends_the_same(both: BothWays) -> None:
    """By Ctrl-C, and no logon is left."""
    wait = task("wait", "veeam_job_state", name="Databases", state="started", wait_interval=60)
    controller, module = both.cancelled(wait)
    assert controller == module
