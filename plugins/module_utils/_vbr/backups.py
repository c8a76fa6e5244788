# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Backups and what is in them. Items are passed on as the server has them (VBR-T24)."""

from __future__ import annotations

import itertools
import typing as t

from .api import filters as lists
from .api.client import segment
from .api.rows import FilteredList
from .schema import job_types
from .schema.schemas import load
from .schema.times import with_offsets

if t.TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from .._model import Json
    from .api.client import VbrClient

PATH: t.Final = "/backups"
NEWEST_FIRST: t.Final = (("orderColumn", "CreationTime"), ("orderAsc", "false"))
_BACKUPS: t.Final = FilteredList(PATH, lists.BACKUPS)
_RESTORE_POINTS: t.Final = FilteredList("/restorePoints", lists.RESTORE_POINTS)
_FILES: t.Final = FilteredList("/backups/{id}/backupFiles", lists.BACKUP_FILES)


class VbrBackups:
    """``BackupReader`` of Veeam Backup & Replication. ``repository_id`` turns the name of a repository into its id."""

    def __init__(self, client: VbrClient, repository_id: Callable[[str], str]) -> None:
        self._client = client
        self._repository_id = repository_id

    def search(self, filters: Json) -> list[Json]:
        """Backups that match every filter, newest first. ``limit`` is the most of them."""
        wanted = lists.given(filters, self._client.zone)
        limit = wanted.pop("limit", None)
        if "repository" in wanted:
            wanted["repository_id"] = self._repository_id(wanted.pop("repository"))
        found = self._one(wanted) if "id" in wanted else _BACKUPS.rows(self._client, wanted, NEWEST_FIRST)
        return [_canonical(backup) for backup in itertools.islice(found, limit)]

    def details(self, backup: Json, parts: Mapping[str, Json]) -> Json:
        """``backup`` with the wanted parts; each part comes with its own filters."""
        readers = {"objects": self._objects, "restore_points": self._restore_points, "files": self._files}
        backup_id = str(backup.get("id") or "")
        wanted = {part: lists.given(filters, self._client.zone) for part, filters in parts.items()}
        return {**backup, **{part: list(readers[part](backup_id, wanted[part])) for part in parts}}

    def _one(self, wanted: Json) -> Iterator[Json]:
        # Also refuses the filters that this server does not have.
        lists.query(PATH, lists.BACKUPS, wanted, revision=self._client.revision)
        raw = with_offsets(self._client.get_or_none(f"{PATH}/{segment(wanted['id'])}"), self._client.zone)
        if raw is not None and lists.keeps(lists.BACKUPS, wanted, raw):
            yield raw

    def _objects(self, backup_id: str, wanted: Json) -> Iterator[Json]:
        # The list of one backup has no filters; what the list of all objects can filter by is checked here.
        for item in self._items("/backups/{id}/objects", backup_id):
            if lists.keeps(lists.BACKUP_OBJECTS, wanted, item):
                yield with_offsets(item, self._client.zone)

    def _restore_points(self, backup_id: str, wanted: Json) -> Iterator[Json]:
        return _RESTORE_POINTS.rows(self._client, {"backup_id": backup_id, **wanted}, NEWEST_FIRST)

    def _files(self, backup_id: str, wanted: Json) -> Iterator[Json]:
        path = _FILES.template.format(id=segment(backup_id))
        return _FILES.rows(self._client, wanted, NEWEST_FIRST, path=path)

    def _items(self, template: str, backup_id: str) -> Iterator[Json]:
        """The items of a list of one backup. Revisions that do not page it take no parameters for that (VBR-T20)."""
        path = template.format(id=segment(backup_id))
        if "skip" in load(self._client.revision).filters(template):
            return self._client.pages(path)
        return self._client.single_page(path)


def _canonical(backup: Json) -> Json:
    """``backup`` with the type of its job as the newest revision spells it."""
    written = backup.get("jobType")
    return {**backup, "jobType": job_types.from_revision(written)} if isinstance(written, str) else backup
