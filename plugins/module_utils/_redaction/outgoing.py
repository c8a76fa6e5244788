# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What leaves a task passes here: no secret in any spelling, and no character that hides what is written."""

from __future__ import annotations

import typing as t

from .secret_members import SHORTEST, Masking, as_word, doubtful_values, sounds_secret
from .secrets import MASK, Secrets
from .visible_text import visible, writable

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .._model import Json

# What a person reads, wherever it stands in a result. The rest is data, and stays as the server or the file has it.
_TEXTS: t.Final = frozenset(
    {"msg", "text", "plan_text", "message", "reason", "before", "after", "before_header", "after_header"}
)
# Beside a path, these are what stands at it.
_AT_A_PATH: t.Final = frozenset({"before", "after", "wanted", "actual"})
_DATA: t.Final = frozenset({"job", "jobs", "states", "sessions", "session", "backups", "restore_point", "query_result"})


class Outgoing:
    """The way out of one task. ``params`` are its options: passwords and tokens are secrets, and some values may be."""

    def __init__(self, params: Mapping[str, t.Any]) -> None:
        self._secrets = Secrets()
        user, password, token = (str(params.get(name) or "") for name in ("username", "password", "token"))
        self._secrets.add(password, token, f"{user}:{password}" if password else "")
        options = {name: value for name, value in params.items() if name not in ("password", "token")}
        self._doubtful = set(doubtful_values(options))

    def learn(self, secrets: Iterable[str], names: Iterable[str]) -> None:
        """Never show ``secrets``, the tokens of the task. ``names`` are those by which the server knows its secrets."""
        self._secrets.add(*secrets)
        known = {name.casefold() for name in names}
        self._doubtful = {value for value in self._doubtful if value.casefold() not in known}

    def doubt(self, values: Iterable[str]) -> None:
        """Values of files that stand where a secret could: shown only once the server is known to have such a name."""
        self._doubtful |= set(values)

    def masked_everywhere(self) -> set[str]:
        """Everything that is masked wherever it stands, for Ansible, which also shows the arguments of the task."""
        return {*self._secrets.known, *(value for value in self._doubtful if len(value) >= SHORTEST)}

    def text(self, text: str) -> str:
        """A message as it may be shown."""
        return visible(Masking(self._doubtful).text(self._secrets.redact(text)))

    def arguments(self, params: Json) -> Json:
        """The options of the task as they may be shown."""
        covered = {name: value for name, value in params.items() if isinstance(value, (dict, list))}
        return {
            **params,
            **{name: self._value(name, value, Masking(()), for_people=False) for name, value in covered.items()},
        }

    def content(self, tree: Json) -> Json:
        """A part of a file as it may be written."""
        return t.cast("Json", self._value("", tree, self._masking(), for_people=False))

    def result(self, result: Json) -> Json:
        """A result as it may be returned."""
        masking = self._masking()
        return {name: self._value(name, value, masking, for_people=name not in _DATA) for name, value in result.items()}

    def _masking(self) -> Masking:
        self._secrets.add(*(value for value in self._doubtful if len(value) >= SHORTEST))
        return Masking(self._doubtful)

    def _value(self, name: str, value: t.Any, masking: Masking, *, for_people: bool) -> t.Any:
        if isinstance(value, dict):
            path = value.get("path")
            is_about_a_secret = isinstance(path, str) and sounds_secret(path)
            return {
                writable(self._secrets.redact(str(key))): self._value(
                    str(path) if is_about_a_secret and key in _AT_A_PATH else str(key),
                    inner,
                    masking,
                    for_people=for_people,
                )
                for key, inner in value.items()
            }
        if isinstance(value, list):
            return [self._value(name, inner, masking, for_people=for_people) for inner in value]
        word = as_word(value)
        if word in self._doubtful and (sounds_secret(name) or (word is not value and len(word) >= SHORTEST)):
            return MASK
        if not isinstance(value, str):
            return value
        redacted = self._secrets.redact(value)
        return visible(masking.text(redacted)) if for_people and name in _TEXTS else writable(redacted)
