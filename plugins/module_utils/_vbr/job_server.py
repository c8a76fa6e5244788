# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""The jobs of a server of Veeam Backup & Replication: as much of the product as it takes to change one job.

A task that only does that is sent to the managed host without all the rest.
"""

from __future__ import annotations

import functools
import typing as t

from .._errors import NotFound, RequestRefused, Unsupported, UnusableAnswer
from .._http.credentials import Credentials
from .._http.transport import Transport
from .._http.wanted import always
from .._model import ServerIdentity
from .api.client import VbrClient

if t.TYPE_CHECKING:
    from collections.abc import Mapping

    from .._http.wanted import StillWanted
    from .jobs.store import VbrJobs
    from .settings.memo import Memo

DEFAULT_PORT: t.Final = 9419


class VbrJobServer:
    """``JobServer`` for one server. Nothing is sent before something is asked of it."""

    def __init__(self, transport: Transport, credentials: Credentials, *, api_version: str) -> None:
        self._transport = transport
        self._client = VbrClient(transport, credentials, api_version=api_version)

    @classmethod
    def from_params(cls, params: Mapping[str, t.Any], still_wanted: StillWanted = always) -> t.Self:
        """The server that the connection options name. ``still_wanted`` is asked before each request."""
        transport = Transport.from_params(params, DEFAULT_PORT, still_wanted)
        return cls(transport, Credentials.from_params(params), api_version=params["api_version"])

    @property
    def api_version(self) -> str:
        """The revision of the API that is spoken."""
        return self._client.revision

    @functools.cached_property
    def jobs(self) -> VbrJobs:
        """The jobs of the server."""
        from .jobs.store import VbrJobs

        return VbrJobs(self._client, self._memo)

    @functools.cached_property
    def _memo(self) -> Memo:
        from .settings.memo import Memo

        return Memo()

    def identity(self) -> ServerIdentity:
        """The id that the server has for itself; in some revisions only an administrator may read it (VBR-T31)."""
        try:
            about = self._client.get("/serverInfo")
        except (RequestRefused, NotFound, Unsupported, UnusableAnswer):
            about = None
        found = about.get("vbrId") if isinstance(about, dict) else None
        return ServerIdentity(str(found or "").lower(), self._transport.host, self._transport.port)

    def secrets(self) -> list[str]:
        """The tokens of this task."""
        return list(self._transport.secrets)

    def names_of_secrets(self) -> frozenset[str]:
        """The hints of the passwords for encryption, as far as they were read."""
        return self.jobs.names.password_hints() if "jobs" in vars(self) else frozenset()

    def close(self) -> list[str]:
        """Log off. Never raises; returns warnings, those of the work before."""
        # Not built only to be asked for warnings.
        warnings = self.jobs.warnings if "jobs" in vars(self) else []
        return [*warnings, *self._client.close()]
