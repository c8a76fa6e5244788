# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users who are no administrators are told so, and only where the vendor says so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests

from tests.contract.client import Client
from tests.simulator.launch import launch
from tests.unit.simulator.vbr.site import Site


@pytest.fixture(params=["operator", "viewer"])
def role(request: pytest.FixtureRequest) -> str:
    """Each role that is not the administrator's."""
    return str(request.param)


@pytest.fixture
def user(role: str) -> Iterator[Client]:
    """A user of the role on a server of the newest revision."""
    with launch(role=role, jobs=1, vms=4, check_replies=True) as simulator, requests.Session() as session:
        session.trust_env = False
        yield Client(session, simulator=simulator, revision="1.3-rev2").log_on()


def test_roles_end_where_the_vendor_says(user: Client, role: str) -> None:
    job = user.job("Daily VMs")
    for method, path, body in (
        ("GET", "serverInfo", None),
        ("DELETE", f"jobs/{job['id']}", None),
        ("PUT", f"jobs/{job['id']}", job),
        ("POST", f"jobs/{job['id']}/disable", None),
        ("GET", "kmsServers", None),
    ):
        assert user.call(method, path, status=403, body=body)["errorCode"] == "AccessDenied"
    if role == "viewer":
        user.call("POST", f"jobs/{job['id']}/start", status=403)
        user.call("GET", "credentials", status=403)
        user.call("POST", "inventory", status=403)
    else:
        user.call("POST", f"jobs/{job['id']}/start", status=201)
        user.get("credentials")
        user.browse("inventory")


def test_an_operator_of_an_older_server_cannot_browse() -> None:
    with launch(role="operator", revision="1.3-rev0", jobs=1, vms=4) as simulator, requests.Session() as session:
        session.trust_env = False
        user = Client(session, simulator=simulator, revision="1.3-rev0").log_on()
        user.call("POST", "inventory", status=403)
        user.get("inventory/vmware/hosts")
        user.call("GET", "encryptionPasswords", status=403)


@pytest.mark.parametrize(
    ("role", "revision", "allowed"),
    [
        ("operator", "1.3-rev0", set()),
        ("operator", "1.3-rev1", {"inventory"}),
        ("operator", "1.3-rev2", {"inventory"}),
        ("viewer", "1.3-rev2", set()),
        ("restore-operator", "1.3-rev2", {"inventory", "inventory/physical"}),
        ("tape-operator", "1.3-rev1", {"inventory"}),
    ],
)
def test_who_may_look_into_the_inventory_depends_on_the_version(role: str, revision: str, allowed: set[str]) -> None:
    """Never a viewer, and protection groups are not for backup operators."""
    site = Site(revision=revision, newest=revision, role=role, jobs=1, vms=4)
    answers = {path: site.call("POST", path, {}).status_code for path in ("inventory", "inventory/physical")}
    assert answers == {path: 200 if path in allowed else 403 for path in answers}
    assert site.call("GET", "jobs").status_code == 200
