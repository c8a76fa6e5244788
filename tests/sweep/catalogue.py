# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every section of the sweep. A new one is a file of its own, and an entry here."""

from __future__ import annotations

import typing as t

from tests.sweep import endings, faults, kills, replies

if t.TYPE_CHECKING:
    from tests.sweep.figures import Section

SECTIONS: tuple[Section, ...] = (replies.SECTION, faults.SECTION, faults.OF_SINGLE_JOBS, kills.SECTION, endings.SECTION)
