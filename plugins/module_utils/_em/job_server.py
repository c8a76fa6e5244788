# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""The jobs behind an Enterprise Manager: as much of the product as it takes to change one job.

A task that only does that is sent to the managed host without all the rest.
"""

from __future__ import annotations

import functools
import typing as t

from .._http.credentials import Credentials
from .._http.transport import Transport
from .._http.wanted import always
from .._model import ServerIdentity
from .api.client import DEFAULT_PORT, EmClient
from .api.pace import Pace
from .api.query import EmQuery
from .api.servers import Servers
from .api.tasks import EmTasks

if t.TYPE_CHECKING:
    from collections.abc import Mapping

    from .._http.wanted import StillWanted
    from .jobs.store import EmJobs


class EmJobServer:
    """``JobServer`` for one Enterprise Manager. Nothing is sent before something is asked of it."""

    def __init__(
        self,
        transport: Transport,
        credentials: Credentials,
        *,
        api_version: str,
        backup_server: str | None = None,
        pace: Pace | None = None,
    ) -> None:
        self._transport = transport
        self._client = EmClient(transport, credentials, api_version=api_version)
        self._query = EmQuery(self._client)
        self._tasks = EmTasks(self._client, pace)
        self._servers = Servers(self._client, backup_server)

    @classmethod
    def from_params(cls, params: Mapping[str, t.Any], still_wanted: StillWanted = always) -> t.Self:
        """The server that the connection options name, and of its backup servers the one of ``backup_server``.

        ``still_wanted`` is asked before each request.
        """
        return cls(
            Transport.from_params(params, DEFAULT_PORT, still_wanted),
            Credentials.from_params(params),
            api_version=params["api_version"],
            backup_server=params.get("backup_server"),
            pace=_pace(params),
        )

    @property
    def api_version(self) -> str:
        """The version of the API that is spoken: ``latest`` unless one was named."""
        return self._client.version

    @functools.cached_property
    def jobs(self) -> EmJobs:
        """The jobs of the backup servers."""
        from .jobs.store import EmJobs

        return EmJobs(self._client, self._query, self._tasks, self._servers)

    def identity(self) -> ServerIdentity:
        """The id of the chosen backup server, or those of all behind this Enterprise Manager, which has none itself."""
        chosen = self._servers.chosen
        ids = [chosen.id] if chosen is not None else sorted(server.id for server in self._servers.all)
        known = "" if not all(ids) else ",".join(ids)
        return ServerIdentity(known.lower(), self._transport.host, self._transport.port)

    def secrets(self) -> list[str]:
        """The tokens of this task."""
        return list(self._transport.secrets)

    def names_of_secrets(self) -> frozenset[str]:
        """None: this API lists no passwords."""
        return frozenset()

    def close(self) -> list[str]:
        """Log off. Never raises; returns warnings, those of the work before."""
        # Not built only to be asked for warnings.
        warnings = self.jobs.warnings if "jobs" in vars(self) else []
        warnings = [*warnings, *self._query.warnings, *self._client.close()]
        self._query.warnings.clear()
        return warnings


def _pace(params: Mapping[str, t.Any]) -> Pace:
    """A task is waited for in any case: only when it is over its outcome is known. The options of waiting apply."""
    standard = Pace()
    return Pace(
        timeout=params.get("wait_timeout") or standard.timeout,
        interval=min(params.get("wait_interval") or standard.interval, standard.interval),
    )
