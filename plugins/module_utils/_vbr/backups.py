# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Backups and what is in them. Items are passed on as the server has them (T24). PRIVATE to the collection."""

from __future__ import annotations

import itertools
import typing as t

from ansible_collections.backupops.veeam.plugins.module_utils._vbr import filters as lists
from ansible_collections.backupops.veeam.plugins.module_utils._vbr import job_types
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.client import segment
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema import load

if t.TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ansible_collections.backupops.veeam.plugins.module_utils._model import Json
    from ansible_collections.backupops.veeam.plugins.module_utils._vbr.client import VbrClient

PATH: t.Final = "/backups"
NEWEST_FIRST: t.Final = [("orderColumn", "CreationTime"), ("orderAsc", "false")]


class VbrBackups:
    """``BackupReader`` of Veeam Backup & Replication. ``repository_id`` turns the name of a repository into its id."""

    def __init__(self, client: VbrClient, repository_id: Callable[[str], str]) -> None:
        self._client = client
        self._repository_id = repository_id

    def search(self, filters: Json) -> list[Json]:
        """Backups that match every filter, newest first. ``limit`` is the most of them."""
        wanted = lists.given(filters)
        limit = wanted.pop("limit", None)
        if "repository" in wanted:
            wanted["repository_id"] = self._repository_id(wanted.pop("repository"))
        asked = lists.query(PATH, lists.BACKUPS, wanted, revision=self._client.revision)
        found = self._one(wanted["id"]) if "id" in wanted else self._client.pages(PATH, [*asked, *NEWEST_FIRST])
        matching = (_canonical(backup) for backup in found if lists.keeps(lists.BACKUPS, wanted, backup))
        return list(itertools.islice(matching, limit))

    def details(self, backup: Json, parts: Mapping[str, Json]) -> Json:
        """``backup`` with the wanted parts; each part comes with its own filters."""
        readers = {"objects": self._objects, "restore_points": self._restore_points, "files": self._files}
        backup_id = str(backup["id"])
        return {**backup, **{part: list(readers[part](backup_id, lists.given(parts[part]))) for part in parts}}

    def _one(self, backup_id: str) -> Iterator[Json]:
        raw = self._client.get_or_none(f"{PATH}/{segment(backup_id)}")
        return iter([] if raw is None else [raw])

    def _objects(self, backup_id: str, wanted: Json) -> Iterator[Json]:
        # The list of one backup has no filters; what the list of all objects can filter by is checked here.
        path = "/backups/{id}/objects"
        for item in self._items(path, path.format(id=segment(backup_id)), []):
            if lists.keeps(lists.BACKUP_OBJECTS, wanted, item):
                yield item

    def _restore_points(self, backup_id: str, wanted: Json) -> Iterator[Json]:
        return self._filtered(
            "/restorePoints", "/restorePoints", lists.RESTORE_POINTS, {"backup_id": backup_id, **wanted}
        )

    def _files(self, backup_id: str, wanted: Json) -> Iterator[Json]:
        path = "/backups/{id}/backupFiles"
        return self._filtered(path, path.format(id=segment(backup_id)), lists.BACKUP_FILES, wanted)

    def _filtered(self, template: str, path: str, rules: lists.Rules, wanted: Json) -> Iterator[Json]:
        parameters = lists.query(template, rules, wanted, revision=self._client.revision)
        for item in self._items(template, path, [*parameters, *NEWEST_FIRST]):
            if lists.keeps(rules, wanted, item):
                yield item

    def _items(self, template: str, path: str, parameters: list[tuple[str, str]]) -> Iterator[Json]:
        """The items at ``path``. Lists that this revision does not page take no parameters for it (T20)."""
        if "skip" in load(self._client.revision).filters(template):
            return self._client.pages(path, parameters)
        body = self._client.get(path, parameters)
        return iter(body["data"] if isinstance(body, dict) else body)


def _canonical(backup: Json) -> Json:
    """``backup`` with the type of its job as the newest revision spells it."""
    if "jobType" not in backup:
        return backup
    return {**backup, "jobType": job_types.from_revision(backup["jobType"])}
