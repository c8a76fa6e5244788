#!/usr/bin/python

# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: veeam_job
short_description: Make one backup job look as described
version_added: 0.1.0
description:
  - Creates, changes, renames, enables, disables, clones or deletes one job of a backup server, of any type that the
    API can create.
  - Only what is written is compared and changed. What is left out stays as it is on the server.
  - Everything is checked before the first write, and every change is read back and proven after it.
extends_documentation_fragment:
  - backupops.veeam._attributes
  - backupops.veeam._attributes.actiongroup_veeam
  - backupops.veeam._connection
  - backupops.veeam._backup_server
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
    details:
      - The diff shows the members that are written in the task, and nothing else.
  idempotent:
    support: full
options:
  name:
    description:
      - Name of the job.
      - With O(id), the job with this id gets this name.
    type: str
  id:
    description:
      - Id of the job, to address it whatever its name is. The job must exist.
    type: str
  previous_name:
    description:
      - The name that the job had before. If there is no job O(name) but one with this name, it is renamed.
      - Jobs that run after this one (C(afterThisJob)) refer to it by its name, and the vendor does not say whether they
        follow a rename. Where they are described too, describe them with the new name and run their tasks afterwards.
    type: str
  state:
    description:
      - V(present) makes sure that the job exists and looks as described.
      - V(absent) makes sure that it does not exist. Its backups stay. The job is read once more right before. When it
        is not what was found at first (renamed, replaced, changed, of another owner), it is left as it is, with a
        warning. Afterwards the task looks whether the job is gone, and fails when it is not. With four-eyes
        authorization the server takes the order, and the job waits for an approval.
    type: str
    choices:
      - present
      - absent
    default: present
  type:
    description:
      - Type of the job in the spelling of the newest API revision, for example V(VSphereBackup), V(HyperVBackup),
        V(BackupCopy), V(FileBackup) or V(WindowsAgentBackup). Needed to create a job. The type of an existing job
        cannot be changed.
      - With O(api=em) one of V(Backup), V(Replica), V(BackupCopy), V(ImmediateBackupCopy), V(AgentBackup) and
        V(NasBackup), and never needed.
    type: str
  description:
    description:
      - Description of the job.
      - 'The line C([managed by: …]) of the owner of a set, see M(backupops.veeam.veeam_jobs), stays in it.'
    type: str
  enabled:
    description:
      - Whether the schedule may run the job. If not set, this is left as it is, and a new job is enabled.
      - A new job with V(false) never gets a chance to run. It is created without a schedule that could start it,
        disabled, and then given its schedule. A copy (O(clone_from)) is disabled as soon as it exists.
      - With O(api=em) a new job is a copy, and enabled or not like its source if this is not set.
    type: bool
  high_priority:
    description:
      - Whether the job is served before others. If not set, this is left as it is. Not with O(api=em).
    type: bool
  settings:
    description:
      - The settings of the job in the vendor's own vocabulary, that is the member names and values of the newest API
        revision. They are translated for servers that speak an older one. See the settings reference in the
        documentation of the collection.
      - Who knows a setting by the words of the product's console finds it by them, wizard by wizard, at
        U(https://github.com/backupops/backupops.veeam/blob/main/docs/console.md).
      - Wherever the API wants an id, the same member without C(Id) or C(Ids) takes a name, for example
        C(backupRepository) instead of C(backupRepositoryId), or C(proxies) instead of C(proxyIds).
      - Inventory objects need C(name), and C(hostName) and C(type) where the name alone is ambiguous. The rest is
        looked up.
      - A backup window may be written as C(allowed) with a list such as C(Mon-Fri 22:00-06:00).
      - With O(api=em) the vocabulary is that of Enterprise Manager's jobs, for example C(JobScheduleOptions) and
        C(JobInfo), and less can be changed. See the guide to Enterprise Manager in the documentation of the collection.
    type: dict
  clone_from:
    description:
      - Name or id of a job to clone if the job does not exist yet. The clone is then changed to look as described.
      - A backup server makes up a name for the copy (V(Shop web_clone1)). A task that is killed right then leaves that
        copy behind. It is disabled already or like its source, is never touched again, and is named in a warning by the
        next task that clones the same job.
      - With O(api=em) this is the only way to a new job.
    type: str
  allow_old_gfs_points_retention:
    description:
      - Whether a change of the long-term retention may delete restore points that the new one no longer covers.
        Without this the server refuses such a change.
      - Servers with API revision 1.3-rev0 and older do not know this. They are not asked for consent and do with old
        restore points what the product does, whatever is set here. Not with O(api=em).
    type: bool
    default: false
author:
  - The backupops.veeam authors (!UNKNOWN)
seealso:
  - module: backupops.veeam.veeam_job_state
  - module: backupops.veeam.veeam_job_info
  - name: In the console it is called …
    description: The words on the screens of the console, and the setting that each of them is.
    link: https://github.com/backupops/backupops.veeam/blob/main/docs/console.md
  - name: Recipes
    description: Whole job files for what people often want, such as GFS, exclusions, transaction logs and windows.
    link: https://github.com/backupops/backupops.veeam/blob/main/docs/recipes.md
  - name: Settings of every job type
    description: What each setting does and takes, and what a new job needs.
    link: https://github.com/backupops/backupops.veeam/blob/main/docs/settings/README.md
"""

EXAMPLES = r"""
---
- name: Two virtual machines, every night, two weeks back
  backupops.veeam.veeam_job:
    host: vbr.example.com
    username: '{{ veeam_username }}'
    password: '{{ veeam_password }}'
    name: Shop servers
    type: VSphereBackup
    description: The public shop
    settings:
      virtualMachines:
        includes:
          - {name: web01}
          - {name: web02, hostName: vcenter01.example.com}
      storage:
        backupRepository: Main
        retentionPolicy: {type: Days, quantity: 14}
      schedule:
        runAutomatically: true
        daily: {isEnabled: true, localTime: "22:00", dailyKind: Everyday}

- name: Keep restore points for a month, leave everything else as it is
  backupops.veeam.veeam_job:
    host: vbr.example.com
    username: '{{ veeam_username }}'
    password: '{{ veeam_password }}'
    name: Shop servers
    settings:
      storage:
        retentionPolicy: {type: Days, quantity: 31}

- name: Rename a job and let the schedule rest
  backupops.veeam.veeam_job:
    host: vbr.example.com
    username: '{{ veeam_username }}'
    password: '{{ veeam_password }}'
    name: Public shop servers
    previous_name: Shop servers
    enabled: false

- name: A second job like the first
  backupops.veeam.veeam_job:
    host: vbr.example.com
    username: '{{ veeam_username }}'
    password: '{{ veeam_password }}'
    name: Internal shop servers
    clone_from: Public shop servers
    description: The internal shop

- name: Another time of day, through Enterprise Manager
  backupops.veeam.veeam_job:
    api: em
    host: em.example.com
    username: '{{ veeam_username }}'
    password: '{{ veeam_password }}'
    name: Oracle Backup
    settings:
      JobScheduleOptions:
        Standart:
          OptionsDaily: {Enabled: true, Kind: Everyday, Time: "23:15"}

- name: No longer needed (its backups stay)
  backupops.veeam.veeam_job:
    host: vbr.example.com
    username: '{{ veeam_username }}'
    password: '{{ veeam_password }}'
    name: Internal shop servers
    state: absent
"""

RETURN = r"""
job:
  description:
    - The job as the server has it now, in the vocabulary of the newest API revision. Empty when the job does not
      exist.
    - With O(api=em) in the vocabulary of Enterprise Manager.
    - In check mode the job as it would be, without what only the server can fill in.
  returned: success
  type: dict
  sample:
    id: 6fb8a3ad-8d5b-4a3d-9c1c-1c0a7a6f4f3e
    name: Shop servers
    type: VSphereBackup
    description: The public shop
    isDisabled: false
changes:
  description: What differed, or would differ in check mode. Empty for a new job and a deleted one.
  returned: success
  type: list
  elements: dict
  contains:
    path:
      description: Dotted path of the member.
      type: str
      sample: storage.retentionPolicy.quantity
    before:
      description: The value before.
      type: raw
      sample: 14
    after:
      description: The value now.
      type: raw
      sample: 31
api_version:
  description: Revision of the API that was spoken.
  returned: success
  type: str
  sample: 1.3-rev2
"""

from ansible_collections.backupops.veeam.plugins.module_utils._module.run import run
from ansible_collections.backupops.veeam.plugins.module_utils._module.tasks import veeam_job


def main() -> None:
    run(veeam_job.MODULE)


if __name__ == "__main__":
    main()
