# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sets of jobs to measure with: those of a server as somebody would keep them, and new ones."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import typing as t

import yaml

from tests.bench.playing import CONTROLLER, play, task
from tests.bench.turns import wall

if t.TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.simulator.launch import Running

PER_FILE: t.Final = 100
# The figures are those of servers that list all of their jobs.
PLAIN: t.Final[dict[str, t.Any]] = {"vms": 200, "hidden_jobs": False}

Json = dict[str, t.Any]


def jobs_of(simulator: Running) -> list[Json]:
    """Every job, as the server has it."""
    from tests.bench.floor import Server

    os.environ.update(floor_environment(simulator))
    return Server().jobs()


def as_written(simulator: Running) -> list[Json]:
    """The jobs of the server as somebody would keep them: what matters, machines by name."""
    from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema import job_types

    return [_entry(job) for job in jobs_of(simulator) if not job_types.is_listed_only(job["type"])]


def write_tree(folder: pathlib.Path, jobs: list[Json]) -> None:
    """Write ``jobs`` into files of ``folder``."""
    for start in range(0, len(jobs), PER_FILE):
        text = yaml.dump(jobs[start : start + PER_FILE], Dumper=yaml.CSafeDumper, sort_keys=False)
        (folder / f"{start:06}.yml").write_text(text, encoding="utf-8")


def requests_without_change(simulator: Running, folder: pathlib.Path) -> int:
    """How many requests the set in ``folder`` takes. Raises RuntimeError when it changes something."""
    sent = requests_of_set(simulator, {"src": [str(folder)]})
    if any(entry["method"] == "PUT" for entry in sent):
        raise RuntimeError("the set is not as the server is: the figures would be about writes")
    return len(sent)


def requests_of_set(simulator: Running, options: Mapping[str, t.Any]) -> list[Json]:
    """What ``veeam_jobs`` with these options sends."""
    before = len(simulator.requests())
    play([task("veeam_jobs", options, CONTROLLER)], simulator)
    return simulator.requests()[before:]


def new_job(name: str) -> Json:
    """A job that can be created."""
    storage = {
        "backupRepository": "Main",
        "backupProxies": {"autoSelectEnabled": True},
        "retentionPolicy": {"type": "Days", "quantity": 7},
    }
    settings = {"virtualMachines": {"includes": ["vcenter01.lab.local/app01"]}, "storage": storage}
    return {"name": name, "type": "VSphereBackup", "settings": settings}


def floor(simulator: Running, what: str, jobs: list[Json] | None = None) -> float:
    """The seconds of a process that does only what is needed: see ``tests/bench/floor.py``."""
    environment = {**os.environ, **floor_environment(simulator)}
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(jobs or [], file)
        file.flush()
        command = [sys.executable, "-m", "tests.bench.floor", what]
        return wall(lambda: subprocess.run(command, env={**environment, "BENCH_JOBS": file.name}, check=True))


def floor_environment(simulator: Running) -> dict[str, str]:
    """The variables of the environment that name a server to the floor."""
    port_and_trust = {"port": simulator.vbr_port, "ca_path": simulator.ca_path}
    names = {"BENCH_USERNAME": simulator.username, "BENCH_PASSWORD": simulator.password}
    return {**names, "BENCH_CONNECTION": json.dumps(port_and_trust)}


def _entry(job: Json) -> Json:
    options: Json = {str(key): job[key] for key in ("name", "type", "description") if key in job}
    storage = _parts(job, "storage", ("backupRepositoryId", "retentionPolicy"))
    schedule = _parts(job, "schedule", ("runAutomatically", "daily", "retry"))
    return {**options, "settings": {**_machines(job), **storage, **schedule}}


def _machines(job: Json) -> Json:
    includes = job.get("virtualMachines", {}).get("includes")
    if not includes:
        return {}
    kept = ("name", "hostName", "type")
    return {"virtualMachines": {"includes": [{key: item[key] for key in kept if key in item} for item in includes]}}


def _parts(job: Json, member: str, names: tuple[str, ...]) -> Json:
    found = {name: value for name in names if (value := job.get(member, {}).get(name)) is not None}
    return {member: found} if found else {}
