# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whom the transport trusts, how it says that it does not, and how it gets through proxies."""

from __future__ import annotations

import datetime
import os
import pathlib
import socket
import ssl
import typing as t

import pytest
import trustme

from ansible_collections.backupops.veeam.plugins.module_utils._errors import ConnectionFailed, InvalidInput
from tests.unit.http.conftest import Dial
from tests.unit.http.scripted_server import ScriptedServer, greeting, serving

LONG_AGO = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)


def context_of(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def refusal(dial: Dial, pauses: list[float], server: ScriptedServer, **options: t.Any) -> str:
    transport = dial("127.0.0.1", server.port, sleep=pauses.append, **options)
    with pytest.raises(ConnectionFailed) as caught:
        transport.request("GET", "/x")
    assert server.received == []
    assert pauses == [], "a certificate does not get better by asking again"
    return caught.value.message


def test_an_unknown_issuer_is_named_with_the_way_out(dial: Dial, server: ScriptedServer, pauses: list[float]) -> None:
    message = refusal(dial, pauses, server)
    assert f"The certificate of https://127.0.0.1:{server.port} is not trusted" in message
    assert "unable to get local issuer certificate" in message
    assert "in ca_path" in message


def test_a_certificate_for_another_name_is_called_that(
    dial: Dial, authority: trustme.CA, ca_path: str, pauses: list[float]
) -> None:
    with serving(context_of(authority.issue_cert("vbr.example.com"))) as server:
        message = refusal(dial, pauses, server, ca_path=ca_path)
    assert "is made out to another name than 127.0.0.1" in message
    assert "Use the name in the certificate as host" in message


def test_an_expired_certificate_is_called_that(
    dial: Dial, authority: trustme.CA, ca_path: str, pauses: list[float]
) -> None:
    expired = authority.issue_cert("127.0.0.1", not_before=LONG_AGO, not_after=LONG_AGO + datetime.timedelta(days=1))
    with serving(context_of(expired)) as server:
        assert "has expired" in refusal(dial, pauses, server, ca_path=ca_path)


def plain_http(connection: socket.socket) -> bool:
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
    return False


def test_a_server_without_tls_is_called_that(dial: Dial, ca_path: str, pauses: list[float]) -> None:
    with greeting(plain_http) as port:
        transport = dial("127.0.0.1", port, ca_path=ca_path, sleep=pauses.append)
        with pytest.raises(ConnectionFailed, match=r"does not speak TLS. Is the port right"):
            transport.request("POST", "/x")
    assert pauses == []


def test_certs_are_not_looked_at_when_told_so(
    dial: Dial, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere/ca.pem")
    transport = dial("127.0.0.1", server.port, validate_certs=False)
    assert transport.request("GET", "/x").ok


def test_the_environment_may_name_a_ca_bundle(
    dial: Dial, server: ScriptedServer, ca_path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", ca_path)
    assert dial("127.0.0.1", server.port).request("GET", "/x").ok


def test_the_authorities_of_the_system_are_trusted(
    dial: Dial, server: ScriptedServer, ca_path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", ca_path)
    assert dial("127.0.0.1", server.port).request("GET", "/x").ok


def test_ca_path_may_be_a_directory(dial: Dial, server: ScriptedServer, ca_path: str) -> None:
    assert dial("127.0.0.1", server.port, ca_path=str(pathlib.Path(ca_path).parent)).request("GET", "/x").ok


def test_ca_path_may_be_the_certificate_of_the_server(
    dial: Dial, authority: trustme.CA, tmp_path: pathlib.Path
) -> None:
    certificate = authority.issue_cert("127.0.0.1")
    path = tmp_path / "server.pem"
    certificate.cert_chain_pems[0].write_to_path(str(path))
    with serving(context_of(certificate)) as server:
        assert dial("127.0.0.1", server.port, ca_path=str(path)).request("GET", "/x").ok


def test_only_what_ca_path_holds_is_trusted(
    dial: Dial,
    server: ScriptedServer,
    ca_path: str,
    tmp_path: pathlib.Path,
    monkeypatch: pytest.MonkeyPatch,
    pauses: list[float],
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", ca_path)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", ca_path)
    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(str(other))
    assert "is not trusted" in refusal(dial, pauses, server, ca_path=str(other))


def test_an_empty_ca_file_counts_as_not_set(
    dial: Dial, server: ScriptedServer, ca_path: str, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "ca.pem"
    empty.touch()
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", ca_path)
    assert dial("127.0.0.1", server.port, ca_path=str(empty)).request("GET", "/x").ok


def test_a_ca_path_that_cannot_work_is_refused_at_once(dial: Dial, tmp_path: pathlib.Path) -> None:
    text = tmp_path / "notes.pem"
    text.write_text("not a certificate")
    bare = tmp_path / "bare"
    bare.mkdir()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path, words in (
        (text, "holds no certificate"),
        (bare, "holds no file"),
        (tmp_path / "no", "does not exist"),
        (pipe, "is neither a file nor a directory"),
    ):
        with pytest.raises(InvalidInput, match=f"ca_path: {path}.*{words}"):
            dial("vbr", 9419, ca_path=str(path))


def test_an_ipv6_address_works(dial: Dial, tls: ssl.SSLContext, ca_path: str) -> None:
    with serving(tls, host="::1") as server:
        for host in ("::1", "[::1]"):
            assert dial(host, server.port, ca_path=ca_path).request("GET", "/x").ok
    assert server.received[0].headers["host"] == f"[::1]:{server.port}"
