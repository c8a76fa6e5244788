# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether and how a task waits, by its options."""

from __future__ import annotations

import contextlib
import typing as t

from ansible_collections.backupops.veeam.plugins.module_utils._engine.job_runs.waiting import WaitOptions
from ansible_collections.backupops.veeam.plugins.module_utils._module.invocation import Invocation
from ansible_collections.backupops.veeam.plugins.module_utils._module.waiting import waiting
from ansible_collections.backupops.veeam.plugins.module_utils._progress import Silent
from ansible_collections.backupops.veeam.plugins.module_utils._redaction.outgoing import Outgoing

PROGRESS = Silent()


class Product:
    @contextlib.contextmanager
    def without_retries(self, seconds: float) -> t.Iterator[None]:
        yield


def options(**given: t.Any) -> WaitOptions | None:
    params = {"wait": True, "wait_timeout": 3600, "wait_interval": 5.0, "fail_on_warning": False, **given}
    return waiting(Invocation(params, False, Outgoing(params), print, PROGRESS), t.cast("t.Any", Product()))


def test_a_task_that_does_not_wait_has_no_options_for_it() -> None:
    assert options(wait=False) is None


def test_a_task_waits_as_long_and_as_strictly_as_it_says() -> None:
    found = options(wait_timeout=60, wait_interval=0.5, fail_on_warning=True)
    assert found is not None
    assert (found.timeout, found.interval, found.fail_on_warning) == (60, 0.5, True)
    assert found.progress is PROGRESS
    # A look that fails is followed by the next look, and not tried again at once.
    assert found.polling.__name__ == "without_retries"
