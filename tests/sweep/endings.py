# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Real plays that are ended at any moment, in every way in which people and machines end them.

What must hold: the logon is ended, no process is left over, nothing is begun once Ansible is gone, little once it was
told to end, and the exit status is Ansible's.
"""

from __future__ import annotations

import contextlib
import dataclasses
import pathlib
import signal
import tempfile
import typing as t

from tests.integration.em_playbooks import EmPlaybooks
from tests.integration.playbooks import Playbooks, task
from tests.simulator.launch import launch
from tests.sweep.ended_play import (
    WORKERS_STAND_APART,
    Ended,
    Way,
    close_the_terminal,
    end_a_play,
    kill_a_worker,
    kill_the_group,
    press_ctrl_c,
    send,
    wait_for_its_end,
)
from tests.sweep.figures import Effort, Figures, Section
from tests.sweep.scenarios import EM_SCHEDULE, NEW_SETTINGS

if t.TYPE_CHECKING:
    from collections.abc import Collection, Iterator

SMALL: t.Final = 1
LARGE: t.Final = 96
THREADS: t.Final = 4
NEW: t.Final = tuple(
    {"name": f"new {number}", "type": "VSphereBackup", "settings": NEW_SETTINGS} for number in range(60)
)
EM_JOBS: t.Final = ("Oracle Backup", "CRM Backup", "SQL Backup HV", "Manual Backup")


@dataclasses.dataclass(frozen=True)
class Scene:
    """A task and the faults of the server meanwhile. It is ended within ``span`` seconds from its first request."""

    title: str
    task: dict[str, t.Any]
    span: float
    faults: tuple[str, ...] = ()
    api: str = "vbr"


def _apply(title: str, *faults: str) -> Scene:
    jobs = task("apply", "veeam_jobs", jobs=list(NEW), managed_by="git", concurrency=THREADS)
    return Scene(title, jobs, 2.5, faults)


def _wait(title: str, span: float, *faults: str) -> Scene:
    started = task("wait", "veeam_job_state", name="Web servers", state="started", wait_interval=300)
    return Scene(title, started, span, ("session-stuck:*", *faults))


SCENES: t.Final = (
    _wait("wait", 5.0),
    _wait("wait for an answer", 3.0, "slow-answer:GET /api/v1/sessions/*:90:after=1:count=always"),
    _wait("pause for minutes", 1.5, "429:GET /api/v1/jobs*:retry-after=240:count=always"),
    _apply("apply"),
    _apply("apply with answers that do not come", "slow-answer:POST /api/v1/jobs:90:after=9:count=always"),
    Scene(
        "apply",
        task(
            "apply",
            "veeam_jobs",
            jobs=[{"name": name, "description": "changed", "settings": EM_SCHEDULE} for name in EM_JOBS],
            managed_by="git",
            concurrency=THREADS,
        ),
        1.5,
        api="em",
    ),
)


@dataclasses.dataclass(frozen=True)
class Ending:
    """One way to end a play, and the exit status that Ansible has then (None: whatever it is).

    ``spares_workers``: so that they can still log off. ``times_out``: the task has a ``timeout`` instead.
    """

    title: str
    way: Way
    code: int | None
    spares_workers: bool = True
    times_out: bool = False


ENDINGS: t.Final = (
    Ending("Ctrl-C", press_ctrl_c, 99),
    Ending("TERM", send(signal.SIGTERM), -signal.SIGTERM),
    Ending("INT", send(signal.SIGINT), 99),
    Ending("HUP", send(signal.SIGHUP), -signal.SIGHUP),
    Ending("terminal closed", close_the_terminal, -signal.SIGHUP),
    Ending("KILL", send(signal.SIGKILL), -signal.SIGKILL),
    Ending("KILL of the group", kill_the_group, -signal.SIGKILL, spares_workers=WORKERS_STAND_APART),
    Ending("KILL of the worker", kill_a_worker, None, spares_workers=False),
    Ending("timeout of the task", wait_for_its_end, 2, times_out=True),
)


def run(effort: Effort) -> Figures:
    """Every way to end every scene, at moments of chance; small: one of them."""
    figures = Figures()
    every = [(scene, ending, turn) for turn in range(2) for scene in SCENES for ending in ENDINGS]
    slowest = 0.0
    inputs = effort.share(every, small=SMALL, large=LARGE)
    with _servers({scene.api for scene, dummy, turn in inputs}) as servers:
        for scene, ending, turn in inputs:
            after = effort.random(scene.title, scene.api, ending.title, turn).uniform(0, scene.span)
            about = f"{scene.api} {scene.title}, {ending.title} after {after:.2f} s"
            ended = play(servers[scene.api], scene, ending, after)
            judge(figures, ended, ending, servers[scene.api].simulator.password, about)
            slowest = max(slowest, ended.seconds)
            figures.inputs += 1
    print(f"   the longest time from an end to the end of the last process: {slowest:.1f} s")
    return figures


def play(playbooks: Playbooks, scene: Scene, ending: Ending, after: float) -> Ended:
    """End ``scene`` once."""
    playbooks.simulator.reset()
    playbooks.simulator.fault(*scene.faults)
    played = {**scene.task, "timeout": 2 + int(after)} if ending.times_out else scene.task
    return end_a_play(playbooks, [played], ending.way, after=after)


def judge(figures: Figures, ended: Ended, ending: Ending, password: str, about: str) -> None:
    """Count what is wrong with how a play ended."""
    if ended.code is None or ended.processes_left:
        figures.count("hangs", f"{about}: status {ended.code}, processes left: {ended.processes_left}")
    if "Traceback" in ended.output:
        figures.count("tracebacks", f"{about}: {ended.output[-1500:]}")
    if password in ended.output:
        figures.count("leaks", about)
    if ended.open_logons and ending.spares_workers and ended.knew_its_logon:
        figures.count("logons_left", f"{about}: last {[_named(entry) for entry in ended.requests[-5:]]}")
    if ending.code is not None and ended.code not in (ending.code, 0):
        figures.count("other_damage", f"{about}: ended with {ended.code} and not {ending.code}")
    # Each thread may have asked whether it is still wanted just before.
    if len(ended.parent_late) > THREADS + 1:
        figures.count("other_damage", f"{about}: {len(ended.parent_late)} requests after Ansible was gone")
    begun = [entry for entry in ended.late if _begins(entry)]
    if len(begun) > 3 * THREADS and not ending.times_out:
        figures.count("other_damage", f"{about}: {len(begun)} jobs were begun after the end")
    if ended.open_logons == 0 and not ended.ended_its_logon_last:
        figures.count("other_damage", f"{about}: something was sent after the log-off")


def _begins(entry: dict[str, t.Any]) -> bool:
    return bool(entry["method"] == "POST" and entry["path"] == "/api/v1/jobs")


def _named(entry: dict[str, t.Any]) -> str:
    return f"{entry['method']} {entry['path']}"


@contextlib.contextmanager
def _servers(apis: Collection[str]) -> Iterator[dict[str, Playbooks]]:
    with contextlib.ExitStack() as stack:
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
        found: dict[str, Playbooks] = {}
        for api in apis:
            port = {"em_port": 0} if api == "em" else {}
            server = stack.enter_context(launch(latency_ms=30, session_seconds=0.3, **port))
            found[api] = EmPlaybooks(server, folder) if api == "em" else Playbooks(server, folder)
        yield found


SECTION = Section(name="endings", about="real plays that are ended at any moment, both APIs", run=run)
