# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Prove that what was written is there: the API accepts members it does not know and drops them without a word."""

from __future__ import annotations

import json
import typing as t

from ..._errors import VerificationFailed
from ..._paths import text
from ..compare import differences
from ..presentation import changes

if t.TYPE_CHECKING:
    from ..._model import Change, Job
    from ..._product import JobModels
    from ..plan import Plan

_LONGEST_VALUE = 200


def verify(plan: Plan, job: Job, models: JobModels) -> None:
    """Raise VerificationFailed that names every wanted member of ``plan`` that ``job``, just read, does not have."""
    unmet = changes(differences(plan.wanted, job.model, models.comparison), models.comparison, models.presentable)
    lines = [_line(change) for change in unmet]
    paths = [text(change.path) for change in unmet]
    enabled = plan.desired.enabled
    if enabled is not None and job.enabled is not None and job.enabled != enabled:
        lines.append(f"enabled: wanted {_text(enabled)}, the server has {_text(job.enabled)}")
        paths.append("enabled")
    if paths:
        raise VerificationFailed(
            f'The server accepted the job "{job.name}" (id {job.id}), but did not keep everything. The job is there; '
            "these settings are not as wanted:" + "".join(f"\n  - {line}" for line in lines),
            paths=paths,
            job_id=job.id,
        )


def is_met(plan: Plan, job: Job, models: JobModels) -> bool:
    """Whether ``job`` is all that ``plan`` wants."""
    if next(differences(plan.wanted, job.model, models.comparison), None) is not None:
        return False
    return plan.desired.enabled is None or job.enabled in (None, plan.desired.enabled)


def _line(change: Change) -> str:
    path = text(change.path)
    if change.after is None:
        return f"{path}: is there and was not wanted"
    if change.before is None:
        return f"{path}: wanted {_text(change.after)}, the server has nothing"
    return f"{path}: wanted {_text(change.after)}, the server has {_text(change.before)}"


def _text(value: t.Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"
