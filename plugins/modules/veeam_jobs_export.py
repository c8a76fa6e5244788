#!/usr/bin/python

# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: veeam_jobs_export
short_description: Write the jobs of a backup server as job files
version_added: 0.1.0
description:
  - Writes the jobs of a server as YAML, as a person would write them, with names instead of ids, backup windows in
    short, in a stable order, and without what every new job has anyway. There are no secrets in it.
  - Whatever a critical rule of M(backupops.veeam.veeam_jobs_drift) looks at is written in any case, for example
    exclusions where there are none, so that nothing critical goes unseen afterwards.
  - What it writes can be used as it is with M(backupops.veeam.veeam_jobs). On the same server that changes nothing, and
    on another server that has repositories, credentials and machines of the same names it makes the same jobs.
  - Nothing is written on the server.
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
  idempotent:
    support: full
options:
  dest:
    description:
      - Where to write on the machine that runs the module. A name that ends in C(.yml) or C(.yaml) is one file with all
        jobs, everything else a directory with one file per job, called after the job.
      - Only files that this module wrote before are overwritten. It knows them by their first line.
      - If not set, nothing is written, and the result has the text.
    type: path
  names:
    description:
      - Names of the jobs to write, or patterns with V(*) (any characters) and V(?) (one character), and nothing else
        that is special. Letter case, the Unicode form of accented letters and blanks at the ends do not count. All jobs
        if not set.
      - A name that no job has is an error, and nothing is written. Where several names of jobs differ in case only, the
        one that is spelt exactly like the entry is meant, and it is an error when none is.
      - A pattern that stands for no job is a warning.
    type: list
    elements: str
  types:
    description:
      - Types of the jobs to write, for example V(VSphereBackup). All types if not set.
    type: list
    elements: str
  complete:
    description:
      - Whether to write every setting, also those that a new job has anyway and those of what is switched off.
    type: bool
    default: false
  remove_stale:
    description:
      - Whether to remove files in the directory O(dest) that this module wrote earlier, for jobs that no longer exist
        on the server. Without it they are only reported.
      - When the server counts jobs that it does not list, and cannot tell which, it is unknown whether a job exists.
        Then this fails before anything is written, and without it no file is reported.
    type: bool
    default: false
  chdir:
    description:
      - Directory that a relative O(dest) counts from. If not set, this is the directory of the playbook.
    type: path
notes:
  - Jobs that the API can only list cannot be written. The result names them.
  - The line with the owner in the description of a job, see M(backupops.veeam.veeam_jobs), is left out.
  - Enterprise Manager does not say enough about its jobs for this. Ask the backup server itself, with O(api=vbr).
  - Jobs that share their name with another one are written with their id, and can only be used on the same server.
author:
  - The backupops.veeam authors (!UNKNOWN)
seealso:
  - module: backupops.veeam.veeam_jobs
  - module: backupops.veeam.veeam_jobs_drift
"""

EXAMPLES = r"""
---
- name: One file per job, and none for jobs that are gone
  backupops.veeam.veeam_jobs_export:
    host: vbr.example.com
    username: '{{ veeam_username }}'
    password: '{{ veeam_password }}'
    dest: jobs
    remove_stale: true

- name: The jobs of the shop in one file, with every setting
  backupops.veeam.veeam_jobs_export:
    host: vbr.example.com
    username: '{{ veeam_username }}'
    password: '{{ veeam_password }}'
    dest: shop.yml
    names: ['Shop *']
    complete: true

- name: How would somebody write this job
  backupops.veeam.veeam_jobs_export:
    host: vbr.example.com
    username: '{{ veeam_username }}'
    password: '{{ veeam_password }}'
    names: [Daily VMs]
  register: written
"""

RETURN = r"""
jobs:
  description: The jobs that were written, by name.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: Name of the job.
      type: str
      sample: Shop servers
    id:
      description: Id of the job.
      type: str
      sample: 6fb8a3ad-8d5b-4a3d-9c1c-1c0a7a6f4f3e
    type:
      description: Type of the job.
      type: str
      sample: VSphereBackup
    file:
      description: The file that it is in. Empty without O(dest).
      type: str
      sample: jobs/shop-servers.yml
    managed_by:
      description: The owner that the description of the job names. Null when it names none.
      type: str
      sample: platform team
unmanageable:
  description: Jobs that were asked for and that the API can only list or run.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: Name of the job.
      type: str
    id:
      description: Id of the job.
      type: str
    type:
      description: Type of the job.
      type: str
stale:
  description: Files that this module wrote earlier for jobs that no longer exist.
  returned: success
  type: list
  elements: str
  sample: [jobs/old-shop.yml]
content:
  description: The jobs as YAML. Empty with O(dest).
  returned: success
  type: str
api_version:
  description: Revision of the API that was spoken.
  returned: success
  type: str
  sample: 1.3-rev2
"""

from ansible_collections.backupops.veeam.plugins.module_utils._module.run import run
from ansible_collections.backupops.veeam.plugins.module_utils._module.tasks import veeam_jobs_export


def main() -> None:
    run(veeam_jobs_export.MODULE)


if __name__ == "__main__":
    main()
