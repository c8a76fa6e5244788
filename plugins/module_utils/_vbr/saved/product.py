# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""A saved export in the place of a server: to plan and compare where there is no server, and no password for one."""

from __future__ import annotations

import typing as t

from ..._model import ServerIdentity
from ..schema.revisions import CANONICAL, REVISIONS
from ..vocabulary import VbrVocabulary
from .jobs import SavedJobs

if t.TYPE_CHECKING:
    from collections.abc import Sequence

    from ..._model import Json
    from ..settings.memo import Memo


class SavedProduct:
    """``JobFilesServer`` of an export: nothing is sent. ``src`` is where it was read, ``memo`` that of the run."""

    def __init__(self, entries: Sequence[Json], *, api_version: str, src: str, memo: Memo) -> None:
        self.api_version = api_version if api_version in REVISIONS else CANONICAL
        self.vocabulary = VbrVocabulary(memo)
        self.jobs = SavedJobs(entries, self.api_version, memo)
        self._src = src

    def identity(self) -> ServerIdentity:
        """The export, which no server is mistaken for."""
        return ServerIdentity("", f"the export {self._src}", 0)

    def secrets(self) -> list[str]:
        """There is no logon, and no token."""
        return []

    def names_of_secrets(self) -> frozenset[str]:
        """The passwords for encryption that the export names."""
        return self.jobs.password_hints

    def close(self) -> list[str]:
        """There is nothing to log off from."""
        return []
