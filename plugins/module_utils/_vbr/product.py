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

from .._errors import NotFound, RequestRefused, Unsupported, UnusableAnswer
from .._http.credentials import Credentials
from .._http.transport import Transport
from .._http.wanted import always
from .._model import ServerIdentity
from .api.client import VbrClient
from .tokens import VbrTokens

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .._http.wanted import StillWanted
    from .backups import VbrBackups
    from .job_runs.job_control import VbrJobControl
    from .job_runs.quick_backup import VbrQuickBackup
    from .job_runs.sessions import VbrSessions
    from .jobs.search import VbrJobSearch
    from .jobs.store import VbrJobs
    from .settings.memo import Memo
    from .vocabulary import VbrVocabulary

DEFAULT_PORT: t.Final = 9419


class VbrProduct:
    """``Product`` for one server. Nothing is sent before something is asked of it."""

    def __init__(self, transport: Transport, credentials: Credentials, *, api_version: str) -> None:
        self._transport = transport
        self._client = VbrClient(transport, credentials, api_version=api_version)
        self.tokens = VbrTokens(self._client, transport, credentials)

    @classmethod
    def from_params(cls, params: Mapping[str, t.Any], still_wanted: StillWanted = always) -> VbrProduct:
        """The server that the connection options name. ``still_wanted`` is asked before each request."""
        transport = Transport(
            params["host"],
            params["port"] or DEFAULT_PORT,
            validate_certs=params["validate_certs"],
            ca_path=params["ca_path"],
            timeout=params["timeout"],
            retries=params["retries"],
            pool_size=params.get("concurrency") or 1,
            still_wanted=still_wanted,
        )
        credentials = Credentials(params["username"] or "", params["password"] or "", params["token"] or "")
        return cls(transport, credentials, api_version=params["api_version"])

    @property
    def api_version(self) -> str:
        """The revision of the API that is spoken."""
        return self._client.revision

    @functools.cached_property
    def sessions(self) -> VbrSessions:
        """Sessions, their logs and what they processed."""
        from .job_runs.sessions import VbrSessions

        return VbrSessions(self._client)

    @functools.cached_property
    def jobs(self) -> VbrJobs:
        """The jobs of the server."""
        from .jobs.store import VbrJobs

        return VbrJobs(self._client, self._memo)

    @functools.cached_property
    def vocabulary(self) -> VbrVocabulary:
        """The words of its settings."""
        from .vocabulary import VbrVocabulary

        return VbrVocabulary(self._memo)

    @functools.cached_property
    def _memo(self) -> Memo:
        from .settings.memo import Memo

        return Memo()

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

    def identity(self) -> ServerIdentity:
        """The id that the server has for itself; in some revisions only an administrator may read it (VBR-T31)."""
        try:
            about = self._client.get("/serverInfo")
        except (RequestRefused, NotFound, Unsupported, UnusableAnswer):
            about = None
        found = about.get("vbrId") if isinstance(about, dict) else None
        return ServerIdentity(str(found or "").lower(), self._transport.host, self._transport.port)

    def secrets(self) -> list[str]:
        """The tokens of this task, less the one that was handed over."""
        return [secret for secret in self._transport.secrets if secret not in self.tokens.handed_over]

    def names_of_secrets(self) -> frozenset[str]:
        """The hints of the passwords for encryption, as far as they were read."""
        return self.jobs.names.password_hints() if "jobs" in vars(self) else frozenset()

    @contextlib.contextmanager
    def without_retries(self, seconds: float) -> Iterator[None]:
        """Inside, what fails is not tried again at once, and nothing takes longer than ``seconds`` from now."""
        with self._transport.without_retries(), self._transport.within(seconds):
            yield

    def close(self) -> list[str]:
        """Log off. Never raises; returns warnings, those of the work before."""
        # Not built only to be asked for warnings.
        warnings = self.jobs.warnings if "jobs" in vars(self) else []
        return [*warnings, *self._client.close()]
