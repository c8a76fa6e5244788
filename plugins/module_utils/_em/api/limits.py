# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What Enterprise Manager's API cannot do, in words that say what can."""

from __future__ import annotations

from ..._errors import Unsupported


class UnsupportedByEnterpriseManager(Unsupported):
    """``what`` ("An active full backup") is not in this API. ``instead`` says how to get it."""

    def __init__(self, what: str, instead: str = "Use api: vbr, which talks to the backup server itself.") -> None:
        super().__init__(what, revision="", hint=instead)
        self.message = f"{what} is not possible through Enterprise Manager. {instead}"
        self.args = (self.message,)
