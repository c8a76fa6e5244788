# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Ask the same about the same settings once: the jobs of a set have most of their settings in common."""

from __future__ import annotations

import hashlib
import marshal
import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    # What is asked, and of what: ("validated", name of the definition), ("supported", job type, revision).
    Question = tuple[str, ...]

# A member of settings: its name, and a digest of its value.
Key = tuple[str, bytes]

# Version 2 writes equal values in the same way, wherever else they are referred to.
_PLAIN: t.Final = 2


class Memo:
    """For which members of settings a question was answered with "nothing to do", in one run.

    A question is asked of each member by itself; what is remembered is a digest of its value. Safe to share between
    threads: at worst a question is asked twice.
    """

    def __init__(self) -> None:
        # By identity. The settings are kept, so that no others take their place.
        self._keys: dict[int, tuple[Mapping[str, t.Any], dict[str, Key | None]]] = {}
        self._settled: dict[Question, set[Key]] = {}
        self._settled_as_a_whole: dict[Question, set[int]] = {}

    def keys(self, settings: Mapping[str, t.Any]) -> Mapping[str, Key | None]:
        """What tells each member of ``settings`` apart; None for values that are no plain JSON.

        For what the user wants of a job: it is looked at often, and stays as it is to the end of the run.
        """
        known = self._keys.get(id(settings))
        if known is None:
            known = self._keys[id(settings)] = (settings, self.passing_keys(settings))
        return known[1]

    @staticmethod
    def passing_keys(settings: Mapping[str, t.Any]) -> dict[str, Key | None]:
        """The same for settings that are made in passing, and are not kept."""
        return {name: _key(name, value) for name, value in settings.items()}

    def unsettled(self, question: Question, keys: Mapping[str, Key | None]) -> list[str]:
        """The members for which the question is still to be asked."""
        settled = self._settled.get(question, ())
        return [name for name, key in keys.items() if key not in settled]

    def settle(self, question: Question, keys: Iterable[Key | None]) -> None:
        """The question was answered for these members: there was nothing to do."""
        self._settled.setdefault(question, set()).update(key for key in keys if key is not None)

    def is_settled_as_a_whole(self, question: Question, settings: Mapping[str, t.Any]) -> bool:
        """Whether it was answered for this very object, whatever it holds: quicker for what comes again."""
        return id(settings) in self._settled_as_a_whole.get(question, ())

    def settle_as_a_whole(self, question: Question, settings: Mapping[str, t.Any]) -> None:
        """It was answered for this object, which stays as it is to the end of the run."""
        self.keys(settings)
        self._settled_as_a_whole.setdefault(question, set()).add(id(settings))


def _key(name: str, value: t.Any) -> Key | None:
    try:
        # A digest, because thousands of jobs are remembered.
        return name, hashlib.blake2b(marshal.dumps(value, _PLAIN), digest_size=16).digest()
    except ValueError:
        return None
