#!/usr/bin/python

# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: veeam_jobs
short_description: Make the backup jobs of a server what a set of job files says
version_added: 0.1.0
description:
  - Plans and applies a whole set of jobs in one process, with one logon, one listing of the jobs and one look-up for
    every list that something refers to. Each job is brought to its state as M(backupops.veeam.veeam_job) does it.
  - All files are read and checked before the server is asked for anything. A mistake in any of them fails the task with
    the file and the line, and nothing is written.
  - Jobs are written several at a time, each after the jobs that it refers to, whatever their order in the set. Jobs
    that refer to each other in a circle are refused. Jobs are deleted last.
  - A job that fails does not stop the others. At the end the task fails and names each. Run the task again when the
    reason is gone, it goes on where it is.
  - Jobs that the set does not name are left alone, unless they carry the marker of O(managed_by) and O(prune) says
    otherwise.
extends_documentation_fragment:
  - backupops.veeam._attributes
  - backupops.veeam._attributes.actiongroup_veeam
  - backupops.veeam._connection
  - backupops.veeam._backup_server
  - backupops.veeam._job_set
attributes:
  check_mode:
    support: full
    details:
      - Check mode is the plan. RV(results) then say what would be done.
  diff_mode:
    support: full
    details:
      - One diff for each job that differs. It shows the members that are written in the set, and nothing else.
  idempotent:
    support: full
options:
  host:
    description:
      - Host name or address of the backup server, or of Enterprise Manager with O(api=em), without scheme and port. An
        IPv6 address may be written with or without brackets. Not needed with O(export_src).
      - If not set, the environment variable E(VEEAM_HOST) is used.
    type: str
    required: false
  export_src:
    description:
      - What M(backupops.veeam.veeam_jobs_export) wrote, a directory or a file, in the place of a server, to plan where
        there is no server. Nothing is sent anywhere, and neither a host nor a password is needed. In check mode only.
      - An export has names, no ids, and no marks of owners. A name that it does not have is taken for one that the
        server knows, and nothing is pruned.
      - With O(api=vbr) only.
    type: path
  managed_by:
    description:
      - The owner of the set, for example the name of the repository in which it is kept. Best written into the files,
        as C(managed_by) in the C(_defaults.yml) at the top of the tree, so that no run forgets it. Where option and
        files name different owners, the task fails.
      - >-
        If set, every job of the set gets the line C([managed by: …]) with this text as the last line of its description
        on the server, which is where the ownership is kept. Adding it is a change like any other. In a set without an
        owner markers stay as they are, also when a description is written.
      - A job that carries the marker of another owner is not changed, and fails.
      - A copy that somebody makes of such a job in the console carries the marker as well. O(prune) keeps it. A clone
        that this collection makes does not inherit the marker.
      - Jobs of the types V(FileBackupCopy) and V(EntraIDTenantBackupCopy) have no description. They are managed without
        a marker and are never pruned.
    type: str
  prune:
    description:
      - What becomes of jobs that carry the marker of O(managed_by) and that the set does not name any more, neither by
        name, id nor previous name. No other job is ever touched.
      - V(none) leaves them alone, V(report) lists them in RV(pruning), V(disable) disables them, V(delete) deletes
        them. Their backups stay.
      - Each job is read once more right before. One that was renamed, replaced, changed or given to another owner since
        the plan is skipped with a warning; with O(plan_src) the task then fails at the end. Afterwards all jobs are
        looked for once more, and what was not done fails.
      - Jobs that a job of the set refers to are kept. So are jobs with the name of another job and C(_clone) and a
        number behind it, which is what the console calls a copy. They stand in RV(pruning) and in a warning.
      - Nothing is pruned when any job of the set failed, and an empty set is refused.
      - A job that was disabled and comes back into the set stays disabled unless the set says C(enabled).
    type: str
    choices:
      - none
      - report
      - disable
      - delete
    default: none
  prune_limit:
    description:
      - The most jobs that one run may disable or delete because they are not in the set. A number such as V(5), or a
        share such as V(10%) of all jobs on the server that carry the marker of O(managed_by), rounded down.
      - When there are more, the task fails before anything is written.
    type: str
    default: 10%
  protected:
    description:
      - Names of jobs that are never pruned. V(*) and V(?) stand for any characters and any one character, and nothing
        else is special. Letter case, the Unicode form of accented letters and blanks at the ends do not count.
      - Where several jobs have the same name in that sense, all of them are protected. An entry that no job of the
        server has is a warning.
    type: list
    elements: str
    default: []
  on_error:
    description:
      - What to do when a job fails. With V(continue) the others are carried out all the same, except for those that
        need it. With V(stop) no further job is begun, and nothing is written when one of them cannot even be planned.
    type: str
    choices:
      - continue
      - stop
    default: continue
  concurrency:
    description:
      - How many jobs are written at the same time. More than 16 are of use on slow connections only.
    type: int
    default: 8
  plan_dest:
    description:
      - Where to write the plan as a file, in check mode too. A job that cannot be planned stands in it with the reason,
        and nothing is to be done to it.
      - The file tells for each job what is to be done and holds no secrets. It can be reviewed, and given to
        O(plan_src).
      - An existing file is replaced if it is a plan, and nothing else is. A file that would be read as a job file is
        refused.
    type: path
  plan_src:
    description:
      - A plan that O(plan_dest) wrote. The task does exactly what it says, and fails before it writes anything when it
        would have to do something else, because jobs on the server or the set have changed since. The message says
        which.
      - The plan holds for the server and the options that it was made with. These are O(api), the owner, O(prune) with
        O(prune_limit) and O(protected), O(defaults), O(profiles) and O(backup_server). The server is known by its id
        where the account may read that, and then O(host) and O(port) may differ.
      - What the plan says and is done already is fine, so that an interrupted run can be repeated.
    type: path
requirements:
  - PyYAML
author:
  - The backupops.veeam authors (!UNKNOWN)
seealso:
  - module: backupops.veeam.veeam_job
  - module: backupops.veeam.veeam_jobs_validate
"""

EXAMPLES = r"""
---
- name: Make the server what the files say
  backupops.veeam.veeam_jobs:
    host: vbr.example.com
    username: '{{ veeam_username }}'
    password: '{{ veeam_password }}'
    src:
      - '{{ playbook_dir }}/jobs'

- name: The same, and remove jobs that were once in the files
  backupops.veeam.veeam_jobs:
    host: vbr.example.com
    username: '{{ veeam_username }}'
    password: '{{ veeam_password }}'
    src:
      - '{{ playbook_dir }}/jobs'
    # Or in jobs/_defaults.yml, which is better.
    managed_by: backup-jobs
    prune: delete
    prune_limit: "5"
    protected:
      - 'Legal *'

- name: Two jobs that are alike
  backupops.veeam.veeam_jobs:
    host: vbr.example.com
    username: '{{ veeam_username }}'
    password: '{{ veeam_password }}'
    defaults:
      type: VSphereBackup
      settings:
        storage:
          backupRepository: Main
          backupProxies: {autoSelectEnabled: true}
    profiles:
      gold:
        settings:
          storage:
            retentionPolicy: {type: Days, quantity: 31}
    jobs:
      - name: Shop servers
        profile: gold
        settings:
          virtualMachines:
            includes:
              - {name: web01}
      - name: Office servers
        profile: gold
        settings:
          virtualMachines:
            includes:
              - {name: app01, hostName: vcenter01.lab.local}

- name: Write a plan for somebody to look at
  backupops.veeam.veeam_jobs:
    host: vbr.example.com
    username: '{{ veeam_username }}'
    password: '{{ veeam_password }}'
    src:
      - '{{ playbook_dir }}/jobs'
    plan_dest: '{{ playbook_dir }}/plan.json'
  check_mode: true

- name: Plan without a server, against an export of it
  backupops.veeam.veeam_jobs:
    export_src: '{{ playbook_dir }}/exported'
    src:
      - '{{ playbook_dir }}/jobs'
  check_mode: true

- name: Do what the plan says, if it still holds
  backupops.veeam.veeam_jobs:
    host: vbr.example.com
    username: '{{ veeam_username }}'
    password: '{{ veeam_password }}'
    src:
      - '{{ playbook_dir }}/jobs'
    plan_src: '{{ playbook_dir }}/plan.json'
"""

RETURN = r"""
plan:
  description:
    - What was to be done when the task began, for every job of the set and for every job that is pruned.
  returned: when there is a plan
  type: list
  elements: dict
  contains:
    name:
      description: Name of the job.
      type: str
      sample: Shop servers
    action:
      description: V(create), V(update), V(delete), V(disable) or V(none).
      type: str
      sample: update
    reason:
      description: Why.
      type: str
      sample: 1 setting differs
    changes:
      description:
        - What differs, as C(path), C(before), C(after) and C(origin), which says whether the value comes from the job,
          a profile or the defaults, with file and line.
      type: list
      elements: dict
      sample:
        - path: storage.retentionPolicy.quantity
          before: 14
          after: 31
          origin: profile gold (jobs/_profiles.yml:12)
plan_text:
  description:
    - The plan to be read, with a line for every job that differs or fails, lines for what differs below it, and the
      totals last.
  returned: when there is a plan
  type: str
  sample: |-
    + create  Shop servers
    ~ update  Web servers
        storage.retentionPolicy.quantity: 14 -> 31  # profile gold (jobs/_profiles.yml:12)
    Plan: 1 to create, 1 to update, 0 to delete, 98 unchanged
results:
  description: What became of each job in the plan.
  returned: when there is a plan
  type: list
  elements: dict
  contains:
    name:
      description: Name of the job.
      type: str
      sample: Shop servers
    id:
      description: Id of the job. Empty for one that does not exist.
      type: str
      sample: 6fb8a3ad-8d5b-4a3d-9c1c-1c0a7a6f4f3e
    action:
      description: What was done, or was to be done.
      type: str
      sample: update
    status:
      description:
        - V(ok), V(failed) or V(skipped). Skipped are jobs that need one that failed, jobs that were to be deleted or
          disabled and are not what the plan saw, and in check mode all that would be written.
      type: str
      sample: ok
    msg:
      description: What went wrong, or why the job was skipped.
      type: str
      sample: ""
summary:
  description: How many jobs were created, and so on. In check mode how many would be.
  returned: when there is a plan
  type: dict
  sample:
    create: 1
    update: 2
    delete: 0
    disable: 0
    unchanged: 97
    failed: 0
pruning:
  description:
    - What O(prune) found. How many jobs are owned, the limit, the names of the jobs that are not in the set, and
      those that are kept all the same and why. Empty without O(prune).
  returned: when there is a plan
  type: dict
  sample:
    owned: 120
    limit: 12
    jobs:
      - Old servers
    kept:
      - name: Legal archive
        reason: it is protected
moved:
  description: What has changed since the plan of O(plan_src) was made.
  returned: when that is why the task failed
  type: list
  elements: str
api_version:
  description: Revision of the API that was spoken.
  returned: when there is a plan
  type: str
  sample: 1.3-rev2
"""

from ansible_collections.backupops.veeam.plugins.module_utils._module.run import run
from ansible_collections.backupops.veeam.plugins.module_utils._module.tasks import veeam_jobs


def main() -> None:
    run(veeam_jobs.MODULE)


if __name__ == "__main__":
    main()
