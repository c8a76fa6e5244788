# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The jobs of an Enterprise Manager: clone, edit, delete, enable. PRIVATE to the collection."""

from __future__ import annotations

import typing as t

from ansible_collections.backupops.veeam.plugins.module_utils._em.job_lookup import JobLookup
from ansible_collections.backupops.veeam.plugins.module_utils._em.toggle import set_enabled

if t.TYPE_CHECKING:
    from ansible_collections.backupops.veeam.plugins.module_utils._em.client import EmClient
    from ansible_collections.backupops.veeam.plugins.module_utils._em.query import EmQuery
    from ansible_collections.backupops.veeam.plugins.module_utils._em.servers import Servers
    from ansible_collections.backupops.veeam.plugins.module_utils._em.tasks import EmTasks


class EmJobs(JobLookup):
    """``JobStore`` of Enterprise Manager."""

    def __init__(self, client: EmClient, query: EmQuery, tasks: EmTasks, servers: Servers) -> None:
        super().__init__(client, query, servers)
        self._tasks = tasks

    def set_enabled(self, job_id: str, enabled: bool) -> None:  # noqa: FBT001 - the engine's protocol
        """Let the schedule run the job, or not. The flip is made once at most."""
        set_enabled(self, self._tasks, job_id, enabled=enabled)
