# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What can be known about the settings of jobs without a server. One package per vendor API answers it."""

from __future__ import annotations

import enum
import typing as t
from dataclasses import dataclass, field

if t.TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from ._errors import Problem
    from ._model import Json
    from ._paths import Path


@dataclass(frozen=True)
class PolicyFacts:
    """What policies ask about a job, whatever its type. None and empty stand for "the job does not say".

    ``retention_days`` is how far back restore points reach, ``restore_points`` how many are kept where the job counts
    those, ``starts`` the times of day at which the job starts (minutes after midnight). ``paths`` says where each of
    them is written, below ``settings``.
    """

    repository: str | None = None
    retention_days: int | None = None
    restore_points: int | None = None
    encrypted: bool | None = None
    starts: tuple[int, ...] = ()
    paths: Mapping[str, Path] = field(default_factory=dict)


class Severity(enum.Enum):
    """How bad it is that a job is not as wanted, the least first."""

    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """Grows with the severity."""
        return list(Severity).index(self)


class Judgement(t.NamedTuple):
    """What a difference means. ``rule`` names the kind of difference, ``reason`` says it in a few words."""

    rule: str
    severity: Severity
    reason: str


class Vocabulary(t.Protocol):
    """The words in which jobs are written. Pure."""

    @property
    def revisions(self) -> tuple[str, ...]:
        """The revisions of the API, oldest first."""

    @property
    def job_types(self) -> tuple[str, ...]:
        """The types of jobs that can be managed."""

    def problems(
        self, job_type: str | None, settings: Json, *, options: Collection[str] = (), revision: str | None = None
    ) -> list[Problem]:
        """What no server could accept, or no server of ``revision``. Nothing counts as missing.

        ``options`` are those of the optional options of a job that it has. Without a type the settings are not looked
        at: only the server knows what type the job has.
        """

    def missing(self, job_type: str | None, settings: Json, *, revision: str | None = None) -> list[Problem]:
        """What a server would need to create the job. For settings in which there are no problems."""

    def canonical(self, job_type: str, settings: Json) -> Json:
        """``settings`` in the spelling of the newest revision: the case of values, numbers that were texts."""

    def facts(self, job_type: str, settings: Json) -> PolicyFacts:
        """What policies ask about the job."""

    def defaults(self, job_type: str) -> Json:
        """The values that the vendor says a server assumes for what is not written, as a tree."""

    def judge(self, path: Path, wanted: t.Any, actual: t.Any) -> Judgement:
        """What it means that a job has ``actual`` where ``wanted`` is wanted; ``path`` as in a ``Change``."""
