# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What a difference of a job means, decided by a table of rules. The tables belong to the APIs."""

from __future__ import annotations

import functools
import re
import typing as t
from collections.abc import Callable

from ._paths import members
from ._vocabulary import Judgement, Severity

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ._paths import Path

Test = Callable[[t.Any, t.Any], bool]

# What differences mean, whatever the API calls the settings.
JOB_DISABLED: t.Final = Judgement("job-disabled", Severity.CRITICAL, "the job is disabled")
JOB_ENABLED: t.Final = Judgement("job-enabled", Severity.WARNING, "the job runs and should not")
AUTOMATIC_START_OFF: t.Final = Judgement("schedule-off", Severity.CRITICAL, "the job does not start by itself")
SCHEDULE_OFF: t.Final = Judgement("schedule-off", Severity.CRITICAL, "the schedule is off")
SCHEDULE_CHANGED: t.Final = Judgement("schedule-changed", Severity.WARNING, "the job starts at other times")
RETENTION_SHORTENED: t.Final = Judgement(
    "retention-shortened", Severity.CRITICAL, "restore points are kept for a shorter time"
)
RETENTION_EXTENDED: t.Final = Judgement(
    "retention-extended", Severity.INFO, "restore points are kept for a longer time"
)
RETENTION_CHANGED: t.Final = Judgement("retention-changed", Severity.CRITICAL, "restore points are counted otherwise")
GFS_OFF: t.Final = Judgement("gfs-off", Severity.CRITICAL, "long-term restore points are not kept")
GFS_CHANGED: t.Final = Judgement("gfs-changed", Severity.WARNING, "the long-term retention is another one")
ENCRYPTION_OFF: t.Final = Judgement("encryption-off", Severity.CRITICAL, "backups are not encrypted")
ENCRYPTION_CHANGED: t.Final = Judgement("encryption-changed", Severity.CRITICAL, "backups are not encrypted as wanted")
ENCRYPTION_UNWANTED: t.Final = Judgement(
    "encryption-unwanted", Severity.WARNING, "backups are encrypted, the files say they are not"
)
IMMUTABILITY_CHANGED: t.Final = Judgement("immutability-changed", Severity.CRITICAL, "the immutability is another")
REPOSITORY_CHANGED: t.Final = Judgement("repository-changed", Severity.CRITICAL, "backups go to another repository")
OTHER_REPOSITORY_CHANGED: t.Final = Judgement("repository-changed", Severity.WARNING, "another repository is used")
TARGET_MISSING: t.Final = Judgement("target-missing", Severity.CRITICAL, "no copy goes to this repository")
SOURCE_MISSING: t.Final = Judgement(
    "source-missing", Severity.CRITICAL, "this is not in the job, so the job does not protect it"
)
SOURCE_ADDED: t.Final = Judgement("source-added", Severity.WARNING, "this is in the job and should not be")
SOURCE_CHANGED: t.Final = Judgement("source-changed", Severity.WARNING, "what the job protects is written otherwise")
SOURCE_OTHER: t.Final = Judgement("source-changed", Severity.CRITICAL, "the job protects something else")
LOGS_OFF: t.Final = Judgement("logs-off", Severity.CRITICAL, "transaction logs are not backed up")
EXCLUSION_ADDED: t.Final = Judgement("exclusion-added", Severity.CRITICAL, "this is left out of the backup")
EXCLUSION_CHANGED: t.Final = Judgement("exclusion-changed", Severity.WARNING, "the exclusions are others")
HEALTH_CHECK_OFF: t.Final = Judgement("health-check-off", Severity.WARNING, "backups are not checked for damage")
APP_AWARE_OFF: t.Final = Judgement("app-aware-off", Severity.WARNING, "applications are not prepared")
SCRIPT_ADDED: t.Final = Judgement("script-added", Severity.CRITICAL, "the job runs a script that nobody asked for")
SCRIPT_CHANGED: t.Final = Judgement("script-changed", Severity.WARNING, "the job runs another script")
CREDENTIALS_CHANGED: t.Final = Judgement("credentials-changed", Severity.WARNING, "other credentials are used")
NOTIFICATIONS_CHANGED: t.Final = Judgement("notifications-changed", Severity.INFO, "notifications differ")
DESCRIPTION_CHANGED: t.Final = Judgement("description-changed", Severity.INFO, "this changes no backup")
STORAGE_CHANGED: t.Final = Judgement("storage-changed", Severity.INFO, "backups are packed otherwise")
OTHER: t.Final = Judgement("setting-changed", Severity.WARNING, "this setting differs")


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


def fewer(wanted: t.Any, actual: t.Any) -> bool:
    """A list lacks a value that is wanted."""
    return isinstance(wanted, list) and any(item not in (actual or []) for item in wanted)


def added(wanted: t.Any, actual: t.Any) -> bool:
    """There is something that is not wanted."""
    return wanted is None and actual is not None


def more_left_out(wanted: t.Any, actual: t.Any) -> bool:
    """There is an item that is not wanted, or a list has more values than wanted."""
    if isinstance(actual, list):
        return any(item not in (wanted or []) for item in actual)
    return wanted is None and isinstance(actual, dict)


def filled(wanted: t.Any, actual: t.Any) -> bool:
    """There is a text where none is wanted."""
    return not wanted and isinstance(actual, str) and bool(actual)


def anything(wanted: t.Any, actual: t.Any) -> bool:
    """Whatever the difference is."""
    del wanted, actual
    return True


# What something that is new on the server can break.
ADDITIONS: t.Final[frozenset[Test]] = frozenset({on, more_left_out, filled})


def _numbers(*values: t.Any) -> bool:
    return all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)


class Rule(t.NamedTuple):
    """``setting`` is a regular expression of the members on the way to a setting, with a dot between two of them.

    Items of lists do not count, whatever they are called.
    """

    setting: str
    test: Test
    judgement: Judgement


# What is the same whatever the API.
ENABLED: t.Final = (
    Rule(r"enabled", off, JOB_DISABLED),
    Rule(r"enabled", on, JOB_ENABLED),
)


def judge(rules: tuple[Rule, ...], path: Path, wanted: t.Any, actual: t.Any) -> Judgement:
    """The rules are read from the top, and the first that fits counts."""
    setting = ".".join(members(path))
    found = _first(rules, setting, wanted, actual)
    if found is None and wanted is None and isinstance(actual, dict):
        # Something came as a whole, such as the settings for one machine: the worst that it brings along counts.
        additions = [rule for rule in rules if rule.test in ADDITIONS]
        brought = [_first(additions, below, None, value) for below, value in _inside(setting, actual)]
        found = max(filter(None, brought), key=lambda judgement: judgement.severity.rank, default=None)
    return found or OTHER


def watched(rules: tuple[Rule, ...], setting: tuple[str, ...], *, additions: bool = False) -> bool:
    """Whether a critical rule looks at the members on the way to a setting: then an export must say what it is.

    ``additions``: only rules that something new would break. What a rule for things that are gone looks at is there.
    """
    tests = ADDITIONS if additions else {rule.test for rule in rules} - {gone}
    critical = (rule for rule in rules if rule.judgement.severity is Severity.CRITICAL and rule.test in tests)
    return any(_compiled(rule.setting).fullmatch(".".join(setting)) for rule in critical)


def _first(rules: Iterable[Rule], setting: str, wanted: t.Any, actual: t.Any) -> Judgement | None:
    for rule in rules:
        if _compiled(rule.setting).fullmatch(setting) and rule.test(wanted, actual):
            return rule.judgement
    return None


def _inside(setting: str, value: t.Any) -> Iterator[tuple[str, t.Any]]:
    """The settings in ``value``, each with its members from the top of the job."""
    if isinstance(value, dict):
        for member, below in value.items():
            yield from _inside(f"{setting}.{member}", below)
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        for item in value:
            yield from _inside(setting, item)
    else:
        yield setting, value


@functools.cache
def _compiled(setting: str) -> re.Pattern[str]:
    return re.compile(setting)
