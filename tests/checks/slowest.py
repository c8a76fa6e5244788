# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where the time went: the slowest tests, from the reports that pytest leaves in the cache."""

from __future__ import annotations

import typing as t
import xml.etree.ElementTree as ET

from tests.checks.places import CACHE

if t.TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# What `make test` may take on two quiet processors, in seconds.
BUDGET: t.Final = 15 * 60
MOST: t.Final = 20


def report_of(name: str) -> Path:
    """Where pytest writes its report (JUnit XML) when the check called ``name`` runs."""
    return CACHE / "reports" / f"{name}.xml"


def slowest(reports: Iterable[Path]) -> list[str]:
    """One line for each of the slowest tests in ``reports`` that are there, the slowest first."""
    found: list[tuple[float, str]] = []
    for report in reports:
        if report.is_file():
            cases = ET.parse(report).iter("testcase")  # noqa: S314 -- written by our own pytest
            found += [(float(case.get("time", 0)), f"{case.get('classname')}::{case.get('name')}") for case in cases]
    found.sort(key=lambda each: -each[0])
    return [f"{seconds:8.1f} s  {name}" for seconds, name in found[:MOST]]
