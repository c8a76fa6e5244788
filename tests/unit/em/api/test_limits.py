# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What this API cannot do is said in words that say what can."""

from __future__ import annotations

from ansible_collections.backupops.veeam.plugins.module_utils._em.api.limits import UnsupportedByEnterpriseManager
from ansible_collections.backupops.veeam.plugins.module_utils._errors import Unsupported


def test_the_other_api_is_the_way_out_unless_another_one_is_known() -> None:
    error = UnsupportedByEnterpriseManager("An active full backup")
    assert isinstance(error, Unsupported)
    assert str(error) == error.message
    assert error.message == (
        "An active full backup is not possible through Enterprise Manager. Use api: vbr, which talks to the backup "
        "server itself."
    )
    other = UnsupportedByEnterpriseManager("To read the log", "Look at its task sessions.")
    assert other.message == "To read the log is not possible through Enterprise Manager. Look at its task sessions."
