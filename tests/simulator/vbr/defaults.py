# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fills models up the way a backup server does: everything has a value, whether somebody asked for it or not."""

from __future__ import annotations

import copy
import typing as t

from tests.openapi import Shape
from tests.openapi.shapes import Shapes

ZERO_GUID = "00000000-0000-0000-0000-000000000000"
DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
ALWAYS = [{"day": day, "hours": ",".join("1" * 24)} for day in DAYS]

# What the server answers for members that were not given, by name, where the schema has no default of its own.
BY_NAME: dict[str, t.Any] = {
    "agentType": "Server",
    "autoSelectEnabled": True,
    "autoSelection": True,
    "awaitMinutes": 10,
    "backupModeType": "Incremental",
    "backupWindow": {"days": ALWAYS},
    "changedBlockTracking": True,
    "compressionLevel": "Optimal",
    "credentialsId": ZERO_GUID,
    "credentialsType": "Standard",
    "dayNumberInMonth": "Fourth",
    "dayOfMonth": 1,
    "dayOfWeek": "Saturday",
    "days": ["Saturday"],
    "desiredTime": "First",
    "encryptionPasswordId": ZERO_GUID,
    "excludeDeletedFileBlocks": True,
    "excludeSwapFileBlocks": True,
    "inlineDataDedupEnabled": True,
    "kmsServerId": ZERO_GUID,
    # Times of calendars that are not in use are told as empty (trap T41).
    "localTime": "",
    "months": list(MONTHS),
    "periodicallyKind": "Hours",
    "quantity": 7,
    "storageOptimization": "1MB",
}
# Members that stay away unless somebody gives them: choices, references and lists with a meaning of their own.
NEVER_MADE = frozenset(
    {
        "aclInfo",
        "archiveRepository",
        "atEvents",
        "backupCache",
        "customWindow",
        "dailyReportSummarylocalTime",
        "dailySummaryLocalTime",
        "destination",
        "encryptionPasswordUniqueId",
        "files",
        "isDisabled",
        "mappingRules",
        "network",
        "oracle",
        "postgreSQL",
        "reIp",
        "secondaryTargets",
        "seeding",
        "size",
        "sourceBackupId",
        "sql",
        "unstructuredLinkedJobs",
        "urn",
        "volumes",
        "exclusions",
    }
)
# Only these strings without a value are told, as empty ones; others are absent.
EMPTY_STRINGS = frozenset({"command", "description", "jobName", "notes", "subject"})
MISSING = object()


class Filler:
    """Fills values to the shapes of one document. What it makes up is made once and shared: not to be changed."""

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._made: dict[tuple[str, int], t.Any] = {}

    def fill(self, value: t.Any, shape: Shape) -> t.Any:
        """A copy of `value` in which every member is present that a server would make up."""
        if isinstance(value, list) and shape.items is not None:
            return [self.fill(item, shape.items) for item in value]
        if not isinstance(value, dict) or shape.kind != "object":
            return copy.deepcopy(value) if isinstance(value, (dict, list)) else value
        members = (self._shapes.variant(shape, value) or shape).members
        filled = {
            name: self.fill(member, members[name]) if name in members else copy.deepcopy(member)
            for name, member in value.items()
        }
        for name, member in members.items():
            if name not in filled and (made := self._value(name, member)) is not MISSING:
                filled[name] = made
        return filled

    def _value(self, name: str, shape: Shape) -> t.Any:
        key = (name, id(shape))
        if key not in self._made:
            self._made[key] = MISSING if name in NEVER_MADE else self._make(name, shape)
        return self._made[key]

    def _make(self, name: str, shape: Shape) -> t.Any:
        if shape.default is not None:
            return shape.default
        if name in BY_NAME and _suits(BY_NAME[name], shape):
            return BY_NAME[name]
        if shape.kind == "object":
            return self._object(shape)
        if shape.kind == "array":
            return MISSING if shape.limits.get("minItems") else []
        return _scalar(name, shape)

    def _object(self, shape: Shape) -> t.Any:
        if shape.discriminator or shape.open:
            return MISSING
        made = self.fill({}, shape)
        return made if shape.required <= made.keys() else MISSING


def _scalar(name: str, shape: Shape) -> t.Any:
    if shape.values:
        return shape.values[0]
    if shape.kind in ("integer", "number"):
        return shape.limits.get("minimum", 1)
    if shape.kind == "boolean":
        return False
    return "" if name in EMPTY_STRINGS else MISSING


def _suits(value: t.Any, shape: Shape) -> bool:
    if shape.values:
        return value in shape.values
    if shape.items is not None and isinstance(value, list):
        return not shape.items.values or all(item in shape.items.values for item in value)
    kinds = {bool: "boolean", int: "integer", str: "string", list: "array", dict: "object"}
    return kinds[type(value)] == shape.kind and (not isinstance(value, dict) or set(value) <= set(shape.members))


def complete(value: t.Any, shape: Shape, shapes: Shapes) -> t.Any:
    """`value` with a neutral value for every member that `shape` requires and `value` lacks; changed in place."""
    if isinstance(value, list) and shape.items is not None:
        for item in value:
            complete(item, shape.items, shapes)
    if not isinstance(value, dict):
        return value
    variant = shapes.variant(shape, value) or shape
    for name, member in value.items():
        if name in variant.members:
            complete(member, variant.members[name], shapes)
    for name in variant.required - value.keys():
        value[name] = _neutral(variant.members[name], shapes)
    return value


def _neutral(shape: Shape, shapes: Shapes) -> t.Any:
    if shape.default is not None:
        return shape.default
    if shape.kind == "object":
        start = {shape.discriminator: next(iter(shape.variants))} if shape.discriminator else {}
        return complete(start, shape, shapes)
    if shape.kind == "array":
        return [_neutral(shape.items, shapes)] if shape.limits.get("minItems") and shape.items else []
    if shape.kind == "string":
        return shape.values[0] if shape.values else ZERO_GUID if shape.format == "uuid" else ""
    return {"boolean": False, "integer": 0, "number": 0}.get(shape.kind)
