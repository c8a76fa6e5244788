# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""An HTTP reply, and the server's own words in it."""

from __future__ import annotations

import json
import math
import re
import typing as t
from dataclasses import dataclass

from .._errors import AuthenticationFailed, OutcomeUnknown, RequestRefused, UnusableAnswer, VeeamError

MESSAGE_KEYS = ("message", "error_description", "detail", "title")
CODE_KEYS = ("errorcode", "error", "statuscode")
LONGEST_WORDS = 1500
LONGEST_SAMPLE = 200
# A job is some 12 levels deep. Much of what works on replies calls itself once for each level.
DEEPEST = 64
# Escapes in JSON text. A pair, and an escaped backslash, are passed over as a whole, so that a half alone is found.
# Begins with what every escape begins with, so that text without one is passed over quickly.
_LONE_SURROGATE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?P<lone>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)"
)
_ESCAPED = re.compile(rb"\\.", re.DOTALL)
_NO_STRUCTURE = bytes(set(range(256)) - set(b'[]{}"'))
_ONE_KIND = bytes.maketrans(b"[]", b"{}")
TOO_DEEP = f"JSON that is nested deeper than {DEEPEST} levels"


class Words(t.NamedTuple):
    """What a server says about an error: its code and its message, "" when it says none. No secrets."""

    code: str
    message: str


@dataclass(frozen=True)
class Reply:
    """A complete reply. ``headers`` have lower-case names; ``origin`` is who replied (``https://host:port``)."""

    status: int
    headers: t.Mapping[str, str]
    body: bytes
    method: str
    path: str
    origin: str
    redact: t.Callable[[str], str]

    @property
    def ok(self) -> bool:
        """True for every 2xx: revisions differ in which of them they use (VBR-T7, VBR-T9, VBR-T42)."""
        return 200 <= self.status < 300

    def json(self) -> t.Any:
        """The body as JSON, None when there is none. A byte order mark is tolerated; what is no number is null.

        Raises OutcomeUnknown when a write was answered with something else, UnusableAnswer when a read was.
        """
        if not self.body.strip():
            return None
        try:
            text = _LONE_SURROGATE.sub(_character, self.body.decode("utf-8-sig"))
            body = json.loads(text, parse_constant=_no_number, parse_float=_finite)
        except ValueError:
            raise self.unusable("something that is not JSON") from None
        except RecursionError:
            raise self.unusable(TOO_DEEP) from None
        if _deeper_than(self.body, DEEPEST):
            raise self.unusable(TOO_DEEP)
        return body

    def object(self) -> dict[str, t.Any]:
        """The body as a JSON object. Raises as ``json`` does for anything else: that is no proof of absence either."""
        body = self.json()
        if not isinstance(body, dict):
            raise self.unusable("something that is not an object")
        return body

    def text(self) -> str:
        """The body as text for a person: one line, no secrets."""
        return self.redact(" ".join(self.body.decode("utf-8-sig", errors="replace").split()))

    def unusable(self, what: str) -> VeeamError:
        """The error for a reply with a body that makes no sense. ``what`` says what the body is."""
        sample = self.text()[:LONGEST_SAMPLE]
        said = f" It begins: {sample}" if sample else ""
        message = f"{self.origin} answered {self.method} {self.path} with status {self.status} and {what}.{said}"
        if self.method in ("GET", "HEAD"):
            return UnusableAnswer(message)
        return OutcomeUnknown(
            f"{message} The request may or may not have taken effect.", method=self.method, path=self.path
        )

    def words(self) -> Words:
        """The server's own words, whatever the letter case and the shape of its error."""
        try:
            body = self.json()
        except VeeamError:
            body = None
        if isinstance(body, dict):
            found = {str(key).lower(): value for key, value in body.items()}
            return Words(self._first(found, CODE_KEYS), self._first(found, MESSAGE_KEYS))
        if isinstance(body, str):
            return Words("", self.redact(body)[:LONGEST_WORDS])
        return Words("", self._plain_text())

    def _first(self, found: dict[str, t.Any], keys: tuple[str, ...]) -> str:
        values = [found[key] for key in keys if isinstance(found.get(key), (str, int)) and found[key] != ""]
        return self.redact(str(values[0]).strip())[:LONGEST_WORDS] if values else ""

    def _plain_text(self) -> str:
        # A page made for browsers says nothing that fits into an error message.
        is_text = self.headers.get("content-type", "").startswith("text/plain")
        return self.text()[:LONGEST_WORDS] if is_text else ""

    def said(self) -> str:
        """The words as the end of a sentence: ``status 400, UnexpectedContent: Wrong name.``"""
        code, message = self.words()
        parts = [part for part in (code, message) if part and part != str(self.status)]
        return f"status {self.status}" + (f", {': '.join(parts)}" if parts else "")

    def refusal(self, *, hint: str = "") -> RequestRefused:
        """The error for a reply that is not 2xx, with ``hint`` as what to do next."""
        code, message = self.words()
        text = f"{self.origin} refused {self.method} {self.path}: {self.said()}"
        return RequestRefused(
            _sentences(text, hint),
            status=self.status,
            method=self.method,
            path=self.path,
            error_code=code,
            server_message=message,
        )

    def unauthorized(self, wanted: str, *, hint: str = "") -> AuthenticationFailed:
        """The error for a reply that refuses the user or the token. ``wanted`` begins the sentence."""
        return AuthenticationFailed(_sentences(f"{wanted}: {self.said()}", hint), status=self.status)


def _character(escape: re.Match[str]) -> str:
    """A lone half of a surrogate pair is no character and can be written nowhere: neither into a URL nor a file."""
    return "\\ufffd" if escape["lone"] else escape[0]


def _no_number(constant: str) -> None:
    """NaN and the infinities, which JSON does not have and nothing can be compared with, are no value."""
    del constant


def _finite(digits: str) -> float | None:
    number = float(digits)
    return number if math.isfinite(number) else None


def _deeper_than(text: bytes, most: int) -> bool:
    """Whether lists and objects of a JSON text stand in each other more than ``most`` times.

    Counts brackets: a look at each of a million values takes longer than reading them does.
    """
    marks = _ESCAPED.sub(b"", text).translate(_ONE_KIND, _NO_STRUCTURE)
    # By now a string is two quotes, unless there are brackets in it: these count for nothing.
    left = b"".join(marks.replace(b'""', b"").split(b'"')[::2])
    for dummy in range(most + 1):
        left = left.replace(b"{}", b"")
        if not left:
            return False
    return True


def _sentences(text: str, hint: str) -> str:
    ended = text if text.endswith((".", "!", "?")) else f"{text}."
    return f"{ended} {hint}".rstrip()
