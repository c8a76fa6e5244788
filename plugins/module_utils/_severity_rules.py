# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a difference of a job means, decided by a table of rules. The tables belong to the APIs. PRIVATE."""

from __future__ import annotations

import functools
import re
import typing as t
from collections.abc import Callable

from ansible_collections.backupops.veeam.plugins.module_utils._vocabulary import Judgement, Severity

Test = Callable[[t.Any, t.Any], bool]

CRITICAL, WARNING, INFO = Severity.CRITICAL, Severity.WARNING, Severity.INFO
OTHER: t.Final = Judgement("setting-changed", WARNING, "this setting differs")


def off(wanted: t.Any, actual: t.Any) -> bool:
    """What is to be on is not."""
    return wanted is True and actual is not True


def on(wanted: t.Any, actual: t.Any) -> bool:
    """What is not to be on is."""
    return wanted is not True and actual is True


def less(wanted: t.Any, actual: t.Any) -> bool:
    """The number is too small."""
    return _numbers(wanted, actual) and actual < wanted


def more(wanted: t.Any, actual: t.Any) -> bool:
    """The number is too big."""
    return _numbers(wanted, actual) and actual > wanted


def gone(wanted: t.Any, actual: t.Any) -> bool:
    """What is wanted is not there at all."""
    return wanted is not None and actual is None


def added(wanted: t.Any, actual: t.Any) -> bool:
    """There is something that nobody wants."""
    return wanted is None and actual is not None


def anything(wanted: t.Any, actual: t.Any) -> bool:
    """Whatever the difference is."""
    del wanted, actual
    return True


def _numbers(*values: t.Any) -> bool:
    return all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)


class Rule(t.NamedTuple):
    """``path`` is a regular expression of a whole path, without the names of items in lists."""

    path: str
    test: Test
    rule: str
    severity: Severity
    reason: str


# What is the same whatever the API.
ENABLED: t.Final = (
    Rule(r"enabled", off, "job-disabled", CRITICAL, "the job is disabled"),
    Rule(r"enabled", on, "job-enabled", WARNING, "the job runs and should not"),
)


def judge(rules: tuple[Rule, ...], path: str, wanted: t.Any, actual: t.Any) -> Judgement:
    """See ``Vocabulary``. The rules are read from the top, and the first that fits counts."""
    plain = re.sub(r"\[[^\]]*\]", "", path)
    for rule in rules:
        if _compiled(rule.path).fullmatch(plain) and rule.test(wanted, actual):
            return Judgement(rule.rule, rule.severity, rule.reason)
    return OTHER


@functools.cache
def _compiled(path: str) -> re.Pattern[str]:
    return re.compile(path)
