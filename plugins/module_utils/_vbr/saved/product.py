# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""A saved export in the place of a server: to plan and compare where there is no server, and no password for one."""

from __future__ import annotations

import typing as t

from ..schema.revisions import CANONICAL, REVISIONS
from .jobs import SavedJobs, refusal

if t.TYPE_CHECKING:
    from collections.abc import Sequence

    from ..._model import Json


class SavedProduct:
    """As much of a ``Product`` as there is of a saved export."""

    def __init__(self, entries: Sequence[Json], *, api_version: str) -> None:
        self.api_version = api_version if api_version in REVISIONS else CANONICAL
        self.jobs = SavedJobs(entries, self.api_version)

    def __getattr__(self, name: str) -> t.Any:
        raise refusal()

    def secrets(self) -> list[str]:
        """None."""
        return []

    def names_of_secrets(self) -> frozenset[str]:
        """The passwords that the export names."""
        return self.jobs.password_hints

    def close(self) -> list[str]:
        """Nobody was logged on."""
        return []
