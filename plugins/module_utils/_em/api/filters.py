# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Filters of lists: what the query service is asked for, and the same again on this side.

How the service reads names with special characters is not documented, and some servers silently ignore a filter, so
that every rule also says how an item itself proves that it belongs to the result (EM-T53, EM-T54).
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ..._errors import InvalidInput
from ..._expressions.name_patterns import fits, is_pattern
from .query import Where, time_value
from .shapes import moment, same_id

if t.TYPE_CHECKING:
    from collections.abc import Mapping

    from ..._model import Json

Proof = t.Callable[[t.Any, t.Any], bool]


@dataclass(frozen=True)
class Rule:
    """One filter: the field of the query ("" when it has none), its operator, and the proof.

    ``member`` of an item is compared; an item without it belongs to the result only when it is ``silent``. ``words``
    are the values that the service takes, in its spelling; another value is compared on this side only (EM-T62).
    """

    field: str
    member: str
    proof: Proof
    operator: str = "=="
    silent: bool = False
    words: tuple[str, ...] = ()

    def keeps(self, wanted: t.Any, item: Json) -> bool:
        """Whether ``item`` belongs to the result."""
        value = item.get(self.member)
        return self.silent if value is None else self.proof(wanted, value)


Rules = t.Mapping[str, Rule]


def _same_word(wanted: t.Any, value: t.Any) -> bool:
    return str(wanted).lower() == str(value).lower()


def _one_of(wanted: list[t.Any], value: t.Any) -> bool:
    return any(_same_word(each, value) for each in wanted)


def _equal(wanted: t.Any, value: t.Any) -> bool:
    return bool(wanted == value)


def _after(wanted: str, value: str) -> bool:
    return _seconds(wanted, value) > 0


def _before(wanted: str, value: str) -> bool:
    return _seconds(wanted, value) < 0


def _seconds(start: str, end: str) -> float:
    """From ``start`` to ``end``, 0 when one of them is no time."""
    first, last = moment(start), moment(end)
    return (last - first).total_seconds() if first and last else 0


JOBS: t.Final = {
    "id": Rule("", "UID", same_id),
    "name": Rule("Name", "Name", fits),
    "type": Rule("", "JobType", _same_word, silent=True),
    "description": Rule("Description", "Description", _equal),
    "platform": Rule("Platform", "Platform", _same_word, words=("VMware", "Hyperv", "vCloud")),
    "schedule_configured": Rule("ScheduleConfigured", "ScheduleConfigured", _equal),
    "schedule_enabled": Rule("ScheduleEnabled", "ScheduleEnabled", _equal),
    "next_run_after": Rule("NextRun", "NextRun", _after, operator=">="),
    "next_run_before": Rule("NextRun", "NextRun", _before, operator="<="),
}
STATES: t.Final = {
    "last_result": Rule("", "LastResult", _same_word),
    "status": Rule("", "Status", _same_word),
    "last_run_after": Rule("", "LastRun", _after),
    # "have not run after": that is also true of a job that never ran.
    "last_run_before": Rule("", "LastRun", _before, silent=True),
}
BACKUPS: t.Final = {
    "id": Rule("", "UID", same_id),
    "name": Rule("Name", "Name", fits),
    # No entity says which job made it, nor is the repository one of its members.
    "job_id": Rule("JobUid", "", _equal, silent=True),
    "repository": Rule("RepositoryName", "", _equal, silent=True),
    "repository_id": Rule("RepositoryUid", "", _equal, silent=True),
    "platform": Rule(
        "Platform",
        "Platform",
        _same_word,
        words=("VMware", "HyperV", "vCloud", "AgentForLinux", "AgentForWindows", "CustomPlatform"),
    ),
    "backup_type": Rule("BackupType", "BackupType", _same_word, words=("Standard", "ParentBackup", "ChildBackup")),
}
RESTORE_POINTS: t.Final = {
    "name": Rule("", "Name", fits),
    "created_after": Rule("CreationTime", "BackupDateUTC", _after, operator=">="),
    "created_before": Rule("CreationTime", "BackupDateUTC", _before, operator="<="),
}
FILES: t.Final = {
    "name": Rule("", "Name", fits),
    "created_after": Rule("CreationTimeUTC", "CreationTimeUtc", _after, operator=">="),
    "created_before": Rule("CreationTimeUTC", "CreationTimeUtc", _before, operator="<="),
}
SESSIONS: t.Final = {
    "id": Rule("", "UID", same_id),
    "name": Rule("Name", "Name", fits),
    # Asked for in another way, see ``sessions``.
    "job_id": Rule("", "JobUid", same_id),
    "type": Rule("", "JobType", _one_of),
    "state": Rule(
        "State",
        "State",
        _same_word,
        words=("Starting", "Stopping", "Working", "Pausing", "Resuming", "Stopped"),
    ),
    "result": Rule("Result", "Result", _one_of),
    "is_retry": Rule("IsRetry", "IsRetry", _equal),
    "created_after": Rule("CreationTime", "CreationTimeUTC", _after, operator=">="),
    "created_before": Rule("CreationTime", "CreationTimeUTC", _before, operator="<="),
    "ended_after": Rule("EndTime", "EndTimeUTC", _after, operator=">="),
    "ended_before": Rule("EndTime", "EndTimeUTC", _before, operator="<="),
}
OBJECTS: t.Final = {"name": Rule("", "Name", fits)}


def given(filters: Mapping[str, t.Any]) -> Json:
    """The filters that are set."""
    return {option: value for option, value in filters.items() if value is not None and value != []}


def check(filters: Mapping[str, t.Any], *rules: Rules, prefix: str = "") -> None:
    """Raise InvalidInput for filters that this API does not have, and for times that are none."""
    known: dict[str, Rule] = {}
    for each in rules:
        known.update(each)
    problems = []
    for option, wanted in filters.items():
        if option not in known:
            names = ", ".join(known) or "nothing"
            text = f"Enterprise Manager cannot filter by this, but by {names}. With api: vbr the backup server can"
            problems.append((f"{prefix}{option}", text))
        elif option.endswith(("_after", "_before")) and moment(wanted) is None:
            problems.append(
                (f"{prefix}{option}", f'"{wanted}" is not a point in time such as 2026-11-21T22:00:00+01:00')
            )
    if problems:
        raise InvalidInput(problems)


def conditions(filters: Mapping[str, t.Any], rules: Rules) -> list[Where]:
    """The comparisons for the query service. A pattern is compared on this side only: the service has none."""
    found = []
    for option, wanted in filters.items():
        rule = rules[option]
        if not rule.field or (option == "name" and is_pattern(str(wanted))):
            continue
        if option == "name":
            found.append(Where(rule.field, str(wanted).strip(), any_case=True))
            continue
        # Filters have whole seconds only; the exact comparison comes afterwards.
        value = time_value(wanted) if rule.operator != "==" else wanted
        if rule.words:
            value = next((word for word in rule.words if _same_word(word, wanted)), None)
        if value is not None:
            found.append(Where(rule.field, value, rule.operator))
    return found


def keeps(filters: Mapping[str, t.Any], rules: Rules, item: Json) -> bool:
    """Whether ``item`` matches every filter."""
    return all(rules[option].keeps(wanted, item) for option, wanted in filters.items() if option in rules)
