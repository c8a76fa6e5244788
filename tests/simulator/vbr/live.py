# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How live servers write what the documents describe otherwise: times, the order of members, and parts of jobs."""

from __future__ import annotations

import datetime
import re
import typing as t

from tests.openapi import Shape
from tests.openapi.shapes import Shapes
from tests.simulator.clock import vendor_format

Json = dict[str, t.Any]
# A time as handlers write it (clock.vendor_format).
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}[+-]\d\d:\d\d")
# Lists whose times are the server's, without an offset.
_NAIVE = re.compile(r"/api/v1/(backups(/\{id\})?|taskSessions(/\{id\})?|sessions/\{id\}/taskSessions)")
HEALTH_TIME, SCHEDULE_TIME = "05:00:00", "22:00"


class Times:
    """Writes the times of one reply: in the server's zone, and as `live` servers do or as the documents have them."""

    def __init__(self, zone: datetime.tzinfo | None, *, live: bool, template: str) -> None:
        self._zone, self._live = zone, live
        self._naive = bool(_NAIVE.fullmatch(template))

    def written(self, value: t.Any) -> t.Any:
        """`value` with every time in it rewritten."""
        if isinstance(value, dict):
            return {name: self.written(member) for name, member in value.items()}
        if isinstance(value, list):
            return [self.written(item) for item in value]
        return self._moment(value) if isinstance(value, str) and _MOMENT.fullmatch(value) else value

    def _moment(self, text: str) -> str:
        moment = datetime.datetime.fromisoformat(text).astimezone(self._zone)
        if not self._live:
            return vendor_format(moment)
        day, dummy, fraction = f"{moment:%Y-%m-%dT%H:%M:%S.%f}".partition(".")
        # Microseconds without the zeros at the end: none, five or six digits in nearly all cases.
        digits = fraction.rstrip("0")
        offset = f"{moment:%z}"
        return day + (f".{digits}" if digits else "") + ("" if self._naive else f"{offset[:3]}:{offset[3:]}")


def ordered(value: t.Any, shape: Shape, shapes: Shapes) -> t.Any:
    """`value` with the members of a variant before those of every variant, and in each part enums first."""
    if isinstance(value, list) and shape.items is not None:
        return [ordered(item, shape.items, shapes) for item in value]
    if not isinstance(value, dict) or shape.kind != "object":
        return value
    variant = shapes.variant(shape, value) or shape
    common = shape.members if variant is not shape else {}
    own = [name for name in variant.members if name not in common]
    names = [*_enums_first(own, variant), *_enums_first(list(common), variant)]
    found = {name: ordered(value[name], variant.members[name], shapes) for name in names if name in value}
    return found | {name: member for name, member in value.items() if name not in found}


def _enums_first(names: list[str], shape: Shape) -> list[str]:
    return sorted(names, key=lambda name: not (name in shape.members and shape.members[name].values))


def job(value: t.Any, name: str = "", *, within: str = "") -> t.Any:
    """A job's settings, the member `name` of it, without what live servers leave out; times as each part has them."""
    if isinstance(value, list):
        return [job(item, within=within) for item in value]
    if not isinstance(value, dict):
        return _local_time(value, within) if name.endswith("ocalTime") else value
    if name == "afterThisJob" and not value.get("isEnabled"):
        return {"isEnabled": False}
    if name == "encryption" and not value.get("isEnabled"):
        return {"encryptionType": "ByUserPassword", "isEnabled": False}
    left_out = {"localTime"} if within == "defragmentAndCompact" else set()
    if value.get("scheduleMode") == "Continuous":
        left_out.add("backupWindow")
    part = name if name in ("backupHealth", "defragmentAndCompact", "schedule") else within
    return {key: job(member, key, within=part) for key, member in value.items() if key not in left_out}


def _local_time(value: t.Any, within: str) -> t.Any:
    if within == "backupHealth":
        return f"{value or HEALTH_TIME}:00"[: len(HEALTH_TIME)]
    return (value or SCHEDULE_TIME)[: len(SCHEDULE_TIME)] if isinstance(value, str) else value
