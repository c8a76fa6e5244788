# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Along a schema with a value in hand, and through the schema alone."""

from __future__ import annotations

import typing as t

from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.schemas import Definition, Schema
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.walk import (
    PathWalk,
    Place,
    PlaceWalk,
    PlainWalk,
    declared,
)

if t.TYPE_CHECKING:
    from collections.abc import Mapping

    from ansible_collections.backupops.veeam.plugins.module_utils._model import Json
    from ansible_collections.backupops.veeam.plugins.module_utils._paths import Path
    from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.references import Reference
    from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.schemas import Member

SCHEMA = Schema(
    "1.3-rev2",
    {
        "jobs": {"Job": ["Job", "Job"]},
        "listed": [],
        "lists": {},
        "enums": {"EKind": ["One", "Two"]},
        "objects": {
            "Job": {"m": {"name": "s", "target": "@Target", "parts": "[@Part", "kinds": "[@EKind"}},
            "Target": {"m": {"repositoryId": "u", "kind": "@EKind"}, "d": ["kind", {"Two": "Second"}]},
            "Second": {"m": {"kind": "@EKind", "extra": "i"}},
            "Part": {"m": {"size": "i", "parts": "[@Part"}},
        },
    },
)
JOB = SCHEMA.definition("Job")
VALUE: Json = {
    "name": "a",
    "target": {"repository": "Main", "kind": "One"},
    "parts": [{"size": 1}, {"parts": [{"size": 2}]}],
    "kinds": ["One", "Two"],
    "new": {"size": 3},
}


class Seen(PlaceWalk):
    """Notes each place at which it comes by, and what stands there."""

    def __init__(self) -> None:
        super().__init__(SCHEMA, SCHEMA.branch)
        self.seen: list[tuple[str, Path, str]] = []

    def scalar(self, member: Member, value: t.Any, at: Place) -> t.Any:
        self.seen.append((member.kind, *at))
        return value

    def enum(self, member: Member, value: t.Any, at: Place) -> t.Any:
        self.seen.append((member.ref, *at))
        return value

    def reference(
        self, reference: Reference, item: t.Any, value: Mapping[str, t.Any], inside: Place
    ) -> tuple[str, t.Any] | None:
        self.seen.append((reference.member, *inside))
        return super().reference(reference, item, value, inside)

    def unknown(self, here: Definition, name: str, item: t.Any, inside: Place) -> tuple[str, t.Any] | None:
        self.seen.append((f"{here.name} has no {name}", *inside))
        return super().unknown(here, name, item, inside)

    def misfit(self, expected: Definition | Member, value: t.Any, at: Place) -> t.Any:
        self.seen.append((f"no {expected.name if isinstance(expected, Definition) else expected.kind}", *at))
        return value


def seen(value: t.Any) -> list[tuple[str, Path, str]]:
    walk = Seen()
    assert walk.object(JOB, value, Place(("settings",), "")) == value
    return walk.seen


def test_every_place_is_visited_with_its_path_and_the_member_that_it_is_the_value_of() -> None:
    assert seen(VALUE) == [
        ("string", ("settings", "name"), "name"),
        ("repositoryId", ("settings", "target"), "target"),
        ("EKind", ("settings", "target", "kind"), "kind"),
        ("integer", ("settings", "parts", 0, "size"), "size"),
        ("integer", ("settings", "parts", 1, "parts", 0, "size"), "size"),
        ("EKind", ("settings", "kinds", 0), "kinds"),
        ("EKind", ("settings", "kinds", 1), "kinds"),
        ("Job has no new", ("settings",), ""),
    ]


def test_the_members_are_those_of_the_branch_that_counts() -> None:
    target = ("settings", "target")
    assert seen({"target": {"kind": "two", "extra": 1, "repositoryId": "x"}}) == [
        ("EKind", (*target, "kind"), "kind"),
        ("integer", (*target, "extra"), "extra"),
        ("Second has no repositoryId", target, "target"),
    ]


def test_what_is_no_object_or_no_list_is_not_entered() -> None:
    assert seen({"target": "Main", "parts": {"size": 1}, "kinds": None}) == [
        ("no Target", ("settings", "target"), "target"),
        ("no array", ("settings", "parts"), "parts"),
        ("no array", ("settings", "kinds"), "kinds"),
    ]
    assert seen(None) == [("no Job", ("settings",), "")]


class Doubled(PlainWalk):
    """Doubles what is counted, and leaves out what it does not know."""

    def scalar(self, member: Member, value: t.Any, at: None) -> t.Any:
        return value * 2 if member.kind == "integer" else value

    def unknown(self, here: Definition, name: str, item: t.Any, inside: None) -> tuple[str, t.Any] | None:
        return None


def test_what_a_walk_makes_of_places_takes_theirs_and_the_value_stays_as_it_was() -> None:
    value = {"parts": [{"size": 1, "new": 1}, {"parts": [{"size": 2}]}], "new": 1}
    doubled = Doubled(SCHEMA, SCHEMA.branch).object(JOB, value, None)
    assert doubled == {"parts": [{"size": 2}, {"parts": [{"size": 4}]}]}
    assert value == {"parts": [{"size": 1, "new": 1}, {"parts": [{"size": 2}]}], "new": 1}


class Paths(PathWalk):
    """Puts its path in the place of each value."""

    def scalar(self, member: Member, value: t.Any, at: Path) -> t.Any:
        return at


def test_a_path_goes_through_members_and_items() -> None:
    walked = Paths(SCHEMA, SCHEMA.branch).object(JOB, {"name": "a", "parts": [{"size": 1}]}, ("settings",))
    assert walked == {"name": ("settings", "name"), "parts": [{"size": ("settings", "parts", 0, "size")}]}


def test_the_schema_alone_is_walked_through_lists_and_into_no_object_inside_of_itself() -> None:
    every = [".".join(path) for path, dummy in declared(SCHEMA, JOB, lambda *dummy: True)]
    assert every == [
        "name",
        "target",
        "target.repositoryId",
        "target.kind",
        "parts",
        "parts.size",
        "parts.parts",
        "kinds",
    ]


def test_an_object_is_entered_when_it_is_wanted() -> None:
    asked: list[tuple[str, str]] = []

    def enters(member: Member, definition: Definition) -> bool:
        asked.append((member.kind, definition.name))
        return definition.name == "Part"

    found = [".".join(path) for path, dummy in declared(SCHEMA, JOB, enters)]
    assert found == ["name", "target", "parts", "parts.size", "parts.parts", "kinds"]
    assert asked == [("object", "Target"), ("array", "Part")]
