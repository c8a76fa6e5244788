# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What can be known about jobs without asking an Enterprise Manager: the ``Vocabulary`` of ``_em``."""

from __future__ import annotations

import typing as t

from .._errors import Problem
from .settings import validation
from .settings.editable import SETTINGS

if t.TYPE_CHECKING:
    from collections.abc import Collection

    from .._model import Json
    from .._paths import Path
    from .._vocabulary import Judgement, PolicyFacts


class EmVocabulary:
    """See ``Vocabulary``."""

    @property
    def revisions(self) -> tuple[str, ...]:
        """What can be written is the same in every version."""
        return ()

    @property
    def job_types(self) -> tuple[str, ...]:
        return tuple(SETTINGS)

    def problems(
        self,
        job_type: str | None,
        settings: Json,
        *,
        options: Collection[str] = (),
        revision: str | None = None,  # noqa: ARG002
    ) -> list[Problem]:
        found = [Problem(("high_priority",), validation.BEYOND)] if "high_priority" in options else []
        if job_type is not None:
            found += validation.problems(job_type, settings)
        return found

    def missing(self, job_type: str | None, settings: Json, *, revision: str | None = None) -> list[Problem]:  # noqa: ARG002
        """Nothing: what is no clone has to exist already, which only the server knows."""
        return []

    def canonical(self, job_type: str, settings: Json) -> Json:
        """What is not valid has no spelling."""
        return settings if validation.problems(job_type, settings) else validation.spelt(job_type, settings)

    def facts(self, job_type: str, settings: Json) -> PolicyFacts:
        """Nothing is known of settings that are not valid."""
        from .._vocabulary import PolicyFacts
        from .settings.policy_facts import facts

        return PolicyFacts() if validation.problems(job_type, settings) else facts(job_type, settings)

    def defaults(self, job_type: str) -> Json:  # noqa: ARG002
        """The vendor names none."""
        return {}

    def judge(self, path: Path, wanted: t.Any, actual: t.Any) -> Judgement:
        from .settings.drift_severity import judge

        return judge(path, wanted, actual)
