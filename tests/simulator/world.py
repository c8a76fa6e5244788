# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the simulated products share: options, clock, recorder and faults."""

from __future__ import annotations

import typing as t
import zoneinfo
from collections.abc import Callable

from starlette.applications import Starlette
from starlette.responses import Response

from tests.simulator.clock import Clock
from tests.simulator.faults import FaultInjector
from tests.simulator.options import Options
from tests.simulator.recorder import Recorder


class World:
    """One simulated site. All handlers are coroutines on one event loop, so nothing here needs a lock."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.clock = Clock(zoneinfo.ZoneInfo(options.time_zone))
        self.recorder = Recorder()
        self.faults = FaultInjector(options.faults)
        self.apis: dict[str, Api] = {}
        self.down_requests = 0
        # Makes every port refuse connections for that many seconds; there are no ports inside a test's process.
        self.begin_outage: Callable[[float], None] = lambda seconds: None

    def reset(self) -> None:
        """As freshly started: recorder, faults, clock and every API's state."""
        self.clock.reset()
        self.recorder.reset()
        self.faults.reset()
        self.down_requests = 0
        for api in self.apis.values():
            api.reset()


class Api(t.Protocol):
    """One simulated product."""

    name: str

    def app(self) -> Starlette:
        """The product's routes."""

    def error(self, status: int, message: str) -> Response:
        """An error reply as this product words it."""

    def forget_logons(self, *, refresh_too: bool) -> None:
        """Every logon becomes invalid, as when its time is over or the service restarts."""

    def reset(self) -> None:
        """A fresh estate."""

    def state(self) -> dict[str, t.Any]:
        """What tests and people want to see; JSON types only."""
