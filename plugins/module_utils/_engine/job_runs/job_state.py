# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Bring jobs into a state without doing anything twice: look first, act if needed, wait for what runs."""

from __future__ import annotations

import functools
import typing as t
from dataclasses import dataclass, field, replace

from ..._errors import InvalidInput, OutcomeUnknown, RequestRefused, VeeamError, VerificationFailed
from ..._model import Outcome, Phase, Started, StartOptions
from ..failures import explain, look
from ..job_selection import chosen, named, with_id
from .waiting import wait_for, wait_until_over

if t.TYPE_CHECKING:
    from collections.abc import Callable

    from ..._model import Job, Session
    from ..._product import JobReader, Product
    from ..results import JobRun, JobRuns
    from .waiting import WaitOptions


@dataclass(frozen=True)
class StateRequest:
    """What is wanted of which jobs: ``name``, ``names`` (or patterns), or ``job_id``.

    ``wait`` is None to go on at once, ``graceful`` is None to stop gracefully where the API can.
    """

    state: str
    names: tuple[str, ...] = ()
    name: str | None = None
    job_id: str | None = None
    start: StartOptions = field(default_factory=StartOptions)
    graceful: bool | None = None
    wait: WaitOptions | None = None


@dataclass(frozen=True)
class Step:
    """What became of one job. ``session`` is what runs, ran, or was stopped, ``job`` the job after it was changed."""

    changed: bool
    session: Session | None = None
    job: Job | None = None


@dataclass
class Entry:
    """One job on its way through the task."""

    job: Job
    step: Step = Step(changed=False)
    error: VeeamError | None = None


def ensure_state(product: Product, request: StateRequest, *, check_mode: bool, warn: Callable[[str], None]) -> JobRuns:
    """All jobs are acted on first and waited for then; one that fails does not stop the others.

    ``warn`` shows a text to the person at the terminal. Raises InvalidInput and NotFound before anything is done,
    otherwise the error of the job, or one that names each job that failed and carries ``jobs`` and ``changed``.
    """
    _refuse_idle_options(request)
    entries = [Entry(job) for job in _jobs(product.jobs.reader, request, warn)]
    for entry in entries:
        product.control.check(entry.job, request.state, request.start, graceful=request.graceful)
    action = _ACTIONS[request.state]
    for entry in entries:
        _attempt(entry, functools.partial(action, product, entry.job, request, check_mode=check_mode))
    if request.wait and not check_mode:
        # One time-out for all: they run at the same time.
        shared = replace(request, wait=replace(request.wait, begun=request.wait.clock()))
        for entry in entries:
            _attempt(entry, functools.partial(_waited, product, entry, shared))
    result: JobRuns = {
        "changed": any(entry.step.changed for entry in entries),
        "jobs": [_shown(product, entry) for entry in entries],
    }
    _fail_if_any_failed(entries, result)
    return result


def _attempt(entry: Entry, do: Callable[[], Step]) -> None:
    if entry.error is None:
        try:
            entry.step = do()
        except VeeamError as error:
            entry.error = error


def _jobs(reader: JobReader, request: StateRequest, warn: Callable[[str], None]) -> list[Job]:
    if request.job_id is not None:
        return [with_id(reader, request.job_id)]
    return chosen(reader, request.names, warn) if request.name is None else [named(reader, request.name)]


def _start(product: Product, job: Job, request: StateRequest, *, check_mode: bool) -> Step:
    last = product.control.last(job)
    if _is_active(last):
        return Step(changed=False, session=last)
    if check_mode:
        return Step(changed=True)
    return _begun(product, job, last, lambda: product.control.start(job, request.start, before=last))


def _retry(product: Product, job: Job, request: StateRequest, *, check_mode: bool) -> Step:
    last = product.control.last(job)
    if _is_active(last):
        return Step(changed=False, session=last)
    if last is None or last.outcome is not Outcome.FAILED:
        return Step(changed=False)
    if check_mode:
        return Step(changed=True)
    chained = request.start.chained_jobs
    return _begun(product, job, last, lambda: product.control.retry(job, chained_jobs=chained, before=last))


def _synchronise(product: Product, job: Job, request: StateRequest, *, check_mode: bool) -> Step:
    last = product.control.last(job)
    # An immediate copy job that idles waits for nothing else than this.
    if _is_active(last) and last.phase is not Phase.IDLE:
        return Step(changed=False, session=last)
    if check_mode:
        return Step(changed=True)
    return _begun(product, job, last, lambda: product.control.synchronise(job, request.start, before=last))


def _begun(product: Product, job: Job, last: Session | None, begin: Callable[[], Started]) -> Step:
    """Begin a run. When the answer is lost, a session that was not there before tells that it began (never twice)."""
    try:
        started = begin()
    except OutcomeUnknown as error:
        now = product.control.last(job)
        if now is None or (last is not None and now.id == last.id):
            raise OutcomeUnknown(
                f'{error.message} No new session of job "{job.name}" is to be seen. Run the task again to start it.',
                method=error.method,
                path=error.path,
                **error.details,
            ) from error
        return Step(changed=True, session=now)
    except RequestRefused:
        now = product.control.last(job)
        if _is_active(now) and (last is None or now.id != last.id):
            # Another order was faster.
            return Step(changed=False, session=now)
        raise
    return Step(changed=started.session is not None, session=started.session)


def _stop(product: Product, job: Job, request: StateRequest, *, check_mode: bool) -> Step:
    running = product.control.running(job)
    if running is None or check_mode:
        return Step(changed=running is not None, session=running)
    for last_attempt in (False, True):
        try:
            _order_to_stop(product, job, request)
        except OutcomeUnknown as error:
            if not _goes_on(product, job, running):
                break
            # To stop what is stopping already does no harm.
            if last_attempt:
                raise explain(error, f'The run of "{job.name}" goes on.') from None
        except RequestRefused:
            # It may have ended by itself, or by the order whose answer was lost.
            if product.control.running(job) is not None and not last_attempt:
                raise
            break
        else:
            break
    return Step(changed=True, session=product.sessions.get(running.id) or running)


def _goes_on(product: Product, job: Job, session: Session) -> bool:
    now = product.control.running(job)
    return now is not None and now.id == session.id and now.state.lower() != "stopping"


def _order_to_stop(product: Product, job: Job, request: StateRequest) -> None:
    product.control.stop(job, graceful=request.graceful, chained_jobs=request.start.chained_jobs)


def _enable(product: Product, job: Job, request: StateRequest, *, check_mode: bool) -> Step:
    wanted = request.state == "enabled"
    if _is_enabled(product, job) is wanted:
        return Step(changed=False)
    if check_mode:
        return Step(changed=True)
    doubt: RequestRefused | OutcomeUnknown | None = None
    try:
        product.jobs.writer.set_enabled(job.id, wanted)
    except (RequestRefused, OutcomeUnknown) as error:
        # An order is refused after one whose answer was lost, or one of another user: what counts is how it is now.
        doubt = error
    now = product.jobs.reader.get(job.id) if doubt is None else look(product.jobs.reader, job.id, doubt)
    if now is None or _is_enabled(product, now) is not wanted:
        raise (doubt and explain(doubt, f'The job "{job.name}" is not {request.state}.')) or VerificationFailed(
            f'The server accepted that job "{job.name}" is to be {request.state}, but it is not.', paths=["enabled"]
        )
    return Step(changed=True, job=now)


def _is_enabled(product: Product, job: Job) -> bool:
    return product.control.status(job) != "Disabled" if job.enabled is None else job.enabled


_ACTIONS: t.Final = {
    "started": _start,
    "stopped": _stop,
    "retried": _retry,
    "enabled": _enable,
    "disabled": _enable,
    "synced": _synchronise,
}


def _waited(product: Product, entry: Entry, request: StateRequest) -> Step:
    step, name = entry.step, entry.job.name
    if step.session is None or request.wait is None:
        return step
    if request.state == "stopped":
        return replace(step, session=wait_until_over(product.sessions, step.session, request.wait, name))
    return replace(step, session=wait_for(product.sessions, step.session, request.wait, name))


def _is_active(session: Session | None) -> t.TypeGuard[Session]:
    return session is not None and session.phase is not Phase.FINISHED


def _shown(product: Product, entry: Entry) -> JobRun:
    session = getattr(entry.error, "session", None) or entry.step.session
    return {
        "id": entry.job.id,
        "name": entry.job.name,
        "changed": entry.step.changed,
        "status": _status(product, entry.step.job or entry.job),
        "session": session.raw if session else None,
    }


def _status(product: Product, job: Job) -> str:
    # All is done by now: a server that went away since must not hide what it did.
    try:
        return product.control.status(job)
    except VeeamError:
        return ""


def _fail_if_any_failed(entries: list[Entry], result: JobRuns) -> None:
    failed = [entry for entry in entries if entry.error]
    if not failed:
        return
    if len(entries) == 1 and failed[0].error:
        failed[0].error.details.update(result)
        raise failed[0].error
    lines = [f"{entry.job.name}: {entry.error.message}" for entry in failed if entry.error]
    raise VeeamError(f"{len(failed)} of {len(entries)} jobs failed.\n" + "\n".join(lines), **result)


def _refuse_idle_options(request: StateRequest) -> None:
    """An option that would silently do nothing is a mistake."""
    start = request.start
    used = {
        "active_full": (start.active_full, ("started",)),
        "restore_points": (start.restore_points is not None, ("started", "synced")),
        "chained_jobs": (start.chained_jobs, ("started", "stopped", "retried")),
        "graceful": (request.graceful is False, ("stopped",)),
    }
    problems = [
        (option, f"has no effect with state: {request.state}, only with {', '.join(states)}")
        for option, (given, states) in used.items()
        if given and request.state not in states
    ]
    if problems:
        raise InvalidInput(problems)
