# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: occupied
short_description: Paths at which no report can be written
version_added: 0.2.0
description:
  - Returns those paths at which a plan is, or something that is no regular file. Neither is ever replaced by a report.
  - It is there for the role C(backupops.veeam.job_config), and may change with it.
options:
  _input:
    description: Paths on the controller.
    type: list
    elements: path
    required: true
author:
  - The backupops.veeam authors (!UNKNOWN)
"""

EXAMPLES = r"""
---
- name: Refuse to write a report there
  ansible.builtin.assert:
    that: places | backupops.veeam.occupied | length == 0
  vars:
    places: [/tmp/plan.md]
"""

RETURN = r"""
_value:
  description: Those of the paths that must not be replaced.
  type: list
  elements: str
"""

import typing as t

from ansible_collections.backupops.veeam.plugins.module_utils._reports.role_report import occupied


class FilterModule:
    """The filter of this file."""

    def filters(self) -> dict[str, t.Any]:
        """Return it by its name."""
        return {"occupied": occupied}
