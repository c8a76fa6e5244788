# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A certificate authority that lives as long as the simulator."""

from __future__ import annotations

import pathlib
import ssl

import trustme


def server_context(ca_path: pathlib.Path) -> ssl.SSLContext:
    """A server context for loopback names; the authority's certificate is written to `ca_path`."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(ca_path))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1", "::1").configure_cert(context)
    return context
