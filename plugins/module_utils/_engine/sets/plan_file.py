# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""A plan in a file, to be reviewed now and applied later, unless the server or the set has moved on by then.

The file holds no secrets and no whole jobs: for each job what is to be done, and digests of what was wanted and of what
the job looked like.
"""

from __future__ import annotations

import json
import pathlib
import re
import typing as t
from collections import Counter

from ..._errors import VeeamError
from ..._files import output
from ..._files.limits import Unreadable, count_values, read_bytes
from ..plan import Action
from .digests import desired_digest
from .plan_binding import differences
from .planned_job import Changed

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from ..._model import Json
    from .planned_job import PlannedJob
    from .set_plan import SetPlan

_FORMAT: t.Final = "backupops.veeam plan 2"
_PLAN: t.Final = re.compile(r'\s*\{\s*"format":\s*"backupops\.veeam plan ')
_ENOUGH_TO_TELL: t.Final = 200
_MOST_LINES: t.Final = 20


class PlanOutdated(VeeamError):
    """A reviewed plan is not what would be done now. Nothing was written."""


def document(plan: SetPlan, bound_to: Json) -> Json:
    """``plan`` for a file, with what it was made for (``plan_binding.binding``)."""
    jobs = [_entry(job) for job in plan.jobs]
    return {
        "format": _FORMAT,
        **bound_to,
        "summary": dict(Counter(job["action"] for job in jobs)),
        "jobs": jobs,
    }


def check_place(path: str) -> None:
    """Raise VeeamError when what is at ``path`` is anything else than an earlier plan (or empty)."""
    there = output.head(path, _ENOUGH_TO_TELL)
    if there is not None and there.strip() and not is_plan(there):
        raise VeeamError(f"{path} exists and is no plan. Move it away, or give another plan_dest.")


def is_plan(beginning: str) -> bool:
    """Whether a file that begins so is a plan that ``write`` wrote, in this version or an earlier one."""
    return _PLAN.match(beginning) is not None


def write(path: str, content: Json) -> None:
    """Put ``content`` at ``path``, all of it or nothing, readable for its owner only. Raises VeeamError."""
    check_place(path)
    # A plan tells what is backed up where.
    output.write(path, f"{json.dumps(content, indent=2, ensure_ascii=False)}\n", mode=0o600)


def read(path: str) -> Json:
    """What ``write`` put at ``path``. Raises VeeamError for anything else."""
    try:
        content = json.loads(read_bytes(pathlib.Path(path)))
        count_values(content)
    except Unreadable as error:
        raise VeeamError(f"The plan {path} {error.message}") from None
    except (ValueError, RecursionError):
        content = None
    if not _is_document(content):
        raise VeeamError(f"{path} is not a plan that plan_dest of this version of the collection wrote.")
    plan: Json = content
    return plan


def _is_document(content: t.Any) -> bool:
    """Whether ``content`` has the form that ``document`` gives a plan. What is in it is compared, and need not be."""
    if not isinstance(content, dict) or content.get("format") != _FORMAT or not isinstance(content.get("jobs"), list):
        return False
    return all(
        isinstance(job, dict)
        and isinstance(job.get("changes") or [], list)
        and all(isinstance(change, dict) for change in job.get("changes") or [])
        for job in content["jobs"]
    )


def refuse_if_outdated(reviewed: Json, now: Json) -> None:
    """Raise PlanOutdated when applying would do anything that ``reviewed`` does not say, and say what has moved.

    A job that is as wanted by now may be: that is what is left of a plan that was interrupted. When the plan was made
    for another server or with other options, only that is said: all else follows from it.
    """
    moved = list(differences(reviewed, now))
    if moved:
        _refuse("The reviewed plan was made for something else than this task. Nothing was written:", moved)
    moved = list(_moved(reviewed, now))
    if moved:
        _refuse(
            "The reviewed plan is not what would be done now. Nothing was written. Make a new plan and review that:",
            moved,
        )


def _refuse(head: str, moved: list[str]) -> t.NoReturn:
    shown = moved[:_MOST_LINES]
    if len(moved) > len(shown):
        shown.append(f"and {len(moved) - len(shown)} more")
    raise PlanOutdated(head + "".join(f"\n  - {line}" for line in shown), moved=moved)


def _moved(reviewed: Json, now: Json) -> Iterator[str]:
    before = {_key(job): job for job in reviewed["jobs"]}
    after = {_key(job): job for job in now["jobs"]}
    for key, job in after.items():
        reason = _difference(before.get(key), job)
        if reason is not None:
            yield f'"{job["name"]}": {reason}'
    for key, job in before.items():
        # What is gone from the server needs no pruning any more.
        if key not in after and job.get("in_set"):
            yield f'"{job.get("name")}": it is not in the set any more'


def _difference(reviewed: Json | None, job: Json) -> str | None:
    if reviewed is None:
        return "it is not in the plan" if job["in_set"] or job["action"] != Action.NONE.value else None
    if reviewed.get("wanted") != job["wanted"]:
        return "the set wants something else of it than the plan"
    return None if job["action"] == Action.NONE.value else _other_write(reviewed, job)


def _other_write(reviewed: Json, job: Json) -> str | None:
    if reviewed.get("action") != job["action"]:
        return f"the plan says {reviewed.get('action')}, now it would be {job['action']}: the server has changed"
    if reviewed.get("observed") != job["observed"] or reviewed.get("id") != job["id"]:
        return "it was changed on the server after the plan was made"
    if _values(reviewed.get("changes")) != _values(job["changes"]):
        return "what it refers to has changed on the server after the plan was made"
    return None


def _values(changes: t.Any) -> list[Json]:
    """What changes, whatever line of a file says so: another line may have been added above it."""
    return [{name: value for name, value in change.items() if name != "origin"} for change in changes or ()]


def _key(job: Json) -> tuple[str, bool]:
    return str(job.get("name")), bool(job.get("in_set"))


def _entry(job: PlannedJob) -> Json:
    return {
        **job.as_dict(),
        "id": job.id,
        "in_set": job.entry is not None,
        "wanted": "" if job.entry is None else desired_digest(job.entry.desired),
        "observed": job.digest if isinstance(job, Changed) else "",
    }
