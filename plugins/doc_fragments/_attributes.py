# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What every module says about check mode, diff mode, idempotency and its action group. PRIVATE to the collection."""

from __future__ import annotations


class ModuleDocFragment:
    """``_attributes`` first, then its variants, then the module's own ``attributes``."""

    # A module that uses this one alone states support, and details where they help, of these three.
    DOCUMENTATION = r"""
options: {}
attributes:
  check_mode:
    description: Can run in C(check_mode) and say what would change without changing it.
  diff_mode:
    description: Returns in diff mode what has changed, or would change in C(check_mode).
  idempotent:
    description:
      - When run twice in a row outside check mode, with the same arguments, the second invocation indicates no change.
      - This assumes that the system controlled or queried by the module has not changed in a relevant way.
  action:
    description: Has an action plugin of the same name, which runs the task in the controller where it can.
    support: full
    details:
      - With a local connection, without C(become) and C(async), and with the Python that runs Ansible, the task runs in
        the process of Ansible and starts none of its own. Otherwise it runs as a module. Results are the same.
      - The variable C(veeam_run_in) and the environment variable C(VEEAM_RUN_IN) choose V(auto), V(controller) or
        V(module). At C(-vv) a task says where it runs, and why.
  async:
    description: Can be used with the C(async) keyword.
    support: full
    details:
      - It then runs as a module.
"""

    ACTIONGROUP_VEEAM = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/backupops.veeam.veeam) in C(module_defaults) to set defaults for this module.
    support: full
    membership:
      - backupops.veeam.veeam
"""

    # A module that only reads.
    INFO_MODULE = r"""
options: {}
attributes:
  check_mode:
    support: full
    details:
      - This action does not modify state.
  diff_mode:
    support: N/A
    details:
      - This action does not modify state.
  idempotent:
    support: full
    details:
      - This action does not modify state.
"""
