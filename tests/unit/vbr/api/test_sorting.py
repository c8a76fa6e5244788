# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How servers are asked to sort their lists."""

from __future__ import annotations

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput, Unsupported
from ansible_collections.backupops.veeam.plugins.module_utils._model import Order
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.api.sorting import sorting


@pytest.mark.parametrize("revision", ["1.2-rev1", "1.3-rev0", "1.3-rev1", "1.3-rev2"])
def test_lists_are_sorted_by_the_server(revision: str) -> None:
    newest = Order("last_run", descending=True)
    assert sorting("/jobs/states", newest, revision=revision) == (("orderColumn", "LastRun"), ("orderAsc", "false"))
    assert sorting("/jobs", Order(), revision=revision) == (("orderColumn", "Name"), ("orderAsc", "true"))


def test_a_column_of_another_list_is_refused() -> None:
    with pytest.raises(InvalidInput, match="cannot be sorted by last_run, but by name, type, description"):
        sorting("/jobs", Order("last_run"), revision="1.3-rev2")


def test_a_column_that_the_revision_lacks_is_named() -> None:
    with pytest.raises(Unsupported, match=r"The value repository_name of order_by .*1.2-rev1"):
        sorting("/jobs/states", Order("repository_name"), revision="1.2-rev1")
