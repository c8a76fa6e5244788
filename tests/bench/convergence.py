# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What ``veeam_jobs`` costs: sets in which nothing differs, creates and updates, memory, and what it is compared with.

``python -m tests.bench.convergence FOLDER``, run in a process of its own, plans the set in FOLDER without Ansible and
prints KiB as JSON, which is how the memory is measured.
"""

from __future__ import annotations

import importlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import typing as t

import yaml

from tests.bench.playing import play
from tests.bench.report import Row, Section, median
from tests.simulator.launch import Running, launch

SIZES = (10, 100, 300, 1_000, 5_000)
GOALS = {1_000: 2.0, 5_000: 2.5}
LOOP_GOALS = {300: 0.01}
ROUNDS = 3
LOOPED = 100
WRITTEN_IN_LOOPS = 20
VEEAM_JOB = "`veeam_job`"
WRITTEN = 200
PER_FILE = 100
# The figures are those of servers that list all of their jobs.
PLAIN: t.Final[dict[str, t.Any]] = {"vms": 200, "hidden_jobs": False}

Task = dict[str, t.Any]
Json = dict[str, t.Any]


def measure() -> Section:
    """No-op sets of every size, then writes."""
    rows: list[Row] = []
    notes: list[str] = []
    with launch(**PLAIN, jobs=LOOPED + 20) as simulator:
        models = simulator_jobs(simulator)[:LOOPED]
        loops = _loops(simulator, _as_written(simulator)[:LOOPED], "PUT", models)
    for size in SIZES:
        with launch(**PLAIN, jobs=size) as simulator, tempfile.TemporaryDirectory() as name:
            seconds = _nothing_to_change(simulator, pathlib.Path(name), size, rows, notes)
        what = f"{size:,} jobs, nothing to change: `veeam_jobs` less an empty module"
        rows += _over_loops(what, seconds, size, loops, goal=LOOP_GOALS.get(size))
    per_task = ", ".join(f"{what} {each * 1000:.0f} ms" for what, each in loops.items())
    notes.append(f"Loops were measured with {LOOPED} jobs and grow with their number; a task of {per_task}.")
    with launch(**PLAIN, jobs=10, latency_ms=20) as simulator, tempfile.TemporaryDirectory() as name:
        _writes(simulator, pathlib.Path(name), rows, notes)
    return Section("Sets of jobs", rows, notes=" ".join(notes))


def _nothing_to_change(simulator: Running, folder: pathlib.Path, size: int, rows: list[Row], notes: list[str]) -> float:
    """Add what was found to ``rows`` and ``notes``. Return the seconds that the set takes beyond an empty module."""
    jobs = _as_written(simulator)
    _write_tree(folder, jobs)
    _floor(simulator, "list")
    floors = [_floor(simulator, "list") for dummy in range(ROUNDS)]
    before = len(simulator.requests())
    tasks = [
        {"name": "empty module", "bench_empty": {}},
        {"name": "veeam_jobs", "backupops.veeam.veeam_jobs": {"src": [str(folder)]}},
    ]
    # An empty set of the simulator's jobs: nothing may differ, or the figures would be about writes.
    play(tasks, simulator)
    requests = simulator.requests()[before:]
    if any(entry["method"] == "PUT" for entry in requests):
        raise RuntimeError("the set is not as the server is")
    empty, many = (median(_seconds(task, simulator) for dummy in range(ROUNDS)) for task in tasks)
    floor = median(each["wall"] for each in floors)
    what = f"{size:,} jobs, nothing to change"
    rows.append(
        Row(f"{what}: `veeam_jobs` less an empty module, over the floor", (many - empty) / floor, goal=GOALS.get(size))
    )
    rows.append(Row(f"{what}: `veeam_jobs` over an empty module", many / empty, goal=1.6 if size == 1_000 else None))
    rows.append(Row(f"{what}: requests", len(requests), "requests"))
    rows.append(
        Row(f"{what}: peak memory over an empty module", _memory(simulator, folder) - _memory(simulator), "MiB")
    )
    notes.append(f"{size:,} jobs: floor {floor:.2f} s, empty module {empty:.2f} s, veeam_jobs {many:.2f} s.")
    return many - empty


def _seconds(task: Task, simulator: Running) -> float:
    """What a play with one task takes, from the start of ansible-playbook to its end."""
    started = time.perf_counter()
    play([task], simulator)
    return time.perf_counter() - started


def _over_loops(what: str, seconds: float, size: int, loops: dict[str, float], *, goal: float | None) -> list[Row]:
    return [
        Row(f"{what}, over a loop of {task}", seconds / (size * each), goal=goal if task == VEEAM_JOB else None)
        for task, each in loops.items()
    ]


def _loops(simulator: Running, jobs: list[Json], method: str, bodies: list[Json]) -> dict[str, float]:
    """The seconds of each task of a loop, by what the task is: over ``jobs`` by name, and over requests by hand."""
    url = f"https://localhost:{simulator.vbr_port}/api"
    version = {"x-api-version": "1.3-rev2"}
    common = {"ca_path": simulator.ca_path, "return_content": True}
    form = {"grant_type": "password", "username": simulator.username, "password": simulator.password}
    signed = {**version, "Authorization": "Bearer {{ logon.json.access_token }}"}
    log_on = {"url": f"{url}/oauth2/token", "method": "POST", "body_format": "form-urlencoded", "body": form}
    path = "/v1/jobs/{{ item.id }}" if method == "PUT" else "/v1/jobs"
    send = {"url": f"{url}{path}", "method": method, "body_format": "json", "body": "{{ item }}"}
    job = {
        "name": "{{ item.name }}",
        "type": "{{ item.type }}",
        "description": "{{ item.description | default(omit) }}",
        "settings": "{{ item.settings }}",
    }
    tasks: list[Task] = [
        {"name": "loop", "backupops.veeam.veeam_job": job, "loop": jobs},
        {"name": "uri: logon", "ansible.builtin.uri": {**common, **log_on, "headers": version}, "register": "logon"},
        {
            "name": "uri",
            "ansible.builtin.uri": {**common, **send, "headers": signed, "status_code": [200, 201, 204, 400]},
            "loop": bodies,
        },
    ]
    taken = play(tasks, simulator)
    return {
        VEEAM_JOB: taken["loop"][0] / len(jobs),
        f"`ansible.builtin.uri` with a {method} for each": taken["uri"][0] / len(bodies),
    }


def _writes(simulator: Running, folder: pathlib.Path, rows: list[Row], notes: list[str]) -> None:
    bodies = [_new_job(f"bench {number:04}") for number in range(WRITTEN)]
    tree = folder / "tree"
    tree.mkdir()
    _write_tree(tree, bodies)
    empty = {"name": "empty module", "bench_empty": {}}
    many = {"name": "veeam_jobs", "backupops.veeam.veeam_jobs": {"src": [str(tree)]}}
    before = len(simulator.requests())
    created = play([empty, many], simulator)
    posts = len(simulator.requests()) - before
    models = [job for job in simulator_jobs(simulator) if job["name"].startswith("bench")]
    spec = {name: value for name, value in models[0].items() if name not in ("id", "isDisabled")}
    plain = [{**spec, "name": f"floor {number:04}"} for number in range(WRITTEN)]
    floor = _floor(simulator, "create", plain, folder)["wall"]
    _write_tree(tree, [{**body, "description": "changed by the set"} for body in bodies])
    before = len(simulator.requests())
    changed = play([empty, many], simulator)
    puts = len(simulator.requests()) - before
    lowest = _floor(simulator, "change", models, folder)["wall"]
    seconds = [taken["veeam_jobs"][0] - taken["empty module"][0] for taken in (created, changed)]
    by_task, by_change = _writing_loops(simulator, spec)
    for does, taken, least, requests, loops in (
        ("creates", seconds[0], floor, posts, by_task),
        ("updates", seconds[1], lowest, puts, by_change),
    ):
        what = f"{WRITTEN} {does} with 8 threads and 20 ms latency"
        rows.append(Row(f"{what}: over the floor", taken / least, goal=2.0 if does == "creates" else None))
        rows.append(Row(f"{what}: requests", requests, "requests"))
        rows += _over_loops(what, taken, WRITTEN, loops, goal=None)
    notes.append(f"Floor of {WRITTEN} creates {floor:.2f} s, of updates {lowest:.2f} s.")


def _writing_loops(simulator: Running, spec: Json) -> tuple[dict[str, float], dict[str, float]]:
    """What ``_loops`` says of creates and of updates; a few are enough, since each task costs the same."""
    numbers = range(WRITTEN_IN_LOOPS)
    jobs = [_new_job(f"loop {number:04}") for number in numbers]
    creates = _loops(simulator, jobs, "POST", [{**spec, "name": f"uri {number:04}"} for number in numbers])
    change = {"description": "changed by the loop"}
    models = [{**job, **change} for job in simulator_jobs(simulator) if job["name"].startswith("uri")]
    return creates, _loops(simulator, [{**job, **change} for job in jobs], "PUT", models)


def _new_job(name: str) -> Json:
    storage = {
        "backupRepository": "Main",
        "backupProxies": {"autoSelectEnabled": True},
        "retentionPolicy": {"type": "Days", "quantity": 7},
    }
    settings = {"virtualMachines": {"includes": ["vcenter01.lab.local/app01"]}, "storage": storage}
    return {"name": name, "type": "VSphereBackup", "settings": settings}


def simulator_jobs(simulator: Running) -> list[Json]:
    """Every job, as the server has it."""
    from tests.bench.floor import Server

    os.environ.update(_environment(simulator))
    return Server().jobs()


def _as_written(simulator: Running) -> list[Json]:
    """The jobs of the server as somebody would keep them: what matters, machines by name."""
    from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema import job_types

    found = simulator_jobs(simulator)
    return [_entry(job) for job in found if not job_types.is_listed_only(job["type"])]


def _entry(job: Json) -> Json:
    settings: Json = {}
    includes = job.get("virtualMachines", {}).get("includes")
    if includes:
        kept = ("name", "hostName", "type")
        settings["virtualMachines"] = {
            "includes": [{key: item[key] for key in kept if key in item} for item in includes]
        }
    storage = {key: job.get("storage", {}).get(key) for key in ("backupRepositoryId", "retentionPolicy")}
    if any(storage.values()):
        settings["storage"] = {key: value for key, value in storage.items() if value}
    schedule = {key: job.get("schedule", {}).get(key) for key in ("runAutomatically", "daily", "retry")}
    if any(schedule.values()):
        settings["schedule"] = {key: value for key, value in schedule.items() if value is not None}
    options: Json = {str(key): job[key] for key in ("name", "type", "description") if key in job}
    return {**options, "settings": settings}


def _write_tree(folder: pathlib.Path, jobs: list[Json]) -> None:
    for start in range(0, len(jobs), PER_FILE):
        text = yaml.dump(jobs[start : start + PER_FILE], Dumper=yaml.CSafeDumper, sort_keys=False)
        (folder / f"{start:06}.yml").write_text(text, encoding="utf-8")


def _environment(simulator: Running) -> dict[str, str]:
    connection = {"port": simulator.vbr_port, "ca_path": simulator.ca_path}
    names = {"BENCH_USERNAME": simulator.username, "BENCH_PASSWORD": simulator.password}
    return {**os.environ, **names, "BENCH_CONNECTION": json.dumps(connection)}


def _floor(
    simulator: Running, what: str, jobs: list[Json] | None = None, folder: pathlib.Path | None = None
) -> dict[str, float]:
    """What the floor takes: ``wall`` is the whole process."""
    environment = _environment(simulator)
    if jobs is not None and folder is not None:
        path = folder / "floor.json"
        path.write_text(json.dumps(jobs), encoding="utf-8")
        environment["BENCH_JOBS"] = str(path)
    started = time.perf_counter()
    found = _run(["tests.bench.floor", what], environment)
    return {**found, "wall": time.perf_counter() - started}


def _memory(simulator: Running, folder: pathlib.Path | None = None) -> float:
    """Peak MiB of a process that plans the set in ``folder``; without one, that only is a module."""
    arguments = ["tests.bench.convergence", *([] if folder is None else [str(folder)])]
    return _run(arguments, _environment(simulator))["kibibytes"] / 1024


def _run(arguments: list[str], environment: dict[str, str]) -> dict[str, float]:
    command = [sys.executable, "-m", *arguments]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _plan(folder: str) -> None:
    from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.convergence import (
        Convergence,
        SetOptions,
    )
    from ansible_collections.backupops.veeam.plugins.module_utils._job_files.loading import Sources, load
    from ansible_collections.backupops.veeam.plugins.module_utils._module.vocabularies import vocabulary
    from ansible_collections.backupops.veeam.plugins.module_utils._vbr.product import VbrProduct

    product = VbrProduct.from_params(
        {
            **json.loads(os.environ["BENCH_CONNECTION"]),
            "host": "localhost",
            "validate_certs": True,
            "timeout": 300,
            "retries": 0,
            "token": None,
            "username": os.environ["BENCH_USERNAME"],
            "password": os.environ["BENCH_PASSWORD"],
            "api_version": "auto",
        }
    )
    convergence = Convergence(product, load(Sources(src=(folder,)), vocabulary("vbr")), SetOptions())
    convergence.predict(convergence.plan())
    product.close()


if __name__ == "__main__":
    # What every module has to begin with.
    importlib.import_module("ansible.module_utils.basic")
    if len(sys.argv) > 1:
        _plan(sys.argv[1])
    # Not ru_maxrss, which also knows how big the process was that started this one.
    status = pathlib.Path("/proc/self/status").read_text(encoding="utf-8")
    peak = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    print(json.dumps({"kibibytes": int(peak)}))
