# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""The backup servers behind one Enterprise Manager."""

from __future__ import annotations

import functools
import typing as t
from dataclasses import dataclass

from ..._errors import NotFound
from .kinds import BACKUP_SERVER
from .links import up
from .query import Where, uid
from .shapes import guid, items

if t.TYPE_CHECKING:
    from ..._model import Json
    from .client import EmClient

# What Enterprise Manager shows was collected from the backup servers, every 15 minutes by default (EM-T88).
COLLECT_HINT: t.Final = (
    "Enterprise Manager shows what it last collected from its backup servers: what was made a moment ago appears with "
    "the next collection, which can also be started in Enterprise Manager."
)


@dataclass(frozen=True)
class Server:
    """A backup server: ``id`` is its guid."""

    id: str
    name: str


class Servers:
    """The backup server that the option ``backup_server`` chooses, or all of them."""

    def __init__(self, client: EmClient, chosen: str | None = None) -> None:
        self._client = client
        self._wanted = (chosen or "").strip()

    @functools.cached_property
    def all(self) -> list[Server]:
        """Every backup server."""
        found = items(self._client.get(BACKUP_SERVER.path))
        return [Server(guid(item.get("UID") or item.get("Href")), str(item.get("Name", ""))) for item in found]

    @functools.cached_property
    def chosen(self) -> Server | None:
        """The backup server of the option, None without it. Raises NotFound with the names of those that there are."""
        if not self._wanted:
            return None
        for server in self.all:
            if server.id == guid(self._wanted) or server.name.lower() == self._wanted.lower():
                return server
        names = ", ".join(server.name for server in self.all) or "none"
        raise NotFound(
            f'There is no backup server "{self._wanted}" in this Enterprise Manager. There are: {names}.',
            candidates=[server.name for server in self.all],
        )

    def narrowed(self) -> list[Where]:
        """The condition of a query for what belongs to the chosen backup server; none without it."""
        return [Where("BackupServerUid", uid(BACKUP_SERVER, self.chosen.id))] if self.chosen else []

    def fits(self, item: Json) -> bool:
        """Whether an item belongs to the chosen backup server."""
        link = up(item, "BackupServer")
        return self.chosen is None or link is None or link.guid == self.chosen.id


def server_of(item: Json) -> Server:
    """The backup server that an item belongs to, as far as it says."""
    link = up(item, "BackupServer")
    return Server(link.guid, link.name) if link else Server("", "")
