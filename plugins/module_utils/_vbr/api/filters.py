# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Filters of lists: what the server is asked for, and the same again on the client.

A server's name filter matches any column (VBR-T21), so that every rule also says how an item itself proves that it
belongs to the result. Which parameters a revision has, how it spells their values and which can be repeated (VBR-T22,
VBR-T44) is read from the tables.
"""

from __future__ import annotations

import difflib
import typing as t
import unicodedata
from dataclasses import dataclass

from ..._errors import InvalidInput, Unsupported
from ..._expressions.name_patterns import fits
from ..schema import job_types
from ..schema.revisions import REVISIONS, product
from ..schema.schemas import load
from ..schema.times import moment, moment_in

if t.TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import tzinfo

    from ..._model import Json
    from ..schema.schemas import Member

Proof = t.Callable[[t.Any, t.Any], bool]


@dataclass(frozen=True)
class Rule:
    """One filter: the query parameter ("" when the API has none), and the proof for (wanted value, value of an item).

    ``member`` is the dotted path in an item. When an item has nothing there, it stands for ``absent``, or without that
    ``silent`` decides.
    """

    parameter: str
    member: str
    proof: Proof
    silent: bool = False
    absent: t.Any = None

    def keeps(self, wanted: t.Any, item: Json) -> bool:
        """Whether ``item`` belongs to the result."""
        value: t.Any = item
        for name in self.member.split("."):
            value = value.get(name) if isinstance(value, dict) else None
        value = self.absent if value is None else value
        return self.silent if value is None else self.proof(wanted, value)


def _same(wanted: t.Any, value: t.Any) -> bool:
    return str(wanted).lower() == str(value).lower()


def _same_type(wanted: str, value: str) -> bool:
    return job_types.from_revision(value).lower() == wanted.lower()


def _one_of(wanted: list[t.Any], value: t.Any) -> bool:
    return any(_same(each, value) for each in wanted)


def _any_of(wanted: str, values: list[t.Any]) -> bool:
    return any(_same(wanted, value) for value in values)


def _ended_as(wanted: list[t.Any], result: t.Any) -> bool:
    """An object, a word, or an object without a word (VBR-T17)."""
    word = result.get("result") if isinstance(result, dict) else result
    return _one_of(wanted, word or "None")


def _after(wanted: str, value: t.Any) -> bool:
    return _compared(value, wanted) > 0


def _before(wanted: str, value: t.Any) -> bool:
    return _compared(value, wanted) < 0


def _compared(left: t.Any, right: str) -> float:
    """Seconds from ``right`` to ``left``, both with an offset; 0 when one of them is no time."""
    first, second = moment(str(left)), moment(right)
    return (first - second).total_seconds() if first and second else 0


JOBS: t.Final = {
    "id": Rule("", "id", _same),
    "name": Rule("nameFilter", "name", fits),
    "type": Rule("typeFilter", "type", _same_type),
}

JOB_STATES: t.Final = {
    "id": Rule("idFilter", "id", _same),
    "name": Rule("nameFilter", "name", fits),
    "type": Rule("typeFilter", "type", _same_type),
    "last_result": Rule("lastResultFilter", "lastResult", _same),
    "status": Rule("statusFilter", "status", _same),
    "workload": Rule("workloadFilter", "workload", _same),
    "last_run_after": Rule("lastRunAfterFilter", "lastRun", _after),
    # "have not run after": that is also true of a job that never ran.
    "last_run_before": Rule("lastRunBeforeFilter", "lastRun", _before, silent=True),
    # 1.2-rev1 filters by the priority without returning it.
    "is_high_priority_job": Rule("isHighPriorityJobFilter", "highPriority", _same, silent=True),
    "repository_id": Rule("repositoryIdFilter", "repositoryId", _same),
    "objects_count": Rule("objectsCountFilter", "objectsCount", _same),
    "after_job_id": Rule("afterJobIdFilter", "runAfterJob.jobId", _same),
    "after_job_name": Rule("afterJobNameFilter", "runAfterJob.jobName", _same),
}

SESSIONS: t.Final = {
    "id": Rule("", "id", _same),
    "name": Rule("nameFilter", "name", fits),
    "job_id": Rule("jobIdFilter", "jobId", _same),
    "type": Rule("typeFilter", "sessionType", _one_of),
    "state": Rule("stateFilter", "state", _same),
    "result": Rule("resultFilter", "result", _ended_as, absent="None"),
    "created_after": Rule("createdAfterFilter", "creationTime", _after),
    "created_before": Rule("createdBeforeFilter", "creationTime", _before),
    "ended_after": Rule("endedAfterFilter", "endTime", _after),
    "ended_before": Rule("endedBeforeFilter", "endTime", _before),
}

BACKUPS: t.Final = {
    "id": Rule("", "id", _same),
    "name": Rule("nameFilter", "name", fits),
    "job_id": Rule("jobIdFilter", "jobId", _same),
    "job_type": Rule("jobTypeFilter", "jobType", _same_type),
    "repository_id": Rule("", "repositoryId", _same),
    "platform_id": Rule("platformIdFilter", "platformId", _same),
    # No reply carries the tag.
    "policy_tag": Rule("policyTagFilter", "policyTag", _same, silent=True),
    "policy_unique_id": Rule("policyUniqueIdFilter", "policyUniqueId", _same),
    "created_after": Rule("createdAfterFilter", "creationTime", _after),
    "created_before": Rule("createdBeforeFilter", "creationTime", _before),
}

BACKUP_OBJECTS: t.Final = {
    "name": Rule("nameFilter", "name", fits),
    "platform_name": Rule("platformNameFilter", "platformName", _same),
    "platform_id": Rule("platformIdFilter", "platformId", _same),
    "type": Rule("typeFilter", "type", _same),
    "vi_type": Rule("viTypeFilter", "viType", _same),
}

RESTORE_POINTS: t.Final = {
    "name": Rule("nameFilter", "name", fits),
    "backup_id": Rule("backupIdFilter", "backupId", _same),
    # The reply names the backup, not the object.
    "backup_object_id": Rule("backupObjectIdFilter", "backupObjectId", _same, silent=True),
    "platform_name": Rule("platformNameFilter", "platformName", _same),
    "platform_id": Rule("platformIdFilter", "platformId", _same),
    "created_after": Rule("createdAfterFilter", "creationTime", _after),
    "created_before": Rule("createdBeforeFilter", "creationTime", _before),
    "malware_status": Rule("malwareStatusFilter", "malwareStatus", _one_of),
    "type": Rule("typeFilter", "type", _one_of),
    "exclude_snapshot_type": Rule(
        "excludeSnapshotTypeFilter", "snapshotType", lambda wanted, value: not _one_of(wanted, value), silent=True
    ),
}

BACKUP_FILES: t.Final = {
    "name": Rule("nameFilter", "name", fits),
    "created_after": Rule("createdAfterFilter", "creationTime", _after),
    "created_before": Rule("createdBeforeFilter", "creationTime", _before),
    "gfs_period": Rule("gfsPeriodFilter", "gfsPeriods", _any_of),
}

Rules = t.Mapping[str, Rule]


def given(filters: Mapping[str, t.Any], zone: Callable[[], tzinfo]) -> Json:
    """The filters that are set, points in time written in the zone of the server's clock, which ``zone`` tells.

    So a filter and the item that it is compared with, or that a server compares without looking at offsets, are in
    the same zone. Raises InvalidInput for what is no point in time.
    """
    wanted = {option: value for option, value in filters.items() if value is not None and value != []}
    return {option: _instant(option, value, zone) if _is_time(option) else value for option, value in wanted.items()}


def _is_time(option: str) -> bool:
    return option.endswith(("_after", "_before"))


def _instant(option: str, text: t.Any, zone: Callable[[], tzinfo]) -> str:
    try:
        found = moment_in(str(text), zone())
        # The first and the last hours of the calendar exist in some zones only.
        instant = found.astimezone(zone()) if found is not None else None
    except OverflowError:
        instant = None
    if instant is None:
        raise InvalidInput([(option, f'"{text}" is not a point in time such as 2026-11-21T22:00:00+01:00')])
    return instant.isoformat()


def keeps(rules: Rules, filters: Mapping[str, t.Any], item: Json) -> bool:
    """Whether ``item`` matches every filter."""
    return all(rules[option].keeps(wanted, item) for option, wanted in filters.items())


def query(path: str, rules: Rules, filters: Mapping[str, t.Any], *, revision: str) -> list[tuple[str, str]]:
    """The query parameters for the list at ``path`` (below ``/api/v1``) of a server of ``revision``.

    A value that the API description of the revision does not have goes out as it is written, see ``undocumented``.
    Raises InvalidInput for a filter of the other API, Unsupported for a filter that this server does not have.
    """
    _refuse_filters_of_others(rules, filters)
    known = load(revision).filters(path)
    parameters: list[tuple[str, str]] = []
    for option, wanted in filters.items():
        rule = rules[option]
        if not rule.parameter:
            continue
        if rule.parameter not in known:
            raise _unsupported(path, option, rule.parameter, revision=revision)
        member = known[rule.parameter]
        values = wanted if isinstance(wanted, list) else [wanted]
        # A parameter that cannot be repeated is left out: the client does all the work then.
        if member.kind == "array" or len(values) == 1:
            parameters += [(rule.parameter, _on_the_wire(option, value, member, revision)) for value in values]
    return parameters


def undocumented(path: str, rules: Rules, filters: Mapping[str, t.Any], *, revision: str) -> dict[str, str]:
    """The filters whose value is none of those in the API description, each with what to say when no item has it.

    Live servers list types of sessions that no document has, so that such a value need not be a mistake.
    """
    known = load(revision).filters(path)
    found: dict[str, str] = {}
    for option, wanted in filters.items():
        member = known.get(rules[option].parameter)
        for value in wanted if isinstance(wanted, list) else [wanted]:
            if member is not None and _enum(member) and _spelled(str(value), _enum(member), revision) is None:
                found[option] = _not_one_of(str(value), _enum(member), revision)
    return found


def _refuse_filters_of_others(rules: Rules, filters: Mapping[str, t.Any]) -> None:
    problems = [
        (option, "is a filter of Enterprise Manager (api: em) only") for option in filters if option not in rules
    ]
    if problems:
        raise InvalidInput(problems)


def _on_the_wire(option: str, value: t.Any, member: Member, revision: str) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if _enum(member):
        return _spelled(str(value), _enum(member), revision) or str(value)
    if option == "name":
        return _pattern(str(value))
    return str(value)


def _enum(member: Member) -> str:
    """The enumeration of a parameter, "" when its values are not one."""
    single = member.items or member
    return single.ref if single.kind == "enum" else ""


def _spelled(value: str, enum: str, revision: str) -> str | None:
    return load(revision).definition(enum).value_like(_as_revision(value, enum, revision))


def _as_revision(value: str, enum: str, revision: str) -> str:
    if enum != "EJobType":
        return value
    return job_types.to_revision(job_types.canonical_spelling(value) or value, revision)


def _not_one_of(value: str, enum: str, revision: str) -> str:
    choices = load(revision).definition(enum).values
    close = difflib.get_close_matches(value, choices, n=1)
    guess = f". Did you mean {close[0]}?" if close else ""
    return f'"{value}" is not one of {", ".join(choices)} (API revision {revision}){guess}'


def _pattern(name: str) -> str:
    """What the server can make of a pattern: it knows the asterisk at the start and at the end only."""
    name = unicodedata.normalize("NFC", name.strip()).replace("?", "*")
    first, *others = name.strip("*").split("*")
    if not others:
        return name
    if not name.startswith("*"):
        return f"{first}*"
    return f"*{first}*" if name.endswith("*") else f"*{others[-1]}"


def _unsupported(path: str, option: str, parameter: str, *, revision: str) -> Unsupported:
    able = [each for each in REVISIONS if parameter in load(each).filters(path)]
    hint = f"It is known to {', '.join(able)} ({product(able[0])} and the like)." if able else ""
    return Unsupported(f"The filter {option}", revision=revision, hint=hint)
