# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Documentation and argument specs say the same, and no module is more than documentation and a call."""

from __future__ import annotations

import importlib
import pathlib
import typing as t

import pytest
import yaml

from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput
from ansible_collections.backupops.veeam.plugins.module_utils._module import options as _options

ROOT = pathlib.Path(__file__).resolve().parents[3]
MODULES = sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("*.py"))
CALL = """
from ansible_collections.backupops.veeam.plugins.module_utils._module.run import run
from ansible_collections.backupops.veeam.plugins.module_utils._module.tasks import {module}


def main() -> None:
    run({module}.MODULE)


if __name__ == "__main__":
    main()
"""


def documented(fragment: str) -> dict[str, t.Any]:
    """The options of a documentation fragment."""
    module = importlib.import_module(f"ansible_collections.backupops.veeam.plugins.doc_fragments.{fragment}")
    return yaml.safe_load(module.ModuleDocFragment.DOCUMENTATION)["options"]


@pytest.mark.parametrize(
    ("fragment", "options"),
    [
        ("_connection", _options.connection_options),
        ("_wait", _options.wait_options),
        ("_query", _options.query_options),
    ],
)
def test_a_fragment_and_its_spec_are_one_to_one(fragment: str, options: t.Callable[[], _options.Options]) -> None:
    docs = documented(fragment)
    arguments = options().arguments
    assert list(docs) == list(arguments)
    for name, argument in arguments.items():
        for key in ("type", "default", "choices", "required"):
            assert docs[name].get(key) == argument.get(key), (name, key)


def test_every_connection_option_names_its_environment_variable() -> None:
    docs = documented("_connection")
    options = _options.connection_options()
    assert options.environment == {name: f"VEEAM_{name.upper()}" for name in options.arguments}
    for name, variable in options.environment.items():
        assert f"E({variable})" in docs[name]["description"][-1]


def test_ansible_reads_the_environment() -> None:
    spec = _options.connection_options().for_ansible(print)["argument_spec"]
    assert spec["token"] == {"type": "str", "no_log": True, "fallback": (print, ["VEEAM_TOKEN"])}
    assert "fallback" not in _options.query_options().for_ansible(print)["argument_spec"]["query"]


def test_secrets_are_never_logged() -> None:
    arguments = _options.connection_options().arguments
    assert [name for name, argument in arguments.items() if argument.get("no_log")] == ["password", "token"]


@pytest.mark.parametrize("module", MODULES)
def test_a_module_is_documentation_and_a_call(module: str) -> None:
    text = (ROOT / "plugins" / "modules" / f"{module}.py").read_text(encoding="utf-8")
    assert text.split('RETURN = r"""', 1)[1].split('"""\n', 1)[1] == CALL.format(module=module)


@pytest.mark.parametrize(
    ("params", "problem"),
    [
        ({"timeout": 0}, "timeout: must be at least 1"),
        ({"retries": -1}, "retries: must be at least 0"),
        ({"wait_interval": 0.0}, "wait_interval: must be at least 0.1"),
        ({"limit": 0, "max_age": None}, "limit: must be at least 1"),
        ({"max_age": -1}, "max_age: must be at least 0"),
    ],
)
def test_numbers_that_make_no_sense_are_refused(params: dict[str, t.Any], problem: str) -> None:
    with pytest.raises(InvalidInput, match=problem):
        _options.check_numbers(params)


def test_numbers_that_make_sense_are_taken() -> None:
    _options.check_numbers({"timeout": 1, "retries": 0, "wait_timeout": 1, "max_age": 0, "limit": None})
