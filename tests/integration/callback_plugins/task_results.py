# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes the result of every task, as JSON, into the file that TASK_RESULTS names."""

from __future__ import annotations

import json
import os

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: task_results
type: notification
short_description: Results of tasks as JSON, for tests
description: [Writes the result of every task into the file that the environment variable TASK_RESULTS names.]
"""


class CallbackModule(CallbackBase):
    """One entry per task and host: name, status (ok, failed, skipped) and result."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "task_results"

    def __init__(self):
        super().__init__()
        self._entries = []

    def v2_runner_on_ok(self, result):
        """Keep the result of a task that went well."""
        self._keep("ok", result)

    def v2_runner_on_failed(self, result, ignore_errors=False):
        """Keep the result of a task that failed."""
        del ignore_errors
        self._keep("failed", result)

    def v2_runner_on_skipped(self, result):
        """Keep the result of a task that was skipped."""
        self._keep("skipped", result)

    def v2_playbook_on_stats(self, stats):
        """Write what was kept: this is the last thing that happens."""
        del stats
        with open(os.environ["TASK_RESULTS"], "w", encoding="utf-8") as file:
            json.dump(self._entries, file, default=str)

    def _keep(self, status, outcome):
        # The names without underscore came with ansible-core 2.19.
        task = getattr(outcome, "task", None) or outcome._task
        result = outcome.result if hasattr(outcome, "result") else outcome._result
        self._entries.append({"name": task.get_name(), "status": status, "result": dict(result)})
