# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The table of traps in the tests' README names every trap, and tests that exist."""

from __future__ import annotations

import pathlib
import re

TESTS = pathlib.Path(__file__).resolve().parents[2]
README = (TESTS / "README.md").read_text(encoding="utf-8")
TRAPS = 92


def test_every_test_that_is_named_exists() -> None:
    written = {
        name
        for path in TESTS.rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert set(re.findall(r"`(test_\w+)`", README)) <= written


def test_every_trap_is_named() -> None:
    named = {int(number) for number in re.findall(r"\bT(\d+)\b", README)}
    assert named == set(range(1, TRAPS + 1))
