# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Somebody who is told what a task does while it works, and remembers it."""

from __future__ import annotations

import threading
import typing as t
from dataclasses import dataclass, field

if t.TYPE_CHECKING:
    from collections.abc import Sequence

    from ansible_collections.backupops.veeam.plugins.module_utils._progress import SessionSeen, SetSeen


@dataclass
class Told:
    """Keeps what it is told, and by which threads."""

    sessions: list[tuple[SessionSeen, ...]] = field(default_factory=list)
    sets: list[SetSeen] = field(default_factory=list)
    threads: set[threading.Thread] = field(default_factory=set)

    def waiting(self, sessions: Sequence[SessionSeen]) -> None:
        self.threads.add(threading.current_thread())
        self.sessions.append(tuple(sessions))

    def applying(self, seen: SetSeen) -> None:
        self.threads.add(threading.current_thread())
        self.sets.append(seen)
