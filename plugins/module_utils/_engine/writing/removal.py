# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Delete or disable a job, only while it is still what the plan saw, and prove it.

Between a plan and its destructive request a person may have taken the job over. So the job is read once more right
before: name, owner, type and settings. What became of the order is looked at afterwards: the API answers a DELETE with
nothing, a proxy with a page of its own, and four-eyes authorization keeps the order until a second person approves it.
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ..._errors import AuthenticationFailed, ConnectionFailed, NotFound, OutcomeUnknown, VeeamError
from ..._timing.polling import steady, until
from ..compare import differences
from ..failures import explain, look, look_back
from ..ownership import owner_of

if t.TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..._model import Job
    from ..._product import JobModels, JobReader, JobStore, JobWriter
    from ..._timing.polling import Answer
    from ..compare import Difference

# How often to look whether an order was carried out, and the seconds in between.
LOOKS: t.Final = 3
PAUSE = 1.0
_MOST_PATHS: t.Final = 5


class MovedOn(VeeamError):
    """A job is no longer what the plan saw, so that nothing was done to it. ``job`` is how it is now."""

    def __init__(self, seen: Job, reason: str, job: Job) -> None:
        self.job = job
        super().__init__(
            f'The job "{seen.name}" (id {seen.id}) is not what the plan saw: {reason}. It was left as it is. Run the '
            "task again to plan with what is there now."
        )


@dataclass(frozen=True)
class Act:
    """A destructive order: how it is given, when it is carried out, and what to say when it is not."""

    order: Callable[[JobWriter, str], None]
    is_done: Callable[[Job | None], bool]
    still: str
    taken: str


DELETION: t.Final = Act(
    order=lambda writer, job_id: writer.delete(job_id),
    is_done=lambda job: job is None,
    still="still exists",
    taken="The server took the order to delete the job, and the job is still there. With four-eyes authorization the "
    "deletion awaits approval by a second administrator in the console. Without it the order was lost.",
)
DISABLING: t.Final = Act(
    order=lambda writer, job_id: writer.set_enabled(job_id, enabled=False),
    is_done=lambda job: job is None or job.enabled is False,
    still="is still enabled",
    taken="The server accepted that the job is to be disabled.",
)


@dataclass(frozen=True)
class Order:
    """An order that was given. ``doubt`` makes its outcome doubtful, None when the server took it."""

    act: Act
    job: Job
    doubt: VeeamError | None

    def prove(self, reader: JobReader) -> None:
        """Look until it is carried out. Raises ``doubt``, or an error of its own, with what is there instead."""
        act, job, doubt = self.act, self.job, self.doubt
        said = doubt or VeeamError(f'The job "{job.name}" (id {job.id}): {act.taken}')
        looks = 1 if doubt is not None and not isinstance(doubt, OutcomeUnknown) else LOOKS
        first = look_back(reader, job.id, None, said) if act is DELETION else look(reader, job.id, said)
        if act.is_done(first):
            return
        pauses = steady(PAUSE, looks=looks)
        answer: Answer[Job | None] = until(lambda: look(reader, job.id, said), act.is_done, pauses, known=first)
        if answer.done:
            return
        if doubt is None and act is DELETION:
            raise said
        again = " Run the task again." if isinstance(said, OutcomeUnknown) else ""
        raise explain(said, f'The job "{job.name}" {act.still}.{again}') from None


def remove(act: Act, seen: Job, store: JobStore, *, own_doing: frozenset[str] = frozenset()) -> Order | None:
    """Give the order for a job that still is what the plan has ``seen``; None when nothing is left to do.

    ``own_doing`` are names and ids of jobs that this run renames or deletes: a server carries such a change into the
    jobs that refer to them. Raises MovedOn, and what ``give`` raises.
    """
    job = _read_again(act, seen, store, own_doing)
    return None if job is None else give(act, job, store.writer)


def give(act: Act, job: Job, writer: JobWriter) -> Order:
    """Give the order, once. Raises ConnectionFailed and AuthenticationFailed: then nothing was done."""
    doubt: VeeamError | None = None
    try:
        act.order(writer, job.id)
    except NotFound:
        # Proven like any other: the 404 of a proxy says nothing about the job.
        pass
    except (ConnectionFailed, AuthenticationFailed):
        raise
    except VeeamError as error:
        doubt = error
    return Order(act, job, doubt)


def _read_again(act: Act, seen: Job, store: JobStore, own_doing: frozenset[str]) -> Job | None:
    found = store.reader.get(seen.id)
    if found is None:
        other = store.reader.find(seen.name)
        if other is not None:
            raise MovedOn(seen, f"it is gone, and another job has its name (id {other.id})", other)
        return None
    reason = _identity_reason(seen, found)
    if reason is None and act.is_done(found):
        return None
    reason = reason or _settings_reason(seen, found, store.models, own_doing)
    if reason is not None:
        raise MovedOn(seen, reason, found)
    return found


def _identity_reason(seen: Job, found: Job) -> str | None:
    if not found.manageable:
        return f"it is of the type {found.type}, which the API can neither change nor delete"
    if found.name != seen.name:
        return f'it is called "{found.name}" now'
    before, now = owner_of(seen), owner_of(found)
    if before == now:
        return None
    return f'it is no longer managed by "{before}"' if now is None else f'it is managed by "{now}" now'


def _settings_reason(seen: Job, found: Job, models: JobModels, own_doing: frozenset[str]) -> str | None:
    if None not in (seen.enabled, found.enabled) and seen.enabled != found.enabled:
        return "it was enabled meanwhile" if found.enabled else "it was disabled meanwhile"
    referred = own_doing & models.references(seen.model)
    paths = [".".join(each.members) for each in _changed(seen, found, models) if not _is_about(seen, each, referred)]
    if not paths:
        return None
    listed = ", ".join(dict.fromkeys(paths[:_MOST_PATHS])) + (", …" if len(paths) > _MOST_PATHS else "")
    return f"it was changed meanwhile ({listed})"


def _changed(seen: Job, found: Job, models: JobModels) -> Iterator[Difference]:
    """What both readings show, and show differently: a list may show less of a job than the job itself."""
    for each in differences(seen.model, found.model, models.comparison):
        if each.whole_item or (each.before is not None and each.after is not None):
            yield each


def _is_about(seen: Job, difference: Difference, names: frozenset[str]) -> bool:
    """Whether a difference is in an object that refers to one of ``names``."""
    if not names or len(difference.members) == 1:
        return False
    place: t.Any = seen.model
    for member in difference.members[:-1]:
        place = place.get(member) if isinstance(place, dict) else place
    return bool(names & set(_texts(place)))


def _texts(value: t.Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str):
        yield value
