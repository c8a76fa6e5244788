# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a server is too old for is told with the product that has it."""

from __future__ import annotations

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import Unsupported
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.api.features import require


def test_a_feature_that_the_revision_lacks_is_told_with_the_first_product_that_has_it() -> None:
    with pytest.raises(
        Unsupported, match=r"Retrying a job .*1\.2-rev1.* It needs 1\.3-rev0 \(.*13.*\) or newer\."
    ) as caught:
        require("1.2-rev1", "retry", "Retrying a job")
    assert caught.value.message.startswith("Retrying a job")


@pytest.mark.parametrize("revision", ["1.3-rev0", "1.3-rev2"])
def test_a_feature_is_there_from_its_first_revision_on(revision: str) -> None:
    require(revision, "retry", "Retrying a job")
