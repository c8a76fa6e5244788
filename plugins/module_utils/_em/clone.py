# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What a clone needs, and what it does not take over from its source (EM-T79)."""

from __future__ import annotations

import copy
import typing as t

from .._errors import InvalidInput, check_absence
from .._model import Listed, kept
from .api.kinds import BACKUP, REPOSITORY
from .api.query import Where, uid
from .api.servers import server_of
from .api.shapes import guid
from .names.resolver import at, repository_of
from .settings.editable import CLONE_INFO

if t.TYPE_CHECKING:
    from .._model import Job, Json
    from .api.query import EmQuery
    from .names.resolver import Names

LONGEST_NAME: t.Final = 50
# Parts of a job that its clone does not have from it.
NOT_COPIED: t.Final = ("SimpleRetentionPolicy", "GfsRetentionPolicy")
# The order in which the reference lists the members; XML needs it, JSON does not mind it.
_ORDER: t.Final = {
    "Backup": ("JobName", "FolderName", "RepositoryUid", "Description"),
    "Replica": ("JobName", "VmSuffix", "Description"),
    "BackupCopy": ("JobName", "JobFileName", "RepositoryUid", "Description"),
    "ImmediateBackupCopy": ("JobName", "Description", "RepositoryUid", "JobFileName"),
}
_SUFFIX: t.Final = "_replica"


def wanted_of_clone(source: Job, wanted: Json) -> Json:
    """``wanted``, and what the clone is to have like its source. Raises InvalidInput for a name that is too long."""
    name = str(wanted.get("Name", ""))
    if len(name) > LONGEST_NAME:
        text = f"has {len(name)} characters; through Enterprise Manager a new job can have {LONGEST_NAME}"
        raise InvalidInput([("name", text)])
    whole = copy.deepcopy(wanted)
    if whole.get("Description") is None and source.model.get("Description"):
        whole["Description"] = source.model["Description"]
    kept = at(source.model, ("JobInfo", "BackupJobInfo"))
    inherited = {part: kept[part] for part in NOT_COPIED if kept.get(part)}
    if inherited:
        whole["JobInfo"] = _below({"BackupJobInfo": inherited}, whole.get("JobInfo") or {})
    return whole


def clone_spec(source: Job, wanted: Json, names: Names, query: EmQuery) -> Json:
    """The body of the call that clones ``source``. Raises InvalidInput when nothing says where the backups go."""
    kind = CLONE_INFO[source.type]
    given = at(wanted, ("JobCloneSpec", kind))
    members: Json = {**given, "JobName": wanted["Name"], "Description": wanted.get("Description") or ""}
    if "RepositoryUid" in _ORDER[source.type]:
        members["RepositoryUid"] = _repository(source, given, names, query)
    if source.type == "Replica":
        members.setdefault("VmSuffix", _SUFFIX)
    if "JobFileName" in _ORDER[source.type]:
        members.setdefault("JobFileName", wanted["Name"])
    return {kind: {member: members[member] for member in _ORDER[source.type] if member in members}}


def _repository(source: Job, given: Json, names: Names, query: EmQuery) -> str:
    """The repository that was named, or else the one in which the backups of the source are."""
    path = ("settings", "JobCloneSpec", CLONE_INFO[source.type], "Repository")
    if given.get("Repository"):
        return names.uid_of(REPOSITORY, given["Repository"], server_of(source.model), path)
    if given.get("RepositoryUid"):
        return uid(REPOSITORY, given["RepositoryUid"]) if guid(given["RepositoryUid"]) else str(given["RepositoryUid"])
    # No job says where its backups go; they do.
    placed = kept(query.rows(BACKUP, [Where("JobUid", source.id)]), lambda backup: bool(repository_of(backup)))
    backups = Listed.of(placed, 1)
    if backups.rows:
        return repository_of(backups.rows[0])
    check_absence(backups.gap, f'{path}: a backup of "{source.name}"')
    text = f'"{source.name}" has no backup yet, so that nothing says which repository it uses. Name one for the clone'
    raise InvalidInput([(path, text)])


def _below(base: t.Any, top: t.Any) -> t.Any:
    """``top`` laid over ``base``."""
    if not isinstance(base, dict) or not isinstance(top, dict):
        return copy.deepcopy(top)
    merged = copy.deepcopy(base)
    for name, value in top.items():
        merged[name] = _below(merged[name], value) if name in merged else copy.deepcopy(value)
    return merged
