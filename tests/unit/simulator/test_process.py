# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The simulator as a process of its own: what only a real connection can show."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
import requests

from tests.simulator.launch import Running, launch

HEADERS = {"x-api-version": "1.3-rev2"}


@pytest.fixture(scope="module")
def simulator() -> Iterator[Running]:
    with launch(vbr_port=0, jobs=5) as running:
        yield running


@pytest.fixture
def http(simulator: Running) -> Iterator[requests.Session]:
    simulator.reset()
    with requests.Session() as session:
        session.trust_env = False
        session.verify = simulator.ca_path
        session.headers.update(HEADERS)
        yield session


def server_time(simulator: Running, http: requests.Session) -> requests.Response:
    return http.get(f"{simulator.url}/api/v1/serverTime", timeout=5)


def test_certificate_is_trusted_by_its_own_authority_only(simulator: Running, http: requests.Session) -> None:
    assert server_time(simulator, http).status_code == 200
    http.verify = True
    http.mount("https://", requests.adapters.HTTPAdapter())
    with pytest.raises(requests.exceptions.SSLError):
        server_time(simulator, http)


@pytest.mark.parametrize("fault", ["reset-before", "reset-after", "cut-body"])
def test_broken_connections(simulator: Running, http: requests.Session, fault: str) -> None:
    simulator.fault(fault)
    with pytest.raises((requests.exceptions.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        server_time(simulator, http)
    assert server_time(simulator, http).status_code == 200


def test_restarting_service_refuses_connections_for_a_while(simulator: Running, http: requests.Session) -> None:
    simulator.fault("restart:seconds=0.3")
    outcomes = set()
    for dummy in range(100):
        try:
            outcomes.add(server_time(simulator, http).status_code)
            break
        except requests.exceptions.ConnectionError as error:
            outcomes.add("refused" if "refused" in str(error) else "dropped")
            time.sleep(0.02)
    assert outcomes == {"dropped", "refused", 200}


def test_slow_answer_arrives_in_the_end(simulator: Running, http: requests.Session) -> None:
    simulator.fault("slow-body:0.1", "slow-answer:0.1")
    assert server_time(simulator, http).json()["ianaTimeZoneId"] == "Etc/UTC"
    assert server_time(simulator, http).status_code == 200


def test_wrong_flags_are_explained() -> None:
    with pytest.raises(RuntimeError, match="unknown fault kind 'boom'"), launch(vbr_port=0, faults=["boom"]):
        pass
