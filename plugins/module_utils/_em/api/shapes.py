# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Replies of Enterprise Manager in one shape, whatever the version. Pure functions.

In that shape member names are spelt as in the vendor's reference, what is null is left out, numbers and booleans are
what they say, a time of day is ``HH:MM:SS`` and its offset counts hours.
"""

from __future__ import annotations

import re
import typing as t
from datetime import UTC, datetime

from .spelling import BOOLEANS, NUMBERS, canonical_names

if t.TYPE_CHECKING:
    from ..._model import Json
    from .served_spelling import Spelling

GUID: t.Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
ZERO_GUID: t.Final = "00000000-0000-0000-0000-000000000000"
# What tells an item from a wrapping around items.
_IDENTITIES: t.Final = frozenset({"UID", "ObjectInJobId", "ObjectRef", "TaskId", "SessionId"})
_NO_ITEMS: t.Final = frozenset({"Links", "PagingInfo"})
_TIME_OF_DAY: t.Final = re.compile(r"(?:.*T)?(\d\d:\d\d)(:\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?")
# Python reads at most six fraction digits, the API writes up to seven (EM-T92).
_FRACTION: t.Final = re.compile(r"(\.\d{1,6})\d*")
# Years that stand for "never" (EM-T92).
_NEVER_BEFORE: t.Final = 1900
_HOURS_OF_A_DAY: t.Final = 24


def canonical(content: t.Any, spelling: Spelling | None = None) -> t.Any:
    """A decoded reply in the one shape. How its members are spelt is added to ``spelling``."""
    return _canonical("", content, "", spelling)


def _canonical(name: str, content: t.Any, place: str, spelling: Spelling | None) -> t.Any:
    if isinstance(content, dict):
        names = canonical_names(content)
        members = {names[key]: value for key, value in content.items() if value is not None}
        if spelling is not None:
            spelling.learn(names, (place, members.get("Type")))
        shaped = {key: _canonical(key, value, key, spelling) for key, value in members.items()}
        return _with_own_names(shaped)
    if isinstance(content, list):
        return [_canonical("", item, place, spelling) for item in content]
    return _scalar(name, content)


def _with_own_names(item: Json) -> Json:
    """Backup files spell their time like nothing else does (EM-T61)."""
    if "FilePath" in item and "CreationTimeUTC" in item:
        item["CreationTimeUtc"] = item.pop("CreationTimeUTC")
    return item


def _scalar(name: str, content: t.Any) -> t.Any:
    if name == "Time" and isinstance(content, str):
        return time_of_day(content) or content
    if name == "TimeOffsetUtc":
        return _hours(_number(content))
    if isinstance(content, str) and name in BOOLEANS:
        return {"true": True, "false": False}.get(content.strip().lower(), content)
    return _number(content) if name in NUMBERS else content


def _number(content: t.Any) -> t.Any:
    if not isinstance(content, str):
        return content
    for kind in (int, float):
        try:
            return kind(content)
        except ValueError:
            continue
    return content


def _hours(offset: t.Any) -> t.Any:
    """Version 13 counts seconds, version 12 hours (EM-T83)."""
    if isinstance(offset, (int, float)) and abs(offset) > _HOURS_OF_A_DAY:
        hours = offset / 3600
        return int(hours) if hours.is_integer() else hours
    return offset


def time_of_day(text: str) -> str | None:
    """``HH:MM:SS`` out of a time with or without date and offset (EM-T83), None when it is no time."""
    found = _TIME_OF_DAY.fullmatch(text.strip())
    return f"{found[1]}{found[2] or ':00'}" if found else None


def moment(text: t.Any) -> datetime | None:
    """A point in time, UTC when it has no offset. None for nothing, for what is no time, and for "never"."""
    try:
        found = datetime.fromisoformat(_FRACTION.sub(r"\1", str(text or "").strip()))
    except ValueError:
        return None
    if found.year < _NEVER_BEFORE:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def instant(found: datetime) -> str:
    """A point in time as filters want it: UTC, whole seconds."""
    return found.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def items(content: t.Any) -> list[Json]:
    """The items of a collection or of a query, however they are wrapped (EM-T26, EM-T27). ``content`` is canonical.

    Known wrappings: ``[…]``, ``{"Jobs": […]}``, ``{"Entities": {"Jobs": {"Jobs": […]}}}``, a single item without its
    list, and null at each level.
    """
    if isinstance(content, list):
        return [item for item in content if isinstance(item, dict)]
    if not isinstance(content, dict):
        return []
    if _IDENTITIES & content.keys():
        return [content]
    inside = (items(value) for name, value in content.items() if name not in _NO_ITEMS)
    return next((found for found in inside if found), [])


def guid(text: t.Any) -> str:
    """The guid in a UID, in an address, or on its own; lower-case. "" when there is none. The last one counts."""
    found = GUID.findall(str(text or ""))
    return found[-1].lower() if found else ""


def kind_of_uid(uid: str) -> str:
    """``Job`` of ``urn:veeam:Job:…``, "" for a bare guid."""
    parts = uid.split(":")
    return parts[2] if len(parts) == 4 and parts[1].lower() == "veeam" else ""


def same_id(left: t.Any, right: t.Any) -> bool:
    """Whether two UIDs or guids mean the same: only the guid counts (EM-T49)."""
    return guid(left) == guid(right) != ""


def is_reference(item: Json) -> bool:
    """Whether an item is a mere reference, whatever was asked for (EM-T52)."""
    return str(item.get("Type", "")).endswith("Reference")
