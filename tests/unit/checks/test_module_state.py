# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""No module of the collection keeps anything from one run to the next: what a run remembers belongs to its objects."""

from __future__ import annotations

import ast
import typing as t

import pytest

from tests.checks.places import ROOT

PLUGINS: t.Final = ROOT / "plugins"
_CHANGES: t.Final = frozenset(
    """
    add append clear difference_update discard extend extendleft insert intersection_update pop popitem popleft remove
    reverse setdefault sort symmetric_difference_update update appendleft
    """.split()
)
# What a function may return that is asked once for each argument. A ``Schema`` stands for tables that never change.
_CONSTANTS: t.Final = frozenset({"str", "bool", "int", "type", "tuple", "frozenset", "Mapping", "re.Pattern", "Schema"})


def state(source: str) -> list[str]:
    """What a module of this source keeps: ``line: name``, for whatever is changed after it was made."""
    tree = ast.parse(source)
    names = {name for node in tree.body for name in _assigned(node)}
    names |= {name for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for name in _shared(node)}
    found = [(node.lineno, name) for node in ast.walk(tree) for name in _changed(node) if name in names]
    return [f"{line}: {name}" for line, name in sorted({*found, *_remembered(tree)})]


def _assigned(node: ast.stmt) -> t.Iterator[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    yield from (target.id for target in targets if isinstance(target, ast.Name))


def _shared(node: ast.ClassDef) -> t.Iterator[str]:
    """What is made once for all objects of a class, and not again for each of them."""
    own = {
        target.attr
        for inner in ast.walk(node)
        if isinstance(inner, ast.Assign | ast.AnnAssign)
        for target in (inner.targets if isinstance(inner, ast.Assign) else [inner.target])
        if isinstance(target, ast.Attribute)
    }
    displays = (ast.Dict, ast.List, ast.Set, ast.DictComp, ast.ListComp, ast.SetComp)
    for statement in node.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and isinstance(statement.value, displays):
            yield from (f"self.{name}" for name in _assigned(statement) if name not in own)


def _changed(node: ast.AST) -> t.Iterator[str]:
    if isinstance(node, ast.Global):
        yield from node.names
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _CHANGES:
        yield _holder(node.func.value)
    elif isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store | ast.Del):
        yield _holder(node.value)


def _holder(node: ast.expr) -> str:
    """The name that ``node`` is reached by: of ``a[b].c`` it is ``a``, of ``self.a[b]`` it is ``self.a``."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in ("self", "cls"):
            return f"self.{node.attr}"
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _remembered(tree: ast.Module) -> t.Iterator[tuple[int, str]]:
    """Functions that remember something that can be changed, and defaults that can."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        decorators = {ast.unparse(each).partition("(")[0].rpartition(".")[2] for each in node.decorator_list}
        returned = ast.unparse(node.returns).partition("[")[0] if node.returns else ""
        if decorators & {"cache", "lru_cache"} and returned not in _CONSTANTS:
            yield node.lineno, node.name
        defaults = [*node.args.defaults, *(each for each in node.args.kw_defaults if each is not None)]
        if any(isinstance(each, ast.Dict | ast.List | ast.Set) for each in defaults):
            yield node.lineno, node.name


def test_no_module_keeps_state() -> None:
    files = sorted(PLUGINS.rglob("*.py"))
    assert len(files) > 150
    found = {str(path.relative_to(ROOT)): state(path.read_text(encoding="utf-8")) for path in files}
    assert {path: kept for path, kept in found.items() if kept} == {}


@pytest.mark.parametrize(
    "source",
    [
        "SEEN = set()\ndef a(b):\n    SEEN.add(b)",
        "SEEN: dict[str, list[int]] = {}\ndef a(b):\n    SEEN[b] = []",
        "SEEN = {'a': []}\ndef a(b):\n    SEEN['a'].append(b)",
        "SEEN = 0\ndef a():\n    global SEEN\n    SEEN += 1",
        "SEEN = object()\ndef a(b):\n    SEEN.what = b",
        "class A:\n    seen = []\n    def a(self, b):\n        self.seen.append(b)",
        "@functools.cache\ndef a() -> dict[str, int]:\n    return {}",
        "@functools.lru_cache(maxsize=9)\ndef a(b: str) -> t.Any:\n    return {}",
        "def a(b=[]):\n    b.append(1)",
    ],
)
def test_state_is_found(source: str) -> None:
    assert len(state(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        "KNOWN = {'a': 1}\ndef a(b):\n    found = dict(KNOWN)\n    found[b] = 1\n    return found",
        "class A:\n    def __init__(self):\n        self.seen = []\n    def a(self, b):\n        self.seen.append(b)",
        "@functools.cache\ndef a(b: str) -> tuple[str, ...]:\n    return (b,)",
    ],
)
def test_what_belongs_to_an_object_is_none(source: str) -> None:
    assert state(source) == []
