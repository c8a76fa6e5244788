# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a loop over jobs costs for each of them: ``veeam_job``, an empty module, and ``uri`` with a PUT by hand."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from tests.bench.playing import EMPTY, WAYS, Task, named, play, task

if t.TYPE_CHECKING:
    from tests.bench.job_sets import Json
    from tests.simulator.launch import Running

URI: t.Final = "uri"
_VERSION: t.Final = {"x-api-version": "1.3-rev2"}
_EACH_JOB: t.Final = {
    "name": "{{ item.name }}",
    "type": "{{ item.type }}",
    "description": "{{ item.description | default(omit) }}",
    "settings": "{{ item.settings }}",
}


@dataclass(frozen=True)
class Loops:
    """``seconds`` of one item of each loop, by the name of its task, with what is paid once shared by all of them."""

    seconds: dict[str, float]

    def over_empty(self, way: str) -> float:
        """A ``veeam_job`` over an empty module."""
        return self.seconds[named("veeam_job", way)] / self.seconds["empty module"]


def measure_loops(simulator: Running, jobs: list[Json], models: list[Json], turns: int) -> Loops:
    """Loops over ``jobs`` by name, as many empty modules, and over a PUT for each of ``models``; ``turns`` of each."""
    items = list(range(len(jobs)))
    loops: list[Task] = [
        {**EMPTY, "loop": items},
        *(task("veeam_job", _EACH_JOB, way, loop=jobs) for way in WAYS),
        *_puts(simulator, models),
    ]
    taken = play(loops * turns, simulator)
    counts = {"empty module": len(items), URI: len(models)}
    return Loops({name: sum(times) / turns / counts.get(name, len(jobs)) for name, times in taken.items()})


def _puts(simulator: Running, models: list[Json]) -> list[Task]:
    """A logon, and a loop that writes each model as it is."""
    url = f"https://localhost:{simulator.vbr_port}/api"
    common = {"ca_path": simulator.ca_path, "return_content": True}
    form = {"grant_type": "password", "username": simulator.username, "password": simulator.password}
    log_on = {"url": f"{url}/oauth2/token", "method": "POST", "body_format": "form-urlencoded", "body": form}
    signed = {**_VERSION, "Authorization": "Bearer {{ logon.json.access_token }}"}
    put = {"url": f"{url}/v1/jobs/{{{{ item.id }}}}", "method": "PUT", "body_format": "json", "body": "{{ item }}"}
    return [
        {"name": "logon", "ansible.builtin.uri": {**common, **log_on, "headers": _VERSION}, "register": "logon"},
        {
            "name": URI,
            # Some models are not accepted as they are, which costs the same.
            "ansible.builtin.uri": {**common, **put, "headers": signed, "status_code": [200, 201, 204, 400]},
            "loop": models,
        },
    ]
