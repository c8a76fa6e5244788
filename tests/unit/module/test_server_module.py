# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Modules that need a server: what comes before the server is asked, and that each logs off."""

from __future__ import annotations

import pathlib
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput, VeeamError
from ansible_collections.backupops.veeam.plugins.module_utils._module.invocation import Invocation
from ansible_collections.backupops.veeam.plugins.module_utils._module.options import Options
from ansible_collections.backupops.veeam.plugins.module_utils._module.server_module import ServerModule
from ansible_collections.backupops.veeam.plugins.module_utils._redaction.outgoing import Outgoing
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.product import VbrProduct
from tests.sweep.playing import play
from tests.sweep.site import Site, usual_signals


class Mistake(Exception):
    """What no code expects."""


class Product:
    """Takes note of what happens to it."""

    def __init__(self, happened: list[str]) -> None:
        self.happened = happened

    def secrets(self) -> list[str]:
        return ["S3CRET-token"]

    def names_of_secrets(self) -> frozenset[str]:
        return frozenset()

    def close(self) -> list[str]:
        self.happened.append("closed")
        return ["Something about S3CRET-token."]


class Run:
    """A module with these options, and everything that happened in order."""

    def __init__(self, result: t.Any = None) -> None:
        self.happened: list[str] = []
        self.result = result

    def open(self, params: t.Any, still_wanted: t.Any) -> Product:
        self.happened.append(f"opened in {pathlib.Path.cwd().name}")
        return Product(self.happened)

    def execute(self, invocation: Invocation, product: Product) -> t.Any:
        self.happened.append("executed")
        if isinstance(self.result, Exception):
            raise self.result
        return self.result or {"changed": False}

    def perform(self, **params: t.Any) -> t.Any:
        module = ServerModule(Options(), self.execute, self.open)
        return module.perform(Invocation(params, False, Outgoing(params), self.happened.append))


@pytest.fixture(autouse=True)
def signals_of_the_tests() -> t.Iterator[None]:
    """What a module does to the signals of its process ends with the test."""
    with usual_signals():
        yield


def test_a_module_logs_off_and_warns_without_secrets(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "checkout").mkdir()
    run = Run()
    assert run.perform(chdir="checkout") == {"changed": False}
    assert run.happened == ["opened in checkout", "executed", "closed", "Something about ********."]


def test_an_error_ends_in_a_log_off_too() -> None:
    run = Run(VeeamError("No."))
    with pytest.raises(VeeamError, match="No"):
        run.perform()
    assert run.happened[-2:] == ["closed", "Something about ********."]


@pytest.mark.parametrize(
    ("params", "problem"),
    [
        ({"query": "jobs["}, "query"),
        ({"retries": -1}, "retries: must be at least 0"),
        ({"settings": {"quantity": float("nan")}}, "settings"),
        ({"chdir": "/no/such/folder"}, "chdir: /no/such/folder cannot be used"),
    ],
)
def test_options_that_cannot_be_used_are_refused_before_the_server_is_asked(
    params: dict[str, t.Any], problem: str
) -> None:
    run = Run()
    with pytest.raises(InvalidInput, match=problem):
        run.perform(**params)
    assert run.happened == []


@pytest.mark.parametrize(("query", "found"), [("jobs[].name", ["Web"]), ("", None), (None, None)])
def test_a_module_with_a_query_says_what_it_found(query: str | None, found: t.Any) -> None:
    jobs = {"jobs": [{"name": "Web"}]}
    assert Run(jobs).perform(query=query) == {**jobs, "query_result": found}
    assert Run(jobs).perform() == jobs


def test_a_mistake_in_the_end_hides_no_result(vbr: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(self: t.Any) -> t.NoReturn:
        close(self)
        raise Mistake

    close = VbrProduct.close
    monkeypatch.setattr(VbrProduct, "close", stumble)
    played = play(vbr, "veeam_job_info")
    assert not played.failed
    assert "Could not log off: Mistake" in played.printed
