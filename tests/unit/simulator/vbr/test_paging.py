# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists that go wrong on purpose, each in its own way."""

from __future__ import annotations

import itertools

import pytest

from tests.unit.simulator.vbr.site import Json, Site

LISTS = ("jobs", "jobs/states", "backupInfrastructure/repositories")


@pytest.fixture
def site() -> Site:
    """A server whose lists may break the vendor's schema."""
    return Site(jobs=10, shapes="documents")


def read(site: Site, path: str, *, limit: int) -> list[Json]:
    """Every page of the list, by what each says about the total."""
    pages: list[Json] = []
    for skip in itertools.count(0, limit):
        pages.append(site.get(path, skip=skip, limit=limit))
        if skip + limit >= pages[-1]["pagination"]["total"]:
            return pages
    raise AssertionError


def names(pages: list[Json]) -> list[str]:
    return [row["name"] for page in pages for row in page["data"]]


@pytest.mark.parametrize("path", LISTS)
def test_rows_in_the_middle_are_counted_and_do_not_come(site: Site, path: str) -> None:
    whole = names(read(site, path, limit=4))
    site.world.faults.add(f"missing-rows:/api/v1/{path}:at=5:rows=2")
    pages = read(site, path, limit=4)
    assert names(pages) == whole[:5] + whole[7:]
    assert {page["pagination"]["total"] for page in pages} == {len(whole)}
    assert [page["pagination"]["count"] for page in pages[:2]] == [4, 2]
    assert site.get("credentials")["pagination"]["total"] == len(site.get("credentials")["data"])


def test_skip_may_count_only_the_rows_that_come(site: Site) -> None:
    whole = names(read(site, "jobs", limit=4))
    site.world.faults.add("missing-rows:GET /api/v1/jobs:skip=shown:at=0:rows=5")
    pages = read(site, "jobs", limit=4)
    assert [page["pagination"]["count"] for page in pages] == [4, 1, 0]
    assert names(pages) == whole[5:]


def test_rows_may_be_missing_by_name(site: Site) -> None:
    site.world.faults.add("missing-rows:/api/v1/jobs:daily*")
    page = site.get("jobs")
    assert page["pagination"] == {"total": 10, "count": 9, "skip": 0, "limit": 200}
    assert "Daily VMs" not in names([page])
    assert "Daily VMs" in names([site.get("jobs/states")])


def test_a_list_may_be_short_for_one_page_only(site: Site) -> None:
    site.world.faults.add("missing-rows:/api/v1/jobs:at=0:rows=9:after=1:count=1")
    assert [site.get("jobs")["pagination"]["count"] for dummy in range(3)] == [10, 1, 10]


@pytest.mark.parametrize(("told", "limit"), [("", 200), (":told=yes", 3)])
@pytest.mark.parametrize("path", LISTS)
def test_pages_may_be_shorter_than_asked(site: Site, path: str, told: str, limit: int) -> None:
    site.world.faults.add(f"short-pages:/api/v1/{path}:3{told}")
    page = site.get(path, skip=1, limit=200)
    assert page["pagination"] | {"total": 0} == {"total": 0, "count": 3, "skip": 1, "limit": limit}
    assert site.get(path, skip=4)["data"][0] not in page["data"]


def test_skip_may_be_ignored(site: Site) -> None:
    first = site.get("jobs", limit=2)
    site.world.faults.add("skip-ignored")
    assert site.get("jobs", skip=4, limit=2)["data"] == first["data"]


@pytest.mark.parametrize(("said", "total"), [("4", 4), ("-3", 7), ("+2", 12), ("-30", 0)])
def test_the_total_may_be_wrong(site: Site, said: str, total: int) -> None:
    site.world.faults.add(f"wrong-total:/api/v1/jobs:{said}")
    assert site.get("jobs")["pagination"] == {"total": total, "count": 10, "skip": 0, "limit": 200}


def test_the_total_may_be_left_out(site: Site) -> None:
    site.world.faults.add("no-total")
    assert site.get("jobs")["pagination"] == {"count": 10, "skip": 0, "limit": 200}


def test_a_list_may_never_end(site: Site) -> None:
    site.world.faults.add("endless-list:/api/v1/jobs")
    seen: set[str] = set()
    for skip in range(0, 40, 8):
        page = site.get("jobs", skip=skip, limit=8)
        assert page["pagination"]["total"] > skip + 8
        assert len(page["data"]) == 8
        seen |= {row["id"] for row in page["data"]}
    assert len(seen) == 40


def test_an_endless_list_may_repeat_itself(site: Site) -> None:
    site.world.faults.add("endless-list:/api/v1/jobs:rows=same")
    pages = [site.get("jobs", skip=skip, limit=10) for skip in (0, 10, 20)]
    assert pages[0]["data"] == pages[2]["data"]
    assert pages[2]["pagination"]["total"] == 31


@pytest.mark.parametrize("path", LISTS)
def test_rows_may_come_without_ids(site: Site, path: str) -> None:
    site.world.faults.add("rows-without-ids")
    assert {"id" in row for row in site.get(path)["data"]} == {False}


def test_the_inventory_goes_wrong_as_lists_do(site: Site) -> None:
    site.world.faults.add("missing-rows:POST /api/v1/inventory:at=0")
    answer = site.call("POST", "inventory", {}).json()
    assert answer["pagination"]["total"] == len(answer["data"]) + 1
