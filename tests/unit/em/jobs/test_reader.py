# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading jobs: the same from every version in every style, and with patience for what was just written."""

from __future__ import annotations

import typing as t

import pytest

from tests.simulator.launch import Running
from tests.unit.em.conftest import VERSIONS, Connect, product_of
from tests.unit.em.estate import ORACLE, includes, job_of, standard
from tests.unit.em.site import Site

STYLES = ["em-bom", "em-no-nulls", "em-quoted", "em-extra", "em-shuffled", "em-href:evil.example", "em-entities"]


def without_addresses(content: t.Any) -> t.Any:
    if isinstance(content, dict):
        return {k: without_addresses(v) for k, v in content.items() if k not in ("Href", "Links", "MaxConcurrentTasks")}
    return [without_addresses(item) for item in content] if isinstance(content, list) else content


@pytest.mark.parametrize("fault", ["", *STYLES])
def test_a_job_reads_the_same_from_both_versions_in_every_style(both: dict[str, Running], fault: str) -> None:
    read = []
    for version in VERSIONS:
        both[version].reset()
        if fault:
            both[version].fault(fault)
        product = product_of(both[version])
        read.append([without_addresses(job.model) for job in (job_of(product), job_of(product, "Linux Agents"))])
        assert product.close() == []
    old, new = read
    assert old == new
    assert old[0]["JobScheduleOptions"]["Standart"]["OptionsDaily"]["Time"] == "22:00:00"


@pytest.mark.parametrize("style", ["outer", "inner", "list", "missing"])
def test_no_hits_are_no_hits_in_every_shape(simulator: Running, connect: Connect, style: str) -> None:
    simulator.fault(f"em-empty:{style}")
    product = connect()
    assert product.jobs.reader.find("nobody") is None
    assert "last collected" in product.jobs.reader.when_missing("nobody")


def test_what_shows_late_is_waited_for(site: Site) -> None:
    site.simulator.fault("em-stale:0.5")
    settings = {**includes("web01"), **standard(OptionsDaily={"Time": "23:15"})}
    with site.product(wait_interval=0.3) as product:
        from ansible_collections.backupops.veeam.plugins.module_utils._engine.desired import DesiredJob
        from ansible_collections.backupops.veeam.plugins.module_utils._engine.single_job import converge

        wanted = DesiredJob.from_params({"name": "New", "clone_from": ORACLE, "settings": settings})
        done = converge(product, wanted, check_mode=False)
    assert [entry["Name"] for entry in done.job["JobInfo"]["BackupJobInfo"]["Includes"]["ObjectInJobs"]] == ["web01"]
