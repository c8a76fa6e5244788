# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which revision of the API a server speaks. PRIVATE to the collection.

The API cannot list its revisions. The cheapest question that needs no logon and no role is asked in one revision after
the other, the newest first: a server accepts its own revision and older ones (T31, T33).
"""

from __future__ import annotations

import difflib
import typing as t
from dataclasses import dataclass

from ansible_collections.backupops.veeam.plugins.module_utils._errors import (
    ConnectionFailed,
    InvalidInput,
    RequestRefused,
    UnusableAnswer,
    VeeamError,
)
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.revisions import REVISIONS

if t.TYPE_CHECKING:
    from ansible_collections.backupops.veeam.plugins.module_utils._reply import Reply
    from ansible_collections.backupops.veeam.plugins.module_utils._transport import Transport

AUTO = "auto"
PROBE = "/api/v1/serverTime"
# Error codes with which a server says that it does not know a revision.
UNKNOWN_REVISION_CODES = frozenset({"notimplemented", "unexpectedcontent", "invaliduri"})
OLDEST_PRODUCT = "Veeam Backup & Replication 12.3.1"
ENTERPRISE_MANAGER_PORT = 9398
USUAL_PORT = 9419
PORTS = f"The API of Veeam Backup & Replication listens on port {USUAL_PORT}, from 13.1 on also on 443."


@dataclass(frozen=True)
class Negotiated:
    """The revision to speak. ``server_time`` is what the server's clock said, None when it was not asked."""

    revision: str
    server_time: str | None = None


def check_name(wanted: str) -> str:
    """``wanted`` when it is ``auto`` or a revision that this collection knows, else InvalidInput."""
    if wanted == AUTO or wanted in REVISIONS:
        return wanted
    close = difflib.get_close_matches(wanted, REVISIONS, n=1)
    guess = f" Did you mean {close[0]}?" if close else ""
    raise InvalidInput([("api_version", f'"{wanted}" is not one of {AUTO}, {", ".join(REVISIONS)}.{guess}')])


def negotiate(transport: Transport, wanted: str = AUTO) -> Negotiated:
    """The newest revision that both sides know. A pinned one is taken as it is, without a request.

    Raises ConnectionFailed with advice about ports, RequestRefused with what was tried.
    """
    if check_name(wanted) != AUTO:
        return Negotiated(wanted)
    tried: list[str] = []
    last: Reply | None = None
    for revision in reversed(REVISIONS):
        last = _ask(transport, revision)
        if last.ok:
            return Negotiated(revision, _server_time(transport, last))
        if not _unknown_revision(last):
            raise last.refusal(hint=_hint_for(transport))
        tried.append(f"{revision} ({last.said()})")
    raise _none_served(transport, last, tried)


def server_time(transport: Transport, revision: str) -> str:
    """What the server's clock says now, as it writes it (7 fraction digits, T41)."""
    reply = transport.request("GET", PROBE, headers={"x-api-version": revision})
    if not reply.ok:
        raise reply.refusal()
    return _server_time(transport, reply)


def with_port_advice(error: ConnectionFailed, transport: Transport) -> ConnectionFailed:
    """``error`` with what is known about the ports of the product."""
    return ConnectionFailed(f"{error.message} {_port_advice(transport.port)}".rstrip(), **error.details)


def _ask(transport: Transport, revision: str) -> Reply:
    headers = {"x-api-version": revision}
    try:
        # Nobody knows the status with which older servers refuse a revision: a 500 without a code is an answer here.
        reply = transport.request("GET", PROBE, headers=headers, final=(500,))
        if reply.status == 500 and not _unknown_revision(reply):
            reply = transport.request("GET", PROBE, headers=headers)
    except ConnectionFailed as error:
        raise with_port_advice(error, transport) from None
    return reply


def _unknown_revision(reply: Reply) -> bool:
    if reply.status in (401, 403, 429, 502, 503, 504):
        return False
    code = reply.words().code.lower()
    return code in UNKNOWN_REVISION_CODES or not _is_vendor_error(reply)


def _is_vendor_error(reply: Reply) -> bool:
    try:
        body = reply.json()
    except VeeamError:
        return False
    return isinstance(body, dict) and "errorCode" in body


def _server_time(transport: Transport, reply: Reply) -> str:
    try:
        value = reply.json()["serverTime"]
    except (VeeamError, KeyError, TypeError):
        raise _stranger(transport) from None
    return str(value)


def _none_served(transport: Transport, last: Reply | None, tried: list[str]) -> VeeamError:
    if last is not None and not _is_vendor_error(last):
        return _stranger(transport)
    return RequestRefused(
        f"{transport.origin} speaks none of the revisions of the API that this collection knows. "
        f"Tried {'; '.join(tried)}. {OLDEST_PRODUCT} or newer is needed.",
        status=last.status if last else 0,
        method="GET",
        path=PROBE,
        error_code=last.words().code if last else "",
        server_message=last.words().message if last else "",
    )


def _stranger(transport: Transport) -> VeeamError:
    hint = _hint_for(transport) or f"Is the port right? {PORTS}"
    return UnusableAnswer(f"{transport.origin} answers, but not like Veeam Backup & Replication. {hint}")


def _hint_for(transport: Transport) -> str:
    """One more look at a server that does not behave: Enterprise Manager shows what it is without a logon (T48)."""
    try:
        reply = transport.request("GET", "/api/", retries=0)
    except VeeamError:
        return ""
    if b"logonsession" not in reply.body.lower():
        return ""
    return (
        "This is Enterprise Manager, which has another API. "
        f"Set port to {USUAL_PORT} and host to the backup server to use api: vbr."
    )


def _port_advice(port: int) -> str:
    if port == ENTERPRISE_MANAGER_PORT:
        return f"Port {port} belongs to Enterprise Manager. {PORTS}"
    if port == USUAL_PORT:
        return (
            "Is the Veeam Backup & Replication RESTful API service running, and does the firewall let this port "
            "through? 13.1 also serves the API on port 443."
        )
    return PORTS
