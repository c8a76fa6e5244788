# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The table of traps in the tests' README names every trap, and tests that exist."""

from __future__ import annotations

import pathlib
import re

import pytest

TESTS = pathlib.Path(__file__).resolve().parents[2]
README = (TESTS / "README.md").read_text(encoding="utf-8")
# How many traps the reference of each API has.
TRAPS = {"Backup & Replication": 48, "Enterprise Manager": 92}


def section(title: str) -> str:
    """The part of the README below a heading of the second level."""
    return README.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def test_every_test_that_is_named_exists() -> None:
    written = {
        name
        for path in TESTS.rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert set(re.findall(r"`(test_\w+)`", README)) <= written


@pytest.mark.parametrize("title", TRAPS)
def test_every_trap_is_named(title: str) -> None:
    named = {int(number) for number in re.findall(r"\bT(\d+)\b", section(title))}
    assert named == set(range(1, TRAPS[title] + 1))


def test_every_row_names_a_test() -> None:
    rows = [line for title in TRAPS for line in section(title).splitlines() if line.startswith("| T")]
    assert [row for row in rows if not re.search(r"`test_\w+`", row)] == []
