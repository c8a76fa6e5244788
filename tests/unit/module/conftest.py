# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Simulated servers of both products, for whole modules in this process."""

from __future__ import annotations

import typing as t

import pytest
from ansible.module_utils.common import warnings as told

from tests.sweep.site import Site


class Sites(dict[str, Site]):
    """A server with three jobs for each API, built when the first test needs it."""

    def __missing__(self, api: str) -> Site:
        self[api] = Site(api, jobs=3)
        return self[api]


@pytest.fixture(scope="session")
def sites() -> Sites:
    return Sites()


@pytest.fixture
def vbr(sites: Sites) -> t.Iterator[Site]:
    sites["vbr"].reset()
    # Ansible collects the warnings of a process.
    told._global_warnings.clear()
    yield sites["vbr"]
    assert sites["vbr"].open_logons == 0


@pytest.fixture(params=["vbr", "em"])
def site(sites: Sites, request: pytest.FixtureRequest) -> Site:
    site = sites[request.param]
    site.reset()
    return site
