# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Jobs, sessions and machines of both versions, with the trouble that servers make."""

from __future__ import annotations

import itertools
import re
import time
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._em.api.kinds import BACKUP_SESSION, JOB
from ansible_collections.backupops.veeam.plugins.module_utils._em.api.pace import Pace
from ansible_collections.backupops.veeam.plugins.module_utils._em.api.query import Where
from ansible_collections.backupops.veeam.plugins.module_utils._em.api.tasks import TaskFailed
from ansible_collections.backupops.veeam.plugins.module_utils._em.product import EmProduct
from ansible_collections.backupops.veeam.plugins.module_utils._engine.job_runs.job_state import (
    StateRequest,
    ensure_state,
)
from ansible_collections.backupops.veeam.plugins.module_utils._engine.job_runs.waiting import WaitOptions
from ansible_collections.backupops.veeam.plugins.module_utils._errors import (
    Ambiguous,
    OutcomeUnknown,
    RequestRefused,
    UnusableAnswer,
    VeeamError,
    VerificationFailed,
    WaitTimedOut,
)
from ansible_collections.backupops.veeam.plugins.module_utils._model import (
    Job,
    Machine,
    Outcome,
    Phase,
    Started,
    StartOptions,
)
from tests.simulator.launch import Running
from tests.unit.em.conftest import VERSIONS, Connect, product_of

ORACLE = "Oracle Backup"
ODD = 'Exchange "prod"; (EU), Köln & 50%'
GUID_OR_TASK = re.compile(r"[0-9a-f-]{36}|task-\d+")
STYLES = ["em-bom", "em-no-nulls", "em-quoted", "em-extra", "em-shuffled", "em-href:evil.example", "em-entities"]


def job_of(product: EmProduct, name: str = ORACLE) -> Job:
    found = product.jobs.reader.find(name)
    assert found is not None
    return found


def start(product: EmProduct, job: Job) -> Started:
    return product.control.start(job, StartOptions(), before=product.control.last(job))


def posts(simulator: Running, ending: str) -> int:
    """How often something was asked for by POST."""
    targets = (f"{e['path']}?{'='.join(e['query'][0])}" if e["query"] else e["path"] for e in of(simulator, "POST"))
    return sum(1 for target in targets if target.endswith(ending))


def of(simulator: Running, method: str) -> list[dict[str, t.Any]]:
    return [entry for entry in simulator.requests() if entry["method"] == method]


def without_addresses(content: t.Any) -> t.Any:
    if isinstance(content, dict):
        return {k: without_addresses(v) for k, v in content.items() if k not in ("Href", "Links", "MaxConcurrentTasks")}
    return [without_addresses(item) for item in content] if isinstance(content, list) else content


@pytest.mark.parametrize("fault", ["", *STYLES])
def test_a_job_reads_the_same_from_both_versions_in_every_style(both: dict[str, Running], fault: str) -> None:
    read = []
    for version in VERSIONS:
        both[version].reset()
        if fault:
            both[version].fault(fault)
        product = product_of(both[version])
        read.append([without_addresses(job.model) for job in (job_of(product), job_of(product, "Linux Agents"))])
        assert product.close() == []
    old, new = read
    assert old == new
    assert old[0]["JobScheduleOptions"]["Standart"]["OptionsDaily"]["Time"] == "22:00:00"


@pytest.mark.parametrize("style", ["outer", "inner", "list", "missing"])
def test_no_hits_are_no_hits_in_every_shape(simulator: Running, connect: Connect, style: str) -> None:
    simulator.fault(f"em-empty:{style}")
    product = connect()
    assert product.jobs.reader.find("nobody") is None
    assert "last collected" in product.jobs.reader.when_missing("nobody")


def test_a_name_full_of_special_characters_is_found(connect: Connect) -> None:
    assert job_of(connect(), ODD).name == ODD


def test_a_server_that_ignores_filters_is_not_believed(simulator: Running, connect: Connect) -> None:
    simulator.fault("em-no-filter")
    product = connect(backup_server="vbr02.lab.local")
    job = job_of(product, "CRM Backup")
    assert job.name == "CRM Backup"
    assert product.jobs.reader.find(ORACLE) is None
    assert {session.raw["JobName"] for session in product.sessions.of_job(job)} == {"CRM Backup"}


@pytest.mark.parametrize("fault", ["em-endless-next", "em-moving-rows"])
def test_pages_are_read_to_the_end_and_once(simulator: Running, connect: Connect, fault: str) -> None:
    product = connect()
    everything = [row["UID"] for row in product._query.rows(JOB, sort="Name", page_size=1000)]
    simulator.fault(fault)
    in_pieces = [row["UID"] for row in product._query.rows(JOB, sort="Name", page_size=3)]
    assert in_pieces == everything
    assert len(everything) == len(set(everything)) > 6
    # Who promises a page that never comes is believed as little as one who leaves rows out.
    assert len(product.close()) == (fault == "em-endless-next")


def test_references_in_place_of_entities_are_noticed(simulator: Running, connect: Connect) -> None:
    simulator.fault("em-references")
    with pytest.raises(UnusableAnswer, match="something else than was asked for"):
        connect().jobs.reader.find(ORACLE)


def test_the_same_name_on_two_servers_is_ambiguous(connect: Connect) -> None:
    with pytest.raises(Ambiguous) as caught:
        connect().jobs.reader.find("Daily Backup")
    assert len(caught.value.candidates) == 2
    assert job_of(connect(backup_server="vbr01.lab.local"), "Daily Backup").name == "Daily Backup"


def test_a_backup_server_is_chosen_by_name_guid_or_uid(simulator: Running, connect: Connect) -> None:
    server = connect()._servers.all[1]
    ids = [server.name.upper(), server.id, f"urn:veeam:BackupServer:{server.id.upper()}"]
    found = {job_of(connect(backup_server=text), "Daily Backup").id for text in ids}
    assert len(found) == 1


def test_an_id_of_any_form_is_understood(connect: Connect) -> None:
    product = connect()
    for name in (ORACLE, "Linux Agents", "File Shares"):
        job = job_of(product, name)
        guid = job.id.rpartition(":")[2]
        for text in (job.id, guid, guid.upper(), f"urn:veeam:Job:{guid}"):
            again = product.jobs.reader.get(text)
            assert again is not None
            assert (again.id, again.name) == (job.id, name)
    assert product.jobs.reader.get("nonsense") is None
    assert product.jobs.reader.get("00000000-1111-2222-3333-444444444444") is None


@pytest.mark.parametrize("body", ["html", "text", "empty"])
def test_errors_without_words_are_errors_in_words(simulator: Running, connect: Connect, body: str) -> None:
    simulator.fault(f"em-error-body:{body}")
    with pytest.raises(RequestRefused) as caught:
        connect(username="portal-user").jobs.reader.find(ORACLE)
    assert "status 403" in caught.value.message
    assert "Portal Administrator" in caught.value.message
    assert "<html" not in caught.value.message


def test_a_page_that_says_404_does_not_mean_that_a_job_is_gone(simulator: Running, connect: Connect) -> None:
    product = connect()
    job = job_of(product)
    simulator.fault("404:GET /api/jobs/*", "em-error-body:html")
    with pytest.raises(RequestRefused, match="status 404"):
        product.jobs.reader.get(job.id)


@pytest.mark.parametrize("skip", range(8))
def test_the_logon_may_end_before_any_request(simulator: Running, connect: Connect, skip: int) -> None:
    """Whenever the logon session dies, the job runs once and its session is found."""
    product = connect()
    simulator.fault(f"token-expired:count=1:skip={skip}")
    job = job_of(product)
    before = product.control.last(job)
    try:
        started = product.control.start(job, StartOptions(), before=before)
    except OutcomeUnknown:
        started = None
    assert posts(simulator, "action=start") <= 2, "only a call that was refused for its token is made again"
    runs = [run for run in simulator.state()["em"]["sessions"] if run["job"] == ORACLE and run["State"] != "Stopped"]
    assert len(runs) <= 1
    assert started is not None
    assert started.session is not None
    assert started.session.raw["JobName"] == ORACLE


def test_a_task_of_a_dead_logon_is_not_taken_for_one_of_the_next(simulator: Running, connect: Connect) -> None:
    """Task ids begin anew with every logon: task-1 of the new one is somebody else's."""
    product = connect()
    first, second = job_of(product), job_of(product, "Manual Backup")
    token = product._client.logon.token()
    product._client.send("POST", f"/jobs/{first.id[-36:]}", None, [("action", "start")])
    simulator.fault("token-expired:count=1")
    product._client.send("POST", f"/jobs/{second.id[-36:]}", None, [("action", "start")])
    assert product._client.get_with(token, "/tasks/task-1") is None


@pytest.mark.parametrize("status", [200, 201, 202])
def test_any_good_status_of_a_call_will_do(simulator: Running, connect: Connect, status: int) -> None:
    simulator.fault(f"em-created:{status}")
    product = connect()
    job = job_of(product)
    product.jobs.writer.set_enabled(job.id, False)
    assert job_of(product).enabled is False


def test_a_flip_is_made_once_or_not_at_all(simulator: Running, connect: Connect) -> None:
    product = connect()
    job = job_of(product)
    product.jobs.writer.set_enabled(job.id, True)
    assert posts(simulator, "toggleScheduleEnabled") == 0
    for dummy in range(2):
        product.jobs.writer.set_enabled(job.id, False)
    assert posts(simulator, "toggleScheduleEnabled") == 1
    assert job_of(product).enabled is False


def test_a_schedule_is_not_what_makes_a_job_enabled(connect: Connect) -> None:
    job = job_of(connect(), "Manual Backup")
    assert (job.raw["ScheduleConfigured"], job.enabled) == (False, True)


def test_a_job_that_somebody_flips_too_is_reported(
    simulator: Running, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ansible_collections.backupops.veeam.plugins.module_utils._em.job_runs.toggle.PAUSE", 0.01)
    simulator.fault(f"em-toggle-race:{ORACLE}")
    product = connect()
    with pytest.raises(VerificationFailed, match="was not tried again"):
        product.jobs.writer.set_enabled(job_of(product).id, False)
    assert posts(simulator, "toggleScheduleEnabled") == 1


def test_a_start_that_begins_no_session_is_not_called_a_success(
    simulator: Running, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ansible_collections.backupops.veeam.plugins.module_utils._em.api.pace.APPEARS_WITHIN", 0.3)
    simulator.fault(f"em-start-silent:{ORACLE}")
    product = connect()
    with pytest.raises(WaitTimedOut, match="no session of it has appeared"):
        start(product, job_of(product))


def test_the_server_refuses_what_is_going_on_already(simulator: Running, connect: Connect) -> None:
    simulator.fault(f"session-stuck:{ORACLE}")
    product = connect()
    job = job_of(product)
    started = start(product, job)
    assert started.session is not None
    running = product.control.running(job)
    assert running is not None
    assert running.id == started.session.id
    assert product.control.status(job) in ("Starting", "Working")
    with pytest.raises(TaskFailed, match="is already running"):
        start(product, job)
    product.control.stop(job, graceful=None, chained_jobs=False)
    assert product.control.running(job) is None
    assert product.control.status(job) == "Stopped"


def test_running_sessions_have_no_result_and_no_end(simulator: Running, connect: Connect) -> None:
    simulator.fault(f"session-stuck:{ORACLE}", f"em-odd-state:{ORACLE}")
    product = connect()
    started = start(product, job_of(product))
    session = started.session
    assert session is not None
    assert (session.state, session.phase, session.outcome) == ("Postprocessing", Phase.RUNNING, Outcome.NONE)
    assert "EndTimeUTC" not in session.raw


def test_replica_sessions_are_found_where_they_are(connect: Connect) -> None:
    product = connect()
    job = job_of(product, "DC Replication")
    session = next(product.sessions.of_job(job))
    assert session.id.startswith("urn:veeam:ReplicaJobSession:")
    for text in (session.id, session.id.rpartition(":")[2]):
        again = product.sessions.get(text)
        assert again is not None
        assert again.id == session.id
    assert product.sessions.task_sessions(session) == []
    assert product.sessions.get("nonsense") is None


def test_parts_of_a_run_are_not_taken_for_the_run(connect: Connect) -> None:
    product = connect()
    rows = product._query.rows(BACKUP_SESSION, [Where("JobType", ["AgentManagement", "ImmediateBackupCopyWorker"])])
    parts = list(itertools.islice(rows, 50))
    assert parts, "the estate has such parts"
    for job in product.jobs.reader.all():
        assert all(
            session.type not in ("AgentManagement", "ImmediateBackupCopyWorker")
            for session in product.sessions.of_job(job)
        )


def test_what_was_not_collected_yet_is_missing_with_a_hint(simulator: Running, connect: Connect) -> None:
    simulator.fault(f"em-uncollected:{ORACLE}")
    product = connect()
    assert product.jobs.reader.find(ORACLE) is None
    assert "next collection" in product.jobs.reader.when_missing(ORACLE)


def test_a_quick_backup_goes_to_the_server_that_protects_the_machine(simulator: Running, connect: Connect) -> None:
    product = connect()
    for name, server in (("oracle01", "vbr01.lab.local"), ("crm01", "vbr02.lab.local")):
        located = product.quick_backup.locate(Machine(name=name))
        assert located["found"].root.server.name == server
        point = product.quick_backup.newest_restore_point(located)
        assert point is not None
        assert product.quick_backup.age(point) > 0


def test_a_machine_is_found_by_its_id_on_the_platform_too(connect: Connect) -> None:
    product = connect()
    found = product.quick_backup.locate(Machine(name="oracle01"))["found"]
    moref = found.ref.partition(".")[2]
    again = product.quick_backup.locate(Machine(object_id=moref, host_name="vcenter01.lab.local"))["found"]
    assert again == found
    odd_case = found.ref.replace("urn:VMware:Vm", "urn:vmware:VM")
    assert product.quick_backup.locate(Machine(object_ref=odd_case))["found"].ref == found.ref


def test_a_quick_backup_whose_session_nobody_can_find_is_not_repeated(
    simulator: Running, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ansible_collections.backupops.veeam.plugins.module_utils._em.api.pace.APPEARS_WITHIN", 0.3)
    simulator.fault("reset-before:POST /api/backupServers/*")
    product = connect()
    located = product.quick_backup.locate(Machine(name="oracle01"))
    with pytest.raises(OutcomeUnknown, match="No session that backs up oracle01 is to be seen since"):
        product.quick_backup.start(located)
    assert posts(simulator, "action=quickbackup") == 1


def test_a_task_is_never_deleted_and_never_waited_for_longer_than_said(simulator: Running, connect: Connect) -> None:
    simulator.fault("em-task-stuck:StartJob")
    product = connect(pace=Pace(timeout=0.3, interval=0.05))
    with pytest.raises(WaitTimedOut) as caught:
        start(product, job_of(product))
    assert caught.value.details["task_id"] == "task-1"
    assert not of(simulator, "DELETE")


def test_every_error_is_one_for_people(simulator: Running, connect: Connect) -> None:
    simulator.fault("html:GET /api/query*")
    with pytest.raises(VeeamError) as caught:
        connect().jobs.reader.find(ORACLE)
    assert simulator.password not in caught.value.message
    assert "not JSON" in caught.value.message


def test_a_busy_server_is_asked_again_but_not_told_again(
    simulator: Running, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ansible_collections.backupops.veeam.plugins.module_utils._em.api.pace.APPEARS_WITHIN", 0.3)
    simulator.fault("503:GET /api/query*:count=2", "503:POST /api/jobs/*")
    product = connect()
    with pytest.raises(OutcomeUnknown, match="status 503"):
        start(product, job_of(product))
    assert posts(simulator, "action=start") == 1


def test_a_session_that_is_gone_is_nothing_rather_than_an_error(connect: Connect) -> None:
    product = connect()
    for kind in ("BackupJobSession", "ReplicaJobSession"):
        assert product.sessions.get(f"urn:veeam:{kind}:00000000-1111-2222-3333-444444444444") is None


def test_ids_in_filters_and_look_ups_are_uids(simulator: Running, connect: Connect) -> None:
    product = connect(backup_server="vbr01.lab.local")
    job = job_of(product)
    next(product.sessions.of_job(job))
    product.quick_backup.locate(Machine(name="oracle01"))
    asked = [dict(entry["query"]) for entry in simulator.requests() if entry["path"] in ("/api/query", "/api/lookup")]
    assert f'JobUid=="{job.id}"' in [query.get("filter") for query in asked]
    assert any('BackupServerUid=="urn:veeam:BackupServer:' in query.get("filter", "") for query in asked)
    hosts = [query["host"] for query in asked if "host" in query]
    assert hosts
    assert all(host.startswith("urn:veeam:HierarchyRoot:") for host in hosts)


LOG_ON, LOG_OFF = "POST /api/sessionMngr/", "DELETE /api/logonSessions/*"
FIND = ["GET /api/query"] * 3
NEWEST = "GET /api/query"
# Before a flip, because of a run that may have ordered the same and was killed; after it to see that it is as wanted.
LOOK_TWICE = ["GET /api/jobs/*"] * 2


@pytest.mark.parametrize(
    ("state", "between"),
    [
        ("enabled", [*FIND, NEWEST]),
        ("stopped", [*FIND, NEWEST, NEWEST]),
        (
            "disabled",
            [*FIND, *LOOK_TWICE, "POST /api/jobs/*", *["GET /api/tasks/*"] * 2, *LOOK_TWICE, NEWEST],
        ),
        (
            "started",
            [*FIND, NEWEST, "POST /api/jobs/*", *["GET /api/tasks/*"] * 2, NEWEST, "GET /api/backupSessions/*", NEWEST],
        ),
    ],
)
def test_every_request_is_one_that_is_needed(simulator: Running, state: str, between: list[str]) -> None:
    """Exactly so many: a look-up in each of three families, the call, its task, its session."""
    product = product_of(simulator)
    wait = WaitOptions(sleep=lambda seconds: time.sleep(0.4))
    ensure_state(product, StateRequest(state=state, names=(ORACLE,), wait=wait), check_mode=False, warn=print)
    assert product.close() == []
    made = [f"{entry['method']} {GUID_OR_TASK.sub('*', entry['path'])}" for entry in simulator.requests()]
    polls = [call for call in made if call == "GET /api/backupSessions/*"]
    assert len(polls) <= 3
    assert [call for call, dummy in itertools.groupby(made)] == [
        call for call, dummy in itertools.groupby([LOG_ON, *between, LOG_OFF])
    ]
    assert len(made) - max(len(polls) - 1, 0) == len(between) + 2


def test_a_quick_backup_asks_for_no_more_than_it_needs(simulator: Running) -> None:
    product = product_of(simulator)
    located = product.quick_backup.locate(Machine(name="crm01", backup_server="vbr02.lab.local"))
    located = product.quick_backup.locate(Machine(object_ref=located["found"].ref))
    before = len(simulator.requests())
    product.quick_backup.start(located)
    made = [f"{e['method']} {GUID_OR_TASK.sub('*', e['path'])}" for e in simulator.requests()[before:]]
    assert made == [
        "POST /api/backupServers/*",
        "GET /api/tasks/*",
        "GET /api/tasks/*",
        "GET /api/backupSessions/*",
    ]
    assert product.close() == []
