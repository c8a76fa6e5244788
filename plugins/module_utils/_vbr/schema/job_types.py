# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Job types: which exist, which can be managed, and what each revision calls them."""

from __future__ import annotations

import functools
import typing as t

from .revisions import (
    CANONICAL,
    FAILOVER_CLUSTER_AGENT,
    FAILOVER_CLUSTER_CARRIER,
    FAILOVER_CLUSTER_TYPE,
    REVISIONS,
    VALUE_NAMES,
)
from .schemas import load

if t.TYPE_CHECKING:
    from collections.abc import Mapping

_OLDER: t.Final = VALUE_NAMES["EJobType"]
_CANONICAL: t.Final = {older: name for name, older in _OLDER.items()}


@functools.cache
def creatable_types() -> tuple[str, ...]:
    """Every type that some revision can create, in canonical spelling, sorted."""
    return tuple(sorted(load(CANONICAL).job_types))


def all_types() -> tuple[str, ...]:
    """Every type that some revision knows, in canonical spelling, sorted."""
    return tuple(sorted({*creatable_types(), *load(CANONICAL).listed_types}))


def canonical_spelling(job_type: str) -> str | None:
    """The canonical spelling of a type that a person wrote in any case or by its old name; None when there is none."""
    known = {name.lower(): name for name in all_types()}
    known.update({older.lower(): name for older, name in _CANONICAL.items()})
    return known.get(job_type.lower())


def is_creatable(job_type: str, revision: str) -> bool:
    """Whether a server of ``revision`` can create and edit ``job_type`` (canonical spelling)."""
    return _carrier(job_type, revision) in load(revision).job_types


def is_listed_only(job_type: str) -> bool:
    """True for types that the API lists and cannot create or edit, and for types that no revision has (VBR-T25)."""
    return from_revision(job_type) not in load(CANONICAL).job_types


def first_revision(job_type: str) -> str | None:
    """The first revision that can create ``job_type`` (canonical spelling); None when none can."""
    return next((revision for revision in REVISIONS if is_creatable(job_type, revision)), None)


def to_revision(job_type: str, revision: str) -> str:
    """What ``revision`` calls ``job_type`` (VBR-T1). A type it does not have stays as it is."""
    return _carrier(job_type, revision)


def from_revision(job_type: str, model: Mapping[str, t.Any] | None = None) -> str:
    """The canonical name of a type as a server wrote it.

    ``model`` is the job it belongs to, as a server before 1.3-rev2 sent it: those keep failover clusters among the
    Windows agent jobs. Leave it out for newer servers.
    """
    if job_type == FAILOVER_CLUSTER_CARRIER and model is not None and _is_failover_cluster(model):
        return FAILOVER_CLUSTER_TYPE
    return _CANONICAL.get(job_type, job_type)


def _carrier(job_type: str, revision: str) -> str:
    known = load(revision).job_types
    if job_type in known:
        return job_type
    if job_type == FAILOVER_CLUSTER_TYPE and FAILOVER_CLUSTER_CARRIER in known:
        return FAILOVER_CLUSTER_CARRIER
    older = _OLDER.get(job_type)
    return older if older in known else job_type


def _is_failover_cluster(model: Mapping[str, t.Any]) -> bool:
    return str(model.get("agentType", "")).lower() == FAILOVER_CLUSTER_AGENT.lower()
