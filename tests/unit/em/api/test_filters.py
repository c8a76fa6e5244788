# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filters: what the service is asked for, what an item proves itself, and what is refused."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._em.api import filters as lists
from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput
from ansible_collections.backupops.veeam.plugins.module_utils._paths import text
from tests.unit.em.estate import ORACLE
from tests.unit.em.site import Site


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ({"workload": "Vm"}, "workload: Enterprise Manager cannot filter by this"),
        ({"next_run_after": "tomorrow"}, "not a point in time"),
        ({"type": "VSphereBackup"}, "is not one of Backup, Replica"),
    ],
)
def test_filters_that_cannot_work(site: Site, filters: dict[str, t.Any], said: str) -> None:
    with site.product() as product, pytest.raises(InvalidInput, match=said):
        product.job_search.jobs(filters)
    assert site.count() == 0


@pytest.mark.parametrize(
    ("part", "wanted", "said"),
    [
        ("files", {"gfs_period": "Weekly"}, "file_filters.gfs_period: Enterprise Manager cannot filter by this"),
        ("restore_points", {"malware_status": ["Clean"]}, "restore_point_filters.malware_status"),
        ("objects", {"platform_name": "VMware"}, "object_filters.platform_name"),
    ],
)
def test_filters_that_only_the_other_api_has(site: Site, part: str, wanted: dict[str, t.Any], said: str) -> None:
    with site.product() as product:
        (backup,) = product.backups.search({"name": ORACLE})
        with pytest.raises(InvalidInput, match=said):
            product.backups.details(backup, {part: wanted})
    with site.product() as product, pytest.raises(InvalidInput, match="limit"):
        product.backups.search({"limit": 3})


def test_what_is_not_set_is_no_filter() -> None:
    assert lists.given({"name": None, "type": [], "schedule_enabled": False, "limit": 0}) == {
        "schedule_enabled": False,
        "limit": 0,
    }


def test_every_filter_that_cannot_work_is_told_at_once_with_where_it_was_written() -> None:
    with pytest.raises(InvalidInput) as caught:
        lists.check({"created_after": "soon", "gfs_period": "Weekly", "name": "*"}, lists.FILES, prefix="file_filters.")
    said = {text(problem.path): problem.message for problem in caught.value.problems}
    assert set(said) == {"file_filters.created_after", "file_filters.gfs_period"}
    assert "but by name, created_after, created_before." in said["file_filters.gfs_period"]


def test_the_service_is_asked_only_what_it_can_answer() -> None:
    def asked(rules: lists.Rules, **filters: t.Any) -> list[tuple[str, t.Any]]:
        return [(where.field, where.value) for where in lists.conditions(filters, rules)]

    assert asked(lists.JOBS, name=" Web ") == [("Name", "Web")]
    assert asked(lists.JOBS, name="Web*", id="x", type="Backup") == []
    # In the spelling of the service; a word that it does not take is compared on this side.
    assert asked(lists.JOBS, platform="vmware") == [("Platform", "VMware")]
    assert asked(lists.JOBS, platform="Nutanix") == []


def test_an_item_proves_that_it_belongs_to_the_result() -> None:
    run = {"Name": "Web", "LastRun": "2026-01-31T22:00:00.1234567Z"}
    assert lists.keeps({"last_run_before": "2026-01-31T22:00:01Z"}, lists.STATES, run)
    assert not lists.keeps({"last_run_after": "2026-01-31T22:00:01Z"}, lists.STATES, run)
    # A job that never ran has not run since.
    assert lists.keeps({"last_run_before": "2020-01-01T00:00:00Z"}, lists.STATES, {})
    assert not lists.keeps({"last_run_after": "2020-01-01T00:00:00Z"}, lists.STATES, {})
    assert lists.keeps({"name": "w?B"}, lists.JOBS, run)
    assert not lists.keeps({"description": "x"}, lists.JOBS, run)
