# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What this API cannot do with jobs, and what can be done instead."""

from __future__ import annotations

import typing as t

from ..api.limits import UnsupportedByEnterpriseManager
from ..api.servers import COLLECT_HINT

# Types of which settings can be changed, and the description with them.
EDITABLE: t.Final = frozenset({"Backup", "Replica"})


def no_creation() -> UnsupportedByEnterpriseManager:
    """There is no call that makes a job from nothing."""
    return UnsupportedByEnterpriseManager(
        "To create a job from nothing",
        "Name a job that is like it in clone_from, or use api: vbr, which talks to the backup server itself. In "
        f"case the job should be there: {COLLECT_HINT}",
    )
