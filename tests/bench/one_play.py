# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a whole play with one task costs, from the start of ``ansible-playbook`` to its end: nothing was paid before."""

from __future__ import annotations

import functools
import typing as t

from tests.bench.playing import CONTROLLER, DEBUG, EMPTY, MODULE, WAYS, Task, play, seconds, task
from tests.bench.report import Row, Section
from tests.bench.turns import take_turns
from tests.simulator.launch import launch

if t.TYPE_CHECKING:
    from tests.bench.effort import Effort

GOAL: t.Final = 1.1
_OPTIONS: t.Final[Task] = {"name": "Web servers", "settings": {"storage": {"backupRepository": "Main"}}}


def measure(effort: Effort) -> Section:
    """Plays with nothing else in them."""
    with launch(jobs=50, vms=100) as simulator:
        tasks = {"debug": DEBUG, "empty module": EMPTY, **{way: task("veeam_job", _OPTIONS, way) for way in WAYS}}
        # Makes the job as wanted.
        play([tasks[CONTROLLER]], simulator)
        plays = {name: functools.partial(seconds, [each], simulator) for name, each in tasks.items()}
        taken = take_turns(plays, effort.quick_rounds)
    debug, empty, controller, module = (taken[name] for name in ("debug", "empty module", CONTROLLER, MODULE))
    rows = [
        Row("a play with one `veeam_job` over one with an empty module", controller / empty, module / empty, GOAL),
        Row(
            "the same, both less a play with one `debug`",
            (controller - debug) / (empty - debug),
            (module - debug) / (empty - debug),
        ),
    ]
    absolute = ", ".join(f"{name} {value:.2f} s" for name, value in taken.items())
    notes = (
        "Everything that a run pays once is in it: the code of the collection and `requests`, which nothing else in "
        f"such a play imports, or the packing of the module. Median of {effort.quick_rounds}: {absolute}."
    )
    return Section("One play with one task", rows, notes=notes)
