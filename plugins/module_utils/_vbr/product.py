# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""A server of Veeam Backup & Replication as the engine sees it.

What a task does not use is neither imported nor built.
"""

from __future__ import annotations

import contextlib
import functools
import typing as t

from .job_server import VbrJobServer
from .tokens import VbrTokens

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from .._http.credentials import Credentials
    from .._http.transport import Transport
    from .backups import VbrBackups
    from .job_runs.job_control import VbrJobControl
    from .job_runs.quick_backup import VbrQuickBackup
    from .job_runs.sessions import VbrSessions
    from .jobs.search import VbrJobSearch
    from .vocabulary import VbrVocabulary


class VbrProduct(VbrJobServer):
    """``Product`` for one server. Nothing is sent before something is asked of it."""

    def __init__(self, transport: Transport, credentials: Credentials, *, api_version: str) -> None:
        super().__init__(transport, credentials, api_version=api_version)
        self.tokens = VbrTokens(self._client, transport, credentials)

    @functools.cached_property
    def sessions(self) -> VbrSessions:
        """Sessions, their logs and what they processed."""
        from .job_runs.sessions import VbrSessions

        return VbrSessions(self._client)

    @functools.cached_property
    def vocabulary(self) -> VbrVocabulary:
        """The words of its settings."""
        from .vocabulary import VbrVocabulary

        return VbrVocabulary(self._memo)

    @functools.cached_property
    def job_search(self) -> VbrJobSearch:
        """Lists of jobs with filters."""
        from .jobs.search import VbrJobSearch

        return VbrJobSearch(self._client)

    @functools.cached_property
    def control(self) -> VbrJobControl:
        """Running, stopping and retrying jobs."""
        from .job_runs.job_control import VbrJobControl

        return VbrJobControl(self._client, self.sessions)

    @functools.cached_property
    def quick_backup(self) -> VbrQuickBackup:
        """Backups of one machine."""
        from .job_runs.quick_backup import VbrQuickBackup

        return VbrQuickBackup(self._client, self.sessions)

    @functools.cached_property
    def backups(self) -> VbrBackups:
        """Backups and what is in them."""
        from .backups import VbrBackups

        return VbrBackups(self._client, self._repository_id)

    def _repository_id(self, name: str) -> str:
        from .names.catalogue import Catalogue
        from .schema.references import Collection

        return str(Catalogue(self._client).entry(Collection.REPOSITORIES, name, ("repository",))["id"])

    def secrets(self) -> list[str]:
        """The tokens of this task, less the one that was handed over."""
        return [secret for secret in super().secrets() if secret not in self.tokens.handed_over]

    @contextlib.contextmanager
    def without_retries(self, seconds: float) -> Iterator[None]:
        """Inside, what fails is not tried again at once, and nothing takes longer than ``seconds`` from now."""
        with self._transport.without_retries(), self._transport.within(seconds):
            yield
