# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whom TLS trusts, and plain words for a certificate that it does not trust. PRIVATE to the collection."""

from __future__ import annotations

import os
import ssl

from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput

CERTIFICATE_SUFFIXES = (".pem", ".crt", ".cer")
# Codes of OpenSSL's certificate verification.
EXPIRED, NOT_YET_VALID = 10, 9
WRONG_NAME = frozenset({62, 64})
# What TLS says when the other side does not speak it, or no version in common.
HOPELESS_REASONS = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "HANDSHAKE_FAILURE", "PROTOCOL_VERSION", "NO_PROTOCOLS")
NOT_TLS_REASONS = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST")


def trust_context(*, validate_certs: bool, ca_path: str | None) -> ssl.SSLContext:
    """What to trust: the system's authorities (else those of certifi), or only what ``ca_path`` holds, or everybody.

    ``ca_path`` is a file or a directory; an empty file counts as not set, as AWX writes the file of a credential even
    when its field is empty. Raises InvalidInput for a ``ca_path`` without certificates.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    # A server's own certificate as an anchor is the safest way to trust exactly this server.
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    if not validate_certs:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context
    trusted = given_ca(ca_path)
    if trusted is None:
        context.load_default_certs()
        if not context.cert_store_stats()["x509_ca"]:
            # Small containers have no authorities of their own.
            context.load_verify_locations(cafile=_well_known())
        return context
    for path in _certificate_files(trusted):
        try:
            context.load_verify_locations(cafile=path)
        except (OSError, ssl.SSLError) as error:
            raise InvalidInput([("ca_path", f"{path} holds no certificate in PEM form ({error})")]) from None
    return context


def given_ca(ca_path: str | None) -> str | None:
    """``ca_path``, or None when it is not set or an empty file."""
    if not ca_path or (os.path.isfile(ca_path) and os.path.getsize(ca_path) == 0):
        return None
    return ca_path


def _well_known() -> str:
    from requests.utils import DEFAULT_CA_BUNDLE_PATH

    return str(DEFAULT_CA_BUNDLE_PATH)


def _certificate_files(ca_path: str) -> list[str]:
    """The files to load. A directory need not be prepared with ``openssl rehash``."""
    if not os.path.exists(ca_path):
        raise InvalidInput([("ca_path", f"{ca_path} does not exist")])
    if os.path.isfile(ca_path):
        return [ca_path]
    found = sorted(name for name in os.listdir(ca_path) if name.lower().endswith(CERTIFICATE_SUFFIXES))
    if not found:
        raise InvalidInput([("ca_path", f"{ca_path} holds no file that ends in {', '.join(CERTIFICATE_SUFFIXES)}")])
    return [os.path.join(ca_path, name) for name in found]


def hopeless(error: ssl.SSLError) -> bool:
    """True when another attempt cannot end better: a certificate that is not accepted, or no TLS at all."""
    return isinstance(error, ssl.SSLCertVerificationError) or any(
        word in (error.reason or "").upper() for word in HOPELESS_REASONS
    )


def advice(error: ssl.SSLError, *, host: str, origin: str) -> str:
    """What is wrong with the TLS of ``origin`` and what to do about it."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return _certificate_advice(error, host=host, origin=origin)
    if any(word in (error.reason or "").upper() for word in NOT_TLS_REASONS):
        return f"{origin} does not speak TLS. Is the port right?"
    return f"The TLS connection to {origin} failed: {error.reason or error}."


def wrong_name(reason: str, *, host: str, origin: str) -> str:
    """What to do about a certificate that is not for ``host``."""
    return (
        f"The certificate of {origin} is made out to another name than {host} ({reason}). "
        "Use the name in the certificate as host, or give the server a certificate with this name."
    )


def _certificate_advice(error: ssl.SSLCertVerificationError, *, host: str, origin: str) -> str:
    code = getattr(error, "verify_code", None)
    reason = getattr(error, "verify_message", "") or str(error)
    if code == EXPIRED:
        return f"The certificate of {origin} has expired. Renew it on the server (or set the clock of this machine)."
    if code == NOT_YET_VALID:
        return f"The certificate of {origin} is not valid yet. Set the clock of the server or of this machine."
    if code in WRONG_NAME or "match" in reason:
        return wrong_name(reason, host=host, origin=origin)
    return (
        f"The certificate of {origin} is not trusted: {reason}. Give the certificate of its issuer, or the server's "
        "own, in ca_path. (validate_certs: false turns the check off and lets anybody in between read the password.)"
    )
