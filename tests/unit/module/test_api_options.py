# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options that the chosen API knows nothing of are refused, all at once."""

from __future__ import annotations

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput
from ansible_collections.backupops.veeam.plugins.module_utils._module.api_options import refuse_options_of_others

GIVEN = {"backup_server": "vbr01", "child_backups": True}


def test_options_of_the_other_api_are_refused_together() -> None:
    with pytest.raises(InvalidInput) as caught:
        refuse_options_of_others({"api": "vbr", **GIVEN})
    assert "backup_server: is for api: em only: with api: vbr" in caught.value.message
    assert "child_backups: is for api: em only" in caught.value.message


def test_own_options_and_those_that_are_not_set_are_taken() -> None:
    refuse_options_of_others({"api": "em", **GIVEN})
    refuse_options_of_others({"api": "vbr", "backup_server": None, "child_backups": False})
