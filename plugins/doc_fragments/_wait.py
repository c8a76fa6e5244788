# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Documentation of the options that say whether and how to wait for a session. PRIVATE to the collection."""

from __future__ import annotations


class ModuleDocFragment:
    """One-to-one with ``wait_options`` in ``module_utils/_module/options.py``."""

    DOCUMENTATION = r"""
options:
  wait:
    description:
      - Whether to wait until the session on the server has ended. Dropped connections, a restart of the service and
        expired tokens do not end the wait.
      - A session that ends with the result Failed fails the task, with the errors that the session logged.
      - With O(api=em) every call is answered with a task of its own, which is over in seconds and is waited for in any
        case. Only then there is a session.
    type: bool
    default: true
  wait_timeout:
    description:
      - The most seconds to wait. When they are over, the task fails. The session is not cancelled.
      - With O(api=em) they are the most seconds for the task of a call, too.
    type: int
    default: 3600
  wait_interval:
    description:
      - Seconds between two looks at the session.
    type: float
    default: 5.0
  fail_on_warning:
    description:
      - Whether a session that ends with the result Warning fails the task, too.
    type: bool
    default: false
"""
