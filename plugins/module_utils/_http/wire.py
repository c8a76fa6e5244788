# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Connections of urllib3 that know whether a request has begun to leave, and check certificates by ``tls.Trust``."""

from __future__ import annotations

import contextlib
import ssl
import typing as t

from . import deadlines, tls

if t.TYPE_CHECKING:
    from collections.abc import Iterator


def adapter(trust: tls.Trust, timer: deadlines.RequestTimer, *, pool_size: int) -> t.Any:
    """A ``requests`` adapter with ``trust`` for every connection, also through a proxy, that goes by ``timer``."""
    from requests.adapters import HTTPAdapter
    from urllib3._version import __version__ as urllib3_version
    from urllib3.connection import HTTPSConnection
    from urllib3.connectionpool import HTTPSConnectionPool

    if urllib3_version.startswith("1."):
        # It compares host names itself, and cannot connect to an address when OpenSSL is to do that.
        trust.context.check_hostname = False
    for context in (trust.context, trust.nameless, trust.blind):
        context.sslsocket_class = deadlines.timed_tls_socket(timer)
    timed = deadlines.timed_socket(timer)

    class Connection(_Recognising, HTTPSConnection):
        def request(self, *args: t.Any, **options: t.Any) -> None:
            timer.sending = True
            super().request(*args, **options)

        def _new_conn(self) -> t.Any:
            return timed(super()._new_conn())

    Connection.trust = trust

    class Pool(HTTPSConnectionPool):
        ConnectionCls = Connection

    class Adapter(HTTPAdapter):
        def init_poolmanager(self, *args: t.Any, **options: t.Any) -> None:
            super().init_poolmanager(*args, **options, ssl_context=trust.context)
            self.poolmanager.pool_classes_by_scheme = {"https": Pool}

        def cert_verify(self, conn: t.Any, url: str, verify: t.Any, cert: t.Any) -> None:
            if isinstance(verify, str) and not trust.own:
                super().cert_verify(conn, url, verify, cert)  # type: ignore[no-untyped-call]
            else:
                # The context has the authorities already; reading them again for every connection takes long.
                conn.cert_reqs = "CERT_REQUIRED" if verify else "CERT_NONE"

        def proxy_manager_for(self, proxy: str, **options: t.Any) -> t.Any:
            manager = super().proxy_manager_for(proxy, **options, ssl_context=trust.context)
            manager.pool_classes_by_scheme = {**manager.pool_classes_by_scheme, "https": Pool}
            return manager

    return Adapter(pool_connections=1, pool_maxsize=pool_size, max_retries=0, pool_block=True)


class _Recognising:
    """Makes ``connect`` of a connection of urllib3 go by ``trust``. Nothing but handshakes is sent in here."""

    trust: tls.Trust
    sock: t.Any
    ssl_context: t.Any
    assert_hostname: t.Any
    cert_reqs: t.Any

    def connect(self) -> None:
        """Open the connection. Raises what urllib3 raises, or OtherCertificate."""
        if self.trust.recognised:
            # One handshake, as usual. What fails is examined as if for the first time.
            with contextlib.suppress(ssl.SSLError):
                self._recognise(ssl.SSLError("not one of the certificates in ca_path"))
                return
            self.trust.recognised = False
        try:
            self._connect()
        except ssl.SSLCertVerificationError as error:
            self._second_look(error)
        except ValueError as error:
            # urllib3 1 compares names itself.
            if type(error).__name__ != "CertificateError":
                raise
            self._second_look(error)

    def _connect(self) -> None:
        super().connect()  # type: ignore[misc]

    def _second_look(self, first: Exception) -> None:
        self._drop()
        if not self.trust.pins or self.trust.blames_dates(first):
            raise first
        if not self.trust.blames_name(first):
            raise self.trust.other_certificate(first, self._presented())
        self._recognise(first)
        self.trust.recognised = True

    def _recognise(self, first: Exception) -> None:
        """Connect whatever name the certificate has, and drop it unless it is one that ``ca_path`` holds."""
        with self._using(self.trust.nameless, "CERT_REQUIRED"):
            self._connect()
        presented, facts = self.sock.getpeercert(binary_form=True), self.sock.getpeercert()
        if not self.trust.knows(presented, facts):
            self._drop()
            raise self.trust.other_certificate(first, presented) if self.trust.renewed(presented, facts) else first

    def _presented(self) -> bytes:
        """The certificate (DER) of a server that is not trusted, for the message. Empty when it cannot be had."""
        presented = b""
        with contextlib.suppress(OSError), self._using(self.trust.blind, "CERT_NONE"):
            self._connect()
            presented = self.sock.getpeercert(binary_form=True)
        self._drop()
        return presented

    @contextlib.contextmanager
    def _using(self, context: ssl.SSLContext, requirement: str) -> Iterator[None]:
        usual = (self.ssl_context, self.assert_hostname, self.cert_reqs)
        self.ssl_context, self.assert_hostname, self.cert_reqs = context, False, requirement
        try:
            yield
        finally:
            self.ssl_context, self.assert_hostname, self.cert_reqs = usual

    def _drop(self) -> None:
        # Not close: it forgets which server the proxy is asked for.
        dropped, self.sock = self.sock, None
        if dropped is not None:
            dropped.close()
