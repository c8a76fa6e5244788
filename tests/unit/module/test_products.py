# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which server a plan is bound to, and whose jobs are: against both simulated products, without Ansible in between."""

from __future__ import annotations

import typing as t

from ansible_collections.backupops.veeam.plugins.module_utils._module.products import connect
from tests.simulator.launch import Running, launch
from tests.unit.em.site import Site
from tests.unit.engine.sets import converge

MARK = "[managed by: git]"


def identity(simulator: Running, host: str, **given: t.Any) -> tuple[str, str]:
    params = {
        "api": "vbr",
        "host": host,
        "port": simulator.vbr_port,
        "username": simulator.username,
        "password": simulator.password,
        "token": None,
        "api_version": "auto",
        "validate_certs": True,
        "ca_path": simulator.ca_path,
        "timeout": 30,
        "retries": 2,
        **given,
    }
    product = connect(params)
    try:
        found = product.identity()
    finally:
        product.close()
    return found.id, found.host


def test_a_server_is_known_by_its_id_under_every_name() -> None:
    with launch(jobs=1, vms=1) as simulator:
        known, host = identity(simulator, "localhost")
        assert host == "localhost"
        assert len(known) == 36
        assert identity(simulator, "127.0.0.1") == (known, "127.0.0.1")


def test_a_role_that_may_not_read_the_id_has_host_and_port() -> None:
    with launch(jobs=1, vms=1, role="viewer") as simulator:
        assert identity(simulator, "localhost") == ("", "localhost")


def test_owners_and_backup_servers_of_an_enterprise_manager() -> None:
    with launch(em_port=0, em_version="13", session_seconds=0.2) as simulator:
        site = Site(simulator)
        with site.product(backup_server="vbr01.lab.local") as product:
            known = product.identity().id
            assert len(known) == 36
            wanted = {"name": "Oracle Backup", "description": "Ours"}
            assert converge(product, wanted, managed_by="git").changed
            assert not converge(product, wanted).changed
            assert converge(product, {**wanted, "description": "Changed"}).changed
            job = product.jobs.reader.find("Oracle Backup")
            assert job is not None
            assert job.description == f"Changed\n{MARK}"
            assert not converge(product, {"name": "Oracle Backup"}, managed_by="git").changed
        with site.product() as product:
            assert known in product.identity().id.split(",")
