# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""The three families of jobs: where they live, how their actions are called, which there are (EM-T48). Data."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ..api.kinds import AGENT_JOB, JOB, NAS_JOB, Kind
from ..api.shapes import kind_of_uid

COPIES: t.Final = frozenset({"BackupCopy", "ImmediateBackupCopy"})
REPLICA: t.Final = "Replica"


@dataclass(frozen=True)
class Family:
    """Jobs that live at the same place. ``by_path``: an action is a part of the path, not a parameter."""

    kind: Kind
    # What stands for JobType where entities have none.
    job_type: str
    by_path: bool = False

    def action(self, guid: str, name: str) -> tuple[str, list[tuple[str, str]]]:
        """Path and parameters of an action."""
        path = f"{self.kind.path}/{guid}"
        return (f"{path}/{name}", []) if self.by_path else (path, [("action", name)])


MACHINES: t.Final = Family(JOB, "Backup")
AGENTS: t.Final = Family(AGENT_JOB, "AgentBackup")
SHARES: t.Final = Family(NAS_JOB, "NasBackup", by_path=True)
FAMILIES: t.Final = (MACHINES, AGENTS, SHARES)


def family_of(uid: str) -> Family | None:
    """The family of a job by its UID, None for a bare guid."""
    wanted = kind_of_uid(uid).lower()
    return next((family for family in FAMILIES if family.kind.name.lower() == wanted), None)
