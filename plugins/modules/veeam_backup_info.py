#!/usr/bin/python

# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: veeam_backup_info
short_description: List backups and what is in them
version_added: 0.1.0
description:
  - Lists the backups of a backup server and, when asked, the objects, restore points and files in each of them. A
    backup must match every filter that is given.
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
      - Id of the backup.
    type: str
  name:
    description:
      - Name of the backups, which is the name that the job had. V(*) stands for any characters, V(?) for one. Case
        does not count.
    type: str
  job:
    description:
      - Name of the job that makes the backups. It must exist.
    type: str
  job_id:
    description:
      - Id of the job, instead of O(job). Backups of a job that was deleted can be found by it.
    type: str
  job_type:
    description:
      - Type of that job in the spelling of the newest API revision. Needs revision 1.3-rev0 of the API. Not with
        O(api=em).
    type: str
  repository:
    description:
      - Name of the repository that holds the backups. It must exist.
    type: str
  repository_id:
    description:
      - Id of the repository, instead of O(repository).
    type: str
  platform:
    description:
      - Platform of the backups, for example V(VMware) or V(AgentForLinux). Only with O(api=em).
    type: str
  backup_type:
    description:
      - Kind of the backups. V(ParentBackup) holds others, each of them a V(ChildBackup). Only with O(api=em).
    type: str
    choices:
      - Standard
      - ParentBackup
      - ChildBackup
  representation:
    description:
      - Whether a backup is returned with all that is known of it, or in the short form with its name, its id and its
        links. By default V(entity). Only with O(api=em).
    type: str
    choices:
      - entity
      - reference
  child_backups:
    description:
      - Whether to return the backups in each parent backup. Only with O(api=em).
    type: bool
    default: false
  platform_id:
    description:
      - Id of the platform of the backups. Not with O(api=em).
    type: str
  policy_tag:
    description:
      - Tag of the retention policy. Revision 1.3-rev2 of the API knows O(policy_unique_id) in its place. Not with
        O(api=em).
    type: str
  policy_unique_id:
    description:
      - Unique id of the retention policy. Needs revision 1.3-rev2 of the API.
    type: str
  created_after:
    description:
      - Backups that were created after this point in time, for example V(2026-11-21T22:00:00+01:00). A time without
        an offset is that of the backup server. Not with O(api=em).
    type: str
  created_before:
    description:
      - Backups that were created before this point in time. Not with O(api=em).
    type: str
  limit:
    description:
      - The most backups to return, the newest ones. By default all. Not with O(api=em), where a backup has no date.
    type: int
  objects:
    description:
      - Whether to return the objects in each backup, that is its machines.
    type: bool
    default: false
  object_filters:
    description:
      - Which of them. Only with O(objects=true). Enterprise Manager only knows C(name).
    type: dict
    suboptions:
      name:
        description:
          - Name of the objects. V(*) stands for any characters, V(?) for one. Case does not count.
        type: str
      platform_name:
        description:
          - Platform of the objects, for example V(VMware).
        type: str
      platform_id:
        description:
          - Id of the platform of the objects.
        type: str
      type:
        description:
          - Type of the objects, for example V(VM).
        type: str
      vi_type:
        description:
          - Type of the objects in VMware vSphere, for example V(VirtualMachine).
        type: str
  restore_points:
    description:
      - Whether to return the restore points in each backup, newest first. Those of a parent backup are those of the
        backups in it.
    type: bool
    default: false
  vm_restore_points:
    description:
      - Whether to return the restore points of the machines in each restore point, which takes one request for each
        restore point. Only with O(api=em) and O(restore_points=true).
    type: bool
    default: false
  restore_point_filters:
    description:
      - Which of them. Only with O(restore_points=true).
    type: dict
    suboptions:
      name:
        description:
          - Name of the machine. V(*) stands for any characters, V(?) for one. Case does not count.
        type: str
      created_after:
        description:
          - Restore points that were created after this point in time.
        type: str
      created_before:
        description:
          - Restore points that were created before this point in time.
        type: str
      platform_name:
        description:
          - Platform of the machine, for example V(VMware).
        type: str
      platform_id:
        description:
          - Id of the platform of the machine.
        type: str
      backup_object_id:
        description:
          - Restore points of the object with this id.
        type: str
      malware_status:
        description:
          - What the malware detection says about the restore points. One of them must match.
        type: list
        elements: str
        choices:
          - Clean
          - Suspicious
          - Infected
          - Informative
      type:
        description:
          - Types of the restore points. One of them must match. Needs revision 1.3-rev2 of the API.
        type: list
        elements: str
        choices:
          - Increment
          - Full
          - Rollback
          - Snapshot
          - Cdp
          - Different
      exclude_snapshot_type:
        description:
          - Numbers of snapshot types that are left out. Needs revision 1.3-rev2 of the API.
        type: list
        elements: int
  files:
    description:
      - Whether to return the files of each backup.
    type: bool
    default: false
  file_filters:
    description:
      - Which of them. Only with O(files=true).
    type: dict
    suboptions:
      name:
        description:
          - Name of the files, including their path. V(*) stands for any characters, V(?) for one. Case does not count.
        type: str
      created_after:
        description:
          - Files that were created after this point in time.
        type: str
      created_before:
        description:
          - Files that were created before this point in time.
        type: str
      gfs_period:
        description:
          - Files that are kept for this period of a long-term retention.
        type: str
        choices:
          - None
          - Weekly
          - Monthly
          - Quarterly
          - Yearly
author:
  - The backupops.veeam authors (!UNKNOWN)
seealso:
  - module: backupops.veeam.veeam_quick_backup
"""

EXAMPLES = r"""
---
- name: The restore points of a machine in the backup of a job
  backupops.veeam.veeam_backup_info:
    host: vbr.example.com
    username: '{{ veeam_username }}'
    password: '{{ veeam_password }}'
    job: Web servers
    restore_points: true
    restore_point_filters:
      name: web01
    query: backups[].restore_points[].creationTime
  register: web01

- name: What is in a repository, and how large its files are
  backupops.veeam.veeam_backup_info:
    host: vbr.example.com
    username: '{{ veeam_username }}'
    password: '{{ veeam_password }}'
    repository: Main
    objects: true
    files: true

- name: The backups of the agents through Enterprise Manager, each with the machines in it
  backupops.veeam.veeam_backup_info:
    api: em
    host: em.example.com
    username: '{{ veeam_username }}'
    password: '{{ veeam_password }}'
    backup_type: ParentBackup
    child_backups: true
"""

RETURN = r"""
backups:
  description:
    - The backups, newest first.
    - With O(api=em) they are sorted by name, and their members are those of Enterprise Manager, for example C(UID),
      C(Name), C(Platform) and C(BackupType).
  returned: success
  type: list
  elements: dict
  sample:
    - id: 9e3a2b6d-0c54-4a67-8f5b-3f1d2c9b7a10
      name: Web servers
      platformName: VMware
      creationTime: '2026-10-02T20:00:07.1234567+00:00'
      repositoryId: 88788f9e-d8f5-4eb4-bc4f-9b3f5403bcec
  contains:
    objects:
      description: The objects in the backup.
      returned: with O(objects=true)
      type: list
      elements: dict
    child_backups:
      description: The backups in a parent backup.
      returned: with O(child_backups=true)
      type: list
      elements: dict
    restore_points:
      description:
        - The restore points in the backup, newest first, with O(vm_restore_points=true) each with its
          C(vm_restore_points).
      returned: with O(restore_points=true)
      type: list
      elements: dict
    files:
      description: The files of the backup.
      returned: with O(files=true)
      type: list
      elements: dict
query_result:
  description: What O(query) found in the result. Null without O(query).
  returned: success
  type: raw
"""

from ansible_collections.backupops.veeam.plugins.module_utils._module.run import run
from ansible_collections.backupops.veeam.plugins.module_utils._module.tasks import veeam_backup_info


def main() -> None:
    run(veeam_backup_info.MODULE)


if __name__ == "__main__":
    main()
