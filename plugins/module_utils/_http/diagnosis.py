# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What went wrong below HTTP: the message for it, and whether the server can have done anything."""

from __future__ import annotations

import socket
import ssl
import typing as t
from dataclasses import dataclass

from .._errors import ConnectionFailed, OutcomeUnknown, UnusableAnswer, VeeamError
from . import deadlines, tls

if t.TYPE_CHECKING:
    from .request import Request

MAYBE = "The request may or may not have taken effect."


class Failed(Exception):
    """An attempt that brought no reply. ``again``: one more attempt does no harm and could work."""

    def __init__(self, error: VeeamError, *, again: bool) -> None:
        super().__init__(error.message)
        self.error = error
        self.again = again


@dataclass(frozen=True)
class Diagnosis:
    """Explains failures of the requests to one server; ``redact`` takes the secrets out of a text."""

    host: str
    origin: str
    timeout: float
    redact: t.Callable[[str], str]

    def explain(self, error: Exception, sent: Request, *, sending: bool) -> Failed:
        """What an exception of the libraries below means. ``sending``: the request has begun to leave."""
        causes = causes_of(error)
        names = {kind.__name__ for cause in causes for kind in type(cause).__mro__}
        # A refused connection is a kind of time-out in urllib3.
        late = "TimeoutError" in names and "NewConnectionError" not in names
        reason = self._reason(causes)
        if not sending:
            return self._unsent(causes, names, f"no answer within {self.timeout:g} s" if late else reason)
        if whole := next((cause.seconds for cause in causes if isinstance(cause, deadlines.TookTooLong)), None):
            message = f"{self.origin} did not answer {sent.method} {sent.path} completely within {whole:g} s."
            return self.lost(sent, message)
        if late:
            return self.lost(sent, f"{self.origin} did not answer {sent.method} {sent.path} within {self.timeout:g} s.")
        return self.lost(sent, f"The connection to {self.origin} broke during {sent.method} {sent.path}: {reason}.")

    def _unsent(self, causes: list[BaseException], names: set[str], reason: str) -> Failed:
        """The server never got the request: anything may be sent again, if that is any use."""
        refused = next((cause for cause in causes if isinstance(cause, ssl.SSLError)), None)
        if refused is not None:
            message = tls.advice(refused, host=self.host, origin=self.origin)
            return Failed(ConnectionFailed(self.redact(message)), again=not tls.hopeless(refused))
        if "CertificateError" in names:
            # urllib3 1 compares host names itself.
            message = tls.wrong_name(reason, host=self.host, origin=self.origin)
            return Failed(ConnectionFailed(message), again=False)
        if names & {"ProxyError", "InvalidProxyURL"}:
            return Failed(
                ConnectionFailed(f"The proxy for {self.origin} does not let us through: {reason}."), again=True
            )
        return Failed(ConnectionFailed(f"Cannot connect to {self.origin}: {reason}."), again=True)

    def lost(self, sent: Request, message: str) -> Failed:
        """The request was sent and the answer is lost: only what does no harm may be sent again."""
        if sent.repeatable:
            return Failed(ConnectionFailed(message), again=True)
        return Failed(OutcomeUnknown(f"{message} {MAYBE}", method=sent.method, path=sent.path), again=False)

    def absurd(self, sent: Request, message: str) -> Failed:
        """There was an answer that no Veeam server gives: asking again is no use."""
        if sent.repeatable:
            return Failed(UnusableAnswer(message), again=False)
        return self.lost(sent, message)

    def _reason(self, causes: list[BaseException]) -> str:
        """The innermost cause, in the words of the operating system where there are any."""
        cause = causes[-1]
        if isinstance(cause, socket.gaierror):
            return f"the name {self.host} cannot be resolved"
        words = cause.strerror if isinstance(cause, OSError) and cause.strerror else str(cause) or type(cause).__name__
        return self.redact(words).rstrip(".")


def causes_of(error: BaseException) -> list[BaseException]:
    """``error`` and everything that led to it, outermost first: requests and urllib3 wrap in several ways."""
    chain: list[BaseException] = []
    pending: list[t.Any] = [error]
    while pending:
        current = pending.pop(0)
        if any(current is known for known in chain):
            continue
        chain.append(current)
        inner = [getattr(current, "reason", None), current.__cause__, current.__context__, *current.args]
        pending.extend(item for item in inner if isinstance(item, BaseException))
    return chain
