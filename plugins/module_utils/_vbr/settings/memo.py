# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Do the same work for the same settings once: the jobs of a set have most of their settings in common. PRIVATE."""

from __future__ import annotations

import hashlib
import marshal
import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Mapping

Key = tuple[t.Hashable, str, bytes]

# Version 2 writes equal values in the same way, wherever else they are referred to.
_PLAIN: t.Final = 2
# The digests of settings by the settings themselves, which are kept so that no others take their place.
_DIGESTS: t.Final[dict[int, tuple[Mapping[str, t.Any], dict[str, bytes | None]]]] = {}


def keys_of(scope: t.Hashable, settings: Mapping[str, t.Any]) -> dict[str, Key | None]:
    """What tells each member of ``settings`` apart in ``scope``; None for values that are no plain JSON.

    For what the user wants of a job: it is looked at often, and stays as it is to the end of the run.
    """
    known = _DIGESTS.get(id(settings))
    if known is None:
        known = _DIGESTS[id(settings)] = (settings, {name: _digest(value) for name, value in settings.items()})
    return {name: None if digest is None else (scope, name, digest) for name, digest in known[1].items()}


def key_of(scope: t.Hashable, name: str, value: t.Any) -> Key | None:
    """The same for one member of what is made in passing."""
    digest = _digest(value)
    return None if digest is None else (scope, name, digest)


def _digest(value: t.Any) -> bytes | None:
    try:
        # A digest, because thousands of jobs are remembered.
        return hashlib.blake2b(marshal.dumps(value, _PLAIN), digest_size=16).digest()
    except ValueError:
        return None
