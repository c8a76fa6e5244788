#!/usr/bin/python

# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: veeam_job_state
short_description: Start, stop, retry, enable, disable or synchronise jobs
version_added: 0.1.0
description:
  - Brings one or many jobs into a state and, where something runs, waits until it has ended.
  - Nothing is done twice. A job that runs already is not started again but waited for, a job that does not run is not
    stopped, a last run that left nothing undone is not retried, and a job that is enabled or disabled already is left
    alone.
extends_documentation_fragment:
  - backupops.veeam._attributes
  - backupops.veeam._attributes.actiongroup_veeam
  - backupops.veeam._connection
  - backupops.veeam._backup_server
  - backupops.veeam._wait
attributes:
  check_mode:
    support: full
    details:
      - Whether a job turns out to have nothing to process is only known to the server once it is started.
  diff_mode:
    support: none
  idempotent:
    support: partial
    details:
      - V(stopped), V(enabled) and V(disabled) change nothing the second time.
      - V(started), V(retried) and V(synced) are a new run each time, unless one is going on already.
options:
  name:
    description:
      - Name of the job. One of O(name), O(id) and O(names) is needed.
    type: str
  id:
    description:
      - Id of the job. With O(api=em) the C(UID), or the guid in it.
    type: str
  names:
    description:
      - Names of several jobs, or patterns of names, in which V(*) stands for any characters and V(?) for one. Letter
        case, the Unicode form and blanks at both ends do not count, unless two jobs differ in nothing else.
      - A name that does not exist is an error before anything is done to any of them. A pattern that stands for no job
        is a warning.
      - All of them are acted on first and waited for then. O(wait_timeout) counts for each of them. A job that fails
        does not keep the others from being handled.
    type: list
    elements: str
  state:
    description:
      - V(started) runs the job now.
      - V(stopped) stops the run that is going on. The task succeeds even though the run itself may be counted as
        failed by the server.
      - V(retried) processes again what failed in the last run, if it failed.
      - V(enabled) and V(disabled) let the schedule run the job, or not.
      - V(synced) runs a backup copy job now. With O(api=em) V(started) does the same for such a job.
      - With O(api=em) a backup copy job can neither be stopped nor retried.
    type: str
    choices:
      - started
      - stopped
      - retried
      - enabled
      - disabled
      - synced
    required: true
  active_full:
    description:
      - Whether to make a full backup. Only with O(state=started), and not with O(api=em).
    type: bool
    default: false
  chained_jobs:
    description:
      - Whether the jobs that are chained to this one are started or stopped, too. With O(state=started),
        O(state=stopped) and O(state=retried), and not with O(api=em).
    type: bool
    default: false
  graceful:
    description:
      - Whether what is being processed is finished first when a job is stopped. Only with O(state=stopped).
      - By default true with O(api=vbr). Enterprise Manager (O(api=em)) can only stop at once and refuses V(true).
    type: bool
  restore_points:
    description:
      - Which restore points an immediate backup copy job copies. With O(state=synced) and O(state=started), and not
        with O(api=em).
    type: str
    choices:
      - all
      - latest
author:
  - The backupops.veeam authors (!UNKNOWN)
seealso:
  - module: backupops.veeam.veeam_job
  - module: backupops.veeam.veeam_session_info
"""

EXAMPLES = r"""
---
- name: Run a job and wait for it
  backupops.veeam.veeam_job_state:
    host: vbr.example.com
    username: '{{ veeam_username }}'
    password: '{{ veeam_password }}'
    name: Web servers
    state: started

- name: Start an active full backup and go on
  backupops.veeam.veeam_job_state:
    host: vbr.example.com
    username: '{{ veeam_username }}'
    password: '{{ veeam_password }}'
    name: Web servers
    state: started
    active_full: true
    wait: false

- name: Stop it at once
  backupops.veeam.veeam_job_state:
    host: vbr.example.com
    username: '{{ veeam_username }}'
    password: '{{ veeam_password }}'
    name: Web servers
    state: stopped
    graceful: false

- name: Run the job of that name on one of the backup servers of an Enterprise Manager
  backupops.veeam.veeam_job_state:
    api: em
    host: em.example.com
    username: '{{ veeam_username }}'
    password: '{{ veeam_password }}'
    name: Daily Backup
    backup_server: vbr01.example.com
    state: started

- name: Nothing runs during the maintenance
  backupops.veeam.veeam_job_state:
    host: vbr.example.com
    username: '{{ veeam_username }}'
    password: '{{ veeam_password }}'
    names:
      - Web servers
      - Databases
    state: disabled
"""

RETURN = r"""
jobs:
  description: One entry per job, in the order in which they were named.
  returned: success, and when some of the jobs failed
  type: list
  elements: dict
  contains:
    id:
      description: Id of the job.
      type: str
      sample: 6fb8a3ad-8d5b-4a3d-9c1c-1c0a7a6f4f3e
    name:
      description: Name of the job.
      type: str
      sample: Web servers
    changed:
      description: Whether something was done to this job.
      type: bool
      sample: true
    status:
      description: What the job is doing now, in the words of the API.
      type: str
      sample: Stopped
    session:
      description: The session that was started, stopped or waited for, as the server has it. Null when there is none.
      type: dict
      sample:
        id: 2b1f3f57-f4a9-4f5a-8a4b-4f2e6c9f0a11
        state: Stopped
        result:
          result: Success
"""

from ansible_collections.backupops.veeam.plugins.module_utils._module.run import run
from ansible_collections.backupops.veeam.plugins.module_utils._module.tasks import veeam_job_state


def main() -> None:
    run(veeam_job_state.MODULE)


if __name__ == "__main__":
    main()
