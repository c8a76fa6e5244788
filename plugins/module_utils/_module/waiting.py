# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Whether and how a task wants to wait: the options of the fragment ``_wait`` for the engine."""

from __future__ import annotations

import typing as t

from .._engine.job_runs.waiting import WaitOptions

if t.TYPE_CHECKING:
    from .._product import Product
    from .invocation import Invocation


def waiting(invocation: Invocation, product: Product) -> WaitOptions | None:
    """How to wait, None when the task does not want to."""
    params = invocation.params
    if not params["wait"]:
        return None
    return WaitOptions(
        timeout=params["wait_timeout"],
        interval=params["wait_interval"],
        fail_on_warning=params["fail_on_warning"],
        polling=product.without_retries,
        progress=invocation.progress,
    )
