# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import sys

import pytest

from tests.checks.catalogue import STEPS, Check
from tests.checks.running import run


def printing(text: str, *, status: int = 0, **judged_by: object) -> Check:
    """A check that prints ``text`` and ends with ``status``."""
    script = f"import sys; print({text!r}); sys.exit({status})"
    return Check(name="printing", about="", command=(sys.executable, "-c", script), **judged_by)


def test_a_check_that_ends_well_counts_one():
    outcome = run(printing("fine"))

    assert (outcome.passed, outcome.failed, outcome.complaint) == (1, 0, "")


def test_a_check_that_ends_badly_fails_and_keeps_its_output():
    outcome = run(printing("this is wrong", status=3))

    assert (outcome.passed, outcome.failed, outcome.complaint) == (0, 1, "exit status 3")
    assert "this is wrong" in outcome.output


@pytest.mark.parametrize(
    "check",
    [
        printing("WARNING: All targets skipped.", hollow="All targets skipped"),
        printing("in 0 files processed", proof=r"in [1-9]\d* files processed"),
    ],
)
def test_a_check_that_found_nothing_to_look_at_fails(check):
    outcome = run(check)

    assert outcome.failed == 1
    assert "found nothing to check" in outcome.complaint


def test_tests_count_one_each():
    outcome = run(printing("...\n40 passed, 2 warnings in 1.20s", tests=True))

    assert (outcome.passed, outcome.failed, outcome.complaint) == (40, 0, "")


def test_failed_tests_and_errors_are_added_up():
    outcome = run(printing("1 failed, 40 passed, 2 errors in 1.20s", status=1, tests=True))

    assert (outcome.passed, outcome.failed) == (40, 3)


def test_a_test_run_that_dies_counts_as_one_failure():
    outcome = run(printing("no tests ran in 0.10s", status=5, tests=True))

    assert (outcome.passed, outcome.failed, outcome.complaint) == (0, 1, "exit status 5")


@pytest.mark.parametrize("kind", ["skipped", "xfailed", "xpassed"])
def test_tests_that_are_left_out_are_a_failure(kind):
    outcome = run(printing(f"40 passed, 1 {kind} in 1.20s", tests=True))

    assert outcome.failed == 1
    assert outcome.complaint == f"tests were left out: 1 {kind}"


def sanity() -> Check:
    return next(check for step in STEPS for check in step if check.name == "sanity")


def test_sanity_is_proved_by_the_tests_that_ran():
    ran = "".join(f'Running sanity test "{name}"\n' for name in ("ansible-doc", "import", "pylint", "validate-modules"))
    judged_by = {"proof": sanity().proof, "hollow": sanity().hollow}

    assert not run(printing(ran, **judged_by)).complaint
    assert run(printing(ran.replace("pylint", "shebang"), **judged_by)).complaint
    assert run(printing(f"{ran}WARNING: All targets skipped.", **judged_by)).complaint
