# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every benchmark, by name, in the order in which they run. Each is imported when it is its turn."""

from __future__ import annotations

import importlib
import typing as t

if t.TYPE_CHECKING:
    from tests.bench.report import Section


def _late(module: str) -> t.Callable[[], Section]:
    def measure() -> Section:
        found: Section = importlib.import_module(f"tests.bench.{module}").measure()
        return found

    return measure


SECTIONS: t.Final = {
    "requests": _late("request_counts"),
    "em-requests": _late("em_request_counts"),
    "imports": _late("imports"),
    "task": _late("one_task"),
    "finding": _late("finding"),
    "sets": _late("convergence"),
}
