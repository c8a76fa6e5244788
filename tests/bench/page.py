# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Puts what was measured into a page, between two comments::

<!-- bench: sets -->
<!-- end of bench -->
"""

from __future__ import annotations

import re
import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Mapping

_PLACE = re.compile(r"(<!-- bench: (?P<name>[a-z-]+) -->\n).*?(<!-- end of bench -->)", re.DOTALL)


def places(page: str) -> list[str]:
    """The names of the places in ``page``, from top to bottom."""
    return [found["name"] for found in _PLACE.finditer(page)]


def filled(page: str, parts: Mapping[str, str]) -> str:
    """``page`` with each of the ``parts`` in the place of its name. A place without a part stays as it is."""

    def fill(place: re.Match[str]) -> str:
        part = parts.get(place["name"])
        return place[0] if part is None else f"{place[1]}\n{part}\n\n{place[3]}"

    return _PLACE.sub(fill, page)
