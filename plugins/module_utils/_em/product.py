# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""An Enterprise Manager as the engine sees it.

What a task does not use is neither imported nor built.
"""

from __future__ import annotations

import contextlib
import functools
import typing as t

from .job_runs.sessions import EmSessions
from .job_server import EmJobServer
from .tokens import EmTokens

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from .._http.credentials import Credentials
    from .._http.transport import Transport
    from .api.pace import Pace
    from .backups import EmBackups
    from .job_runs.job_control import EmJobControl
    from .job_runs.quick_backup import EmQuickBackup
    from .job_search import EmJobSearch
    from .vocabulary import EmVocabulary


class EmProduct(EmJobServer):
    """``Product`` for one Enterprise Manager. Nothing is sent before something is asked of it."""

    def __init__(
        self,
        transport: Transport,
        credentials: Credentials,
        *,
        api_version: str,
        backup_server: str | None = None,
        pace: Pace | None = None,
    ) -> None:
        super().__init__(transport, credentials, api_version=api_version, backup_server=backup_server, pace=pace)
        self.tokens = EmTokens(self._client, transport, credentials, api_version=api_version)

    @functools.cached_property
    def sessions(self) -> EmSessions:
        """Sessions and what they processed."""
        return EmSessions(self._client, self._query, self._servers)

    @functools.cached_property
    def vocabulary(self) -> EmVocabulary:
        """The words of its settings."""
        from .vocabulary import EmVocabulary

        return EmVocabulary()

    @functools.cached_property
    def job_search(self) -> EmJobSearch:
        """Lists of jobs with filters."""
        from .job_search import EmJobSearch

        return EmJobSearch(self.jobs.reader, self._query, self._servers, self.sessions)

    @functools.cached_property
    def control(self) -> EmJobControl:
        """Running, stopping and retrying jobs."""
        from .job_runs.job_control import EmJobControl

        return EmJobControl(self._tasks, self.sessions)

    @functools.cached_property
    def quick_backup(self) -> EmQuickBackup:
        """Backups of one machine."""
        from .job_runs.quick_backup import EmQuickBackup

        return EmQuickBackup(self._client, self._query, self._tasks, self._servers, self.sessions)

    @functools.cached_property
    def backups(self) -> EmBackups:
        """Backups and what is in them."""
        from .backups import EmBackups

        return EmBackups(self._client, self._query, self._servers)

    def secrets(self) -> list[str]:
        """The tokens of this task, less the one that was handed over."""
        return [secret for secret in super().secrets() if secret not in self.tokens.handed_over]

    @contextlib.contextmanager
    def without_retries(self, seconds: float) -> Iterator[None]:
        """Inside, what fails is not tried again at once, and nothing takes longer than ``seconds`` from now."""
        with self._transport.without_retries(), self._transport.within(seconds):
            yield
