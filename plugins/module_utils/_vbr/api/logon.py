# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Tokens of the API: logging on, renewing, logging off.

Some servers give out tokens for the refresh grant and then refuse them, with 401 or 403 (two public reports). So a
renewed token is on trial until the server has accepted it once. One that is refused before is replaced by logging on
with the password, and nothing is renewed any more in this task. A 403 to any other token is about the role.
"""

from __future__ import annotations

import contextlib
import math
import time
import typing as t
from dataclasses import dataclass

from ..._errors import (
    AuthenticationFailed,
    ConnectionFailed,
    OutcomeUnknown,
    RequestRefused,
    UnusableAnswer,
    VeeamError,
)
from ..._http.credentials import is_token
from ..._http.turns import Turns

if t.TYPE_CHECKING:
    from ..._http.credentials import Credentials
    from ..._http.reply import Reply
    from ..._http.transport import Transport

TOKEN_PATH = "/api/oauth2/token"  # noqa: S105 - a path
LOG_OFF_PATH = "/api/oauth2/logout"
# A token is renewed before a tenth of its life is left, at most a minute before its end.
MARGIN_SHARE = 0.1
LONGEST_MARGIN = 60.0
# A server may say these before it looks at the token.
NOT_PROVING = frozenset({403, 429})
# What a server says beyond this about the life of a token is no statement, seconds.
LONGEST_LIFE = 366 * 24 * 3600

LOGON_HINT = (
    "Check username (DOMAIN\\user or user@domain) and password. The API cannot ask for a second factor: an account "
    "with multi-factor authentication must be made a service account in Users and Roles. Before 13.1 the API lets in "
    "built-in roles only, no custom ones."
)
GIVEN_HINT = (
    "A token that was handed over is never renewed. Get a new one with veeam_token, or give username and password, "
    "which are renewed as long as a task takes."
)


@dataclass(frozen=True)
class Token:
    """``access`` is what requests carry; ``ends`` is a time of the monotonic clock, None when it is unknown.

    ``renewed`` says that it was given out for a refresh token and not for a password.
    """

    access: str
    refresh: str = ""
    expires_in: int | None = None
    ends: float | None = None
    renewed: bool = False

    def due(self, now: float) -> bool:
        """Whether it is time to renew."""
        if self.ends is None or self.expires_in is None:
            return False
        return now >= self.ends - min(LONGEST_MARGIN, self.expires_in * MARGIN_SHARE)


class Logon:
    """The token of one task. Safe to share between threads: one of them renews, the others wait for it.

    ``revision`` is the revision of the API to speak. A token that was given is used as it is: never renewed, never
    logged off.
    """

    def __init__(
        self,
        transport: Transport,
        credentials: Credentials,
        *,
        revision: str,
        clock: t.Callable[[], float] = time.monotonic,
    ) -> None:
        self._transport = transport
        self._credentials = credentials
        self._version = {"x-api-version": revision}
        self._clock = clock
        self._turns = Turns(transport, self._logged_off)
        self._token = Token(credentials.token) if credentials.token else None
        self._accepted: Token | None = None
        self._renews = True
        transport.add_secret(*credentials.secrets)

    def token(self) -> Token:
        """A token that is good for the next request. Logs on or renews when needed. Raises AuthenticationFailed."""
        with self._turns:
            if self._token is None:
                self._token = self._log_on()
            elif self._token.due(self._clock()):
                self._token = self._renewed(self._token)
            return self._token

    def refuses(self, token: Token, reply: Reply) -> bool:
        """Whether ``reply`` to a request with ``token`` refuses the token and not the request.

        Replies about the request prove that the server accepts the token.
        """
        if reply.status == 401:
            return True
        with self._turns:
            if reply.status == 403 and token.renewed and token is not self._accepted:
                return True
            if reply.status < 500 and reply.status not in NOT_PROVING:
                self._accepted = token
            return False

    def replace(self, refused: Token, reply: Reply) -> Token:
        """A token in place of one that the server does not accept (any more). ``reply`` is its refusal.

        Raises AuthenticationFailed when the token was given, or when the server does not accept the password either.
        """
        with self._turns:
            if self._credentials.token:
                raise reply.unauthorized(f"{self._transport.origin} does not accept the token", hint=GIVEN_HINT)
            if self._token is None:
                self._token = self._log_on()
            elif self._token is refused:
                if refused.renewed and refused is not self._accepted:
                    self._renews = False
                # The refresh token first: it takes the old logon along, which would stay open for days otherwise.
                self._token = self._renewed(refused)
            return self._token

    def hand_over(self) -> Token:
        """The token, for other tasks to use: from now on this one does not log it off."""
        with self._turns:
            token = self.token()
            self._token = None
            return token

    def revoke(self) -> bool:
        """Log the given token off. False when the server does not know it (any more)."""
        token = self.token()
        reply = self._log_off(token, retries=None)
        if reply.status == 401:
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
        try:
            reply = self._log_off(token, retries=0)
        except VeeamError as error:
            return [f"Could not log off: {error.message}"]
        # 401: the token has died before us, which is as good.
        if reply.ok or reply.status == 401:
            return []
        return [f"Could not log off from {self._transport.origin}: {reply.said()}"]

    def _log_off(self, token: Token, *, retries: int | None) -> Reply:
        headers = {**self._version, "Authorization": f"Bearer {token.access}"}
        return self._transport.request("POST", LOG_OFF_PATH, headers=headers, repeatable=True, retries=retries)

    def _log_on(self) -> Token:
        form = {
            # Lower-case in every revision, whatever the enum of the newer ones says (VBR-T2).
            "grant_type": "password",
            "username": self._credentials.username,
            "password": self._credentials.password,
        }
        reply = self._transport.request("POST", TOKEN_PATH, form=form, headers=self._version, repeatable=True)
        if reply.ok:
            return self._taken(reply)
        if _refuses_user(reply):
            raise reply.unauthorized(
                f"{self._transport.origin} does not let {self._credentials.username} log on", hint=LOGON_HINT
            )
        raise reply.refusal(hint=_version_hint(reply, self._version["x-api-version"]))

    def _renewed(self, old: Token) -> Token:
        """Each refresh token works once, so that an unclear outcome means logging on again."""
        if not self._renews:
            return self._logged_on_again(old)
        if not old.refresh:
            return self._log_on()
        form = {"grant_type": "refresh_token", "refresh_token": old.refresh}
        try:
            reply = self._transport.request("POST", TOKEN_PATH, form=form, headers=self._version, retries=0)
            if reply.ok:
                return self._taken(reply, renewed=True)
        except (ConnectionFailed, OutcomeUnknown, RequestRefused, UnusableAnswer):
            pass
        return self._log_on()

    def _logged_on_again(self, old: Token) -> Token:
        """A token for the password. The old logon ends, as far as the server still knows it."""
        token = self._log_on()
        with contextlib.suppress(VeeamError):
            self._log_off(old, retries=0)
        return token

    def _taken(self, reply: Reply, *, renewed: bool = False) -> Token:
        given = _members(reply)
        access, refresh = given.get("access_token"), given.get("refresh_token")
        if not access or not isinstance(access, str):
            raise UnusableAnswer(f"{self._transport.origin} let us log on and gave no token. Is it a Veeam server?")
        if not is_token(access):
            raise UnusableAnswer(
                f"{self._transport.origin} let us log on and gave a token that cannot be sent: it is too long, or has "
                "a character that no token has. Is something between us and the server?"
            )
        if not isinstance(refresh, str) or not is_token(refresh):
            refresh = ""
        self._transport.add_secret(access, refresh)
        lifetime = _seconds(given.get("expires_in"))
        ends = None if lifetime is None else self._clock() + lifetime
        return Token(access, refresh, lifetime, ends, renewed)


def second_refusal(reply: Reply) -> AuthenticationFailed:
    """The error for a 401 to a request with a token that is brand new."""
    return reply.unauthorized(
        f"{reply.origin} refuses {reply.method} {reply.path} with a token that it has just given out", hint=LOGON_HINT
    )


def _refuses_user(reply: Reply) -> bool:
    if reply.status in (401, 403):
        return True
    code, message = reply.words()
    return reply.status == 400 and (code.lower() in ("invalid_grant", "accessdenied") or "password" in message.lower())


def _version_hint(reply: Reply, revision: str) -> str:
    if reply.words().code.lower() != "notimplemented" and "version" not in reply.words().message.lower():
        return ""
    return f"The server does not speak revision {revision}. Leave api_version at auto."


def _members(reply: Reply) -> dict[str, t.Any]:
    """The members of a reply to a logon, {} for what is no JSON object. It is never quoted: a token may be in it."""
    try:
        body = reply.json()
    except VeeamError:
        return {}
    return body if isinstance(body, dict) else {}


def _seconds(value: t.Any) -> int | None:
    """``expires_in`` as the server means it: the only statement about the life of a token to be trusted (VBR-T3).

    None for what is no number of seconds, or none that a token could live.
    """
    if isinstance(value, bool):
        return None
    try:
        seconds = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return int(seconds) if math.isfinite(seconds) and 1 <= seconds <= LONGEST_LIFE else None
