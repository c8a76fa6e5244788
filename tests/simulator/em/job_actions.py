# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Actions of jobs: start, stop, retry, sync, toggle, clone, edit, delete. All of them answer with a task."""

from __future__ import annotations

import copy
import datetime as dt
import typing as t

from tests.simulator.em import runs
from tests.simulator.em.estate_jobs import default_retention
from tests.simulator.em.estate_model import Item, Json
from tests.simulator.em.exchange import Ask, Refusal, Reply

KINDS = ("Job", "AgentBackupJob", "NasJob")
COPIES = ("BackupCopy", "ImmediateBackupCopy")
_CLONE_INFO = {
    "Backup": "BackupJobCloneInfo",
    "Replica": "ReplicaJobCloneInfo",
    "BackupCopy": "BackupCopyJobCloneInfo",
    "ImmediateBackupCopy": "ImmediateBackupCopyJobCloneInfo",
}
# Names of the operations by kind of job, for stop and retry (start is StartJob but for file shares).
_OPERATIONS = {"Job": "{}Job", "AgentBackupJob": "{}AgentJob", "NasJob": "{}NasJob"}


def _operation(job: Item, verb: str) -> str:
    return "StartJob" if verb == "Start" and job.kind != "NasJob" else _OPERATIONS[job.kind].format(verb)


def _no_copies(job: Item, what: str) -> None:
    if job.facts["JobType"] in COPIES:
        raise Refusal(400, f"{what} is not supported for backup copy jobs.")


def start(ask: Ask) -> Reply:
    """``start``: copy jobs need ``sync`` instead (T74); a job that runs already is not started twice (T73)."""
    job = ask.item(*KINDS)
    _no_copies(job, "Start")
    if runs.running(ask.site, job):
        return ask.fail(_operation(job, "Start"), f'Job "{job.name}" is already running.')
    return _run(ask, job, _operation(job, "Start"), message=f'Job "{job.name}" triggered to start.')


def sync(ask: Ask) -> Reply:
    """``sync``: starts a backup copy job. Its message stays the placeholder, as on the vendor's page."""
    job = ask.item("Job")
    if job.facts["JobType"] not in COPIES:
        raise Refusal(400, "Sync is supported for backup copy jobs only.")
    if runs.running(ask.site, job):
        return ask.fail("StartJobSync", f'Job "{job.name}" is already running.')
    return _run(ask, job, "StartJobSync", message="OperationFinished")


def retry(ask: Ask) -> Reply:
    """``retry``: only after a failed run (T75)."""
    job = ask.item(*KINDS)
    _no_copies(job, "Retry")
    operation = _operation(job, "Retry")
    newest = runs.newest(ask.site, job)
    if newest is None or newest.shown(ask.lens.now)["Result"] != "Failed":
        return ask.fail(operation, f'Job "{job.name}" cannot be retried: its last run did not fail.')
    return _run(ask, job, operation, message=f'Job "{job.name}" triggered to retry.', retry=True)


def _run(ask: Ask, job: Item, operation: str, *, message: str, retry: bool = False) -> Reply:
    def effect(when: dt.datetime) -> None:
        if not ask.site.world.faults.take("em-start-silent", job.name):
            runs.start(ask.site, job, when, retry=retry)

    return ask.accept(operation, effect, message=message)


def stop(ask: Ask) -> Reply:
    """``stop``: the run that it stops ends Failed; an idle job cannot be stopped."""
    job = ask.item(*KINDS)
    _no_copies(job, "Stop")
    operation = _operation(job, "Stop")
    run = runs.running(ask.site, job)
    if run is None:
        return ask.fail(operation, f'Job "{job.name}" is not running.')

    def effect(when: dt.datetime) -> None:
        run.stopped = when

    return ask.accept(operation, effect, message=f'Job "{job.name}" triggered to stop.')


def stop_session(ask: Ask) -> Reply:
    """``POST /backupSessions/{ID}?action=stop``."""
    run = ask.item("BackupJobSession")
    if run.ended(ask.lens.now):  # type: ignore[attr-defined]
        return ask.fail("StopJobSession", f'Job Session "{run.name}" is not running.')

    def effect(when: dt.datetime) -> None:
        run.stopped = when  # type: ignore[attr-defined]

    return ask.accept("StopJobSession", effect, message=f'Job Session "{run.name}" triggered to stop.')


def toggle(ask: Ask) -> Reply:
    """``toggleScheduleEnabled``: a blind flip without a target state (T65)."""
    job = ask.item(*KINDS)

    def effect(when: dt.datetime) -> None:
        flips = 2 if ask.site.world.faults.take("em-toggle-race", job.name) else 1
        for dummy in range(flips):
            job.facts["ScheduleEnabled"] = not job.facts["ScheduleEnabled"]

    return ask.accept("UpdateJob", effect)


def delete(ask: Ask) -> Reply:
    """``DELETE /jobs/{ID}``: backups stay (T90); jobs of older backup servers cannot be deleted."""
    job = ask.item("Job")
    refuse_old_server(ask, job)

    def effect(when: dt.datetime) -> None:
        if not ask.site.world.faults.take("delete-pending", job.name):
            ask.site.estate.items["Job"].pop(job.guid, None)

    return ask.accept("DeleteJob", effect)


def refuse_old_server(ask: Ask, job: Item) -> None:
    """Raises Refusal 400 for a job of a backup server that is older than Enterprise Manager."""
    server = ask.site.estate.items["BackupServer"][job.server]
    if server.facts["Version"].startswith("11."):
        raise Refusal(
            400, f"The operation is not supported for jobs of the backup server {server.name}: it is outdated."
        )


def clone(ask: Ask) -> Reply:
    """``clone``: the only way to a new job. Retention and state of the clone are not those of its source (T79)."""
    source = ask.item("Job")
    info = _clone_info(ask, source)
    same_name = [
        job for job in ask.site.estate.all("Job") if job.server == source.server and job.name == info["JobName"]
    ]
    if same_name:
        return ask.fail("CloneJob", f'Job with name "{info["JobName"]}" already exists.')
    repository = info.get("RepositoryUid", "").rpartition(":")[2].lower() or source.refs["repository"]
    target = ask.site.estate.get("Repository", repository)
    if target is None or target.server != source.server:
        return ask.fail("CloneJob", f"Repository {info.get('RepositoryUid')} does not exist on the backup server.")

    def effect(when: dt.datetime) -> tuple[Item, str]:
        job = _cloned(ask, source, info, repository)
        return job, f"{source.name} cloned at {when:%m/%d/%Y %I:%M:%S %p}"

    return ask.accept("CloneJob", effect)


def _clone_info(ask: Ask, source: Item) -> Json:
    wanted = _CLONE_INFO[source.facts["JobType"]]
    given = [name for name, content in ask.document.items() if content is not None]
    if given != [wanted]:
        raise Refusal(
            400, f"JobCloneSpec of this job must hold {wanted} and nothing else, not {', '.join(given) or 'nothing'}."
        )
    info: Json = ask.document[wanted]
    if len(info["JobName"]) > 50:
        raise Refusal(400, "JobName must be up to 50 characters long.")
    return info


def _cloned(ask: Ask, source: Item, info: Json, repository: str) -> Item:
    facts = copy.deepcopy(source.facts)
    facts |= {"Description": info.get("Description", ""), "ScheduleEnabled": True}
    job_info = facts["JobInfo"].get("BackupJobInfo")
    if job_info:
        job_info["SimpleRetentionPolicy"] = default_retention()
    for entry in _objects(facts):
        entry["ObjectInJobId"] = ask.site.estate.guid()
    refs = source.refs | {"repository": repository}
    return ask.site.estate.new("Job", info["JobName"], server=source.server, facts=facts, refs=refs)


def _objects(facts: Json) -> t.Iterator[Json]:
    for part in facts["JobInfo"].values():
        for member in (part or {}).values():
            for entries in member.values() if isinstance(member, dict) else ():
                if isinstance(entries, list):
                    yield from entries
