# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What one task costs: ``veeam_job`` with nothing to change, an empty module, and ``uri`` doing the same by hand."""

from __future__ import annotations

import typing as t

from tests.bench.playing import play
from tests.bench.report import Row, Section, median
from tests.simulator.launch import Running, launch

ROUNDS = 12
JOB = "Web servers"
GOAL = 1.5

Task = dict[str, t.Any]


def measure() -> Section:
    """Medians of the tasks of one play, which take turns so that all of them see the same machine."""
    with launch(jobs=50, vms=100) as simulator:
        tasks = _tasks(simulator)
        # The first run makes the job as wanted.
        play(tasks[1:2], simulator)
        taken = play(tasks * ROUNDS, simulator)
    medians = {name: median(values[1:]) for name, values in taken.items()}
    empty = medians["empty module"]
    by_hand = sum(value for name, value in medians.items() if name.startswith("uri: "))
    job, pinned = medians["veeam_job"], medians["veeam_job, revision pinned, token handed over"]
    rows = [
        Row("`veeam_job`, nothing to change, over an empty module", job / empty, goal=GOAL),
        Row("the same with a pinned `api_version` and a `token`, over an empty module", pinned / empty, goal=GOAL),
        Row("`veeam_job` over the three `uri` tasks (logon, GET, log-off) that only read the job", job / by_hand),
        Row("one `uri` task (the GET) over an empty module", medians["uri: read"] / empty),
    ]
    absolute = ", ".join(f"{name} {value * 1000:.0f} ms" for name, value in medians.items())
    notes = f"Median of {ROUNDS - 1} after a first one that does not count: {absolute}."
    return Section("One task", rows, notes=notes)


def _tasks(simulator: Running) -> list[Task]:
    """One round. The ``uri`` tasks compare nothing and write nothing: that would be more tasks."""
    url = f"https://localhost:{simulator.vbr_port}"
    settings = {"storage": {"backupRepository": "Main"}, "schedule": {"runAutomatically": True}}
    common = {"ca_path": simulator.ca_path, "return_content": True}
    version = {"x-api-version": "1.3-rev2"}
    signed = {**version, "Authorization": "Bearer {{ logon.json.access_token }}"}
    body = {"grant_type": "password", "username": simulator.username, "password": simulator.password}
    log_on = {"url": f"{url}/api/oauth2/token", "method": "POST", "body_format": "form-urlencoded", "body": body}
    job = {"name": JOB, "settings": settings}
    return [
        {"name": "empty module", "bench_empty": {}},
        {"name": "veeam_job", "backupops.veeam.veeam_job": job},
        {"name": "uri: logon", "ansible.builtin.uri": {**common, **log_on, "headers": version}, "register": "logon"},
        {
            "name": "uri: read",
            "ansible.builtin.uri": {**common, "url": f"{url}/api/v1/jobs?nameFilter=Web%20servers", "headers": signed},
        },
        {
            "name": "veeam_job, revision pinned, token handed over",
            "backupops.veeam.veeam_job": {**job, "api_version": "1.3-rev2", "token": "{{ logon.json.access_token }}"},
        },
        {
            "name": "uri: log-off",
            "ansible.builtin.uri": {**common, "url": f"{url}/api/oauth2/logout", "method": "POST", "headers": signed},
        },
    ]
