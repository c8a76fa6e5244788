#!/usr/bin/python

# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: veeam_jobs_drift
short_description: Find out where a backup server is not as its job files say
version_added: 0.1.0
description:
  - Compares a set of jobs with the server, job by job and setting by setting, and says how bad each difference is, in
    which file and line it is wanted otherwise, and which jobs of the server are in no file.
  - Only what is written in the set is compared. No state is kept anywhere, the job files and the server are all there
    is.
  - What it finds is what M(backupops.veeam.veeam_jobs) would change. Nothing is changed by this module, on the server
    or elsewhere. It can write reports.
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
      - Runs normally in check mode. Reports are what somebody asked to read, so they are written too.
  diff_mode:
    support: none
    details:
      - Nothing is changed, so there is nothing to show. M(backupops.veeam.veeam_jobs) in check mode has a diff.
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
      - What M(backupops.veeam.veeam_jobs_export) wrote, a directory or a file, in the place of a server. Nothing is
        sent anywhere, and neither a host nor a password is needed.
      - Best made with C(complete=true). In other exports, settings that every new job has count as there.
      - An export has names, no ids, and no marks of owners. A name that it does not have is taken for one that the
        server knows, settings that are written as ids count as different, and O(managed_by) is left aside.
      - With O(api=vbr) only.
    type: path
  managed_by:
    description:
      - The owner of the set, see M(backupops.veeam.veeam_jobs), unless the files name it. With an owner, a job without
        its marker has drifted, and so has a job with it that is in no file any more.
      - Without one, markers in descriptions do not count.
    type: str
  fail_on:
    description:
      - The task fails when something that bad, or worse, was found. With V(none) it never fails because of drift.
    type: str
    choices:
      - none
      - info
      - warning
      - critical
    default: none
  reports:
    description:
      - Files to write, also when there is no drift. Existing files are replaced, but
        never a plan, a job file of O(src), or anything that is no file.
    type: list
    elements: dict
    default: []
    suboptions:
      format:
        description:
          - V(markdown) for a comment on a change or the summary of a pipeline, V(html) as one file for people,
            V(json) for programs, V(junit) as a test report with one test for each job, V(sarif) for code scanning,
            which shows the differences beside the line of the job file.
        type: str
        choices:
          - markdown
          - html
          - json
          - junit
          - sarif
        required: true
      dest:
        description:
          - Where to write it on the machine that runs the module. Directories are created.
        type: path
        required: true
requirements:
  - PyYAML
author:
  - The backupops.veeam authors (!UNKNOWN)
seealso:
  - module: backupops.veeam.veeam_jobs
  - module: backupops.veeam.veeam_jobs_export
"""

EXAMPLES = r"""
---
- name: Fail when somebody has made a backup worse than the files say
  backupops.veeam.veeam_jobs_drift:
    host: vbr.example.com
    username: '{{ veeam_username }}'
    password: '{{ veeam_password }}'
    src:
      - '{{ playbook_dir }}/jobs'
    fail_on: critical

- name: Reports for people and for the pipeline
  backupops.veeam.veeam_jobs_drift:
    host: vbr.example.com
    username: '{{ veeam_username }}'
    password: '{{ veeam_password }}'
    src:
      - '{{ playbook_dir }}/jobs'
    managed_by: backup-jobs
    reports:
      - {format: html, dest: reports/drift.html}
      - {format: junit, dest: reports/drift.xml}
      - {format: sarif, dest: reports/drift.sarif}
  register: found

- name: Compare with what was exported last night, without a server
  backupops.veeam.veeam_jobs_drift:
    src:
      - '{{ playbook_dir }}/jobs'
    export_src: '{{ playbook_dir }}/exported'

- name: What differs
  ansible.builtin.debug:
    msg: '{{ found.text }}'
  when: found.drifted
"""

RETURN = r"""
drifted:
  description: Whether anything is not as wanted.
  returned: when the comparison was made
  type: bool
severity:
  description: The severity of the worst difference. Null when there is none.
  returned: when the comparison was made
  type: str
  sample: critical
drift:
  description: The differences, those of the worst job first.
  returned: when the comparison was made
  type: list
  elements: dict
  contains:
    job:
      description: Name of the job.
      type: str
      sample: Shop servers
    id:
      description: Id of the job. Empty when it does not exist.
      type: str
    type:
      description: Type of the job.
      type: str
      sample: VSphereBackup
    status:
      description:
        - V(drifted), V(missing) from the server, V(unwanted) there, or V(failed) when it cannot be compared.
      type: str
      sample: drifted
    path:
      description: Dotted path of the setting. Empty when it is about the whole job.
      type: str
      sample: storage.retentionPolicy.quantity
    wanted:
      description: What the set says.
      type: raw
      sample: 31
    actual:
      description: What the server has.
      type: raw
      sample: 7
    severity:
      description: V(info), V(warning) or V(critical).
      type: str
      sample: critical
    rule:
      description: The kind of difference.
      type: str
      sample: retention-shortened
    reason:
      description: What it means.
      type: str
      sample: restore points are kept for a shorter time
    origin:
      description: Whether the job, a profile or the defaults want it, with file and line.
      type: str
      sample: profile gold (jobs/_profiles.yml:12)
    place:
      description: File and line where it is wanted.
      type: str
      sample: jobs/_profiles.yml:12
unmanaged:
  description: Jobs on the server that the set does not name, with C(name), C(id), C(type) and C(managed_by).
  returned: when the comparison was made
  type: list
  elements: dict
  sample:
    - name: Old servers
      id: 6fb8a3ad-8d5b-4a3d-9c1c-1c0a7a6f4f3e
      type: VSphereBackup
      managed_by: null
summary:
  description: How many jobs stand how, how many differences are how bad, and how many jobs are unmanaged.
  returned: when the comparison was made
  type: dict
  sample:
    jobs: 30
    in_sync: 28
    drifted: 1
    missing: 1
    unwanted: 0
    failed: 0
    critical: 2
    warning: 0
    info: 0
    unmanaged: 4
text:
  description: What differs, to be read. Empty when nothing does.
  returned: when the comparison was made
  type: str
reports:
  description: The files that were written.
  returned: when the comparison was made
  type: list
  elements: str
  sample: [reports/drift.html]
api_version:
  description: Revision of the API that was spoken.
  returned: when the comparison was made
  type: str
  sample: 1.3-rev2
"""

from ansible_collections.backupops.veeam.plugins.module_utils._module.run import run
from ansible_collections.backupops.veeam.plugins.module_utils._module.tasks import veeam_jobs_drift


def main() -> None:
    run(veeam_jobs_drift.MODULE)


if __name__ == "__main__":
    main()
