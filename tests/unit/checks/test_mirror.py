# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The test of a file is found by its path: ``_vbr/names/inventory.py`` has ``tests/unit/vbr/names/test_inventory.py``.

A file without a test of its own is imported by another test of the same folder or below it.
"""

from __future__ import annotations

import ast
import functools
import pathlib
import typing as t

from tests.checks.places import ROOT

MODULE_UTILS = ROOT / "plugins" / "module_utils"
UNIT = ROOT / "tests" / "unit"
PACKAGE = "ansible_collections.backupops.veeam.plugins.module_utils"
# Tables that `make tables` writes: tests/unit/tables compares them with what the generator makes of the vendor's files.
GENERATED = "_vbr/schema/data_"


@functools.cache
def imported(test: pathlib.Path) -> frozenset[str]:
    """The files of ``module_utils`` that a test imports, dotted, and every name that it takes from them."""
    found = set()
    for node in ast.walk(ast.parse(test.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and f"{node.module}.".startswith(f"{PACKAGE}."):
            found |= {str(node.module), *(f"{node.module}.{name.name}" for name in node.names)}
    return frozenset(found)


def is_tested(file: str) -> bool:
    """Whether a test of ``file`` (relative to ``module_utils``, without suffix) is where one would look for it."""
    *folders, name = (part.lstrip("_") for part in file.split("/"))
    home = UNIT.joinpath(*folders)
    dotted = f"{PACKAGE}.{file.replace('/', '.')}"
    return (home / f"test_{name}.py").is_file() or any(dotted in imported(test) for test in home.rglob("test_*.py"))


def files() -> t.Iterator[str]:
    for path in MODULE_UTILS.rglob("*.py"):
        file = path.relative_to(MODULE_UTILS).with_suffix("").as_posix()
        if not file.startswith(GENERATED):
            yield file


def test_every_file_has_its_test_where_one_looks_for_it() -> None:
    without = {file for file in files() if not is_tested(file)}
    assert without == set(), "tests/unit has the folders of plugins/module_utils, without their underscores"


def test_every_file_of_the_action_plugins_has_its_test() -> None:
    """``_ansible_task.py`` alone is tried through real plays of every version of Ansible only."""
    parts = {path.stem.lstrip("_") for path in (ROOT / "plugins" / "plugin_utils").glob("*.py")}
    tests = {path.stem.removeprefix("test_") for path in (UNIT / "plugin_utils").glob("test_*.py")}
    assert parts - tests == {"ansible_task"}


def test_every_folder_of_tests_is_one_of_the_product_or_of_the_tests() -> None:
    """So that a test whose file was moved does not stay behind."""
    packages = {path.parent.relative_to(MODULE_UTILS).as_posix() for path in MODULE_UTILS.rglob("*.py")}
    mirrored = {"/".join(part.lstrip("_") for part in package.split("/")) for package in packages}
    tops = {package.partition("/")[0] for package in mirrored}
    folders = {path.parent.relative_to(UNIT).as_posix() for path in UNIT.rglob("test_*.py")}
    assert {folder for folder in folders if folder.partition("/")[0] in tops} <= mirrored
