# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The client ``veeam-em``, which nobody wrote with this simulator in mind, works against it.

It sends ``?v=latest`` with every call and follows addresses. It reads names with capital letters, so version 12.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from veeam_em.exceptions import VeeamEmError
from veeam_em.manager import VeeamEm

from tests.simulator.launch import Running, launch


@pytest.fixture(scope="module")
def simulator() -> Iterator[Running]:
    """An Enterprise Manager with a password that this client can send."""
    with launch(em_port=0, em_version="12", jobs=5, vms=5, username="LAB\\svc", password="secret") as running:
        yield running


@pytest.fixture
def client(simulator: Running, monkeypatch: pytest.MonkeyPatch) -> VeeamEm:
    """Logged on."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", simulator.ca_path)
    client = VeeamEm(api_endpoint=simulator.url)
    client.get_token(simulator.username, simulator.password)
    return client


def test_it_logs_on_and_knows_who_it_is(client: VeeamEm, simulator: Running) -> None:
    assert client.whoami()["UserName"] == simulator.username
    assert simulator.username in [session["UserName"] for session in client.get_logon_sessions()]


def test_it_finds_machines_of_every_platform(client: VeeamEm) -> None:
    for root, machine in (("vcenter02", "vm-0001"), ("hyperv01", "sql01-hv"), ("vcloud01", "erp-app01")):
        (found,) = client.get_hierarchy_roots_by_name(root)
        listed = client.get_lookup_service(found["UUID"], None, "Vm", machine)["HierarchyItems"]
        assert [item["ObjectName"] for item in listed] == [machine]


def test_it_pages_through_task_sessions(client: VeeamEm) -> None:
    all_at_once = client.get_backup_task_sessions()
    by_pages = client.get_backup_task_sessions(page_size=7)
    assert len(all_at_once) > 14
    assert {session["UID"] for session in by_pages} == {session["UID"] for session in all_at_once}


def test_it_says_what_the_server_refuses(client: VeeamEm) -> None:
    with pytest.raises(VeeamEmError, match="does not exist"):
        client.get_hierarchy_root("00000000-0000-0000-0000-000000000000")
