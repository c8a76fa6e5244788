# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Connections that remember whether a request has left. PRIVATE to the collection."""

from __future__ import annotations

import threading
import typing as t

if t.TYPE_CHECKING:
    import ssl


class Wire(threading.local):
    """``used``: since it was last set to False, this thread has begun to send a request.

    Everything before that (names, connecting, proxies, the TLS handshake) can fail without any doubt about the outcome.
    """

    used: bool = False


def adapter(context: ssl.SSLContext, wire: Wire, *, pool_size: int) -> t.Any:
    """A ``requests`` adapter with ``context`` for every connection, also through a proxy, that tells ``wire``."""
    from requests.adapters import HTTPAdapter
    from urllib3._version import __version__ as urllib3_version
    from urllib3.connection import HTTPSConnection
    from urllib3.connectionpool import HTTPSConnectionPool

    if urllib3_version.startswith("1."):
        # It compares host names itself, and cannot connect to an address when OpenSSL is to do that.
        context.check_hostname = False

    class Connection(HTTPSConnection):
        def request(self, *args: t.Any, **options: t.Any) -> None:
            wire.used = True
            super().request(*args, **options)

    class Pool(HTTPSConnectionPool):
        ConnectionCls = Connection

    class Adapter(HTTPAdapter):
        def init_poolmanager(self, *args: t.Any, **options: t.Any) -> None:
            super().init_poolmanager(*args, **options, ssl_context=context)
            self.poolmanager.pool_classes_by_scheme = {"https": Pool}

        def cert_verify(self, conn: t.Any, url: str, verify: t.Any, cert: t.Any) -> None:
            if isinstance(verify, str):
                super().cert_verify(conn, url, verify, cert)  # type: ignore[no-untyped-call]
            else:
                # The context has the authorities already; reading them again for every connection takes long.
                conn.cert_reqs = "CERT_REQUIRED" if verify else "CERT_NONE"

        def proxy_manager_for(self, proxy: str, **options: t.Any) -> t.Any:
            manager = super().proxy_manager_for(proxy, **options, ssl_context=context)
            manager.pool_classes_by_scheme = {**manager.pool_classes_by_scheme, "https": Pool}
            return manager

    return Adapter(pool_connections=1, pool_maxsize=pool_size, max_retries=0, pool_block=True)
