# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which job is meant by a name or an id, and what is said when there is none."""

from __future__ import annotations

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import (
    Ambiguous,
    RequestRefused,
    Unsupported,
    UnusableAnswer,
)
from tests.simulator.launch import Running
from tests.unit.em.conftest import Connect
from tests.unit.em.estate import ODD, ORACLE, VBR01, includes, job_of
from tests.unit.em.site import Site


def test_a_name_full_of_special_characters_is_found(connect: Connect) -> None:
    assert job_of(connect(), ODD).name == ODD


def test_a_server_that_ignores_filters_is_not_believed(simulator: Running, connect: Connect) -> None:
    simulator.fault("em-no-filter")
    product = connect(backup_server="vbr02.lab.local")
    job = job_of(product, "CRM Backup")
    assert job.name == "CRM Backup"
    assert product.jobs.reader.find(ORACLE) is None
    assert {session.raw["JobName"] for session in product.sessions.of_job(job)} == {"CRM Backup"}


def test_references_in_place_of_entities_are_noticed(simulator: Running, connect: Connect) -> None:
    simulator.fault("em-references")
    with pytest.raises(UnusableAnswer, match="something else than was asked for"):
        connect().jobs.reader.find(ORACLE)


def test_the_same_name_on_two_servers_is_ambiguous(connect: Connect) -> None:
    with pytest.raises(Ambiguous) as caught:
        connect().jobs.reader.find("Daily Backup")
    assert len(caught.value.candidates) == 2
    assert job_of(connect(backup_server="vbr01.lab.local"), "Daily Backup").name == "Daily Backup"


def test_a_backup_server_is_chosen_by_name_guid_or_uid(simulator: Running, connect: Connect) -> None:
    server = connect()._servers.all[1]
    ids = [server.name.upper(), server.id, f"urn:veeam:BackupServer:{server.id.upper()}"]
    found = {job_of(connect(backup_server=text), "Daily Backup").id for text in ids}
    assert len(found) == 1


def test_an_id_of_any_form_is_understood(connect: Connect) -> None:
    product = connect()
    for name in (ORACLE, "Linux Agents", "File Shares"):
        job = job_of(product, name)
        guid = job.id.rpartition(":")[2]
        for text in (job.id, guid, guid.upper(), f"urn:veeam:Job:{guid}"):
            again = product.jobs.reader.get(text)
            assert again is not None
            assert (again.id, again.name) == (job.id, name)
    assert product.jobs.reader.get("nonsense") is None
    assert product.jobs.reader.get("00000000-1111-2222-3333-444444444444") is None


def test_a_page_that_says_404_does_not_mean_that_a_job_is_gone(simulator: Running, connect: Connect) -> None:
    product = connect()
    job = job_of(product)
    simulator.fault("404:GET /api/jobs/*", "em-error-body:html")
    with pytest.raises(RequestRefused, match="status 404"):
        product.jobs.reader.get(job.id)


def test_a_schedule_is_not_what_makes_a_job_enabled(connect: Connect) -> None:
    job = job_of(connect(), "Manual Backup")
    assert (job.raw["ScheduleConfigured"], job.enabled) == (False, True)


def test_what_was_not_collected_yet_is_missing_with_a_hint(simulator: Running, connect: Connect) -> None:
    simulator.fault(f"em-uncollected:{ORACLE}")
    product = connect()
    assert product.jobs.reader.find(ORACLE) is None
    assert "next collection" in product.jobs.reader.when_missing(ORACLE)


def test_the_same_name_on_two_backup_servers(site: Site) -> None:
    with pytest.raises(Ambiguous, match="backup_server") as ambiguous:
        site.job(name="Daily Backup", description="x")
    assert len(ambiguous.value.candidates) == 2
    assert site.twice(name="Daily Backup", backup_server="vbr02.lab.local", description="x").changed
    with site.product(backup_server=VBR01) as product:
        other = product.jobs.reader.find("Daily Backup")
    assert other is not None
    assert not other.model.get("Description")


def test_nothing_to_do_costs_three_queries(site: Site) -> None:
    site.job(name=ORACLE, settings=includes("oracle01"), enabled=True)
    assert site.count() == 3


def test_a_job_that_was_not_collected_yet_is_not_called_missing_without_a_hint(site: Site) -> None:
    site.simulator.fault(f"em-uncollected:{ORACLE}")
    with pytest.raises(Unsupported, match="last collected from its backup servers"):
        site.job(name=ORACLE, description="x")
