# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Calls of the REST API of Veeam Backup & Replication: version, token, paging, errors."""

from __future__ import annotations

import threading
import time
import typing as t
import urllib.parse

from ..._errors import ConnectionFailed, UnusableAnswer
from ..._model import Gap
from . import negotiation
from .logon import Logon, Token, second_refusal
from .paging import as_needed, page_of, read

if t.TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from ..._http.credentials import Credentials
    from ..._http.reply import Reply
    from ..._http.request import Params
    from ..._http.transport import Transport
    from ..._model import Json, Reading
    from ..schema.times import ServerTime
    from .paging import Fetch, Order

BASE = "/api/v1"
PAGE_SIZE = 200
# By which a server says that there was nothing to do, or nothing is left to say.
NOTHING_TO_DO = 204
# In place of a token that is refused: a renewed one, and one for the password.
OTHER_TOKENS = 2

MISSING_CALL_HINT = "The API of this server (revision {revision}) may not have this call."


class VbrClient:
    """The API of one server. Sends nothing before it is needed. Safe to share between threads.

    ``api_version`` is ``auto`` or a revision. Paths are given below ``/api/v1``. Every call raises RequestRefused
    with the server's words for a reply that is not 2xx, AuthenticationFailed, ConnectionFailed or OutcomeUnknown.
    """

    def __init__(
        self,
        transport: Transport,
        credentials: Credentials,
        *,
        api_version: str = negotiation.AUTO,
        clock: t.Callable[[], float] = time.monotonic,
    ) -> None:
        self.transport = transport
        self._credentials = credentials
        self._wanted = negotiation.check_name(api_version)
        self._clock = clock
        self._lock = threading.RLock()
        self._negotiated: negotiation.Negotiated | None = None
        self._logon: Logon | None = None
        self._warnings: list[str] = []
        self._zone: tzinfo | None = None
        self._lists_with_gaps: set[str] = set()
        transport.add_secret(*credentials.secrets)

    @property
    def negotiated(self) -> negotiation.Negotiated:
        """The revision, and the server's clock at that moment unless ``api_version`` was pinned."""
        with self._lock:
            if self._negotiated is None:
                self._negotiated = negotiation.negotiate(self.transport, self._wanted)
                self._warnings += self._negotiated.warnings
            return self._negotiated

    @property
    def revision(self) -> str:
        """The revision of the API that is spoken with this server."""
        return self.negotiated.revision

    def server_time(self) -> ServerTime:
        """The server's clock now: time filters compare with nothing else."""
        now = negotiation.server_time(self.transport, self.revision)
        with self._lock:
            self._zone = now.zone
        return now

    def zone(self) -> tzinfo:
        """The zone of times without an offset. Asks only when the revision was pinned and nothing has told it yet."""
        with self._lock:
            if self._zone is None:
                known = self.negotiated.server_time or self.server_time()
                self._zone = known.zone
            return self._zone

    def get(self, path: str, params: Params | None = None) -> t.Any:
        """The JSON at ``path``."""
        return self._answered("GET", path, params=params).json()

    def get_or_none(self, path: str, params: Params | None = None) -> Json | None:
        """The object at ``path``, None when the server says that there is no such thing."""
        reply = self._call("GET", path, params=params)
        return None if _says_absent(reply) else self._accepted(reply).object()

    def post(
        self, path: str, json: t.Any = None, params: Params | None = None, *, repeatable: bool = False
    ) -> t.Any | None:
        """The JSON that answers a POST, None when the reply has no body (VBR-T7, VBR-T8).

        ``repeatable`` is for calls that change nothing (look-ups by POST): only they are sent again after a failure.
        """
        return self._answered("POST", path, json=json, params=params, repeatable=repeatable).json()

    def order(self, path: str, json: t.Any = None, *, names: t.Collection[str] = ("id",)) -> Json | None:
        """A POST that makes or begins something: its answer, which has one of ``names``, the id of that.

        None only for 204, which says that nothing was to do (VBR-T8). Raises OutcomeUnknown for every other answer
        without such an id: what became of the request has to be looked for.
        """
        reply = self._answered("POST", path, json=json)
        if reply.status == NOTHING_TO_DO:
            return None
        body = reply.json()
        if isinstance(body, dict) and any(isinstance(body.get(name), str) and body[name] for name in names):
            return body
        raise reply.unusable("an answer that does not say what was done")

    def put(self, path: str, json: t.Any, params: Params | None = None) -> t.Any | None:
        """The JSON that answers a PUT."""
        return self._answered("PUT", path, json=json, params=params).json()

    def delete(self, path: str, params: Params | None = None) -> None:
        """DELETE; what JSON is in the reply means nothing (VBR-T10). Raises OutcomeUnknown for the page of a proxy."""
        reply = self._answered("DELETE", path, params=params)
        if reply.status != NOTHING_TO_DO:
            reply.json()

    def pages(self, path: str, params: Params | None = None, *, page_size: int = PAGE_SIZE) -> Reading[Json]:
        """Every item of the list at ``path``, page by page as it is consumed. Give an order in ``params``.

        The end of the reading is its gap, for those to whom it matters that something is not in the list; the user is
        told of it in any case.
        """
        return self._told(self._read(as_needed(self._fetch(path, params, page_size)), path, page_size))

    def unexplained_pages(
        self, path: str, params: Params | None = None, *, order: Callable[[Fetch], Order] = as_needed
    ) -> Reading[Json]:
        """Like ``pages``, for those who can explain a gap: they tell the user of what is left of it (``warn_of``)."""
        return self._read(order(self._fetch(path, params, PAGE_SIZE)), path, PAGE_SIZE)

    def single_page(self, path: str, params: Params | None = None) -> Reading[Json]:
        """Every item of a list at ``path`` that is not cut into pages and takes no parameters for that (VBR-T20)."""
        what = f"GET {BASE}{path}"
        page = page_of(self.get(path, params), what)
        yield from page.rows
        missing = page.total is not None and page.total > len(page.rows)
        return self.warn_of(Gap(what, page.total or 0, len(page.rows)) if missing else None)

    def search_pages(
        self, path: str, body: Json, params: Params | None = None, *, page_size: int = PAGE_SIZE
    ) -> Reading[Json]:
        """Every item of a list that is asked for by POST, such as the inventory; changes nothing on the server."""

        def fetch(skip: int) -> Callable[[], t.Any]:
            pagination = {"skip": skip, "limit": page_size}
            sent = {**body, "pagination": pagination}
            return self._answered("POST", path, json=sent, params=params, repeatable=True).json

        return self._told(self._read(as_needed(fetch), path, page_size, method="POST"))

    def warn_of(self, gap: Gap | None) -> Gap | None:
        """``gap``, of which the user is told in the end, once for each list."""
        with self._lock:
            if gap is not None and gap.what not in self._lists_with_gaps:
                self._lists_with_gaps.add(gap.what)
                self._warnings.append(
                    f"Incomplete list: {gap}. What came was used; what was not found there does not count as absent."
                )
        return gap

    def _fetch(self, path: str, params: Params | None, page_size: int) -> Fetch:
        given = list(params.items() if isinstance(params, t.Mapping) else params or ())
        return lambda skip: self._answered("GET", path, params=[*given, ("skip", skip), ("limit", page_size)]).json

    def _read(self, order: Order, path: str, page_size: int, *, method: str = "GET") -> Reading[Json]:
        return read(order, limit=page_size, what=f"{method} {BASE}{path}", clock=self._clock)

    def _told(self, reading: Reading[Json]) -> Reading[Json]:
        return self.warn_of((yield from reading))

    def hand_over(self) -> Token:
        """Log on and give the token away: ``close`` leaves it alone."""
        return self._logged_on().hand_over()

    def revoke(self) -> bool:
        """Log the given token off; False when the server did not know it any more."""
        return self._logged_on().revoke()

    def close(self) -> list[str]:
        """Log off and close the connections. Never raises; returns warnings."""
        with self.transport.ending():
            warnings = self._warnings + (self._logon.close() if self._logon else [])
        self._warnings = []
        self.transport.close()
        return warnings

    def _logged_on(self) -> Logon:
        with self._lock:
            if self._logon is None:
                self._logon = Logon(self.transport, self._credentials, revision=self.revision, clock=self._clock)
            return self._logon

    def _answered(self, method: str, path: str, **sent: t.Any) -> Reply:
        return self._accepted(self._call(method, path, **sent))

    def _accepted(self, reply: Reply) -> Reply:
        if reply.ok:
            return reply
        raise reply.refusal(hint=self._hint(reply))

    def _call(self, method: str, path: str, **sent: t.Any) -> Reply:
        """One call, with other tokens when one is refused: a request that is refused for its token has done nothing."""
        logon = self._logged_on()
        token = self._first_token(logon)
        reply = self._send(token, method, path, **sent)
        for dummy in range(OTHER_TOKENS):
            if not logon.refuses(token, reply):
                return reply
            token = logon.replace(token, reply)
            reply = self._send(token, method, path, **sent)
            if not token.renewed:
                break
        if logon.refuses(token, reply):
            raise second_refusal(reply)
        return reply

    def _first_token(self, logon: Logon) -> Token:
        try:
            return logon.token()
        except ConnectionFailed as error:
            # With a pinned revision this is the first time that the server is asked for anything.
            raise negotiation.with_port_advice(error, self.transport) from None

    def _send(self, token: Token, method: str, path: str, **sent: t.Any) -> Reply:
        headers = {"x-api-version": self.revision, "Authorization": f"Bearer {token.access}"}
        return self.transport.request(method, BASE + path, headers=headers, **sent)

    def _hint(self, reply: Reply) -> str:
        if reply.status == 403:
            # Read only now: hardly any task comes here.
            from . import roles

            return roles.hint(reply.method, reply.path.removeprefix(BASE).partition("?")[0], self.revision)
        code = reply.words().code.lower()
        if reply.status == 405 or code in ("invaliduri", "notimplemented", "methodnotallowed"):
            return MISSING_CALL_HINT.format(revision=self.revision)
        return ""


def _says_absent(reply: Reply) -> bool:
    """A 404 of the API itself. That of a proxy says nothing, and who believed it would create things twice."""
    if reply.status != 404:
        return False
    code = reply.words().code.lower()
    return code != "invaliduri" if code else not reply.body.strip()


def segment(value: str) -> str:
    """``value`` as one segment of a path, so that no name or id can lead elsewhere.

    Raises UnusableAnswer for "", which would: entries of some lists have no id.
    """
    if not value:
        raise UnusableAnswer("The server lists an entry without its id, which is needed to ask for more about it.")
    return urllib.parse.quote(value, safe="")
