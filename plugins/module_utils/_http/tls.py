# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Which certificates TLS trusts, and error messages for one that it does not trust."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import ssl
import typing as t

from .._errors import InvalidInput

CERTIFICATE_SUFFIXES = (".pem", ".crt", ".cer")
# Codes of OpenSSL's certificate verification.
EXPIRED, NOT_YET_VALID = 10, 9
WRONG_NAME = frozenset({62, 64})
NAMES_OF_HOSTS = frozenset({"DNS", "IP Address"})
PEM = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
# What TLS says when the other side does not speak it, or no version in common.
HOPELESS_REASONS = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "HANDSHAKE_FAILURE", "PROTOCOL_VERSION", "NO_PROTOCOLS")
NOT_TLS_REASONS = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST")


class OtherCertificate(ssl.SSLError):
    """The server shows a certificate that ``ca_path`` does not hold. ``first`` is why it was looked at so closely."""

    def __init__(self, first: Exception, presented: bytes, pins: frozenset[bytes]) -> None:
        super().__init__(str(first))
        self.first = first
        self.presented = presented
        self.pins = pins


class Trust:
    """Whom connections trust.

    ``context`` checks everything. ``nameless`` is for the second handshake with a server whose certificate has another
    name: it checks all but the name, and what was presented is then compared with ``pins``, the certificates in
    ``ca_path`` (DER), before anything is sent. ``blind`` checks nothing: it only serves to tell in an error what was
    presented. ``own``: ``ca_path`` was given. ``recognised``: the server's certificate was one of ``pins`` before.

    Not ``assert_fingerprint`` of urllib3: it would turn the check of names off in ``context``, for every connection.
    """

    def __init__(self, *, validate_certs: bool, ca_path: str | None) -> None:
        """Raises InvalidInput for a ``ca_path`` without certificates.

        Without one the system's authorities are trusted, else those of certifi. ``ca_path`` is a file or a directory;
        an empty file counts as not set, as AWX writes the file of a credential even when its field is empty.
        """
        trusted = given_ca(ca_path) if validate_certs else None
        files = _certificate_files(trusted) if trusted else []
        self.own = bool(files)
        self.context = _context(files) if validate_certs else _unchecked()
        self.nameless = _context(files) if files else self.context
        self.blind = _unchecked()
        if files:
            self.nameless.check_hostname = False
        self.pins = frozenset(der for path in files for der in _certificates(path))
        self.recognised = False

    def knows(self, presented: bytes, facts: t.Mapping[str, t.Any]) -> bool:
        """Whether a certificate (DER, and as ``getpeercert`` reads it) needs no right name.

        It is one of ``pins`` and names no host, or it is the only one of them.
        """
        named = any(kind in NAMES_OF_HOSTS for kind, dummy in facts.get("subjectAltName", ()))
        return presented in self.pins and (not named or len(self.pins) == 1)

    def renewed(self, presented: bytes, facts: t.Mapping[str, t.Any]) -> bool:
        """Whether a certificate with a wrong name looks like a successor of the only one in ``ca_path``."""
        return len(self.pins) == 1 and presented not in self.pins and facts.get("subject") == facts.get("issuer")

    def other_certificate(self, first: Exception, presented: bytes) -> Exception:
        """The error for ``presented``; ``first`` when it is not known what was presented."""
        return OtherCertificate(first, presented, self.pins) if presented and presented not in self.pins else first

    @staticmethod
    def blames_name(error: Exception) -> bool:
        """Whether all is well with a certificate but its name. urllib3 1 compares names itself."""
        return not isinstance(error, ssl.SSLError) or getattr(error, "verify_code", None) in WRONG_NAME

    @staticmethod
    def blames_dates(error: Exception) -> bool:
        """Whether a certificate is too old or too young."""
        return getattr(error, "verify_code", None) in (EXPIRED, NOT_YET_VALID)


def _context(files: list[str]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    # A server's own certificate as an anchor is the safest way to trust exactly this server.
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    for path in files:
        # Certificates that the vendor makes lack extensions that the strict check wants.
        context.verify_flags &= ~ssl.VERIFY_X509_STRICT
        try:
            context.load_verify_locations(cafile=path)
        except (OSError, ssl.SSLError) as error:
            raise InvalidInput([("ca_path", f"{path} holds no certificate in PEM form ({error})")]) from None
    if not files:
        context.load_default_certs()
        if not context.cert_store_stats()["x509_ca"]:
            # Small containers have no authorities of their own.
            context.load_verify_locations(cafile=_well_known())
    return context


def _unchecked() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _certificates(path: str) -> list[bytes]:
    """The certificates of a PEM file as DER."""
    with open(path, encoding="latin-1") as file:
        found = PEM.findall(file.read())
    ders = []
    for block in found:
        # OpenSSL has read the file already, and overlooks what this does not understand.
        with contextlib.suppress(ValueError):
            ders.append(ssl.PEM_cert_to_DER_cert(block))
    return ders


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
    if not os.path.isdir(ca_path):
        raise InvalidInput([("ca_path", f"{ca_path} is neither a file nor a directory")])
    try:
        names = os.listdir(ca_path)
    except OSError as error:
        raise InvalidInput([("ca_path", f"{ca_path} cannot be read: {error.strerror}")]) from None
    found = sorted(name for name in names if name.lower().endswith(CERTIFICATE_SUFFIXES))
    if not found:
        raise InvalidInput([("ca_path", f"{ca_path} holds no file that ends in {', '.join(CERTIFICATE_SUFFIXES)}")])
    return [os.path.join(ca_path, name) for name in found]


def hopeless(error: ssl.SSLError) -> bool:
    """True when another attempt cannot end better: a certificate that is not accepted, or no TLS at all."""
    return isinstance(error, (ssl.SSLCertVerificationError, OtherCertificate)) or any(
        word in (error.reason or "").upper() for word in HOPELESS_REASONS
    )


def advice(error: ssl.SSLError, *, host: str, origin: str) -> str:
    """What is wrong with the TLS of ``origin`` and what to do about it."""
    if isinstance(error, OtherCertificate):
        return _other_advice(error, origin=origin)
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


def _other_advice(error: OtherCertificate, *, origin: str) -> str:
    reason = getattr(error.first, "verify_message", "") or str(error.first)
    if len(error.pins) > 1:
        known = "those in ca_path"
    else:
        known = f"the one in ca_path ({_fingerprint(next(iter(error.pins)))})"
    return (
        f"The certificate of {origin} is not trusted: {reason}. The server presents another certificate than {known}: "
        f"{_fingerprint(error.presented)}. If it was renewed, compare that with what the server's console shows, and "
        "put the new certificate (or that of its issuer) into ca_path."
    )


def _fingerprint(der: bytes) -> str:
    return f"SHA-256 {hashlib.sha256(der).hexdigest().upper()}"
