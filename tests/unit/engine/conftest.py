# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from tests.unit.engine.memory_store import MemoryProduct


@pytest.fixture
def product() -> MemoryProduct:
    """A server without jobs."""
    return MemoryProduct()
