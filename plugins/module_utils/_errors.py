# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What can go wrong, in words for a person at a terminal.

Every error has ``message`` (full sentences: what was wanted, the server's own words, what to do next) and ``details``
(more keys for ``fail_json``, plain JSON). Neither ever holds a secret.
"""

from __future__ import annotations

import typing as t

from ._paths import Path, as_path, text

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ._model import Gap, Job, Session


class Problem(t.NamedTuple):
    """One mistake in what the user wrote: the path of it, and what is wrong with it."""

    path: Path
    message: str


class VeeamError(Exception):
    """Anything that stops a task. ``details`` become keys of the failed result."""

    def __init__(self, message: str, **details: t.Any) -> None:
        super().__init__(message)
        self.message = message
        self.details: dict[str, t.Any] = details


class InvalidInput(VeeamError):
    """What the user wrote cannot work. Found before anything was written to a server.

    ``problems`` are pairs of a path, or the name of an option, and what is wrong there.
    """

    def __init__(self, problems: Iterable[tuple[str | Path, str]]) -> None:
        self.problems = [Problem(as_path(path), message) for path, message in problems]
        lines = [f"{text(path)}: {message}" if path else message for path, message in self.problems]
        listed = [{"path": text(path), "message": message} for path, message in self.problems]
        super().__init__("\n".join(lines), problems=listed)


class ConnectionFailed(VeeamError):
    """The request was never received by the server: nothing was done."""


class Abandoned(VeeamError):
    """Nobody waits for the task any more: nothing more is begun."""


class OutcomeUnknown(VeeamError):
    """A request was sent and no usable answer came back: it may or may not have taken effect."""

    def __init__(self, message: str, *, method: str = "", path: str = "", **details: t.Any) -> None:
        super().__init__(message, **details)
        self.method = method
        self.path = path


class RequestRefused(VeeamError):
    """The server answered with an error: ``server_message`` and ``error_code`` in its own words, "" if none."""

    def __init__(
        self,
        message: str,
        *,
        status: int,
        method: str,
        path: str,
        error_code: str = "",
        server_message: str = "",
        **details: t.Any,
    ) -> None:
        super().__init__(message, status=status, error_code=error_code, server_message=server_message, **details)
        self.status = status
        self.method = method
        self.path = path
        self.error_code = error_code
        self.server_message = server_message


class UnusableAnswer(VeeamError):
    """A read was answered with something that is not what a Veeam server sends. Nothing was done."""


class AuthenticationFailed(VeeamError):
    """The server does not accept the user, the password or the token."""


class NotFound(VeeamError):
    """Something that the user named does not exist on the server."""


class IncompleteList(VeeamError):
    """Something was not found in a list that lacks rows, which does not prove that it does not exist.

    ``absent`` is what was looked for, as the beginning of a sentence ('The job "Web"'). Nothing was done.
    """

    def __init__(self, absent: str, gap: Gap) -> None:
        self.gap = gap
        super().__init__(
            f"{absent} was not found, which does not mean that there is none: {gap}. Nothing that depends on it was "
            "done.",
            incomplete_list={"what": gap.what, "promised": gap.promised, "delivered": gap.delivered},
        )


def check_absence(gap: Gap | None, absent: str) -> None:
    """Raise IncompleteList unless the list that ``absent`` was looked for in was whole (``gap`` is None).

    The question "is it really absent?": called before anything is done, said or left out because ``absent`` was not
    found.
    """
    if gap is not None:
        raise IncompleteList(absent, gap)


class Ambiguous(VeeamError):
    """What the user named exists several times. ``candidates`` lists them, one line each."""

    def __init__(self, message: str, *, candidates: Sequence[str] = (), **details: t.Any) -> None:
        self.candidates = list(candidates)
        lines = "".join(f"\n  - {candidate}" for candidate in self.candidates)
        super().__init__(message + lines, candidates=self.candidates, **details)


def several_jobs(name: str, jobs: Sequence[Job]) -> Ambiguous:
    """The error for a name that several jobs of a server have."""
    lines = [f"{job.type}, id {job.id}" for job in jobs]
    return Ambiguous(f'There are {len(jobs)} jobs "{name}" on the server. Give the id.', candidates=lines)


class SessionFailed(VeeamError):
    """A session that was waited for ended badly. ``lines`` are the problems that it logged."""

    def __init__(self, message: str, *, session: Session, lines: Sequence[str] = ()) -> None:
        self.session = session
        self.lines = list(lines)
        super().__init__(message, session=session.raw, session_id=session.id, problems=self.lines)


class WaitTimedOut(VeeamError):
    """The time to wait was over before the session. Nothing was cancelled. ``session`` is the last one seen, if any."""

    def __init__(self, message: str, *, session: Session | None = None, **details: t.Any) -> None:
        self.session = session
        if session is not None:
            details = {"session": session.raw, "session_id": session.id, **details}
        super().__init__(message, **details)


class Unsupported(VeeamError):
    """The server's API revision cannot do what was asked. ``hint`` says what can."""

    def __init__(self, feature: str, *, revision: str, hint: str = "") -> None:
        self.feature = feature
        self.revision = revision
        self.hint = hint
        super().__init__(f"{feature} does not exist in revision {revision} of the API. {hint}".rstrip())


class VerificationFailed(VeeamError):
    """A write was accepted, but what was read back is not what was wanted."""

    def __init__(self, message: str, *, paths: Sequence[str], **details: t.Any) -> None:
        self.paths = list(paths)
        super().__init__(message, unmet=self.paths, **details)
