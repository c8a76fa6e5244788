# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What one task costs: ``veeam_job`` with nothing to change, an empty module, and ``uri`` doing the same by hand.

Here the code has been imported before, as it has for every task of a run but the first: see ``one_play``.
"""

from __future__ import annotations

import typing as t

from tests.bench.playing import CONTROLLER, EMPTY, WAYS, Task, named, play, task
from tests.bench.report import Row, Section
from tests.bench.turns import median
from tests.simulator.launch import Running, launch

if t.TYPE_CHECKING:
    from tests.bench.effort import Effort

LATENCIES: t.Final = (0, 20, 100)
GOAL: t.Final = 0.4
GOAL_AS_MODULE: t.Final = 1.9
_OPTIONS: t.Final[Task] = {
    "name": "Web servers",
    "settings": {"storage": {"backupRepository": "Main"}, "schedule": {"runAutomatically": True}},
}
_HANDED: t.Final[Task] = {**_OPTIONS, "api_version": "1.3-rev2", "token": "{{ logon.json.access_token }}"}
_PINNED: t.Final = "; revision pinned, token handed over"


def measure(effort: Effort) -> Section:
    """Medians of the tasks of one play, which take turns."""
    taken = {latency: _taken(latency, effort.quick_rounds) for latency in LATENCIES}
    medians = {latency: {name: median(times[1:]) for name, times in by.items()} for latency, by in taken.items()}
    near = medians[0]
    by_hand = sum(value for name, value in near.items() if name.startswith("uri: "))
    rows = [row for latency in LATENCIES for row in _over_empty(latency, medians[latency])]
    rows += [
        _row(
            "the same with a pinned `api_version` and a `token`, over an empty module",
            near,
            near["empty module"],
            _PINNED,
        ),
        _row("`veeam_job` over the three `uri` tasks (logon, GET, log-off) that only read the job", near, by_hand),
        Row("one `uri` task (the GET) over an empty module", module=near["uri: read"] / near["empty module"]),
    ]
    absolute = ", ".join(f"{name} {value * 1000:.0f} ms" for name, value in near.items())
    notes = f"Median of {effort.quick_rounds} after a first one that does not count: {absolute}."
    return Section("One task", rows, notes=notes)


def _taken(latency: int, rounds: int) -> dict[str, list[float]]:
    """The seconds of each task, by name, for a server that is ``latency`` milliseconds away."""
    with launch(jobs=50, vms=100, latency_ms=latency) as simulator:
        # Makes the job as wanted.
        play([task("veeam_job", _OPTIONS, CONTROLLER)], simulator)
        one = [EMPTY, *(task("veeam_job", _OPTIONS, way) for way in WAYS)]
        return play((one if latency else [*one, *_by_hand(simulator)]) * (rounds + 1), simulator)


def _over_empty(latency: int, medians: dict[str, float]) -> list[Row]:
    empty = medians["empty module"]
    if latency:
        what = f"`veeam_job`, nothing to change, a link of {latency} ms, over an empty module"
        return [_row(what, medians, empty)]
    what = "one `veeam_job`, nothing to change, over an empty module"
    each = _row(what, medians, empty)
    return [
        Row(what, each.controller, each.module, GOAL),
        Row("the same as a module, where it cannot run in the controller", module=each.module, goal=GOAL_AS_MODULE),
    ]


def _row(what: str, medians: dict[str, float], base: float, kind: str = "") -> Row:
    return Row.both(what, lambda way: medians[named("veeam_job", way) + kind] / base)


def _by_hand(simulator: Running) -> list[Task]:
    """``uri`` tasks that compare nothing and write nothing: that would be more tasks. One token serves all."""
    url = f"https://localhost:{simulator.vbr_port}/api"
    common = {"ca_path": simulator.ca_path, "return_content": True}
    version = {"x-api-version": "1.3-rev2"}
    signed = {**common, "headers": {**version, "Authorization": "Bearer {{ logon.json.access_token }}"}}
    form = {"grant_type": "password", "username": simulator.username, "password": simulator.password}
    log_on = {"url": f"{url}/oauth2/token", "method": "POST", "body_format": "form-urlencoded", "body": form}
    return [
        {"name": "uri: logon", "ansible.builtin.uri": {**common, **log_on, "headers": version}, "register": "logon"},
        {"name": "uri: read", "ansible.builtin.uri": {**signed, "url": f"{url}/v1/jobs?nameFilter=Web%20servers"}},
        *({**task("veeam_job", _HANDED, way), "name": named("veeam_job", way) + _PINNED} for way in WAYS),
        {"name": "uri: log-off", "ansible.builtin.uri": {**signed, "url": f"{url}/oauth2/logout", "method": "POST"}},
    ]
