# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Documentation of the options that say which jobs a set has. PRIVATE to the collection."""

from __future__ import annotations


class ModuleDocFragment:
    """One-to-one with ``job_set_options`` in ``module_utils/_module/options.py``."""

    DOCUMENTATION = r"""
options:
  src:
    description:
      - Directories with job files, or single files, on the machine that runs the module. For more than some dozens of
        jobs this is many times faster than O(jobs), which Ansible has to carry through its variables.
      - Of several, later ones add to the earlier ones. A job, a profile or defaults that both have are merged, and the
        later one wins member by member. So one directory for all backup servers and one for each go together.
      - Files end in C(.yml), C(.yaml) or C(.json). Each holds one job, a list of jobs, or some of the keys C(defaults),
        C(profiles), C(policies), C(jobs) and C(managed_by). Names that begin with a dot are left alone.
      - Files called C(_defaults.yml) count for their folder and all below it. The one at the top may also name the
        owner of all jobs (C(managed_by)). C(_profiles.yml) and C(_policies.yml) at the top keep profiles and policies
        apart.
      - Reading YAML needs the Python library PyYAML, which every machine with Ansible has.
    type: list
    elements: path
  jobs:
    description:
      - Jobs that stand in the task itself. Each has the options of M(backupops.veeam.veeam_job) that describe a job
        (C(name), C(id), C(previous_name), C(state), C(type), C(description), C(enabled), C(high_priority), C(settings),
        C(clone_from), C(allow_old_gfs_points_retention)), and C(profile), the name of a profile or a list of names.
    type: list
    elements: dict
  defaults:
    description:
      - What counts for every job that does not say otherwise, written like a job without a name.
    type: dict
  profiles:
    description:
      - Parts of jobs by name. A job takes them in with C(profile), later ones over earlier ones. They count more than
        O(defaults) and less than the job itself. Mappings are merged, everything else is replaced.
    type: dict
  allow_empty:
    description:
      - Whether it is all right that there is not a single job. Even then nothing is pruned.
    type: bool
    default: false
  chdir:
    description:
      - Directory that relative paths in the options of the task count from. Messages show the paths as they are
        written, so with this they stay short and the same wherever the files lie.
      - If not set, this is the directory of the playbook.
    type: path
"""
