# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""There are two ways along the schema of Backup & Replication: with a value in hand, and through the schema alone.

A walk is a circle of functions of one file that call each other and ask a member for what is below it.
"""

from __future__ import annotations

import ast
import typing as t

from tests.checks.places import ROOT

OWN: t.Final = ROOT / "plugins" / "module_utils" / "_vbr"
_BELOW: t.Final = frozenset({"ref", "items"})


def walks(source: str) -> list[set[str]]:
    """The circles of functions that go from a member to what is below it."""
    functions = {node.name: node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)}
    calls = {name: _called(node) & functions.keys() for name, node in functions.items()}
    reached = {name: _reached(name, calls) for name in calls}
    circles = [{other for other in reached[name] if name in reached[other]} for name in calls if name in reached[name]]
    found = [circle for circle in circles if any(_looks_below(functions[name]) for name in circle)]
    return [circle for index, circle in enumerate(found) if circle not in found[:index]]


def _called(function: ast.FunctionDef) -> set[str]:
    called = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
    own = [each for each in called if isinstance(each, ast.Attribute) and ast.unparse(each.value) == "self"]
    return {each.attr for each in own} | {each.id for each in called if isinstance(each, ast.Name)}


def _reached(name: str, calls: dict[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = list(calls[name])
    while waiting:
        each = waiting.pop()
        if each not in reached:
            reached.add(each)
            waiting += calls[each]
    return reached


def _looks_below(function: ast.FunctionDef) -> bool:
    called = {id(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)}
    attributes = [node for node in ast.walk(function) if isinstance(node, ast.Attribute) and id(node) not in called]
    return any(node.attr in _BELOW for node in attributes)


def test_there_are_two_walks_over_the_schema() -> None:
    found = {path.name: walks(path.read_text(encoding="utf-8")) for path in sorted(OWN.rglob("*.py"))}
    assert [(name, len(circles)) for name, circles in found.items() if circles] == [("walk.py", 2)]


def test_a_walk_is_found() -> None:
    source = (
        "def each(schema, definition, value):\n"
        "    return {n: place(schema, definition.members[n], v) for n, v in value.items()}\n"
        "def place(schema, member, value):\n"
        "    return each(schema, schema.definition(member.ref), value)\n"
        "def keys(value):\n"
        "    return [keys(item) for name, item in value.items()]\n"
    )
    assert walks(source) == [{"each", "place"}]
