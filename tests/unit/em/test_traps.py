# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The table of traps in the tests' README names every trap, and tests that there are."""

from __future__ import annotations

import re

from tests.checks.places import ROOT

LAST = 92
# About XML, which this client does not speak.
OF_XML = {20, 32}
PAGE = (ROOT / "tests" / "README.md").read_text(encoding="utf-8")
# From its heading to the next one of the same weight.
SECTION = re.split(r"^## ", PAGE, flags=re.MULTILINE)
PART = next(part for part in SECTION if part.startswith("Enterprise Manager\n"))
ROWS = re.findall(r"^\| (T[\d, T]+) \|.*\|$", PART, flags=re.MULTILINE)


def test_every_trap_is_there_once() -> None:
    numbers = [int(number) for row in ROWS for number in re.findall(r"\d+", row)]
    assert sorted(numbers) == [number for number in range(1, LAST + 1) if number not in OF_XML]


def test_every_test_that_is_named_exists() -> None:
    folders = ("unit/em", "integration")
    files = [path for folder in folders for path in (ROOT / "tests" / folder).glob("test_em*.py")]
    files += (ROOT / "tests" / "unit" / "em").glob("test_*.py")
    texts = [path.read_text(encoding="utf-8") for path in files]
    known = {name for text in texts for name in re.findall(r"^def (test_\w+)", text, re.MULTILINE)}
    assert set(re.findall(r"`(test_\w+)`", PART)) - known == set()
