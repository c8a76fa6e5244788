# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: run_folder
short_description: A folder for a host that lasts as long as the run
version_added: 0.2.0
description:
  - Returns a path in the folder that Ansible makes for every run and removes in the end, readable for its user only.
  - The lookup P(ansible.builtin.config#lookup) makes another folder every time it is asked, since ansible-core 2.19.
  - It is there for the role C(backupops.veeam.job_config), and may change with it.
options:
  _input:
    description: The name of a host.
    type: str
    required: true
author:
  - The backupops.veeam authors (!UNKNOWN)
"""

EXAMPLES = r"""
---
- name: Where this host has its folder
  ansible.builtin.debug:
    msg: '{{ inventory_hostname | backupops.veeam.run_folder }}'
"""

RETURN = r"""
_value:
  description: The path. Nothing is made there.
  type: str
"""

import hashlib
import os
import typing as t

from ansible import constants


def run_folder(host: str) -> str:
    """Return the path of the folder of ``host``."""
    name = hashlib.sha256(host.encode(errors="surrogatepass")).hexdigest()[:16]
    return os.path.join(str(constants.DEFAULT_LOCAL_TMP), "job_config", name)


class FilterModule:
    """The filter of this file."""

    def filters(self) -> dict[str, t.Any]:
        """Return it by its name."""
        return {"run_folder": run_folder}
