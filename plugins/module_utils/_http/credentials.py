# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""The user or the token that requests are made with."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from .._errors import InvalidInput

if t.TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_TOKEN = 64 * 1024


@dataclass(frozen=True)
class Credentials:
    """A user with a password, or a token that was handed over. A token wins when both are given."""

    username: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if not self.token and not self.username:
            raise InvalidInput([("username", "no user to log on with: give username and password, or token")])
        if len(self.token) > LONGEST_TOKEN:
            raise InvalidInput([("token", "is longer than any token")])
        if self.token and not is_token(self.token):
            raise InvalidInput(
                [("token", "holds a character that no token has (a space, or a line break at its end?)")]
            )

    @classmethod
    def from_params(cls, params: Mapping[str, t.Any]) -> Credentials:
        """What the connection options say."""
        return cls(params["username"] or "", params["password"] or "", params["token"] or "")

    @property
    def secrets(self) -> list[str]:
        """What must never be seen in a message."""
        return [secret for secret in (self.password, self.token) if secret]


def is_token(text: str) -> bool:
    """Whether ``text`` can be a token: something that can be sent in a header."""
    return 0 < len(text) <= LONGEST_TOKEN and all("!" <= character <= "~" for character in text)
