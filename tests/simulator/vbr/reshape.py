# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Turns values of one revision's shape into another's: names, spellings and the few structures that changed.

The target's schema leads; the tables below hold what no schema tells. The server keeps everything in the newest
revision's shape and answers in the one that was asked for.
"""

from __future__ import annotations

import contextlib
import typing as t

from tests.openapi import Shape, document
from tests.openapi.shapes import Shapes
from tests.simulator.options import REVISIONS
from tests.simulator.vbr.special_shapes import SPECIAL

NEWEST = REVISIONS[-1]

# Members that were renamed; looked up both ways (trap T11).
RENAMED = {"synthenticFulls": "syntheticFulls", "RemoveData": "removeData", "dayOfMonths": "dayOfMonth"}
OTHER_NAME = RENAMED | {new: old for old, new in RENAMED.items()}

# Enum values that were renamed; the first that the target knows is taken (traps T1, T4, T13, T24, T45).
OTHER_VALUES: dict[str, tuple[str, ...]] = {
    "Backup": ("VSphereBackup",),
    "VSphereBackup": ("Backup",),
    "VMware": ("VSphere",),
    "VSphere": ("VMware",),
    "256KB": ("WANTarget",),
    "512KB": ("LANTarget",),
    "1MB": ("LocalTarget",),
    "4MB": ("LocalTargetLarge",),
    "8MB": ("LocalTargetLarge8192",),
    "WANTarget": ("256KB",),
    "LANTarget": ("512KB",),
    "LocalTarget": ("1MB",),
    "LocalTargetLarge": ("4MB",),
    "LocalTargetLarge4096": ("4MB",),
    "LocalTargetLarge8192": ("8MB", "4MB"),
    "preserve": ("NeverTruncate",),
    "Stopped": ("inactive",),
    "Stopping": ("running",),
    "Starting": ("running",),
    "Enabled": ("inactive",),
    "DellDataDomain": ("DDBoost",),
    "HPEStoreOnce": ("HPStoreOnceIntegration",),
    "QuantumDXi": ("Quantum",),
    "DDBoost": ("DellDataDomain",),
    "HPStoreOnceIntegration": ("HPEStoreOnce",),
    "Quantum": ("QuantumDXi",),
    "GCE": ("GoogleCloud",),
    "AWSEC2": ("EC2",),
    "GoogleCloud": ("GCE",),
    "EC2": ("AWSEC2",),
    "VMGroups": ("Groups",),
    "ActionRequired": ("WaitingTape",),
}
# Values of old revisions that share their newer name with another one: the server remembers which it was.
ONLY_OLD = frozenset({"preserve", "LocalTargetLarge4096"})


class Unrepresentable(Exception):
    """The target revision has no word for this value."""


class Verbatim(str):
    """A word that live servers use in every revision, whether a document has it or not."""

    __slots__ = ()


class Reshaper:
    """Fits values to the shapes of one revision.

    `keep_unknown` keeps members that the target does not know, for what the server stores; replies leave them out.
    """

    def __init__(self, shapes: Shapes, *, keep_unknown: bool) -> None:
        self._shapes, self._keep_unknown = shapes, keep_unknown

    def fit(self, value: t.Any, shape: Shape) -> t.Any:
        """`value` in the target's form. Raises Unrepresentable when the target cannot say it."""
        if special := SPECIAL.get(shape.name):
            value = special(value, shape)
        if isinstance(value, dict) and shape.kind == "object":
            return self._object(value, shape)
        if isinstance(value, list):
            return self._list(value, shape)
        if shape.kind == "array" and value is not None:
            return self._list([value], shape)
        if isinstance(value, dict) and shape.kind == "string":
            return str(value.get("path", ""))
        if isinstance(value, str) and shape.values:
            as_it_is = isinstance(value, Verbatim) or (self._keep_unknown and value in ONLY_OLD)
            return value if as_it_is else spelled(value, shape.values)
        return value

    def _object(self, value: dict[str, t.Any], shape: Shape) -> dict[str, t.Any]:
        discriminator = shape.discriminator
        shape, value = self._variant(value, shape)
        fitted: dict[str, t.Any] = {}
        for name, member in value.items():
            here = name if name in shape.members else OTHER_NAME.get(name, name)
            if name == discriminator:
                fitted[name] = member
            elif here in shape.members:
                self._member(fitted, here, member, shape)
            elif self._keep_unknown or shape.open:
                fitted[name] = member
        return fitted

    def _member(self, fitted: dict[str, t.Any], name: str, member: t.Any, shape: Shape) -> None:
        # What the target has no word for is left out; a required member then gets a neutral value (defaults.complete).
        with contextlib.suppress(Unrepresentable):
            fitted[name] = self.fit(member, shape.members[name])

    def _variant(self, value: dict[str, t.Any], shape: Shape) -> tuple[Shape, dict[str, t.Any]]:
        if shape.discriminator is None or shape.discriminator not in value:
            return shape, value
        said = value[shape.discriminator]
        try:
            here = spelled(said, tuple(shape.variants))
        except Unrepresentable:
            # Known by name but without a schema of its own: only the common members can be told (trap T25).
            here = spelled(said, shape.members[shape.discriminator].values)
        value = {**value, shape.discriminator: here}
        return self._shapes.variant(shape, value) or shape, value

    def _list(self, value: list[t.Any], shape: Shape) -> t.Any:
        if shape.kind == "string":
            return self._joined(value)
        item_shape = shape.items
        if item_shape is None:
            return value
        fitted = []
        for item in value:
            try:
                if isinstance(item, str) and item_shape.kind == "object":
                    item = {"path": item, "type": "Legacy"}  # noqa: PLW2901  # masks were plain strings once (trap T38)
                fitted.append(self.fit(item, item_shape))
            except Unrepresentable:
                continue
        return fitted

    @staticmethod
    def _joined(value: list[t.Any]) -> str:
        """Old revisions have one text where new ones have a list (trap T39)."""
        return "; ".join(
            f"{item.get('field')}: {item.get('data')}" if isinstance(item, dict) else str(item) for item in value
        )


def spelled(value: t.Any, values: tuple[str, ...]) -> str:
    """`value` as one of `values`, by case or by another name (trap T6). Raises Unrepresentable."""
    if value in values:
        return str(value)
    for candidate in (value, *OTHER_VALUES.get(value, ())):
        for known in values:
            if known.lower() == str(candidate).lower():
                return known
    raise Unrepresentable(f"{value!r} is not one of {', '.join(values)}")


def to_revision(value: t.Any, shape: Shape, revision: str) -> t.Any:
    """`value`, in the newest revision's form, as `revision` says it. Raises Unrepresentable."""
    return Reshaper(document(revision).shapes, keep_unknown=False).fit(value, shape)


def to_newest(value: t.Any, shape: Shape) -> t.Any:
    """`value`, in any revision's form, as the newest one says it; `shape` is the newest schema."""
    return Reshaper(document(NEWEST).shapes, keep_unknown=True).fit(value, shape)
