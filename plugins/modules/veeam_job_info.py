#!/usr/bin/python

# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: veeam_job_info
short_description: List jobs and what they are doing
version_added: 0.1.0
description:
  - Lists the jobs of a backup server, their states, or both. A job must match every filter that is given.
extends_documentation_fragment:
  - backupops.veeam._attributes
  - backupops.veeam._attributes.actiongroup_veeam
  - backupops.veeam._attributes.info_module
  - backupops.veeam._connection
  - backupops.veeam._backup_server
  - backupops.veeam._query
options:
  gather:
    description:
      - V(jobs) returns the jobs with all their settings, V(states) what they are doing and how the last run went.
    type: list
    elements: str
    choices:
      - jobs
      - states
    default:
      - jobs
  name:
    description:
      - Name of the jobs. V(*) stands for any characters, V(?) for one. Case does not count.
    type: str
  id:
    description:
      - Id of the job.
    type: str
  type:
    description:
      - Type of the jobs in the spelling of the newest API revision, for example V(VSphereBackup).
      - With O(api=em) one of V(Backup), V(Replica), V(BackupCopy), V(ImmediateBackupCopy), V(AgentBackup) and
        V(NasBackup).
    type: str
  description:
    description:
      - Description of the jobs, to the letter. Only with O(api=em).
    type: str
  platform:
    description:
      - Platform of the jobs, for example V(VMware) or V(Hyperv). Only with O(api=em).
    type: str
  schedule_configured:
    description:
      - Jobs that have a schedule, or those that have none. Only with O(api=em).
    type: bool
  schedule_enabled:
    description:
      - Jobs that their schedule may run, or those that are disabled. Only with O(api=em).
    type: bool
  next_run_after:
    description:
      - Jobs whose next run is planned for after this point in time. Only with O(api=em).
    type: str
  next_run_before:
    description:
      - Jobs whose next run is planned for before this point in time. Only with O(api=em).
    type: str
  last_result:
    description:
      - How the last run ended. V(None) is a job that never ran or runs now.
    type: str
    choices:
      - None
      - Success
      - Warning
      - Failed
  status:
    description:
      - What the jobs are doing now. Revision 1.2-rev1 of the API only knows V(Running), V(Inactive) and V(Disabled).
      - With O(api=em) V(Starting), V(Working), V(Stopping), V(Pausing), V(Resuming), V(Stopped) or V(Disabled).
    type: str
    choices:
      - Running
      - Inactive
      - Disabled
      - Enabled
      - Stopping
      - Stopped
      - Starting
      - Working
      - Pausing
      - Resuming
  workload:
    description:
      - What the jobs process. Not with O(api=em).
    type: str
    choices:
      - Application
      - CloudVm
      - File
      - Server
      - Workstation
      - Vm
  last_run_after:
    description:
      - Jobs that ran after this point in time, for example V(2026-11-21T22:00:00+01:00). A time without an offset is
        that of the backup server, with O(api=em) UTC.
    type: str
  last_run_before:
    description:
      - Jobs whose last run was before this point in time.
    type: str
  is_high_priority_job:
    description:
      - Jobs that are served before others, or those that are not. Not with O(api=em).
    type: bool
  repository_id:
    description:
      - Jobs that write to the repository with this id. Not with O(api=em).
    type: str
  objects_count:
    description:
      - Jobs that process this many objects. Not with O(api=em).
    type: int
  after_job_id:
    description:
      - Jobs that run after the job with this id. Needs revision 1.3-rev0 of the API. Not with O(api=em).
    type: str
  after_job_name:
    description:
      - Jobs that run after the job with this name. Needs revision 1.3-rev0 of the API. Not with O(api=em).
    type: str
  order_by:
    description:
      - What the server sorts the result by. The first three values are known for jobs, all of them for states.
      - Jobs that the server counts and does not list, such as those of Proxmox VE, come after all others.
      - Jobs that the server counts and tells by their states only (Proxmox VE, Nutanix AHV) come after the others.
      - V(repository_name) and V(after_job_name) need revision 1.3-rev0 of the API. With O(api=em) only V(name).
    type: str
    choices:
      - name
      - type
      - description
      - status
      - last_run
      - last_result
      - next_run
      - repository_id
      - repository_name
      - objects_count
      - after_job_name
    default: name
    version_added: 0.2.0
  descending:
    description:
      - Whether the last comes first. With O(api=em) this is refused.
    type: bool
    default: false
    version_added: 0.2.0
notes:
  - The options from O(last_result) to O(after_job_name) are about the state of a job. They choose among the jobs,
    too, when only V(jobs) are gathered.
  - Enterprise Manager does not say of a job what it is doing. With O(api=em) a state is made of the newest session of
    the job, which takes one request for each job. It keeps sessions for a limited time only.
author:
  - The backupops.veeam authors (!UNKNOWN)
seealso:
  - module: backupops.veeam.veeam_job
"""

EXAMPLES = r"""
---
- name: Every job with all its settings
  backupops.veeam.veeam_job_info:
    host: vbr.example.com
    username: '{{ veeam_username }}'
    password: '{{ veeam_password }}'
  register: all_jobs

- name: What failed last night
  backupops.veeam.veeam_job_info:
    host: vbr.example.com
    username: '{{ veeam_username }}'
    password: '{{ veeam_password }}'
    gather: [states]
    last_result: Failed
    last_run_after: '2026-11-21T20:00:00Z'

- name: The job that ran last
  backupops.veeam.veeam_job_info:
    host: vbr.example.com
    username: '{{ veeam_username }}'
    password: '{{ veeam_password }}'
    gather: [states]
    order_by: last_run
    descending: true
    query: states[0].name

- name: Names of the vSphere jobs
  backupops.veeam.veeam_job_info:
    host: vbr.example.com
    username: '{{ veeam_username }}'
    password: '{{ veeam_password }}'
    type: VSphereBackup
    query: jobs[].name
  register: vsphere_jobs

- name: Backup jobs of one backup server that are disabled, through Enterprise Manager
  backupops.veeam.veeam_job_info:
    api: em
    host: em.example.com
    username: '{{ veeam_username }}'
    password: '{{ veeam_password }}'
    backup_server: vbr01.example.com
    type: Backup
    schedule_enabled: false
"""

RETURN = r"""
jobs:
  description:
    - The jobs, in the vocabulary of the newest API revision. Empty without V(jobs) in O(gather).
    - With O(api=em) in the vocabulary of Enterprise Manager, for example C(UID), C(Name) and C(JobType).
  returned: success
  type: list
  elements: dict
  sample:
    - id: 6fb8a3ad-8d5b-4a3d-9c1c-1c0a7a6f4f3e
      name: Web servers
      type: VSphereBackup
      isDisabled: false
states:
  description: The states of the jobs. Empty without V(states) in O(gather).
  returned: success
  type: list
  elements: dict
  sample:
    - id: 6fb8a3ad-8d5b-4a3d-9c1c-1c0a7a6f4f3e
      name: Web servers
      status: Stopped
      lastResult: Success
query_result:
  description: What O(query) found in the result. Null without O(query).
  returned: success
  type: raw
  sample:
    - Web servers
"""

from ansible_collections.backupops.veeam.plugins.module_utils._module.run import run
from ansible_collections.backupops.veeam.plugins.module_utils._module.tasks import veeam_job_info


def main() -> None:
    run(veeam_job_info.MODULE)


if __name__ == "__main__":
    main()
