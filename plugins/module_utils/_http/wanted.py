# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Whether a task is still wanted by those who started it: the process of Ansible can be gone while the task runs on."""

from __future__ import annotations

from collections.abc import Callable

# Asked before each request but those that log off, and each time before it is sent again; raises a VeeamError when
# nothing more is to be begun.
StillWanted = Callable[[], None]


def always() -> None:
    """A module ends with the process that started it."""
