# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: job_report
short_description: The text of a report of the role job_config
version_added: 0.2.0
description:
  - Renders what the role C(backupops.veeam.job_config) has kept of each server as one report, a section for each.
  - It is there for that role, and may change with it.
  - Fails when the file is a plan, or anything that is no regular file.
positional: kind, dest, playing
options:
  _input:
    description: What the role has kept of each host, by its name. Empty for a host that it never came to.
    type: dict
    required: true
  kind:
    description: What the report is about.
    type: str
    choices:
      - plan
      - drift
    required: true
  dest:
    description: The file of the report. Its ending says which format it has.
    type: path
    required: true
  playing:
    description: The hosts of the play.
    type: list
    elements: str
    required: true
author:
  - The backupops.veeam authors (!UNKNOWN)
"""

EXAMPLES = r"""
---
- name: Write a report
  ansible.builtin.copy:
    content: "{{ kept | backupops.veeam.job_report('plan', '/tmp/plan.md', ansible_play_hosts_all) | string }}"
    dest: /tmp/plan.md
    mode: "0644"
"""

RETURN = r"""
_value:
  description: The text of the report.
  type: str
"""

import typing as t

from ansible.errors import AnsibleFilterError

from ansible_collections.backupops.veeam.plugins.module_utils._errors import VeeamError
from ansible_collections.backupops.veeam.plugins.module_utils._reports.role_report import render


def job_report(kept: dict[str, dict[str, t.Any]], kind: str, dest: str, playing: list[str]) -> str:
    """Return the text of the report ``dest``."""
    try:
        return render(kind, kept, dest, playing)
    except VeeamError as error:
        raise AnsibleFilterError(error.message) from error


class FilterModule:
    """The filter of this file."""

    def filters(self) -> dict[str, t.Any]:
        """Return it by its name."""
        return {"job_report": job_report}
