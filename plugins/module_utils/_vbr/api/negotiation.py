# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Which revision of the API a server speaks.

The cheapest question that needs no logon and no role is asked in the newest revision: a server accepts its own revision
and older ones (VBR-T31, VBR-T33). Only when that is refused the server's own list decides what is asked next. Without a
list the revisions are tried, the newest first, and each once. A revision is chosen before a task's first call and kept.

What decides is what the server says, and not its error code: the codes of older servers are not documented (VBR-T33).
"""

from __future__ import annotations

import difflib
import typing as t
from dataclasses import dataclass

from ..._errors import ConnectionFailed, InvalidInput, UnusableAnswer, VeeamError
from ..schema.revisions import REVISIONS
from ..schema.times import ServerTime
from .revision_refusals import Refusals, speaks_of_versions

if t.TYPE_CHECKING:
    from ..._http.reply import Reply
    from ..._http.transport import Transport

AUTO = "auto"
PROBE = "/api/v1/serverTime"
ENTERPRISE_MANAGER_PORT = 9398
USUAL_PORT = 9419
PORTS = f"The API of Veeam Backup & Replication listens on port {USUAL_PORT}, from 13.1 on also on 443."


@dataclass(frozen=True)
class Negotiated:
    """The revision to speak. ``server_time`` is what the server's clock said, None when it was not asked.

    ``warnings`` are for the user: why an older revision was chosen although the server did not refuse the newer one
    for being unknown.
    """

    revision: str
    server_time: ServerTime | None = None
    warnings: tuple[str, ...] = ()


def check_name(wanted: str) -> str:
    """``wanted`` when it is ``auto`` or a revision that this collection knows, else InvalidInput."""
    if wanted == AUTO or wanted in REVISIONS:
        return wanted
    close = difflib.get_close_matches(wanted, REVISIONS, n=1)
    guess = f" Did you mean {close[0]}?" if close else ""
    raise InvalidInput([("api_version", f'"{wanted}" is not one of {AUTO}, {", ".join(REVISIONS)}.{guess}')])


def negotiate(transport: Transport, wanted: str = AUTO) -> Negotiated:
    """The newest revision that both sides know. A pinned one is taken as it is, without a request.

    One request in the common case, at most one for each known revision and two more. Raises ConnectionFailed with
    advice about ports, RequestRefused with what both sides speak and what was tried, UnusableAnswer for another server.
    """
    if check_name(wanted) != AUTO:
        return Negotiated(wanted)
    refusals = Refusals(transport)
    while (revision := refusals.next_revision()) is not None:
        reply = _ask(transport, revision)
        if reply.ok:
            return Negotiated(revision, _server_time(transport, reply), refusals.warnings(revision))
        if not refusals.note(revision, reply):
            raise reply.refusal(hint=_hint_for(transport))
    raise refusals.error() or _stranger(transport)


def server_time(transport: Transport, revision: str) -> ServerTime:
    """What the server's clock says now."""
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
        # A 500 may hold the sentence by which a server refuses a revision: it is read before anything is repeated.
        reply = transport.request("GET", PROBE, headers=headers, final=(500,))
        if reply.status == 500 and not speaks_of_versions(reply):
            reply = transport.request("GET", PROBE, headers=headers)
    except ConnectionFailed as error:
        raise with_port_advice(error, transport) from None
    return reply


def _server_time(transport: Transport, reply: Reply) -> ServerTime:
    try:
        return ServerTime.of(reply.json())
    except (VeeamError, AttributeError, KeyError, TypeError):
        raise _stranger(transport) from None


def _stranger(transport: Transport) -> VeeamError:
    hint = _hint_for(transport) or f"Is the port right? {PORTS}"
    return UnusableAnswer(f"{transport.origin} answers, but not like Veeam Backup & Replication. {hint}")


def _hint_for(transport: Transport) -> str:
    """One more look at a server that does not behave: Enterprise Manager shows what it is without a logon (VBR-T48)."""
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
