# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Identifiers that are the same on every run with the same seed, whatever else is built before them."""

from __future__ import annotations

import typing as t
import uuid

Json = dict[str, t.Any]
ZERO_GUID = "00000000-0000-0000-0000-000000000000"


class Identity:
    """Makes the GUIDs and sizes of one estate."""

    def __init__(self, seed: int) -> None:
        self._namespace = uuid.uuid5(uuid.NAMESPACE_URL, f"simulated-estate:{seed}")

    def guid(self, *parts: object) -> str:
        """The GUID of the thing that ``parts`` name."""
        return str(uuid.uuid5(self._namespace, "/".join(str(part) for part in parts)))

    def between(self, low: int, high: int, *parts: object) -> int:
        """A number from ``low`` to ``high`` that belongs to the thing that ``parts`` name."""
        return low + uuid.UUID(self.guid("number", *parts)).int % (high - low + 1)


def gigabytes(number: int) -> str:
    """A size as the inventory browser writes it."""
    return f"{number} GB"
