# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Logons that outlive a task."""

from __future__ import annotations

import typing as t

from .._http.credentials import Credentials
from .api.client import EmClient
from .api.logon import IDLE_SECONDS

if t.TYPE_CHECKING:
    from .._http.transport import Transport
    from .._model import Json


class EmTokens:
    """``TokenIssuer`` of Enterprise Manager. ``client`` is the one of the task, with its own logon."""

    def __init__(self, client: EmClient, transport: Transport, credentials: Credentials, *, api_version: str) -> None:
        self._client = client
        self._transport = transport
        self._credentials = credentials
        self._api_version = api_version
        # Tokens that the task hands over, in each of their forms: they are its result and no secret of it.
        self.handed_over: frozenset[str] = frozenset()

    def issue(self) -> Json:
        """A token that was given is of no use for that."""
        own = Credentials(self._credentials.username, self._credentials.password)
        token = EmClient(self._transport, own, api_version=self._api_version).hand_over()
        self.handed_over = frozenset({token.header, token.written()})
        return {"token": token.written(), "expires_in": IDLE_SECONDS}

    def revoke(self) -> None:
        """A token that the server does not know any more is as good as revoked."""
        self._client.revoke()
