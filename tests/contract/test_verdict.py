# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The verdict on a conversation sees what went wrong on either side, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests

from tests.contract.client import Client
from tests.contract.verdict import complaints
from tests.simulator.launch import Running


@pytest.fixture
def talker(simulator: Running, revision: str, shapes: str) -> Iterator[Client]:
    """A client that is logged on, for conversations that go wrong on purpose."""
    with requests.Session() as session:
        session.trust_env = False
        yield Client(session, simulator=simulator, revision=revision, shapes=shapes).log_on()


def test_a_right_conversation_has_no_complaints(talker: Client, simulator: Running) -> None:
    job = talker.job("Daily VMs")
    talker.call("PUT", f"jobs/{job['id']}", status=200, body=job)
    assert complaints(simulator.requests()) == []


def test_a_member_that_the_revision_does_not_know_is_a_complaint(talker: Client, simulator: Running) -> None:
    job = talker.job("Daily VMs")
    talker.call("PUT", f"jobs/{job['id']}", status=200, body=job | {"storage": job["storage"] | {"colour": "blue"}})
    assert complaints(simulator.requests()) == [f"PUT /api/v1/jobs/{job['id']}: ignored: storage.colour"]


def test_a_refusal_is_a_complaint_unless_it_was_wanted(talker: Client, simulator: Running) -> None:
    talker.call("GET", "backups", status=400, query={"namefilter": "Daily VMs"})
    assert complaints(simulator.requests()) == ["GET /api/v1/backups: refused: query namefilter: unknown parameter"]
    assert complaints(simulator.requests(), allowed=["unknown parameter"]) == []


def test_a_reply_that_breaks_the_contract_is_a_complaint(talker: Client, simulator: Running) -> None:
    simulator.fault("wrapped-items")
    with pytest.raises(AssertionError):
        talker.browse("inventory")
    assert "the reply is wrong: data[0].platform: required member is missing" in complaints(simulator.requests())[0]
