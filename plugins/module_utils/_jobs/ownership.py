# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which jobs belong to a set: a marker on the last line of their description. Pure functions.

The API has no other place for it that every server keeps and every person sees.
"""

from __future__ import annotations

import dataclasses
import re
import typing as t

from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput
from ansible_collections.backupops.veeam.plugins.module_utils._jobs.desired import State

if t.TYPE_CHECKING:
    from ansible_collections.backupops.veeam.plugins.module_utils._jobs.desired import DesiredJob
    from ansible_collections.backupops.veeam.plugins.module_utils._model import Job

_MARKER = re.compile(r"\[managed by: (?P<owner>[^\]\n]+)\]")


def check_owner(owner: str) -> None:
    """Raise InvalidInput for the name of an owner that cannot stand in a marker."""
    if not owner.strip() or owner != owner.strip() or not _MARKER.fullmatch(f"[managed by: {owner}]"):
        raise InvalidInput([("managed_by", "must be one line of text without ] and without spaces at its ends")])


def owner_of(job: Job) -> str | None:
    """Whose marker ``job`` carries; None when it carries none."""
    return split(job.description)[1]


def split(description: str) -> tuple[str, str | None]:
    """A description without its marker, and whose marker that was."""
    head, dummy, last = description.rstrip().rpartition("\n")
    found = _MARKER.fullmatch(last.strip())
    return (description, None) if found is None else (head.rstrip(), found["owner"])


def marked(desired: DesiredJob, existing: Job | None, owner: str) -> DesiredJob:
    """``desired`` with the marker of ``owner`` added to the description that is wanted, or else to the existing one.

    ``existing`` is the job that is there, or the one that is cloned. Raises InvalidInput for a job of another owner.
    """
    if desired.state is State.ABSENT:
        return desired
    text, present = ("", None) if existing is None else split(existing.description)
    if present not in (None, owner) and existing is not None and desired.clone_from is None:
        raise InvalidInput([("managed_by", _foreign(existing, str(present)))])
    if desired.description is not None:
        text = split(desired.description)[0].rstrip()
    marker = f"[managed by: {owner}]"
    return dataclasses.replace(desired, description=f"{text}\n{marker}" if text else marker)


def unowned(desired: DesiredJob, source: Job) -> DesiredJob:
    """``desired``, a copy of ``source``, without the marker of the owner of ``source``, who knows nothing of it.

    Whoever owns the copy has written a description with a marker by now.
    """
    text, owner = split(source.description)
    if owner is None or desired.description is not None:
        return desired
    return dataclasses.replace(desired, description=text)


def _foreign(job: Job, owner: str) -> str:
    return (
        f'the job "{job.name}" is managed by "{owner}", as the last line of its description says. Remove it from one '
        "of the two sets; or remove that line from the description first, so that this set can take the job over"
    )
