# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Calls of the REST API of Enterprise Manager: token, one media type, one shape, errors."""

from __future__ import annotations

import email.utils
import threading
import time
import typing as t
import urllib.parse
from datetime import UTC, datetime

from ..._errors import ConnectionFailed, UnusableAnswer
from .logon import AUTO, LOGON_HINT, TOKEN_HEADER, Logon, Token, check_version
from .served_spelling import Spelling
from .shapes import canonical, guid, is_reference, items

if t.TYPE_CHECKING:
    from ..._http.credentials import Credentials
    from ..._http.reply import Reply
    from ..._http.request import Params
    from ..._http.transport import Transport
    from ..._model import Json

BASE: t.Final = "/api"
DEFAULT_PORT: t.Final = 9398
ENTITY: t.Final = (("format", "Entity"),)

FORBIDDEN_HINT: t.Final = (
    "The role of this account does not allow it: jobs, even to look at them, need a Portal Administrator of Enterprise "
    "Manager; backups, sessions and a quick backup need at least a Portal User, within the scope of that account."
)
PORT_HINT: t.Final = (
    "The API of Enterprise Manager listens on port {port} by default; with api: vbr the backup server itself is asked, "
    "on port 9419."
)


class EmClient:
    """The API of one Enterprise Manager. Sends nothing before it is needed. Safe to share between threads.

    Paths are given below ``/api``; what is returned is in the one shape of ``shapes``. Every call raises RequestRefused
    with the server's words for a reply that is not 2xx, AuthenticationFailed, ConnectionFailed or OutcomeUnknown.
    """

    def __init__(self, transport: Transport, credentials: Credentials, *, api_version: str = AUTO) -> None:
        self.transport = transport
        self.version = check_version(api_version)
        # How this server spells what it shows.
        self.spelling = Spelling()
        self._credentials = credentials
        self._lock = threading.RLock()
        self._logon: Logon | None = None
        self._clock_ahead: float | None = None

    @property
    def logon(self) -> Logon:
        """Who is logged on."""
        with self._lock:
            if self._logon is None:
                self._logon = Logon(self.transport, self._credentials, version=self.version)
            return self._logon

    def now(self) -> datetime:
        """The server's clock, as its last reply told it; ours as long as none did."""
        return datetime.fromtimestamp(time.time() + (self._clock_ahead or 0.0), UTC)

    def get(self, path: str, params: Params | None = None) -> t.Any:
        """What is at ``path``."""
        return self._shaped(self._accepted(self.call("GET", path, params=params)))

    def get_or_none(self, path: str, params: Params | None = None) -> t.Any | None:
        """What is at ``path``, None when the server says that there is no such thing."""
        reply = self.call("GET", path, params=params)
        return None if says_absent(reply) else self._shaped(self._accepted(reply))

    def entity(self, path: str) -> Json | None:
        """The entity at ``path``, None when there is none.

        Entities are asked for by ``format``; raises UnusableAnswer for a reference in place of one (EM-T51, EM-T52).
        """
        reply = self.call("GET", path, params=ENTITY)
        if says_absent(reply):
            return None
        found = self._shaped(self._accepted(reply))
        if not isinstance(found, dict) or is_reference(found):
            origin = self.transport.origin
            raise UnusableAnswer(f"{origin} answered GET {BASE}{path} with something else than was asked for.")
        return found

    def entities(self, path: str, *, single: str = "") -> list[Json]:
        """All entities of the collection at ``path``; those that come as references are fetched one by one (EM-T52).

        ``single`` is where single ones live, when that is not below ``path``.
        """
        return self.whole(single or path, items(self.get(path, ENTITY)))

    def whole(self, path: str, found: list[Json]) -> list[Json]:
        """``found`` with entities in place of references. ``path`` is where items of that kind live."""
        entities = [self.entity(f"{path}/{_id_of(item)}") if is_reference(item) else item for item in found]
        return [item for item in entities if item is not None]

    def send(
        self, method: str, path: str, json: t.Any = None, params: Params | None = None
    ) -> tuple[Json | None, Token]:
        """A write: the body of its reply, None when it has none, and the token that it was sent with.

        Any 2xx is as good (EM-T14, EM-T16, EM-T17). Never sent twice, unless the server refused it for its token.
        """
        used: list[Token] = []
        reply = self._accepted(self.call(method, path, json=json, params=params, used=used))
        body = self._shaped(reply)
        return (body if isinstance(body, dict) else None), used[-1]

    def get_with(self, token: Token, path: str) -> Reply | None:
        """The reply to a GET with this very token, None when its logon session is over. 500 is an answer."""
        if not self.logon.is_current(token):
            return None
        reply = self._sent(token, "GET", path, final=(500,))
        if reply.status != 401:
            return reply
        # Logs on again for whatever follows.
        self.logon.replace(token, reply)
        return None

    def call(self, method: str, path: str, *, used: list[Token] | None = None, **sent: t.Any) -> Reply:
        """One call, with one more try after a 401: a request that is refused for its token has done nothing (EM-T7)."""
        logon = self.logon
        token = self._first_token(logon)
        reply = self._sent(token, method, path, **sent)
        if reply.status == 401:
            token = logon.replace(token, reply)
            reply = self._sent(token, method, path, **sent)
            if reply.status == 401:
                raise reply.unauthorized(
                    f"{reply.origin} refuses {method} {reply.path} with a token that it has just given out",
                    hint=LOGON_HINT,
                )
        if used is not None:
            used.append(token)
        return reply

    def hand_over(self) -> Token:
        """Log on and give the token away: ``close`` leaves it alone."""
        return self.logon.hand_over()

    def revoke(self) -> bool:
        """Log the given token off; False when the server did not know it any more."""
        return self.logon.revoke()

    def close(self) -> list[str]:
        """Log off and close the connections. Never raises; returns warnings."""
        with self.transport.ending():
            warnings = self._logon.close() if self._logon else []
        self.transport.close()
        return warnings

    def _first_token(self, logon: Logon) -> Token:
        try:
            return logon.token()
        except ConnectionFailed as error:
            if self.transport.port == DEFAULT_PORT:
                raise
            raise ConnectionFailed(f"{error.message} {PORT_HINT.format(port=DEFAULT_PORT)}", **error.details) from None

    def _sent(self, token: Token, method: str, path: str, **sent: t.Any) -> Reply:
        # Accept decides how the body of the request is read: it names the type of that body and nothing else (EM-T6).
        reply = self.transport.request(method, BASE + path, headers={TOKEN_HEADER: token.header}, **sent)
        self._look_at_clock(reply)
        return reply

    def _look_at_clock(self, reply: Reply) -> None:
        try:
            said = email.utils.parsedate_to_datetime(reply.headers.get("date", ""))
        except (TypeError, ValueError):
            return
        if said.tzinfo is not None:
            # The header has whole seconds and comes late, so that the most that was seen is the closest.
            ahead = said.timestamp() - time.time()
            self._clock_ahead = ahead if self._clock_ahead is None else max(ahead, self._clock_ahead)

    def _accepted(self, reply: Reply) -> Reply:
        if reply.ok:
            return reply
        raise reply.refusal(hint=FORBIDDEN_HINT if reply.status == 403 else "")

    def _shaped(self, reply: Reply) -> t.Any:
        return canonical(reply.json(), self.spelling)


def says_absent(reply: Reply) -> bool:
    """A 404 of the API itself, or one without a word. The page of a proxy says nothing about what exists (EM-T18)."""
    if reply.status != 404:
        return False
    return not reply.body.strip() or bool(reply.words().message)


def segment(value: str) -> str:
    """``value`` as one segment of a path, so that no name or id can lead elsewhere."""
    return urllib.parse.quote(value, safe="")


def _id_of(item: Json) -> str:
    return guid(item.get("UID") or item.get("Href"))
