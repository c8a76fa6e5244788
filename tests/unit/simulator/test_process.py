# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The simulator as a process of its own: what only a real connection can show."""

from __future__ import annotations

import concurrent.futures
import socket
import ssl
import time
from collections.abc import Iterator

import pytest
import requests

from tests.simulator.launch import Running, launch
from tests.simulator.options import Options
from tests.simulator.tls import KINDS

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


def test_a_restart_during_a_restart_prolongs_it() -> None:
    with launch(vbr_port=0, jobs=1, latency_ms=100, faults=["restart:seconds=0.3:count=2"]) as simulator:

        def ask(dummy: int) -> str:
            try:
                with requests.Session() as http:
                    http.trust_env, http.verify = False, simulator.ca_path
                    return str(http.get(f"{simulator.url}/api/v1/serverTime", headers=HEADERS, timeout=5).status_code)
            except requests.exceptions.ConnectionError:
                return "broken"

        with concurrent.futures.ThreadPoolExecutor() as threads:
            assert list(threads.map(ask, range(2))) == ["broken", "broken"]
        for dummy in range(100):
            if ask(0) == "200":
                break
            time.sleep(0.02)
        assert ask(0) == "200"
        assert len([entry for entry in simulator.requests() if entry["faults"]]) == 2


CERTIFICATES = {
    # What a client makes of each that trusts exactly this certificate: by address, by name.
    "named": ("", ""),
    "no-name": ("match", "match"),
    "common-name": ("match", "match"),
    "ip": ("", "match"),
    "other-name": ("match", "match"),
    "expired": ("expired", "expired"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_certificates_are_of_the_kind_that_was_asked_for(kind: str) -> None:
    with launch(vbr_port=0, jobs=1, certificate=kind) as simulator:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(simulator.ca_path)
        context.hostname_checks_common_name = False
        for host, complaint in zip(("127.0.0.1", "localhost"), CERTIFICATES[kind], strict=True):
            assert complaint in _handshake(context, host, simulator.vbr_port or 0)
            assert complaint or not _handshake(context, host, simulator.vbr_port or 0)
        assert simulator.state()["requests"] == 0


def _handshake(context: ssl.SSLContext, host: str, port: int) -> str:
    """What is wrong with the certificate for that name; empty when nothing is."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as plain:
        try:
            context.wrap_socket(plain, server_hostname=host).close()
        except ssl.SSLCertVerificationError as error:
            return error.verify_message
    return ""


def test_slow_answer_arrives_in_the_end(simulator: Running, http: requests.Session) -> None:
    simulator.fault("slow-body:0.1", "slow-answer:0.1")
    assert server_time(simulator, http).json()["ianaTimeZoneId"] == Options().time_zone
    assert server_time(simulator, http).status_code == 200


def test_wrong_flags_are_explained() -> None:
    with pytest.raises(RuntimeError, match="unknown fault kind 'boom'"), launch(vbr_port=0, faults=["boom"]):
        pass
