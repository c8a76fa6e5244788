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
    type: list
    elements: dict
    suboptions:
      name:
        description: What the rule is called.
        type: str
        required: true
      message:
        description: What to tell whoever breaks it. Each O(policies[].kind) has a text of its own.
        type: str
      severity:
        description: How bad that is.
        type: str
        choices:
          - error
          - warning
        default: error
      when:
        description:
          - For which jobs the rule is, as a JMESPath expression about the composed job. The job has the members
            C(name), C(type), C(description), C(enabled), C(high_priority), C(settings), C(file), and C(facts), which
            has C(repository), C(retention_days), C(restore_points), C(encrypted) and C(starts) (minutes after
            midnight) whatever the type of the job.
        type: str
      assert:
        description:
          - What must be true for the job, as a JMESPath expression, unless there is a O(policies[].kind).
        type: str
      path:
        description:
          - The setting that O(policies[].assert) is about, to show its line, for example C(settings.storage).
        type: str
      kind:
        description:
          - A rule that is already known, instead of O(policies[].assert).
          - V(minimum_retention) wants at least O(policies[].days) days, or O(policies[].restore_points) restore points
            where a job counts those.
          - V(encryption_required) wants encrypted backups.
          - V(name_pattern) wants names that match O(policies[].pattern) as a whole.
          - V(start_spread) wants no more than O(policies[].at_most) jobs of a repository to start within
            O(policies[].minutes).
        type: str
        choices:
          - minimum_retention
          - encryption_required
          - name_pattern
          - start_spread
      days:
        description: See V(minimum_retention).
        type: int
      restore_points:
        description: See V(minimum_retention).
        type: int
      pattern:
        description: A regular expression. See V(name_pattern).
        type: str
      at_most:
        description: See V(start_spread).
        type: int
      minutes:
        description: See V(start_spread). If not set, only jobs that start in the same minute are counted together.
        type: int
  api_version:
    description:
      - The oldest revision of the API on which the jobs must work, for example V(1.3-rev0). If not set, everything that
        some revision can do is fine.
    type: str
  complete:
    description:
      - Whether every job must have all that a server needs to create it. With V(false) jobs may be parts that only
        change existing jobs.
    type: bool
    default: true
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

from ansible_collections.backupops.veeam.plugins.module_utils._offline import OfflineTask, Result, run
from ansible_collections.backupops.veeam.plugins.module_utils._options import Options, job_set_options
from ansible_collections.backupops.veeam.plugins.module_utils._tree.verdict import shown, validate
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.vocabulary import VbrVocabulary

VALIDATE = Options(
    arguments={
        "policies": {
            "type": "list",
            "elements": "dict",
            "options": {
                "name": {"type": "str", "required": True},
                "message": {"type": "str"},
                "severity": {"type": "str", "choices": ["error", "warning"], "default": "error"},
                "when": {"type": "str"},
                "assert": {"type": "str"},
                "path": {"type": "str"},
                "kind": {
                    "type": "str",
                    "choices": ["minimum_retention", "encryption_required", "name_pattern", "start_spread"],
                },
                "days": {"type": "int"},
                "restore_points": {"type": "int"},
                "pattern": {"type": "str"},
                "at_most": {"type": "int"},
                "minutes": {"type": "int"},
            },
        },
        "api_version": {"type": "str"},
        "complete": {"type": "bool", "default": True},
        "fail_on": {"type": "str", "choices": ["error", "warning", "never"], "default": "error"},
    },
)


def check(task: OfflineTask) -> Result:
    """Return what is wrong with the jobs, and show what does not make the task fail."""
    verdict = validate(task.params, VbrVocabulary())
    if verdict.problems:
        task.warn(shown(verdict))
    return verdict.as_dict()


def main() -> None:
    """Run the module."""
    run(job_set_options() + VALIDATE, check)


if __name__ == "__main__":
    main()
