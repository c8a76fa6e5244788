#!/usr/bin/python

# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: veeam_jobs_validate
short_description: Find every mistake in job files without a server
version_added: 0.1.0
description:
  - Reads job files as M(backupops.veeam.veeam_jobs) does and checks all that can be checked without a backup server,
    which is the YAML, names, profiles, settings of every job type, and policies.
  - Finds all mistakes at once and says for each in which file, on which line and in which setting it is.
  - Needs no connection options and is not in the action group of the collection.
extends_documentation_fragment:
  - backupops.veeam._attributes
  - backupops.veeam._attributes.info_module
  - backupops.veeam._job_set
requirements:
  - PyYAML
  - jmespath
options:
  policies:
    description:
      - Rules of the house. They count together with those in the files; of several with one name the last counts.
      - C(name) says what the rule is called, C(message) what to tell whoever breaks it, C(severity) (C(error) or
        C(warning)) how bad that is.
      - C(assert) is what must be true for a job, as a JMESPath expression, and C(path) the setting that this is about.
        C(when) is an expression, too, and says for which jobs the rule is.
      - Expressions are about the composed job. It has the members C(name), C(type), C(description), C(enabled),
        C(high_priority), C(settings), C(file), and C(facts), which has C(repository), C(retention_days),
        C(restore_points), C(encrypted) and C(starts) (minutes after midnight) whatever the type of the job.
      - C(kind) takes the place of C(assert). C(minimum_retention) wants at least C(days) days, or C(restore_points)
        restore points where a job counts those. C(encryption_required) wants encrypted backups. C(name_pattern) wants
        names that match the regular expression C(pattern) as a whole. C(start_spread) wants no more than C(at_most)
        jobs of a repository to start within C(minutes).
    type: list
    elements: dict
  api:
    description:
      - The vendor API that the jobs are written for.
      - If not set, the environment variable E(VEEAM_API) is used.
    type: str
    choices:
      - vbr
      - em
    default: vbr
  api_version:
    description:
      - The oldest revision of the API on which the jobs must work, for example V(1.3-rev0). If not set, everything that
        some revision can do is fine. With O(api=vbr) only.
    type: str
  complete:
    description:
      - Whether every job must have all that a server needs to create it. With V(false) jobs may be parts that only
        change existing jobs. With O(api=em) no job needs more than it says, since that API creates clones only.
    type: bool
    default: true
  managed_by:
    description:
      - The owner of the set, see M(backupops.veeam.veeam_jobs). The files must not name another one.
    type: str
  fail_on:
    description:
      - What makes the task fail. What does not is shown as a warning and returned in RV(problems).
    type: str
    choices:
      - error
      - warning
      - never
    default: error
author:
  - The backupops.veeam authors (!UNKNOWN)
seealso:
  - module: backupops.veeam.veeam_jobs
"""

EXAMPLES = r"""
---
- name: Check the jobs before anybody applies them
  backupops.veeam.veeam_jobs_validate:
    src: jobs
  delegate_to: localhost

- name: Check the jobs of one server, which still runs an older version
  backupops.veeam.veeam_jobs_validate:
    src:
      - jobs/base
      - jobs/vbr-berlin
    api_version: 1.3-rev0
  delegate_to: localhost

- name: Check the jobs and the rules of the house
  backupops.veeam.veeam_jobs_validate:
    src: jobs
    policies:
      - name: two weeks
        kind: minimum_retention
        days: 14
        restore_points: 14
      - name: encrypted off-site
        kind: encryption_required
        when: facts.repository == 'Cloud'
      - name: backup window
        kind: start_spread
        at_most: 5
        minutes: 10
        severity: warning
      - name: who to ask
        message: the description must say who owns the job
        assert: contains(description || '', 'owner:')
        path: description
  delegate_to: localhost
"""

RETURN = r"""
problems:
  description: Everything that was found, by file and line.
  returned: always
  type: list
  elements: dict
  contains:
    file:
      description: The file, as O(src) leads to it.
      type: str
      sample: jobs/web.yml
    line:
      description: The line, if it is known.
      type: int
      sample: 12
    path:
      description: The setting within the job.
      type: str
      sample: settings.storage.retentionPolicy.type
    job:
      description: The name of the job. Empty when it is not about a single job.
      type: str
      sample: Web servers
    message:
      description: What is wrong.
      type: str
      sample: '"Weeks" is not one of Days, RestorePoints'
    severity:
      description: V(error) or V(warning).
      type: str
      sample: error
    rule:
      description: The policy that found it, if one did.
      type: str
      sample: two weeks
jobs:
  description: How many jobs there are.
  returned: always
  type: int
  sample: 120
summary:
  description: The numbers of jobs, errors and warnings.
  returned: always
  type: dict
  sample:
    jobs: 120
    errors: 0
    warnings: 2
"""

from ansible_collections.backupops.veeam.plugins.module_utils._module.run import run
from ansible_collections.backupops.veeam.plugins.module_utils._module.tasks import veeam_jobs_validate


def main() -> None:
    run(veeam_jobs_validate.MODULE)


if __name__ == "__main__":
    main()
