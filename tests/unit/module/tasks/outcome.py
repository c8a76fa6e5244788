# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How a module ended that was played in this process."""

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    from tests.sweep.playing import Played


def done(played: Played) -> dict[str, t.Any]:
    """The result of a task that succeeded."""
    assert not played.failed, played.message or played.error
    return played.result or {}


def refused(played: Played) -> str:
    """The message of a task that failed in its own words."""
    assert played.failed
    assert not played.error
    return played.message
