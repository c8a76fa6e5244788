# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""The process of Ansible that started this one: when it is gone, nobody waits for the task.

Workers are in a session of their own and run on when Ansible is killed, which is how AWX cancels a job.
"""

from __future__ import annotations

import contextlib
import functools
import multiprocessing
import os
import signal
import threading
import typing as t
from dataclasses import dataclass

from ..module_utils._errors import Abandoned
from ..module_utils._timing.threads import start

if t.TYPE_CHECKING:
    from collections.abc import Iterator

# Seconds between two looks. A task may pause for minutes, or wait as long for an answer.
LOOKS_EVERY: t.Final = 2.0


@dataclass(frozen=True)
class Parent:
    """The process with the id ``pid``; None: this process was started by nobody who could be missed."""

    pid: int | None

    @classmethod
    def of_this_process(cls) -> Parent:
        """Who forked this process to work on a task."""
        parent = multiprocessing.parent_process()
        return cls(None if parent is None else parent.pid)

    @property
    def is_gone(self) -> bool:
        """Whether somebody else has taken its place."""
        return self.pid is not None and os.getppid() != self.pid

    def still_wanted(self) -> None:
        """Raises Abandoned when nobody reads the result any more."""
        if self.is_gone:
            raise Abandoned("Ansible has ended; nothing more was begun.")

    @contextlib.contextmanager
    def watched(self) -> Iterator[None]:
        """Inside, the thread that is here gets a SIGTERM soon after the parent is gone, whatever it waits for.

        At the latest when it leaves: Ansible would try to tell the result, and hang when nobody takes it.
        """
        over = threading.Event()
        thread = threading.get_ident()
        if self.pid is not None:
            start(functools.partial(self._watch, over, thread), name="parent")
        try:
            yield
        finally:
            over.set()
            self._end(thread)

    def _watch(self, over: threading.Event, thread: int) -> None:
        while not over.wait(LOOKS_EVERY):
            if self._end(thread):
                return

    def _end(self, thread: int) -> bool:
        """Send the signal if the parent is gone."""
        if self.is_gone:
            signal.pthread_kill(thread, signal.SIGTERM)
        return self.is_gone
