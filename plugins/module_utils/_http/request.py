# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""An HTTP request, ready for the wire. Pure."""

from __future__ import annotations

import json as json_format
import typing as t
import urllib.parse
from dataclasses import dataclass

Params: t.TypeAlias = "t.Mapping[str, t.Any] | t.Sequence[tuple[str, t.Any]]"

# Text that Ansible could not decode is sent as the bytes that it was.
AS_BYTES = "surrogateescape"
REPEATABLE_METHODS = frozenset({"GET", "HEAD"})


@dataclass(frozen=True)
class Request:
    """What is sent. ``repeatable``: doing it twice does no harm. ``final``: statuses that are an answer here."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes | None
    repeatable: bool
    final: frozenset[int]

    @property
    def target(self) -> str:
        """Path and query. A path may bring a query of its own, as links of Enterprise Manager do."""
        if not self.query:
            return self.path
        return f"{self.path}{'&' if '?' in self.path else '?'}{self.query}"


def build(
    method: str,
    path: str,
    *,
    params: Params | None = None,
    json: t.Any = None,
    form: t.Mapping[str, str] | None = None,
    headers: t.Mapping[str, str] | None = None,
    repeatable: bool | None = None,
    final: t.Collection[int] = (),
) -> Request:
    """A request of ``Transport.request``, which describes the arguments."""
    # The credentials go to one origin only; "//elsewhere/" would be another one.
    if not path.startswith("/") or path.startswith("//"):
        raise ValueError("a path begins with exactly one slash")
    body, content_type = _body(json, form)
    return Request(
        method=method,
        path=path,
        query=encoded(params),
        headers={"Accept": "application/json", **content_type, **(headers or {})},
        body=body,
        repeatable=method in REPEATABLE_METHODS if repeatable is None else repeatable,
        final=frozenset(final),
    )


def encoded(params: Params | None) -> str:
    """A query string. Lists repeat their key, booleans are lower-case, None is left out."""
    pairs = params.items() if isinstance(params, t.Mapping) else params or ()
    flat: list[tuple[str, str]] = []
    for key, value in pairs:
        values = value if isinstance(value, (list, tuple, set, frozenset)) else [value]
        flat.extend((key, _word(item)) for item in values if item is not None)
    return urllib.parse.urlencode(flat, quote_via=urllib.parse.quote, errors=AS_BYTES)


def _word(value: t.Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _body(json: t.Any, form: t.Mapping[str, str] | None) -> tuple[bytes | None, dict[str, str]]:
    if form is not None:
        encoded_form = urllib.parse.urlencode(form, errors=AS_BYTES).encode("ascii")
        return encoded_form, {"Content-Type": "application/x-www-form-urlencoded"}
    if json is not None:
        return json_format.dumps(json).encode("ascii"), {"Content-Type": "application/json"}
    return None, {}
