# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Certificates and scripted servers for the tests of the transport and of the clients."""

from __future__ import annotations

import contextlib
import ssl
import typing as t

import pytest
import trustme

from ansible_collections.backupops.veeam.plugins.module_utils._http.transport import Transport
from tests.unit.http.scripted_server import ScriptedServer, serving

Dial = t.Callable[..., Transport]


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def ca_path(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return str(path)


def server_context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


@pytest.fixture(scope="session")
def tls(authority: trustme.CA) -> ssl.SSLContext:
    return server_context(authority.issue_cert("localhost", "127.0.0.1", "::1"))


@pytest.fixture
def server(tls: ssl.SSLContext) -> t.Iterator[ScriptedServer]:
    with serving(tls) as running:
        yield running


@pytest.fixture
def pauses() -> list[float]:
    """The pauses that the transport made; none of them takes any time."""
    return []


@pytest.fixture
def dial() -> t.Iterator[Dial]:
    """Makes transports like ``Transport``, and closes them when the test is over."""
    with contextlib.ExitStack() as made:
        yield lambda *arguments, **options: made.enter_context(contextlib.closing(Transport(*arguments, **options)))


@pytest.fixture
def transport(dial: Dial, server: ScriptedServer, ca_path: str, pauses: list[float]) -> Transport:
    return dial("127.0.0.1", server.port, ca_path=ca_path, timeout=5, retries=3, sleep=pauses.append)
