# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The simulator's certificate, made anew at each start.

A backup server comes with a certificate that it signed itself: the server's name as common name, or no host name at
all, and none of the extensions that a certificate authority would put into it.
"""

from __future__ import annotations

import datetime
import ipaddress
import pathlib
import ssl
import tempfile

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

ADDRESSES = [x509.IPAddress(ipaddress.ip_address(text)) for text in ("127.0.0.1", "::1")]
NAMES = [x509.DNSName("localhost"), *ADDRESSES]
VENDOR_NAME = "Veeam Backup Server Certificate"
YEAR = datetime.timedelta(days=365)
# Of each certificate that signs itself: the common name, the alternative names, and how long it is still good.
SELF_SIGNED: dict[str, tuple[str, list[x509.GeneralName], datetime.timedelta]] = {
    "no-name": (VENDOR_NAME, [], YEAR),
    "common-name": ("localhost", [], YEAR),
    "ip": (VENDOR_NAME, list[x509.GeneralName](ADDRESSES), YEAR),
    "other-name": ("vbr01.lab.local", [x509.DNSName("vbr01.lab.local")], YEAR),
    "expired": ("localhost", list[x509.GeneralName](NAMES), -datetime.timedelta(days=1)),
}
KINDS = ("named", *SELF_SIGNED)


def server_context(ca_path: pathlib.Path, *, kind: str = KINDS[0]) -> ssl.SSLContext:
    """A server context with a certificate of `kind`; what a client has to trust is written to `ca_path`.

    `named` is signed by an authority of its own and has every loopback name; the others sign themselves.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if kind in SELF_SIGNED:
        certificate, key = _self_signed(kind)
        ca_path.write_bytes(certificate)
        with tempfile.NamedTemporaryFile(suffix=".pem") as pem:
            pem.write(certificate + key)
            pem.flush()
            context.load_cert_chain(pem.name)
    else:
        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(ca_path))
        authority.issue_cert("localhost", "127.0.0.1", "::1").configure_cert(context)
    return context


def _self_signed(kind: str) -> tuple[bytes, bytes]:
    """The certificate and its key, both PEM."""
    common_name, names, left = SELF_SIGNED[kind]
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, common_name)])
    end = datetime.datetime.now(datetime.UTC) + left
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(end - 2 * YEAR)
        .not_valid_after(end)
    )
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    certificate = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    return certificate, key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
