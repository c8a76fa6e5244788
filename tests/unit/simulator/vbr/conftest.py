# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Simulated servers for the tests below; no reply may break the vendor's schema."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.simulator.options import REVISIONS
from tests.unit.simulator.vbr.site import Site


@pytest.fixture
def site() -> Iterator[Site]:
    """A server of the newest revision."""
    site = Site()
    yield site
    assert site.misfits() == []


@pytest.fixture(params=REVISIONS)
def any_site(request: pytest.FixtureRequest) -> Iterator[Site]:
    """A server asked in each revision in turn."""
    site = Site(revision=request.param)
    yield site
    assert site.misfits() == []
