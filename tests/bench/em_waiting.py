# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What waiting for a session costs: requests to Enterprise Manager in each minute, by a clock that is put forward."""

from __future__ import annotations

import contextlib
import typing as t

if t.TYPE_CHECKING:
    from tests.simulator.launch import Running

MINUTES: t.Final = 10
# Requests in each minute, by wait_interval. Pauses grow from one second to the interval, in the first minute or two.
EXPECTED: t.Final[dict[int, list[int]]] = {5: [15, *[12] * 9], 30: [8, *[2] * 9], 60: [8, 2, *[1] * 8]}
_JOB: t.Final = "Oracle Backup"


class _Minutes:
    """Time that passes on the simulator and for the waiter, and for nobody else; and what is asked in it."""

    def __init__(self, simulator: Running) -> None:
        self._simulator = simulator
        self.now = 0.0
        self.asked = [0] * MINUTES

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds
        self._simulator.advance(seconds)

    @contextlib.contextmanager
    def polling(self, dummy: float) -> t.Iterator[None]:
        """Count what is sent inside, for the minute that it is."""
        before = len(self._simulator.requests())
        yield
        if self.now < MINUTES * 60:
            self.asked[int(self.now // 60)] += len(self._simulator.requests()) - before


def requests_per_minute(simulator: Running, interval: float) -> list[int]:
    """How often the server is asked in each of the minutes of a wait for a run that does not end."""
    from ansible_collections.backupops.veeam.plugins.module_utils._engine.job_runs.waiting import WaitOptions, wait_for
    from ansible_collections.backupops.veeam.plugins.module_utils._errors import WaitTimedOut
    from ansible_collections.backupops.veeam.plugins.module_utils._model import StartOptions
    from ansible_collections.backupops.veeam.plugins.module_utils._module.products import connect

    simulator.reset()
    simulator.fault(f"session-stuck:{_JOB}")
    product = connect(_connection(simulator))
    job = product.jobs.reader.find(_JOB)
    session = (
        None if job is None else product.control.start(job, StartOptions(), before=product.control.last(job)).session
    )
    if session is None:
        raise RuntimeError(f"{_JOB} did not start")
    minutes = _Minutes(simulator)
    options = WaitOptions(
        timeout=MINUTES * 60,
        interval=interval,
        sleep=minutes.sleep,
        clock=lambda: minutes.now,
        polling=minutes.polling,
    )
    with contextlib.suppress(WaitTimedOut):
        wait_for(product.sessions, session, options)
    product.close()
    simulator.clear_faults()
    return minutes.asked


def _connection(simulator: Running) -> dict[str, t.Any]:
    return {
        "api": "em",
        "host": "localhost",
        "port": simulator.em_port,
        "username": simulator.username,
        "password": simulator.password,
        "token": None,
        "api_version": "auto",
        "validate_certs": True,
        "ca_path": simulator.ca_path,
        "timeout": 30,
        "retries": 0,
    }
