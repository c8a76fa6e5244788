# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Do the same work for the same settings once: the jobs of a set have most of their settings in common. PRIVATE."""

from __future__ import annotations

import hashlib
import marshal
import typing as t

Key = bytes

# Version 2 writes equal values in the same way, wherever else they are referred to.
_PLAIN: t.Final = 2


def key_of(scope: str | tuple[str, str], name: str, value: t.Any) -> Key | None:
    """What tells the member ``name`` with this ``value`` apart in ``scope``; None for values that are no plain JSON."""
    try:
        # A digest, because thousands of jobs are remembered.
        return hashlib.blake2b(marshal.dumps((scope, name, value), _PLAIN), digest_size=16).digest()
    except ValueError:
        return None
