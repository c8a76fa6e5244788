# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""How one server spells the members of its objects, so that it gets them back as it writes them.

Version 13 begins them with lower-case letters (EM-T24), and a server was seen that writes ``RetrySpecified1`` where the
reference says ``RetrySpecified`` (EM-T21). What a server makes of a member that it spells in another way is not
documented; a member that comes back as it was shown cannot be lost.
"""

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..._model import Json


class Spelling:
    """The spelling of members, by the member or the type that they are part of. Safe to share between threads."""

    def __init__(self) -> None:
        self._shown: dict[tuple[str, str], str] = {}

    def learn(self, names: Mapping[str, str], places: Iterable[t.Any]) -> None:
        """Remember ``names`` (as shown: canonical) of an object that is found at ``places``."""
        for place in places:
            if not isinstance(place, str):
                continue
            for shown, name in names.items():
                if shown != name:
                    self._shown[place, name] = shown
                elif self._shown:
                    self._shown.pop((place, name), None)

    def written(self, document: Json, place: str) -> Json:
        """``document`` (canonical, of the type ``place``) as this server writes it; what it never showed stays."""
        return {self._shown.get((place, name), name): self._below(value, name) for name, value in document.items()}

    def _below(self, value: t.Any, place: str) -> t.Any:
        if isinstance(value, dict):
            return self.written(value, place)
        return [self._below(item, place) for item in value] if isinstance(value, list) else value
