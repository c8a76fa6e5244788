# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task through Enterprise Manager sends the requests that it needs, and no others."""

from __future__ import annotations

import typing as t

import pytest

from tests.bench.em_request_counts import OPERATIONS, by_task
from tests.bench.em_waiting import EXPECTED, requests_per_minute
from tests.integration.playbooks import task

if t.TYPE_CHECKING:
    from tests.integration.em_playbooks import EmPlaybooks


def test_every_operation_sends_exactly_what_it_needs(em: EmPlaybooks) -> None:
    em(*(task(each.title, each.module, **each.options) for each in OPERATIONS))
    seen = by_task(em.simulator.requests())
    assert dict(zip([each.title for each in OPERATIONS], seen, strict=True)) == {
        each.title: each.expected for each in OPERATIONS
    }


@pytest.mark.parametrize("interval", EXPECTED)
def test_a_wait_asks_once_in_each_interval(em: EmPlaybooks, interval: int) -> None:
    assert requests_per_minute(em.simulator, interval) == EXPECTED[interval]
    assert EXPECTED[interval][-1] == 60 / interval
    assert em.simulator.state()["em"]["open_tokens"] == 0
