# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a module returns by its type is what its documentation says."""

from __future__ import annotations

import importlib
import types
import typing as t

import pytest
import yaml

from ansible_collections.backupops.veeam.plugins.module_utils import _model
from ansible_collections.backupops.veeam.plugins.module_utils._engine import results
from ansible_collections.backupops.veeam.plugins.module_utils._job_files import problems, report
from tests.checks.places import ROOT

PLUGINS = "ansible_collections.backupops.veeam.plugins"
MODULES = sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("*.py"))
NAMES = {**vars(_model), **vars(problems), **vars(report), **vars(results)}
# Every module may return these; Ansible documents them.
COMMON = {"changed", "diff"}
# Added where options have a query.
QUERY = {"query_result"}
# Only in a failure, with which nothing else is returned.
FAILURES = {"veeam_jobs": {"moved"}}
TYPES = {"bool": bool, "str": str, "int": int, "list": list, "dict": dict}


def documented(module: str) -> dict[str, t.Any]:
    return yaml.safe_load(importlib.import_module(f"{PLUGINS}.modules.{module}").RETURN)


def returned(module: str) -> type:
    """The type that ``execute`` returns."""
    task = importlib.import_module(f"{PLUGINS}.module_utils._module.tasks.{module}")
    return {**NAMES, **vars(task)}[task.execute.__annotations__["return"]]


def members(kind: type) -> dict[str, t.Any]:
    """The keys of a typed dictionary, with their types."""
    return t.get_type_hints(kind, localns=NAMES)


def plain(hint: t.Any) -> type | None:
    """The type of a value in the words of Python, None for whatever JSON can hold."""
    if isinstance(hint, types.UnionType):
        (hint,) = (each for each in t.get_args(hint) if each is not type(None))
    if t.is_typeddict(hint):
        return dict
    return None if hint is t.Any else t.get_origin(hint) or hint


def shown(entry: dict[str, t.Any]) -> set[str]:
    """The keys of a value that is documented by its parts or by a sample."""
    if "contains" in entry:
        return set(entry["contains"])
    sample = entry["sample"]
    return set(sample[0] if isinstance(sample, list) else sample)


def compare(entry: dict[str, t.Any], hint: t.Any, where: str) -> None:
    wanted = None if entry["type"] == "raw" else TYPES[entry["type"]]
    assert plain(hint) is wanted, where
    item = t.get_args(hint)[0] if plain(hint) is list else hint
    if plain(hint) is list:
        assert plain(item) is TYPES[entry["elements"]], where
    if t.is_typeddict(item):
        inner = members(item)
        assert shown(entry) == set(inner), where
        for name, part in entry.get("contains", {}).items():
            compare(part, inner[name], f"{where}.{name}")


@pytest.mark.parametrize("module", MODULES)
def test_what_is_documented_is_what_is_returned(module: str) -> None:
    entries = {name: entry for name, entry in documented(module).items() if name not in FAILURES.get(module, ())}
    hints = members(returned(module))
    options = importlib.import_module(f"{PLUGINS}.module_utils._module.tasks.{module}").MODULE.options.arguments
    assert set(entries) - (QUERY if "query" in options else set()) == set(hints) - COMMON
    for name, entry in entries.items():
        if name not in QUERY:
            compare(entry, hints[name], name)
