# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task sends the requests that it needs, and no others: never one for something that the job does not refer to."""

from __future__ import annotations

import typing as t

from tests.bench.request_counts import OPERATIONS, requests_of

if t.TYPE_CHECKING:
    from tests.simulator.launch import Running


def test_every_operation_sends_exactly_what_it_needs(simulator: Running) -> None:
    seen = requests_of(simulator)
    assert dict(zip([each.title for each in OPERATIONS], seen, strict=True)) == {
        each.title: each.expected for each in OPERATIONS
    }
