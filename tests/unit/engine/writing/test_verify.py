# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the server did not keep of what was written."""

from __future__ import annotations

from ansible_collections.backupops.veeam.plugins.module_utils._errors import VerificationFailed
from tests.unit.engine.jobs import fail
from tests.unit.engine.memory_store import MemoryProduct


def test_dropped_settings_are_named(product: MemoryProduct) -> None:
    product.jobs.add("Nightly", storage={"a": 1})
    product.jobs.dropped = {"guestProcessing"}
    settings = {"storage": {"a": 2}, "guestProcessing": {"isEnabled": True}}
    error = fail(product, VerificationFailed, name="Nightly", settings=settings)
    assert error.paths == ["guestProcessing.isEnabled"]
    assert "wanted true, the server has nothing" in error.message
    assert product.jobs.model("Nightly")["storage"] == {"a": 2}
