# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes how long every task took, as JSON, into the file that TASK_DURATIONS names."""

from __future__ import annotations

import json
import os
import pathlib
import time

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: task_durations
type: notification
short_description: Durations of tasks as JSON, for benchmarks
description: [Writes how long each task took into the file that the environment variable TASK_DURATIONS names.]
"""


class CallbackModule(CallbackBase):  # type: ignore[misc]
    """A list of seconds for every task name."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "task_durations"

    def __init__(self) -> None:
        super().__init__()
        self._taken: dict[str, list[float]] = {}
        self._current = ("", 0.0)

    def v2_playbook_on_task_start(self, task, is_conditional) -> None:  # type: ignore[no-untyped-def]
        """The clock runs."""
        del is_conditional
        self._end()
        self._current = (task.get_name(), time.monotonic())

    def v2_playbook_on_stats(self, stats) -> None:  # type: ignore[no-untyped-def]
        """This is the last thing that happens."""
        del stats
        self._end()
        pathlib.Path(os.environ["TASK_DURATIONS"]).write_text(json.dumps(self._taken), encoding="utf-8")

    def _end(self) -> None:
        name, began = self._current
        if name:
            self._taken.setdefault(name, []).append(time.monotonic() - began)
