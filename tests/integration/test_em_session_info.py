# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""veeam_session_info through Enterprise Manager."""

from __future__ import annotations

import typing as t

from tests.integration.conftest import each_way
from tests.integration.em_playbooks import EmPlaybooks, comparable, each_version
from tests.integration.playbooks import failing, task
from tests.simulator.launch import Running

INFO = "veeam_session_info"
ORACLE = "Oracle Backup"


@each_version
def test_every_filter_finds_what_it_should(em: EmPlaybooks) -> None:
    em.simulator.fault(f"session-failed:{ORACLE}:count=1")
    ran = em(
        failing("run", "veeam_job_state", name=ORACLE, state="started"),
        task("newest", INFO, job=ORACLE, limit=1, task_sessions=True, keywords={"register": "newest"}),
        task("by id", INFO, id="{{ newest.sessions[0].UID }}"),
        task("failed", INFO, result=["Failed", "Warning"]),
        task("replicas", INFO, type=["Replica"]),
        task("shares", INFO, type=["NasBackup"], job="File Shares"),
        task("pattern", INFO, name="Oracle*", limit=2),
        task("running", INFO, state="Working"),
        task("since", INFO, created_after="{{ newest.sessions[0].CreationTimeUTC }}"),
        task("before", INFO, job=ORACLE, created_before="{{ newest.sessions[0].CreationTimeUTC }}"),
        task("other server", INFO, backup_server="vbr02.lab.local"),
        task("names", INFO, job=ORACLE, query="sessions[].JobName | [0]"),
    )
    (newest,) = ran["newest"]["sessions"]
    assert (newest["JobName"], newest["Result"], newest["Type"]) == (ORACLE, "Failed", "BackupJobSession")
    (machine,) = newest.pop("task_sessions")
    assert (machine["VmDisplayName"], machine["Result"]) == ("oracle01", "Failed")
    assert comparable(ran["by id"]["sessions"]) == comparable([newest])
    results = {session["Result"] for session in ran["failed"]["sessions"]}
    assert results == {"Failed", "Warning"}
    assert {session["Type"] for session in ran["replicas"]["sessions"]} == {"ReplicaJobSession"}
    assert {session["JobType"] for session in ran["shares"]["sessions"]} == {"NasBackup"}
    assert len(ran["pattern"]["sessions"]) == 2
    assert ran["running"]["sessions"] == []
    assert ran["since"]["sessions"] == []
    assert newest["UID"] not in [session["UID"] for session in ran["before"]["sessions"]]
    assert ran["before"]["sessions"]
    servers = {
        link["Name"] for s in ran["other server"]["sessions"] for link in s["Links"] if "Server" in link.get("Type", "")
    }
    assert servers == {"vbr02.lab.local"}
    assert ran["names"]["query_result"] == ORACLE
    assert not em.simulator.writes() or len(em.simulator.writes()) == 1


def test_both_versions_return_the_same(em_simulators: t.Callable[[str], Running], tmp_path: t.Any) -> None:
    results = []
    for version in ("12", "13"):
        simulator = em_simulators(version)
        simulator.reset()
        em = EmPlaybooks(simulator, tmp_path)
        results.append(em(task("old", INFO, job="Archive Backup", task_sessions=True))["old"]["sessions"])
    old, new = results
    assert old
    assert [set(session) for session in old] == [set(session) for session in new]
    assert [session["Name"].partition("@")[0] for session in old] == [s["Name"].partition("@")[0] for s in new]


@each_way("veeam_session_info")
def test_logs_are_refused_and_mistakes_explained(em: EmPlaybooks) -> None:
    ran = em(
        failing("logs", INFO, job=ORACLE, logs=True),
        failing("time", INFO, created_after="yesterday"),
        failing("job", INFO, job="nobody"),
    )
    assert "To read the log of a session is not possible through Enterprise Manager" in ran["logs"]["msg"]
    assert "api: vbr has the log lines" in ran["logs"]["msg"]
    assert 'created_after: "yesterday" is not a point in time' in ran["time"]["msg"]
    assert 'There is no job "nobody"' in ran["job"]["msg"]
