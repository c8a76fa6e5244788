# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A server whose certificate is in ``ca_path``, byte for byte, although it is made out to no name or to another one."""

from __future__ import annotations

import contextlib
import pathlib
import socket
import ssl
import types
import typing as t
from concurrent.futures import ThreadPoolExecutor

import pytest
import trustme
from cryptography import x509

from ansible_collections.backupops.veeam.plugins.module_utils._errors import ConnectionFailed
from ansible_collections.backupops.veeam.plugins.module_utils._http import tls as _tls
from ansible_collections.backupops.veeam.plugins.module_utils._http.transport import Transport
from tests.unit.http.certificates import OwnCertificate, own_certificate
from tests.unit.http.conftest import Dial
from tests.unit.http.scripted_server import ScriptedServer, relay, reply, serving

AUTHORITY = x509.BasicConstraints(ca=True, path_length=None)


def transport_to(dial: Dial, server: ScriptedServer, *trusted: OwnCertificate | str, **options: t.Any) -> Transport:
    """``trusted``: what ``ca_path`` holds, the server's neighbours too."""
    paths = [item.pem if isinstance(item, OwnCertificate) else pathlib.Path(item) for item in trusted]
    bundle = paths[0].with_suffix(".bundle")
    bundle.write_text("".join(path.read_text() for path in paths))
    return dial("127.0.0.1", server.port, ca_path=str(bundle), retries=0, **options)


def refusal(dial: Dial, server: ScriptedServer, *trusted: OwnCertificate | str) -> str:
    before = len(server.received)
    with pytest.raises(ConnectionFailed) as caught:
        transport_to(dial, server, *trusted).request("GET", "/x")
    assert len(server.received) == before, "something was sent to a server that is not trusted"
    return caught.value.message


@pytest.mark.parametrize(
    ("common_name", "names"),
    [
        ("Backup Server Certificate", ()),
        ("vbr.example.com", ()),
        ("Backup Server Certificate", ("admin@example.com",)),
        ("Backup Server Certificate", ("vbr.example.com",)),
        ("Backup Server Certificate", ("192.0.2.1",)),
    ],
    ids=["no name", "common name only", "name of a person", "another name", "another address"],
)
@pytest.mark.parametrize("extensions", [(), (AUTHORITY,)], ids=["bare", "authority"])
def test_the_only_certificate_in_ca_path_needs_no_right_name(
    dial: Dial, tmp_path: pathlib.Path, common_name: str, names: tuple[str, ...], extensions: t.Any
) -> None:
    own = own_certificate(tmp_path, *names, common_name=common_name, extensions=extensions)
    with serving(own.context()) as server:
        assert transport_to(dial, server, own).request("GET", "/x").ok


def test_a_certificate_without_names_may_stand_among_others(dial: Dial, tmp_path: pathlib.Path) -> None:
    own, other = own_certificate(tmp_path), own_certificate(tmp_path, "other.example.com")
    with serving(own.context()) as server:
        assert transport_to(dial, server, other, own).request("GET", "/x").ok


def test_a_certificate_twice_in_ca_path_is_one(dial: Dial, tmp_path: pathlib.Path) -> None:
    own = own_certificate(tmp_path, "vbr.example.com")
    with serving(own.context()) as server:
        assert transport_to(dial, server, own, own).request("GET", "/x").ok


@pytest.mark.parametrize("name", ["vbr.example.com", "192.0.2.1"])
def test_among_others_a_name_must_be_right(dial: Dial, tmp_path: pathlib.Path, name: str) -> None:
    own, other = own_certificate(tmp_path, name), own_certificate(tmp_path)
    with serving(own.context()) as server:
        assert "is made out to another name than 127.0.0.1" in refusal(dial, server, own, other)


def test_whoever_was_certified_by_an_authority_is_not_recognised(
    dial: Dial, authority: trustme.CA, ca_path: str, tmp_path: pathlib.Path
) -> None:
    """The certificate of the issuer is in ``ca_path``, that of the server is not."""
    copy = tmp_path / "ca.pem"
    copy.write_text(pathlib.Path(ca_path).read_text())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("vbr.example.com").configure_cert(context)
    with serving(context) as server:
        message = refusal(dial, server, str(copy))
        assert "is made out to another name than 127.0.0.1" in message
        assert "SHA-256" not in message
        assert "is made out to another name" in refusal(dial, server, str(copy), own_certificate(tmp_path))


def test_another_servers_certificate_is_shown_with_both_fingerprints(dial: Dial, tmp_path: pathlib.Path) -> None:
    own, other = own_certificate(tmp_path), own_certificate(tmp_path)
    with serving(other.context()) as server:
        message = refusal(dial, server, own)
    assert "is not trusted: " in message
    assert f"presents another certificate than the one in ca_path ({own.fingerprint}): {other.fingerprint}." in message


def test_several_certificates_in_ca_path_are_not_listed(dial: Dial, tmp_path: pathlib.Path) -> None:
    trusted, other = [own_certificate(tmp_path) for dummy in range(2)], own_certificate(tmp_path)
    with serving(other.context()) as server:
        message = refusal(dial, server, *trusted)
    assert f"presents another certificate than those in ca_path: {other.fingerprint}." in message


@pytest.mark.parametrize("extensions", [(), (AUTHORITY,)], ids=["bare", "authority"])
@pytest.mark.parametrize("keeps_key", [True, False])
def test_a_renewed_certificate_is_called_that(
    dial: Dial, tmp_path: pathlib.Path, extensions: t.Any, keeps_key: bool
) -> None:
    old = own_certificate(tmp_path, extensions=extensions)
    new = own_certificate(tmp_path, extensions=extensions, private=old.private if keeps_key else None)
    with serving(new.context()) as server:
        message = refusal(dial, server, old)
    assert f"presents another certificate than the one in ca_path ({old.fingerprint}): {new.fingerprint}." in message


@pytest.mark.parametrize(
    ("dates", "words"), [({"begins": -9, "ends": -1}, "has expired"), ({"begins": 2}, "is not valid yet")]
)
@pytest.mark.parametrize("names", [(), ("127.0.0.1",)], ids=["no name", "right name"])
def test_dates_count(
    dial: Dial, tmp_path: pathlib.Path, dates: dict[str, float], words: str, names: tuple[str, ...]
) -> None:
    own = own_certificate(tmp_path, *names, **dates)  # type: ignore[arg-type]
    with serving(own.context()) as server:
        assert words in refusal(dial, server, own)


def closing() -> t.Any:
    """A reply after which the connection is closed, so that the next request needs another one."""
    return lambda connection: reply(200, {})(connection) and False


def test_a_recognised_server_is_remembered_and_compared_on_every_connection(dial: Dial, tmp_path: pathlib.Path) -> None:
    own = own_certificate(tmp_path)
    context = own.context()
    with serving(context) as server:
        server.script = [closing() for dummy in range(4)]
        transport = transport_to(dial, server, own)
        transport.request("GET", "/1")
        assert server.connections == 2
        transport.request("GET", "/2")
        transport.request("GET", "/3")
        assert server.connections == 4
        other = own_certificate(tmp_path, private=own.private)
        context.load_cert_chain(other.pem, other.key)
        with pytest.raises(ConnectionFailed, match="presents another certificate"):
            transport.request("GET", "/4")
        assert server.targets() == ["GET /1", "GET /2", "GET /3"]
        context.load_cert_chain(own.pem, own.key)
        assert transport.request("GET", "/5").ok


def test_names_are_still_checked_after_a_server_was_recognised(
    dial: Dial, authority: trustme.CA, ca_path: str, tmp_path: pathlib.Path
) -> None:
    own = own_certificate(tmp_path)
    context = own.context()
    with serving(context) as server:
        server.script = [closing()]
        transport = transport_to(dial, server, own, ca_path)
        transport.request("GET", "/1")
        authority.issue_cert("evil.example.com").configure_cert(context)
        with pytest.raises(ConnectionFailed, match="made out to another name"):
            transport.request("GET", "/2")
        authority.issue_cert("127.0.0.1").configure_cert(context)
        assert transport.request("GET", "/3").ok
        assert server.targets() == ["GET /1", "GET /3"]


def test_threads_recognise_the_server_too(dial: Dial, tmp_path: pathlib.Path) -> None:
    own = own_certificate(tmp_path)
    with serving(own.context()) as server:
        transport = transport_to(dial, server, own, pool_size=4)
        with ThreadPoolExecutor(4) as pool:
            assert all(pool.map(lambda number: transport.request("GET", f"/{number}").ok, range(20)))


def test_a_server_is_recognised_through_a_proxy(
    dial: Dial, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, other = own_certificate(tmp_path), own_certificate(tmp_path)
    with serving(own.context()) as server, serving() as proxy:
        proxy.script = [relay(server.port) for dummy in range(6)]
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxy.port}")
        with contextlib.closing(transport_to(dial, server, own)) as transport:
            assert transport.request("GET", "/x").ok
        assert f"than the one in ca_path ({other.fingerprint}): {own.fingerprint}" in refusal(dial, server, other)
        assert set(proxy.targets()) == {f"CONNECT 127.0.0.1:{server.port}"}
        assert server.targets() == ["GET /x"]


def test_a_strict_python_does_not_refuse_vendor_certificates(
    dial: Dial, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Python that sets the flag by itself, as ``ssl.create_default_context`` does since 3.13."""

    class Strict(ssl.SSLContext):
        def __init__(self, protocol: int) -> None:
            del protocol
            self.verify_flags |= ssl.VERIFY_X509_STRICT

    issuer = own_certificate(tmp_path, common_name="Issuer", extensions=(AUTHORITY,))
    issued = own_certificate(tmp_path, "127.0.0.1", issuer=issuer)
    with serving(issued.context()) as server:
        strict = Strict(ssl.PROTOCOL_TLS_CLIENT)
        strict.load_verify_locations(issuer.pem)
        with pytest.raises(ssl.SSLCertVerificationError):
            _shake_hands(server, strict)
        monkeypatch.setattr(_tls, "ssl", types.SimpleNamespace(**{**vars(ssl), "SSLContext": Strict}))
        assert transport_to(dial, server, issuer).request("GET", "/x").ok


def _shake_hands(server: ScriptedServer, context: ssl.SSLContext) -> None:
    with (
        socket.create_connection(("127.0.0.1", server.port)) as plain,
        context.wrap_socket(plain, server_hostname="127.0.0.1"),
    ):
        pass
