# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every benchmark, by name, in the order in which they run. Each is imported when it is its turn."""

from __future__ import annotations

import importlib
import typing as t

if t.TYPE_CHECKING:
    from tests.bench.effort import Effort
    from tests.bench.report import Section


def _timed(module: str) -> t.Callable[[Effort], Section]:
    def measure(effort: Effort) -> Section:
        found: Section = importlib.import_module(f"tests.bench.{module}").measure(effort)
        return found

    return measure


def _counted(module: str) -> t.Callable[[Effort], Section]:
    def measure(dummy: Effort) -> Section:
        found: Section = importlib.import_module(f"tests.bench.{module}").measure()
        return found

    return measure


SECTIONS: t.Final = {
    "requests": _counted("request_counts"),
    "em-requests": _counted("em_request_counts"),
    "imports": _timed("imports"),
    "task": _timed("one_task"),
    "play": _timed("one_play"),
    "thousand": _timed("thousand"),
    "finding": _timed("finding"),
    "sets": _timed("growth"),
    "writes": _timed("writes"),
    "memory": _timed("memory"),
    "servers": _timed("servers"),
}
