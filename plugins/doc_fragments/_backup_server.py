# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Documentation of the option that says which backup server of an Enterprise Manager is meant. PRIVATE."""

from __future__ import annotations


class ModuleDocFragment:
    """One-to-one with ``backup_server_options`` in ``module_utils/_module/options.py``."""

    DOCUMENTATION = r"""
options:
  backup_server:
    description:
      - Name or id of the backup server that is meant, as Enterprise Manager shows it. Names of jobs and machines are
        unique on one backup server only.
      - Only with O(api=em). With O(api=vbr) the backup server is the one that O(host) names.
    type: str
"""
