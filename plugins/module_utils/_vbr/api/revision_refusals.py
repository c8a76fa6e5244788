# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What follows from a server's refusal of a revision: which one is asked next, what is said in the end (VBR-T33)."""

from __future__ import annotations

import re
import typing as t

from ..._errors import RequestRefused, VeeamError
from ..schema.revisions import CANONICAL, REVISIONS
from . import served_revisions as served

if t.TYPE_CHECKING:
    from ..._http.reply import Reply
    from ..._http.transport import Transport

OLDEST_PRODUCT: t.Final = "Veeam Backup & Replication 12.3.1"
# Statuses by which a server may refuse a revision, with words about versions or without any.
_REFUSALS: t.Final = frozenset({400, 404, 406, 501})
# These are about the logon, or about this moment.
_OTHER_REASONS: t.Final = frozenset({401, 403, 407, 408, 429, 502, 503, 504})
_OF_VERSIONS: t.Final = re.compile(r"version|revision", re.IGNORECASE)
# With any other status the words must be about versions of the API: servers speak of those of a database, too.
_OF_API_VERSIONS: t.Final = re.compile(r"api[- ]?version|\d-rev\d", re.IGNORECASE)


class Refusals:
    """The refusals of one negotiation, in their order.

    Each revision is offered once, so that a negotiation ends. The server's page with its list is asked for once, after
    the first refusal that names no revisions.
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._said: list[tuple[str, Reply]] = []
        self._served: frozenset[str] = frozenset()

    def next_revision(self) -> str | None:
        """The newest revision that was not asked for yet and that the server serves, as far as is known."""
        asked = {revision for revision, dummy in self._said}
        left = (revision for revision in reversed(REVISIONS) if revision not in asked)
        return next((revision for revision in left if not self._served or revision in self._served), None)

    def note(self, revision: str, reply: Reply) -> bool:
        """Take ``reply`` as the refusal of ``revision``; False when it is about something else and nothing follows."""
        if reply.status in _OTHER_REASONS:
            return False
        self._said.append((revision, reply))
        if not self._served:
            self._served = served.named_in(_words(reply)) - {revision}
        if not self._served and len(self._said) == 1:
            self._served = served.listed_by(self._transport)
        refusal = reply.status in _REFUSALS or 400 <= reply.status < 500
        return refusal or self._is_explained(revision) or speaks_of_versions(reply)

    def warnings(self, spoken: str) -> tuple[str, ...]:
        """What the user must hear when ``spoken`` was answered: refusals that were not for an unknown revision."""
        return tuple(
            f"{reply.origin} refused revision {revision} of the API ({reply.said()}) and answered in {spoken}, which "
            "is spoken now. What only the newer revision has is missing. Set api_version to choose the revision."
            for revision, reply in self._said
            if self._is_doubtful(revision, reply)
        )

    def error(self) -> VeeamError | None:
        """The error when nothing is left to ask; None when nothing that was said is from a Veeam server."""
        if not self._served and not any(_is_vendor_error(reply) for dummy, reply in self._said):
            return None
        last = self._said[-1][1]
        tried = "; ".join(f"{revision} ({reply.said()})" for revision, reply in self._said)
        served_here = ", ".join(served.in_order(self._served)) or "it does not say which"
        return RequestRefused(
            f"{self._transport.origin} speaks none of the revisions of the API that this collection knows. The server "
            f"speaks: {served_here}. This collection speaks: {', '.join(REVISIONS)}. Tried {tried}. {self._advice()}",
            status=last.status,
            method=last.method,
            path=last.path,
            error_code=last.words().code,
            server_message=last.words().message,
        )

    def _is_explained(self, revision: str) -> bool:
        return bool(self._served) and revision not in self._served

    def _is_doubtful(self, revision: str, reply: Reply) -> bool:
        if self._served:
            return revision in self._served
        return not speaks_of_versions(reply) and not (reply.status in _REFUSALS and not _sentence(reply))

    def _advice(self) -> str:
        if self._served and all(served.is_newer(revision, CANONICAL) for revision in self._served):
            return "A newer version of this collection is needed."
        if self._served & frozenset(REVISIONS):
            return "It refused revisions that it lists: look at the log of its RESTful API service."
        if any(self._is_doubtful(revision, reply) for revision, reply in self._said):
            return "It does not say that it does not know them: its words tell what is wrong."
        return f"{OLDEST_PRODUCT} or newer is needed."


def speaks_of_versions(reply: Reply) -> bool:
    """Whether the words of a refusal are about a version of the API; error codes are not documented well enough."""
    pattern = _OF_VERSIONS if reply.status in _REFUSALS else _OF_API_VERSIONS
    return reply.status not in _OTHER_REASONS and pattern.search(_words(reply)) is not None


def _words(reply: Reply) -> str:
    """All that the server says about its refusal: the code, too, since frameworks put the reason there."""
    return " ".join(part for part in (reply.words().code, _sentence(reply)) if part)


def _sentence(reply: Reply) -> str:
    """What the server says in words; "" for a bare code, an empty body and pages made for browsers."""
    code, message = reply.words()
    if code or message:
        return message
    try:
        nested = reply.json()
    except VeeamError:
        return ""
    return reply.text() if nested else ""


def _is_vendor_error(reply: Reply) -> bool:
    try:
        body = reply.json()
    except VeeamError:
        return False
    return isinstance(body, dict) and "errorCode" in body
