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

Key = tuple[tuple[str, ...], str, bytes]

# Version 2 writes equal values in the same way, wherever else they are referred to.
_PLAIN: t.Final = 2


class Memo:
    """For which members of settings a question was answered with "nothing to do", in one run.

    A question is asked of each member by itself; what is remembered is a digest of its value. Safe to share between
    threads: at worst a question is asked twice.
    """

    def __init__(self) -> None:
        # By identity. The settings are kept, so that no others take their place.
        self._digests: dict[int, tuple[Mapping[str, t.Any], dict[str, bytes | None]]] = {}
        self._settled: set[Key | None] = set()

    def keys(self, question: Question, settings: Mapping[str, t.Any]) -> dict[str, Key | None]:
        """What tells each member of ``settings`` apart for ``question``; None for values that are no plain JSON.

        For what the user wants of a job: it is looked at often, and stays as it is to the end of the run.
        """
        known = self._digests.get(id(settings))
        if known is None:
            digests = {name: _digest(value) for name, value in settings.items()}
            known = self._digests[id(settings)] = (settings, digests)
        return {name: None if digest is None else (question, name, digest) for name, digest in known[1].items()}

    def passing_keys(self, question: Question, settings: Mapping[str, t.Any]) -> dict[str, Key | None]:
        """The same for settings that are made in passing, and are not kept."""
        digests = {name: _digest(value) for name, value in settings.items()}
        return {name: None if digest is None else (question, name, digest) for name, digest in digests.items()}

    def whole(self, question: Question, settings: Mapping[str, t.Any]) -> Key:
        """What tells ``settings`` apart by which object they are, whatever they hold: quicker for what comes again."""
        if id(settings) not in self._digests:
            self.keys(question, settings)
        return question, "", id(settings).to_bytes(8, "big")

    def is_settled(self, key: Key) -> bool:
        """Whether the question was answered."""
        return key in self._settled

    def unsettled(self, keys: Mapping[str, Key | None]) -> list[str]:
        """The members for which the question is still to be asked."""
        return [name for name, key in keys.items() if key not in self._settled]

    def settle(self, keys: Iterable[Key | None]) -> None:
        """The question was answered for these members: there was nothing to do."""
        self._settled.update(key for key in keys if key is not None)


def _digest(value: t.Any) -> bytes | None:
    try:
        # A digest, because thousands of jobs are remembered.
        return hashlib.blake2b(marshal.dumps(value, _PLAIN), digest_size=16).digest()
    except ValueError:
        return None
