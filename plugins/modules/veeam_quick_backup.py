#!/usr/bin/python

# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: veeam_quick_backup
short_description: Back up one machine now
version_added: 0.1.0
description:
  - Makes an incremental backup of one machine, into the backup that the machine already has, and waits for it.
  - The machine must have been backed up by a job before, with a full restore point.
  - With O(api=em) the backup server that protects the machine is found by itself when several of them see it. Two
    machines of one job cannot be backed up at the same time, so a loop is better run one by one.
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
      - Looks the machine and its newest restore point up, and starts nothing.
  diff_mode:
    support: none
  idempotent:
    support: partial
    details:
      - With O(max_age) nothing is done while the newest restore point is young enough. Without it every run makes a
        backup.
options:
  name:
    description:
      - Name of the machine as the backup server knows it.
    type: str
  host_name:
    description:
      - The vCenter Server, host or cluster of the machine, as it is registered in the backup server. For V(agent) the
        protection group.
      - Needed only when the name alone is ambiguous.
    type: str
  object_id:
    description:
      - Id of the machine on its platform, for example V(vm-80225).
    type: str
  object_ref:
    description:
      - Reference of the machine in the form V(urn:VMware:Vm:<root>.vm-80225), as Enterprise Manager writes it. From
        such a reference the id of the machine is taken.
    type: str
  platform:
    description:
      - Platform of the machine. V(hyperv) and V(agent) need revision 1.3-rev2 of the API, that is Veeam Backup &
        Replication 13.1.
      - With O(api=em) V(agent) is not possible.
    type: str
    choices:
      - vsphere
      - hyperv
      - agent
    default: vsphere
  max_age:
    description:
      - A restore point that is at most this many seconds old is good enough, then nothing is done. The clock of the
        backup server counts.
    type: int
notes:
  - Looking a machine up needs the role Veeam Backup Administrator on servers with API revision 1.2-rev1, in newer ones
    Veeam Backup Operator is enough. There a Backup Operator gives O(name), O(host_name) and O(object_id), with which
    nothing has to be looked up.
author:
  - The backupops.veeam authors (!UNKNOWN)
seealso:
  - module: backupops.veeam.veeam_backup_info
"""

EXAMPLES = r"""
---
- name: Before the update, unless there is a backup from the last hour
  backupops.veeam.veeam_quick_backup:
    host: vbr.example.com
    username: '{{ veeam_username }}'
    password: '{{ veeam_password }}'
    name: web01
    max_age: 3600

- name: A machine by the reference that Enterprise Manager has for it
  backupops.veeam.veeam_quick_backup:
    api: em
    host: em.example.com
    username: '{{ veeam_username }}'
    password: '{{ veeam_password }}'
    object_ref: urn:VMware:Vm:6745a759-2205-4cd2-b172-8ec8f7e60ef8.vm-80225

- name: The machine of that name on this vCenter Server
  backupops.veeam.veeam_quick_backup:
    host: vbr.example.com
    username: '{{ veeam_username }}'
    password: '{{ veeam_password }}'
    name: web02
    host_name: vcenter01.example.com
    wait_timeout: 7200
"""

RETURN = r"""
session:
  description: The session of the backup as the server has it. Empty when nothing was done.
  returned: success
  type: dict
  sample:
    id: 2b1f3f57-f4a9-4f5a-8a4b-4f2e6c9f0a11
    state: Stopped
    result:
      result: Success
restore_point:
  description:
    - The newest restore point of the machine. Empty when there is none yet, or when the session was not waited for.
  returned: success
  type: dict
  sample:
    id: 8f2f6b0f-7a3b-4d0c-9c53-0d1a3c1f8e21
    name: web01
    creationTime: '2026-11-22T02:15:11.4817330+00:00'
    type: Increment
"""

from ansible_collections.backupops.veeam.plugins.module_utils._module.run import run
from ansible_collections.backupops.veeam.plugins.module_utils._module.tasks import veeam_quick_backup


def main() -> None:
    run(veeam_quick_backup.MODULE)


if __name__ == "__main__":
    main()
