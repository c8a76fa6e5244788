# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lets Ansible think that it runs on the platform that OTHER_PLATFORM names, for tests."""

from __future__ import annotations

import os
import sys

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: other_platform
type: notification
short_description: Another platform, for tests
description: [Sets sys.platform to what the environment variable OTHER_PLATFORM says.]
"""


class CallbackModule(CallbackBase):
    """Replaces the name of the platform once the first task begins."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "other_platform"
    CALLBACK_NEEDS_ENABLED = True

    def v2_playbook_on_task_start(self, task, is_conditional):
        """Replace it in the process that tasks are forked from, once it has imported what depends on the platform."""
        del task, is_conditional
        sys.platform = os.environ["OTHER_PLATFORM"]
