# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Becomes nobody else, in the place of sudo, for tests."""

from __future__ import annotations

from ansible.plugins.become import BecomeBase

DOCUMENTATION = """
name: oneself
short_description: Becomes nobody else
description: [Runs what it is given as the user who runs Ansible.]
options:
  become_user:
    description: Nobody looks at it.
    default: nobody
  become_exe:
    description: Nobody looks at it.
    default: ""
  become_flags:
    description: Nobody looks at it.
    default: ""
  become_pass:
    description: Nobody asks for it.
"""


class BecomeModule(BecomeBase):
    """The become plugin."""

    name = "oneself"

    def build_become_command(self, cmd, shell):
        """The command as it is, with the mark that Ansible waits for."""
        super().build_become_command(cmd, shell)
        return self._build_success_command(cmd, shell)
