# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Links in replies. Pure functions.

No address is ever followed: host, scheme, port and prefix are those that Enterprise Manager takes for its own (EM-T34
to EM-T36), and would take the token elsewhere. A link only says which thing is meant: its kind and its id.
"""

from __future__ import annotations

import html
import typing as t
import urllib.parse
from dataclasses import dataclass

from ..._model import records
from .shapes import guid

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from ..._model import Json


@dataclass(frozen=True)
class Link:
    """A link of an item. Members that are absent are ""."""

    rel: str
    type: str
    name: str
    href: str

    @property
    def guid(self) -> str:
        """The guid of what the link leads to."""
        return guid(urllib.parse.urlsplit(html.unescape(self.href)).path)


def links(item: Json) -> Iterator[Link]:
    """The links of an item (canonical), in the order of the reply, which means nothing."""
    for link in records(item.get("Links")):
        yield Link(*(str(link.get(name) or "") for name in ("Rel", "Type", "Name", "Href")))


def find(item: Json, *, rel: str = "", type_: str = "") -> Link | None:
    """The first link with this Rel and this Type, whatever their letter case (EM-T38, EM-T42). "" stands for any."""
    for link in links(item):
        if rel.lower() in ("", link.rel.lower()) and type_.lower() in ("", link.type.lower()):
            return link
    return None


def up(item: Json, kind: str) -> Link | None:
    """The link from an item to the ``kind`` that it belongs to, for example its ``BackupServer``."""
    found = (find(item, rel="Up", type_=type_) for type_ in (f"{kind}Reference", kind))
    return next((link for link in found if link), None)
