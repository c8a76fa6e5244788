# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Paths as the tests write them: ``virtualMachines.includes[web01]`` for the item that is called web01."""

from __future__ import annotations

import re
import typing as t

from ansible_collections.backupops.veeam.plugins.module_utils._paths import Item

if t.TYPE_CHECKING:
    from ansible_collections.backupops.veeam.plugins.module_utils._paths import Path

_STEP: t.Final = re.compile(r"\[(?P<item>.*?)\](?=$|[.\[])|(?P<member>[^.\[\]]+)")


def dotted(text: str) -> Path:
    """The path that ``text`` stands for; what is in brackets is an item."""
    found = _STEP.finditer(text)
    return tuple(each["member"] or Item(each["item"], each["item"]) for each in found)
