# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Self-signed certificates as the vendor's installer makes them: few extensions, and often no name of a host."""

from __future__ import annotations

import datetime
import hashlib
import ipaddress
import pathlib
import ssl
import typing as t
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class OwnCertificate:
    """A certificate that vouches for itself. ``pem`` holds it alone."""

    pem: pathlib.Path
    key: pathlib.Path
    private: t.Any

    def context(self) -> ssl.SSLContext:
        """For a server that shows it."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.pem, self.key)
        return context

    @property
    def fingerprint(self) -> str:
        """As messages show it."""
        der = ssl.PEM_cert_to_DER_cert(self.pem.read_text())
        return f"SHA-256 {hashlib.sha256(der).hexdigest().upper()}"


def own_certificate(
    folder: pathlib.Path,
    *names: str,
    common_name: str = "Backup Server Certificate",
    begins: float = -1,
    ends: float = 30,
    private: t.Any = None,
    issuer: OwnCertificate | None = None,
    extensions: t.Sequence[x509.ExtensionType] = (),
) -> OwnCertificate:
    """``names`` become the subjectAltName; ``begins`` and ``ends`` are days from now; ``issuer`` may be another one."""
    private = private or ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
    signer = x509.load_pem_x509_certificate(issuer.pem.read_bytes()).subject if issuer else subject
    now = datetime.datetime.now(datetime.UTC)
    builder = (
        x509.CertificateBuilder(signer, subject, private.public_key(), x509.random_serial_number())
        .not_valid_before(now + begins * DAY)
        .not_valid_after(now + ends * DAY)
    )
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName([_name(name) for name in names]), critical=False)
    for extension in extensions:
        builder = builder.add_extension(extension, critical=False)
    made = builder.sign(issuer.private if issuer else private, hashes.SHA256())
    stem = folder / f"own-{made.serial_number:x}"
    pem, key = stem.with_suffix(".pem"), stem.with_suffix(".key")
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    key.write_bytes(private.private_bytes(*form))
    return OwnCertificate(pem, key, private)


def _name(text: str) -> x509.GeneralName:
    if "@" in text:
        return x509.RFC822Name(text)
    try:
        return x509.IPAddress(ipaddress.ip_address(text))
    except ValueError:
        return x509.DNSName(text)
