# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Which jobs belong to a set: a marker on the last line of their description. Pure functions.

The API has no other place for it that every server keeps and every person sees.
"""

from __future__ import annotations

import dataclasses
import re
import typing as t

from .._errors import InvalidInput, VeeamError
from .desired import State

if t.TYPE_CHECKING:
    from .._model import Job
    from .desired import DesiredJob

_MARKER = re.compile(r"\[managed by: (?P<owner>[^\]\n]+)\]")


def owner_problem(owner: t.Any) -> str:
    """What is wrong with ``owner`` as the name of an owner; "" when it can stand in a marker."""
    if isinstance(owner, str) and owner and owner == owner.strip() and _MARKER.fullmatch(f"[managed by: {owner}]"):
        return ""
    return "must be one line of text without ] and without spaces at its ends"


def check_owner(owner: str) -> None:
    """Raise InvalidInput for the name of an owner that cannot stand in a marker."""
    problem = owner_problem(owner)
    if problem:
        raise InvalidInput([("managed_by", problem)])


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
    return dataclasses.replace(desired, description=_joined(text, owner))


def kept(desired: DesiredJob, observed: Job) -> DesiredJob:
    """``desired`` with the marker that ``observed`` carries, when it wants a description that says nothing of it.

    A description is what people read; whose job it is does not change with it. Raises InvalidInput when the wanted
    description has the marker of another owner.
    """
    owner = owner_of(observed)
    if owner is None or desired.description is None or desired.state is State.ABSENT:
        return desired
    text, said = split(desired.description)
    if said not in (None, owner):
        raise InvalidInput([("description", f'ends with "[managed by: {said}]". {_foreign(observed, owner)}')])
    if text.rstrip() == split(observed.description)[0].rstrip():
        return dataclasses.replace(desired, description=observed.description)
    return dataclasses.replace(desired, description=_joined(text.rstrip(), owner))


def refuse_new_owner(desired: DesiredJob, fresh: Job) -> None:
    """Raise VeeamError when writing the description of ``desired`` would take away a marker that came since the plan.

    ``fresh`` is the job as it is right before it is written.
    """
    owner = owner_of(fresh)
    if desired.description is not None and owner not in (None, split(desired.description)[1]):
        raise VeeamError(f"Since the plan was made {_foreign(fresh, str(owner))}. Its settings are as they were.")


def unowned(desired: DesiredJob, source: Job) -> DesiredJob:
    """``desired``, a copy of ``source``, without the marker of the owner of ``source``, who knows nothing of it.

    An owner of the copy has written a description with a marker by now.
    """
    text, owner = split(source.description)
    if owner is None or desired.description is not None:
        return desired
    return dataclasses.replace(desired, description=text)


def _joined(text: str, owner: str) -> str:
    return f"{text}\n[managed by: {owner}]" if text else f"[managed by: {owner}]"


def _foreign(job: Job, owner: str) -> str:
    return (
        f'the job "{job.name}" is managed by "{owner}", as the last line of its description says. Remove it from one '
        "of the two sets; or remove that line from the description first, so that this set can take the job over"
    )
