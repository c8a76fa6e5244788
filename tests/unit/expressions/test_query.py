# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Expressions in JMESPath on results: what people ask is found, and what does not work is told."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._expressions.query import Query


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("jobs[].{name: name, type: type}|length(@)", 3_000),
        ("jobs[?contains(name, 'J1')].name|length(@)", 1_111),
        ("sort_by(jobs, &name)[-1].name", "J999"),
        ("join(', ', jobs[].name)|starts_with(@, 'J0, J1')", True),
        ("to_string(jobs)|type(@)", "string"),
        ("jobs[].[name, type][]|length(@)", 6_000),
        ("[jobs, jobs, jobs][]|length(@)", 9_000),
        ("max_by(jobs, &settings.a[0]).settings.a", [2_999, 1]),
    ],
)
def test_what_people_ask_of_large_results_is_found(expression: str, found: t.Any) -> None:
    jobs = [{"name": f"J{number}", "type": "VSphereBackup", "settings": {"a": [number, 1]}} for number in range(3_000)]
    assert Query(expression).search({"jobs": jobs}) == found
