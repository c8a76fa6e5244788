# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whoever exceeds the time of `make test` is told where it went."""

from __future__ import annotations

import pathlib

import pytest

from tests.checks import __main__ as checks
from tests.checks import slowest
from tests.checks.catalogue import COVERED, UNIT, Check
from tests.checks.running import Outcome

CASE = '<testcase classname="unit.a" name="test_{number}" time="{number}.25"/>'


@pytest.fixture
def report(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = "".join(CASE.format(number=number) for number in range(30))
    path = tmp_path / "unit.xml"
    path.write_text(f"<testsuites><testsuite>{cases}</testsuite></testsuites>")
    monkeypatch.setattr(checks, "report_of", lambda name: path)


def summary(capsys: pytest.CaptureFixture[str], seconds: float) -> list[str]:
    outcome = Outcome(check=UNIT, passed=30, failed=0, seconds=seconds, complaint="", output="")
    checks._print_report([outcome], seconds=seconds)
    return capsys.readouterr().out.splitlines()


def test_the_slowest_tests_are_named_when_the_budget_is_exceeded(
    report: None, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = summary(capsys, slowest.BUDGET + 1)
    named = [line for line in lines if "unit.a::test_" in line]
    assert named[0].split() == ["29.2", "s", "unit.a::test_29"]
    assert len(named) == 20
    assert lines[-1].startswith("30 passed, 0 failed")


def test_nothing_is_said_within_the_budget(report: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert "unit.a" not in "\n".join(summary(capsys, slowest.BUDGET))


def test_the_coverage_of_the_unit_tests_is_a_figure_of_the_summary(capsys: pytest.CaptureFixture[str]) -> None:
    output = "____ coverage: platform linux, python 3.11.7-final-0 ____\n\n93\n30 passed in 1.00s\n"
    says = UNIT.figure_says
    check = Check(name="unit", about="", command=(), tests=True, figure=COVERED, figure_says=says)
    outcome = Outcome(check=check, passed=30, failed=0, seconds=1, complaint="", output=output)
    checks._print_report([outcome], seconds=1)
    assert "30 passed, 0 failed, 93 % of the lines in plugins/module_utils run" in capsys.readouterr().out


def test_pytest_writes_the_report() -> None:
    assert f"--junitxml={slowest.report_of('unit')}" in UNIT.command
