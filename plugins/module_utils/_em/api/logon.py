# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""The logon session: logging on with a password, logging on again, logging off.

Cookies are never kept: one beats the header and would keep a dead token alive (EM-T3).
"""

from __future__ import annotations

import base64
import re
import typing as t
from dataclasses import dataclass

from ..._errors import InvalidInput, NotFound, UnusableAnswer, VeeamError
from ..._http.turns import Turns
from .links import links
from .shapes import GUID, canonical, guid

if t.TYPE_CHECKING:
    from ..._http.credentials import Credentials
    from ..._http.reply import Reply
    from ..._http.transport import Transport

TOKEN_HEADER: t.Final = "X-RestSvcSessionId"  # noqa: S105 - the name of a header
LOGON_PATH: t.Final = "/api/sessionMngr/?v="
LOGONS_PATH: t.Final = "/api/logonSessions"
LATEST: t.Final = "latest"
AUTO: t.Final = "auto"
# A logon session ends when it has not been used for so long.
IDLE_SECONDS: t.Final = 15 * 60
_VERSION: t.Final = re.compile(r"v\d+_\d+")
_HANDED_OVER: t.Final = re.compile(rf"(?P<header>.+)\.(?P<session>{GUID.pattern})", re.IGNORECASE)

LOGON_HINT: t.Final = (
    "Check username (DOMAIN\\user with Enterprise Manager on Windows, user@domain on Linux) and password. The account "
    "needs a role in Enterprise Manager, and must do without multi-factor authentication and single sign-on."
)
ELSEWHERE_HINT: t.Final = (
    "That is not what Enterprise Manager answers to a logon. Its API listens on port 9398 by default; with "
    "api: vbr the backup server itself is asked, on port 9419."
)
VERSION_HINT: t.Final = (
    "Enterprise Manager gives the same answer when it does not speak version {version} of its API: leave api_version "
    "at auto."
)
GIVEN_HINT: t.Final = (
    "A token that was handed over is never renewed, and ends when it is not used for 15 minutes. Get a new one with "
    "veeam_token, or give username and password, which are renewed as long as a task takes."
)
NO_SESSION: t.Final = (
    "This token can be used but not revoked: it does not say which logon session it belongs to. Only a token from "
    "veeam_token does."
)


@dataclass(frozen=True)
class Token:
    """``header`` goes with every request, ``session`` ends the logon: two different things (EM-T2)."""

    header: str
    session: str = ""

    @classmethod
    def read(cls, text: str) -> Token:
        """A token that was handed over, or one from elsewhere, which lacks the session."""
        found = _HANDED_OVER.fullmatch(text)
        return cls(found["header"], found["session"]) if found else cls(text)

    def written(self) -> str:
        """The token in one piece, to hand over."""
        return f"{self.header}.{self.session}"


def check_version(api_version: str) -> str:
    """The ``v=`` of the logon for the option ``api_version``. Raises InvalidInput for what is no version."""
    wanted = api_version.strip()
    if wanted in (AUTO, LATEST):
        return LATEST
    if not _VERSION.fullmatch(wanted):
        problem = f'"{api_version}" is not a version of the API of Enterprise Manager, such as v1_7; auto is the newest'
        raise InvalidInput([("api_version", problem)])
    return wanted


class Logon:
    """The logon session of one task. Safe to share between threads: one logs on, the others wait for it.

    A token that was given is used as it is: never renewed, never logged off.
    """

    def __init__(self, transport: Transport, credentials: Credentials, *, version: str = LATEST) -> None:
        if ":" in credentials.username and not credentials.token:
            raise InvalidInput([("username", "must not hold a colon: the log-on cannot carry it")])
        self._transport = transport
        self._credentials = credentials
        self._version = version
        self._turns = Turns(transport, self._logged_off)
        self._token = Token.read(credentials.token) if credentials.token else None
        self._replaced: list[Token] = []
        transport.add_secret(*credentials.secrets, *([self._token.header] if self._token else []))

    def token(self) -> Token:
        """A token that is good for the next request. Logs on when needed. Raises AuthenticationFailed."""
        with self._turns:
            if self._token is None:
                self._token = self._log_on()
            return self._token

    def replace(self, refused: Token, reply: Reply) -> Token:
        """A token in place of one that has expired. ``reply`` is its refusal, a 401.

        Raises AuthenticationFailed when the token was given, or when the server does not accept the password either.
        """
        with self._turns:
            if self._credentials.token:
                raise reply.unauthorized(f"{self._transport.origin} does not accept the token", hint=GIVEN_HINT)
            if self._token is None or self._token is refused:
                self._replaced.append(refused)
                self._token = self._log_on()
            return self._token

    def is_current(self, token: Token) -> bool:
        """Whether ``token`` is the one in use. Tasks can be seen with the token only that began them."""
        with self._turns:
            return self._token is token

    def hand_over(self) -> Token:
        """The token, given away: this task does not log it off any more."""
        with self._turns:
            token = self.token()
            if not token.session:
                self._log_off_unnamed()
            self._token = None
            return token

    def revoke(self) -> bool:
        """End the logon of the given token. False when the server does not know it (any more)."""
        token = self.token()
        if not token.session:
            raise NotFound(NO_SESSION)
        reply = self._log_off(token, retries=None)
        if reply.status in (401, 404):
            return False
        if not reply.ok:
            raise reply.refusal()
        return True

    def close(self) -> list[str]:
        """Log off what was logged on here, or is about to be. Never raises; returns warnings."""
        return self._turns.log_off()

    def _logged_off(self) -> list[str]:
        if self._token is None or self._credentials.token:
            return []
        token, self._token = self._token, None
        self._log_off_replaced(token)
        if not token.session:
            return [f"Could not log off: {self._transport.origin} did not say which logon session is ours."]
        try:
            reply = self._log_off(token, retries=0)
        except VeeamError as error:
            return [f"Could not log off: {error.message}"]
        # The session has ended before us, which is as good (EM-T8).
        if reply.ok or reply.status in (401, 404):
            return []
        return [f"Could not log off from {self._transport.origin}: {reply.said()}"]

    def _log_off_replaced(self, token: Token) -> None:
        """Sessions that were refused once are over as a rule, but something else than the server may have refused."""
        for old in self._replaced:
            try:
                if old.session:
                    self._log_off(Token(token.header, old.session), retries=0)
            except VeeamError:
                # It ends by itself for want of use.
                return

    def _log_off_unnamed(self) -> t.NoReturn:
        raise UnusableAnswer(
            f"{self._transport.origin} did not say which logon session is ours, so that nobody could revoke the token. "
            f"It ends when it is not used for {IDLE_SECONDS // 60} minutes."
        )

    def _log_off(self, token: Token, *, retries: int | None) -> Reply:
        # By its own id: the list of logon sessions holds those of other people too (EM-T9).
        path = f"{LOGONS_PATH}/{token.session}"
        headers = {TOKEN_HEADER: token.header}
        return self._transport.request("DELETE", path, headers=headers, repeatable=True, retries=retries)

    def _log_on(self) -> Token:
        """Basic credentials and nothing else, least of all a stale token (EM-T1)."""
        headers = {"Authorization": self._basic()}
        # With the slash before the question mark (EM-T11).
        reply = self._transport.request("POST", LOGON_PATH + self._version, headers=headers, repeatable=True)
        if reply.ok:
            return self._taken(reply)
        if reply.status in (401, 403):
            who = self._credentials.username
            raise reply.unauthorized(f"{self._transport.origin} does not let {who} log on", hint=self._hint())
        # Enterprise Manager knows this address; whatever does not is something else.
        raise reply.refusal(hint=ELSEWHERE_HINT if reply.status in (400, 404, 405) else "")

    def _hint(self) -> str:
        pinned = "" if self._version == LATEST else " " + VERSION_HINT.format(version=self._version)
        return LOGON_HINT + pinned

    def _basic(self) -> str:
        pair = f"{self._credentials.username}:{self._credentials.password}"
        encoded = base64.b64encode(pair.encode("utf-8", errors="surrogateescape")).decode("ascii")
        self._transport.add_secret(encoded)
        return f"Basic {encoded}"

    def _taken(self, reply: Reply) -> Token:
        # The transport gives header names in lower case, whatever a proxy made of them (EM-T4).
        header = reply.headers.get(TOKEN_HEADER.lower(), "")
        if not header:
            raise UnusableAnswer(
                f"{self._transport.origin} let us log on and gave no token. Is it a Veeam Backup Enterprise Manager?"
            )
        self._transport.add_secret(header)
        return Token(header, _session_of(canonical(reply.json())))


def _session_of(body: t.Any) -> str:
    if not isinstance(body, dict):
        return ""
    if body.get("SessionId"):
        return str(body["SessionId"])
    # Its own address says it, too.
    addresses = [str(body.get("Href") or ""), *(link.href for link in links(body) if link.rel.lower() == "delete")]
    return next((found for address in addresses if (found := guid(address))), "")
