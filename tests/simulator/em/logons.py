# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Logon sessions: who is logged on, with which token, since when idle, and which tasks belong to whom."""

from __future__ import annotations

import base64
import binascii
import dataclasses
import secrets
import typing as t
import uuid

if t.TYPE_CHECKING:
    from tests.simulator.em.tasks import Task

ADMINISTRATOR = "Portal Administrator"
PORTAL_USER = "Portal User"
OPERATOR = "VM Restore Operator"
# Accounts besides the one of the command line, all with its password.
OTHER_ACCOUNTS = {"portal-user": PORTAL_USER, "restore-operator": OPERATOR}
# What an account of the other product's role can be here; None: it has no role here, and cannot log on.
ROLES: dict[str, str | None] = {
    "admin": ADMINISTRATOR,
    "administrator": ADMINISTRATOR,
    "operator": PORTAL_USER,
    "viewer": PORTAL_USER,
    "restore-operator": OPERATOR,
    "tape-operator": None,
}
VERSIONS = ("latest", "v1_7", "v1_6", "v1_5")


@dataclasses.dataclass
class Logon:
    """One logon session. The token and the session id are different things (T2)."""

    user: str
    role: str
    token: str
    session_id: str
    last_used: float
    tasks: dict[str, Task] = dataclasses.field(default_factory=dict)
    numbers: int = 0

    def next_task_id(self) -> str:
        """``task-1``, ``task-2``, …: they start over in every logon session."""
        self.numbers += 1
        return f"task-{self.numbers}"


class Logons:
    """All logon sessions."""

    def __init__(self, username: str, password: str, role: str) -> None:
        self._username, self._password = username, password
        self._role = ROLES[role]
        self._by_token: dict[str, Logon] = {}
        self.issued = 0

    def role_of(self, authorization: str) -> tuple[str, str] | None:
        """User and role for the value of an Authorization header, None when it is not a known account."""
        scheme, dummy, encoded = authorization.partition(" ")
        if scheme.lower() != "basic":
            return None
        try:
            user, dummy, password = base64.b64decode(encoded, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return None
        if password != self._password:
            return None
        if user.lower() == self._username.lower():
            return (user, self._role) if self._role else None
        account = user.rpartition("\\")[2].partition("@")[0].lower()
        role = OTHER_ACCOUNTS.get(account)
        return (user, role) if role else None

    def open(self, user: str, role: str, now: float) -> Logon:
        """A new logon session."""
        token = base64.b64encode(b"\xfb\xef\xff" + secrets.token_bytes(13)).decode()  # always holds + / and = (T13)
        logon = Logon(user=user, role=role, token=token, session_id=str(uuid.uuid4()), last_used=now)
        self._by_token[token] = logon
        self.issued += 1
        return logon

    def use(self, token: str, now: float, idle_seconds: float) -> Logon | None:
        """The logon session of a token, its idle time counted anew; None when there is none or it was idle too long."""
        self.expire(now, idle_seconds)
        logon = self._by_token.get(token)
        if logon:
            logon.last_used = now
        return logon

    def expire(self, now: float, idle_seconds: float) -> None:
        """Forget the sessions that were idle for too long."""
        self._by_token = {
            token: logon for token, logon in self._by_token.items() if now - logon.last_used < idle_seconds
        }

    def close(self, session_id: str) -> bool:
        """End the session of that id (not of that token); False when there is none."""
        found = [token for token, logon in self._by_token.items() if logon.session_id == session_id]
        for token in found:
            del self._by_token[token]
        return bool(found)

    def clear(self) -> None:
        """Nobody is logged on any more."""
        self._by_token = {}

    def all(self) -> list[Logon]:
        """All open sessions, oldest first."""
        return list(self._by_token.values())
