# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What one listing of a server says about a set."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.desired import DesiredJob
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.planning.survey import Survey, Wanted, only
from ansible_collections.backupops.veeam.plugins.module_utils._errors import Ambiguous, InvalidInput
from ansible_collections.backupops.veeam.plugins.module_utils._model import Gap, Job
from tests.unit.engine.memory_store import MemoryProduct

if t.TYPE_CHECKING:
    from tests.unit.engine.sets import Params

MARK = "[managed by: git]"


def wanted(*jobs: Params) -> Wanted:
    return Wanted.of([DesiredJob.from_params(job) for job in jobs])


def survey(product: MemoryProduct, *jobs: Params, owner: str | None = "git") -> tuple[Survey, dict[int, str]]:
    """What was found, and the names of the jobs that the set names, by the number of their entry."""
    found = Survey(wanted(*jobs), frozenset({"Target"}), owner, product.jobs.full)
    return found, {index: job.name for index, job in found.look_at(product.jobs.summaries())}


def test_a_job_goes_by_its_id_before_its_name(product: MemoryProduct) -> None:
    known = product.jobs.add("a")
    product.jobs.add("b")
    found, named = survey(product, {"name": "a"}, {"id": known.upper()}, {"name": "b"})
    assert named == {1: "a", 2: "b"}
    assert found.clashes == {0: known}


def test_the_letter_case_of_an_id_means_nothing(product: MemoryProduct) -> None:
    known = product.jobs.add("a")
    product.jobs.contents[known]["id"] = known.upper()
    assert survey(product, {"id": known})[1] == {0: "a"}


def test_a_former_name_leads_to_its_entry_and_is_no_job_of_others(product: MemoryProduct) -> None:
    product.jobs.add("old")
    product.jobs.add("other", description="x\n[managed by: others]")
    found, named = survey(product, {"name": "new", "previous_name": "old"})
    assert named == {}
    assert [job.name for job in found.previous[0]] == ["old"]
    [other] = found.others
    assert (other.as_dict()["name"], other.as_dict()["managed_by"]) == ("other", "others")


@pytest.mark.parametrize(("owner", "unnamed", "names"), [("git", ["left"], ["a", "left", "free"]), (None, [], [])])
def test_only_with_an_owner_jobs_are_owned(
    product: MemoryProduct, owner: str | None, unnamed: list[str], names: list[str]
) -> None:
    product.jobs.add("a", description=MARK)
    product.jobs.add("left", description=MARK)
    product.jobs.add("free")
    found, dummy = survey(product, {"name": "a"}, owner=owner)
    assert [job.name for job in found.unnamed] == unnamed
    assert found.names == names
    assert found.owned == (2 if owner else 0)


def test_jobs_that_are_referred_to_are_kept_with_their_twins(product: MemoryProduct) -> None:
    for dummy in range(2):
        product.jobs.add("Target")
    found, named = survey(product)
    assert named == {}
    assert len(found.referenced["Target"]) == 2


def test_what_the_listing_lacks_is_known_at_its_end(product: MemoryProduct) -> None:
    product.jobs.add("a")
    product.jobs.add("hidden")
    product.jobs.left_out = {"hidden"}
    assert survey(product)[0].gap == Gap("the list of jobs", 2, 1)


@pytest.mark.parametrize(
    ("jobs", "what"),
    [
        ([{"name": "a"}, {"name": "a", "state": "absent"}], "name"),
        ([{"id": "A1"}, {"id": "a1"}], "id"),
        ([{"name": "a", "previous_name": "c"}, {"name": "b", "previous_name": "c"}], "previous_name"),
    ],
)
def test_two_entries_for_one_job_are_named(jobs: list[Params], what: str) -> None:
    with pytest.raises(InvalidInput, match=f"two jobs of the set have the {what} "):
        wanted(*jobs)


def test_a_name_counts_for_nothing_beside_an_id() -> None:
    assert wanted({"id": "1", "name": "a"}, {"name": "a"}).by_name == {"a": 1}


def test_one_of_several_is_none_of_them() -> None:
    first, second = (Job(number, "a", "VSphereBackup", {}) for number in "12")
    assert only([], "a") is None
    assert only([first], "a") is first
    with pytest.raises(Ambiguous, match="There are 2 jobs"):
        only([first, second], "a")
