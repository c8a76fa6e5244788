# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which jobs a task means: by name, by pattern, by id."""

from __future__ import annotations

import dataclasses
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.job_selection import chosen, named
from ansible_collections.backupops.veeam.plugins.module_utils._errors import Ambiguous, IncompleteList, NotFound
from ansible_collections.backupops.veeam.plugins.module_utils._model import Gap, Job, Reading

NAMES = ("Shop web", "Shop db", "[AB01]:Web_1", "Büro", "Twin", "twin", "100% *")


@dataclasses.dataclass
class Store:
    """A server with these jobs; ``gap`` is what its list lacks."""

    gap: Gap | None = None
    listings: int = 0
    names: tuple[str, ...] = NAMES

    def _job(self, name: str) -> Job:
        return Job(id=f"id of {name}", name=name, type="VSphereBackup", model={}, enabled=True)

    def find(self, name: str) -> Job | None:
        return self._job(name) if name in self.names else None

    def get(self, job_id: str) -> Job | None:
        return self.find(job_id.removeprefix("id of "))

    def summaries(self) -> Reading[Job]:
        self.listings += 1
        yield from map(self._job, self.names)
        return self.gap

    def when_missing(self, name: str) -> str:
        del name
        return ""


def names_of(store: Store, *entries: str, warnings: list[str] | None = None) -> set[str]:
    warn = print if warnings is None else warnings.append
    return {job.name for job in chosen(t.cast("t.Any", store), entries, warn)}


def test_names_that_are_exact_cost_no_listing() -> None:
    store = Store()
    assert names_of(store, "Shop web", "[AB01]:Web_1", "Shop web") == {"Shop web", "[AB01]:Web_1"}
    assert store.listings == 0


@pytest.mark.parametrize(
    ("entry", "meant"),
    [
        ("Shop*", {"Shop web", "Shop db"}),
        ("shop ??", {"Shop db"}),
        ("[AB01]*", {"[AB01]:Web_1"}),
        (" SHOP WEB ", {"Shop web"}),
        ("Bu\u0308ro", {"Büro"}),
        ("twin", {"twin"}),
        ("twin*", {"Twin", "twin"}),
        ("*", set(NAMES)),
    ],
)
def test_patterns_and_what_does_not_count(entry: str, meant: set[str]) -> None:
    store = Store()
    assert names_of(store, entry) == meant
    assert store.listings <= 1


def test_a_pattern_that_stands_for_no_job_is_a_warning() -> None:
    warnings: list[str] = []
    assert names_of(Store(), "Shop web", "Ship*", warnings=warnings) == {"Shop web"}
    assert warnings == ['names: no job of the server is called like "Ship*".']


def test_a_name_that_no_job_has_is_an_error_with_what_is_near() -> None:
    said = r'no job "Shop wbe"\. Did you mean "Shop web".* Nothing was done to the other jobs'
    with pytest.raises(NotFound, match=said):
        names_of(Store(), "Shop db", "Shop wbe")


def test_two_jobs_that_differ_in_case_only() -> None:
    with pytest.raises(Ambiguous, match="can mean 2 names"):
        names_of(Store(), "TWIN")


@pytest.mark.parametrize("entry", ["Nowhere", "Nowhere*"])
def test_a_short_list_does_not_prove_that_there_is_none(entry: str) -> None:
    store = Store(gap=Gap("jobs", 9, 7))
    with pytest.raises(IncompleteList, match="counts 9 entries in jobs and gave 7"):
        names_of(store, entry)
    assert names_of(store, "Shop*") == {"Shop web", "Shop db"}


def test_nothing_is_special_in_one_name() -> None:
    store = t.cast("t.Any", Store())
    assert named(store, "100% *").name == "100% *"
    assert named(store, "shop WEB").name == "Shop web"
    with pytest.raises(NotFound, match="Patterns go into names"):
        named(store, "Shop*")
