#!/usr/bin/python

# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: veeam_session_info
short_description: List sessions, what they processed and what they logged
version_added: 0.1.0
description:
  - Lists sessions, that is runs of jobs and of everything else that a backup server does, newest first. A session
    must match every filter that is given.
extends_documentation_fragment:
  - backupops.veeam._attributes
  - backupops.veeam._attributes.actiongroup_veeam
  - backupops.veeam._attributes.info_module
  - backupops.veeam._connection
  - backupops.veeam._backup_server
  - backupops.veeam._query
options:
  id:
    description:
      - Id of the session. With O(api=em) the C(UID), or the guid in it.
    type: str
  name:
    description:
      - Name of the sessions. V(*) stands for any characters, V(?) for one. Case does not count.
      - With O(api=em) names are made of the name of the job and a time, for example V(Web servers@2026-11-21
        22:00:03).
    type: str
  job:
    description:
      - Name of the job whose sessions are wanted. It must exist.
    type: str
  job_id:
    description:
      - Id of the job, instead of O(job). Sessions of a job that was deleted can be found by it.
    type: str
  type:
    description:
      - Types of the sessions, for example V(BackupJob). One of them must match. A type that is in no document is asked
        for as it is written, since servers have more types than the documents.
      - With O(api=em) these are V(Backup), V(BackupCopy), V(ImmediateBackupCopy), V(ImmediateBackupCopyWorker),
        V(AgentBackup), V(AgentManagement), V(NasBackup) and V(Replica).
    type: list
    elements: str
  state:
    description:
      - What the sessions are doing, for example V(Working) or V(Stopped).
    type: str
  result:
    description:
      - How the sessions ended. One of them must match. V(None) is a session that has not ended.
    type: list
    elements: str
    choices:
      - None
      - Success
      - Warning
      - Failed
  is_retry:
    description:
      - Sessions that process again what failed before, or those that do not. Only with O(api=em).
    type: bool
  created_after:
    description:
      - Sessions that began after this point in time, for example V(2026-11-21T22:00:00+01:00). A time without an
        offset is that of the backup server, with O(api=em) UTC.
    type: str
  created_before:
    description:
      - Sessions that began before this point in time.
    type: str
  ended_after:
    description:
      - Sessions that ended after this point in time.
    type: str
  ended_before:
    description:
      - Sessions that ended before this point in time.
    type: str
  limit:
    description:
      - The most sessions to return, the newest ones. By default all. Without it and without a filter this can be a
        lot.
    type: int
  logs:
    description:
      - Whether to return what each session logged, oldest line first. Enterprise Manager has no logs, so that this is
        refused with O(api=em).
    type: bool
    default: false
  task_sessions:
    description:
      - Whether to return what each session did with each machine. With O(api=em) sessions of replica jobs have none.
    type: bool
    default: false
author:
  - The backupops.veeam authors (!UNKNOWN)
seealso:
  - module: backupops.veeam.veeam_job_state
"""

EXAMPLES = r"""
---
- name: Why the last run of a job failed
  backupops.veeam.veeam_session_info:
    host: vbr.example.com
    username: '{{ veeam_username }}'
    password: '{{ veeam_password }}'
    job: Web servers
    limit: 1
    logs: true
    query: sessions[].logs[?status=='Failed'].title
  register: last_run

- name: What ended badly since yesterday
  backupops.veeam.veeam_session_info:
    host: vbr.example.com
    username: '{{ veeam_username }}'
    password: '{{ veeam_password }}'
    result: [Warning, Failed]
    ended_after: '2026-11-21T00:00:00Z'
    task_sessions: true
"""

RETURN = r"""
sessions:
  description:
    - The sessions, newest first.
    - With O(api=em) in the vocabulary of Enterprise Manager, for example C(UID), C(State) and C(Result).
  returned: success
  type: list
  elements: dict
  sample:
    - id: 2b1f3f57-f4a9-4f5a-8a4b-4f2e6c9f0a11
      name: Web servers
      sessionType: BackupJob
      state: Stopped
      result:
        result: Success
  contains:
    logs:
      description: What the session logged, oldest line first.
      returned: with O(logs=true)
      type: list
      elements: dict
    task_sessions:
      description: One entry per machine or object that the session processed.
      returned: with O(task_sessions=true)
      type: list
      elements: dict
query_result:
  description: What O(query) found in the result. Null without O(query).
  returned: success
  type: raw
"""

from ansible_collections.backupops.veeam.plugins.module_utils._module.run import run
from ansible_collections.backupops.veeam.plugins.module_utils._module.tasks import veeam_session_info


def main() -> None:
    run(veeam_session_info.MODULE)


if __name__ == "__main__":
    main()
