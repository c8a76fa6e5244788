# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Check ``settings`` against what Enterprise Manager can edit, before anything is sent. Pure."""

from __future__ import annotations

import difflib
import typing as t

from ..._errors import Problem
from ..._paths import last_member
from ..api.shapes import time_of_day
from .editable import CLONE_INFO, FIXED, HOURS, NOT_COMPARABLE, OPTIONS, SETTINGS, Member

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from ..._model import Json
    from ..._paths import Path

_BOOLEANS: t.Final = {"true": True, "false": False, "yes": True, "no": False, "on": True, "off": False}
_EXCLUSIVE: t.Final = ("OptionsDaily", "OptionsMonthly")
# Two ways to say the same, by the member of the list or block that holds them.
_EITHER: t.Final = (
    ("PreviousJobUid", "PreviousJob"),
    ("LinkedJobUid", "LinkedJob"),
    ("LinkedBackupRepositoryUid", "LinkedBackupRepository"),
    ("RepositoryUid", "Repository"),
    ("HierarchyObjRef", "Name"),
)
_ONE_NEEDED: t.Final = {
    "Days": ("Name",),
    "ObjectInJobs": ("HierarchyObjRef", "Name"),
    "LinkedJobObjects": ("LinkedJobUid", "LinkedJob"),
    "LinkedBackupRepositories": ("LinkedBackupRepositoryUid", "LinkedBackupRepository"),
}
BEYOND: t.Final = "cannot be changed through Enterprise Manager; with api: vbr it can"


def problems(job_type: str, settings: Json) -> list[Problem]:
    """Everything that is wrong with ``settings``."""
    if job_type not in SETTINGS:
        return [Problem(("type",), f'"{job_type}" is not one of {", ".join(SETTINGS)}{_meant(job_type, SETTINGS)}')]
    return [*_wrong(settings, SETTINGS[job_type], ("settings",), job_type), *_two_calendars(settings)]


def spelt(job_type: str, settings: Json) -> Json:
    """Valid ``settings`` as the reference spells them: numbers, switches, times, letter case (EM-T31, EM-T62)."""
    shaped = _spelt(settings, SETTINGS[job_type])
    return dict(shaped)


def _wrong(value: t.Any, member: Member, path: Path, job_type: str) -> Iterator[Problem]:
    if member.kind == "object":
        yield from _wrong_object(value, member, path, job_type)
    elif member.kind == "list":
        yield from _wrong_list(value, member, path, job_type)
    else:
        problem = _wrong_scalar(value, member)
        if problem:
            yield Problem(path, problem)


def _wrong_object(value: t.Any, member: Member, path: Path, job_type: str) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield Problem(path, f"must be a dictionary, not {_shown(value)}")
        return
    for name, below in value.items():
        here = (*path, name)
        if name in member.members:
            yield from _wrong(below, member.members[name], here, job_type)
        else:
            yield Problem(here, _unknown(str(name), member, path, job_type))
    for one, other in _EITHER:
        if one in value and other in value and one != "HierarchyObjRef":
            yield Problem((*path, other), f"says the same as {one}; write one of them")


def _wrong_list(value: t.Any, member: Member, path: Path, job_type: str) -> Iterator[Problem]:
    if not isinstance(value, list) or member.item is None:
        yield Problem(path, f"must be a list, not {_shown(value)}")
        return
    if member.least and len(value) < member.least:
        yield Problem(path, "must not be empty")
    needed = _ONE_NEEDED.get(last_member(path), ())
    for index, item in enumerate(value):
        here = (*path, index)
        yield from _wrong(item, member.item, here, job_type)
        if needed and isinstance(item, dict) and not any(item.get(name) for name in needed):
            yield Problem(here, f"needs {' or '.join(needed)}")


def _wrong_scalar(value: t.Any, member: Member) -> str:
    if member.kind == "boolean":
        return "" if _boolean(value) is not None else f"must be true or false, not {_shown(value)}"
    if member.kind == "integer":
        return _wrong_number(value, member)
    return _wrong_text(value, member)


def _wrong_text(value: t.Any, member: Member) -> str:
    if member.kind == "time":
        good = isinstance(value, str) and time_of_day(value) is not None
        return "" if good else f'must be a time of day in quotes such as "22:00", not {_shown(value)}'
    if member.kind == "hours":
        good = isinstance(value, str) and HOURS.fullmatch(value) is not None
        return "" if good else f"must be 24 times 0 or 1 with commas in between, not {_shown(value)}"
    if not isinstance(value, str):
        return f"must be a text, not {_shown(value)}"
    if member.values and _word(value, member) is None:
        return f'"{value}" is not one of {", ".join(member.values)}{_meant(value, member.values)}'
    return ""


def _wrong_number(value: t.Any, member: Member) -> str:
    number = _integer(value)
    if number is None:
        return f"must be a whole number, not {_shown(value)}"
    if member.least is not None and number < member.least:
        return f"must be at least {member.least}"
    if member.most is not None and number > member.most:
        return f"must be at most {member.most}"
    return ""


def _unknown(name: str, member: Member, path: Path, job_type: str) -> str:
    if path == ("settings",) and name in OPTIONS:
        return f"belongs into the option {OPTIONS[name]}, beside settings"
    if name in NOT_COMPARABLE:
        return "leave it out: Time is the local time of the backup server, whatever its offset"
    if name in FIXED:
        place = ""
        if name in ("Repository", "RepositoryUid", "FolderName", "VmSuffix", "JobFileName") and job_type in CLONE_INFO:
            place = f". For a new job write it in settings.JobCloneSpec.{CLONE_INFO[job_type]}"
        return f"{BEYOND}{place}"
    if not member.members:
        return (
            f"jobs of the type {job_type} have no settings that Enterprise Manager can change; with api: vbr they have"
        )
    return (
        f"is not a setting of {job_type} jobs that Enterprise Manager can change{_meant(name, member.members)} "
        f"(api: vbr has settings of its own)"
    )


def _two_calendars(settings: Json) -> Iterator[Problem]:
    """Daily and monthly schedules exclude each other."""
    options = settings.get("JobScheduleOptions")
    standard = options.get("Standart") if isinstance(options, dict) else None
    blocks = [standard.get(name) for name in _EXCLUSIVE] if isinstance(standard, dict) else []
    if blocks and all(isinstance(block, dict) and _boolean(block.get("Enabled")) for block in blocks):
        yield Problem(
            ("settings", "JobScheduleOptions", "Standart"), f"{' and '.join(_EXCLUSIVE)} cannot both be enabled"
        )


def _spelt(value: t.Any, member: Member) -> t.Any:
    if member.kind == "object":
        return {name: _spelt(below, member.members[name]) for name, below in value.items()}
    if member.kind == "list" and member.item is not None:
        return [_spelt(item, member.item) for item in value]
    if member.kind == "boolean":
        return _boolean(value)
    if member.kind == "integer":
        return _integer(value)
    if member.kind == "time":
        return time_of_day(value)
    return _word(value, member) if member.values else value


def _boolean(value: t.Any) -> bool | None:
    return value if isinstance(value, bool) else _BOOLEANS.get(value.lower()) if isinstance(value, str) else None


def _integer(value: t.Any) -> int | None:
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        return None
    try:
        return int(value)
    except ValueError:
        return None


def _word(value: str, member: Member) -> str | None:
    return next((word for word in member.values if word.lower() == value.lower()), None)


def _shown(value: t.Any) -> str:
    return f'"{value}"' if isinstance(value, str) else "nothing" if value is None else str(value)


def _meant(name: str, known: t.Iterable[str]) -> str:
    by_lower = {word.lower(): word for word in known}
    close = difflib.get_close_matches(name.lower(), by_lower, n=1)
    return f". Did you mean {by_lower[close[0]]}?" if close else ""
