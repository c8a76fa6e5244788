# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The integration tests run in the controller; one for each module and API runs as a module, too."""

from __future__ import annotations

import ast
import typing as t

from tests.checks.places import ROOT

FOLDER = ROOT / "tests" / "integration"


def played_each_way() -> t.Iterator[tuple[str, str]]:
    """Module and API of each test that is marked so, and that has a task with the module."""
    for path in sorted(FOLDER.glob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        api = "em" if path.name.startswith("test_em_") else "vbr"
        for node in ast.parse(text).body:
            for call in getattr(node, "decorator_list", []):
                if isinstance(call, ast.Call) and ast.unparse(call.func) == "each_way":
                    for argument in call.args:
                        assert isinstance(argument, ast.Constant)
                        assert str(argument.value) in text.replace(f"each_way({ast.unparse(argument)}", ""), path.name
                        yield str(argument.value), api


def test_every_module_is_played_as_a_module_too_on_each_api() -> None:
    modules = {path.stem for path in (ROOT / "plugins" / "modules").glob("*.py")}
    assert modules
    assert set(played_each_way()) == {(module, api) for module in modules for api in ("vbr", "em")}


def test_they_are_named_in_the_description_of_the_tests() -> None:
    described = (ROOT / "tests" / "README.md").read_text(encoding="utf-8")
    for path in sorted(FOLDER.glob("test_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if any("each_way" in ast.unparse(each) for each in getattr(node, "decorator_list", [])):
                assert isinstance(node, ast.FunctionDef)
                assert f"`{node.name}`" in described
