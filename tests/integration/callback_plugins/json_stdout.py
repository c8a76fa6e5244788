# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes one JSON document to stdout, as callbacks do whose output another program reads."""

from __future__ import annotations

import json
import sys

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: json_stdout
type: stdout
short_description: The names of the tasks as JSON, for tests
description: [Writes the name of each task that went well, with its host, and nothing else to stdout.]
"""


class CallbackModule(CallbackBase):
    """One list for the whole run."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "stdout"
    CALLBACK_NAME = "json_stdout"

    def __init__(self):
        super().__init__()
        self._done = []

    def v2_runner_on_ok(self, result):
        """Keep the name of a task."""
        # The names without underscore came with ansible-core 2.19.
        task, host = (getattr(result, name, None) or getattr(result, f"_{name}") for name in ("task", "host"))
        self._done.append([host.get_name(), task.get_name()])

    def v2_playbook_on_stats(self, stats):
        """Write the document."""
        del stats
        json.dump(sorted(self._done), sys.stdout)
