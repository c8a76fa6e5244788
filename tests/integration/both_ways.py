# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plays the same tasks in the controller and as modules, and compares what came of it to the letter."""

from __future__ import annotations

import dataclasses
import difflib
import json
import os
import pathlib
import re
import shutil
import signal
import stat
import subprocess
import time
import typing as t

from ansible.parsing.vault import VaultLib, VaultSecret

from tests.integration.playbooks import Outcome, Playbooks, Tagged, Task, written

VAULT_PASSWORD: t.Final = "the vault's own"

# The four differences between the ways that there may be:
# 1. "invocation" follows the version of ansible-core: 2.21 adds it only where it was asked for, as these tests do, for
#    both ways. So it is compared here.
# 2. Ansible looks for a Python, and may warn of the one that it finds, only where it starts one.
_FACTS: t.Final = "ansible_facts"
_ONLY_OF_MODULES: t.Final = "discovered_interpreter_python"
_WARNINGS: t.Final = "warnings"
_DISCOVERED: t.Final = "is using the discovered Python interpreter"
# 3. Ansible's own line about an error says that an action failed, or a module. It is no part of a result.
# 4. Whether the task has shown its plan itself, which it can in the controller alone.
_ONLY_IN_CONTROLLER: t.Final = "plan_shown"
# And of ansible-core 2.18: where in its own code, or in ours, the time-out of the task was noticed.
_TIMED_OUT: t.Final = "timedout"
_FRAME: t.Final = "frame"
# A traceback has the stack of the way, so it only counts whether there is one.
_TRACEBACK: t.Final = "exception"
_EMPTIED: t.Final = (_FACTS, _WARNINGS)

# What is different in each run, whichever way it takes: the time, and ids of logons.
_OF_THE_RUN: t.Final = (
    re.compile(r"\d{4}\\?-\d\d\\?-\d\d[T ]\d\d:?\d\d(?::?\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?"),
    re.compile(r"\b\d\d:\d\d:\d\d(?:\.\d+)?\b"),
    re.compile(r"(?<=/logonSessions/)[\w-]+"),
    re.compile(r"\b[A-Z][a-z]{2} +\d+ \d{4} +\d+:\d\d[AP]M\b"),
)
# Less work for a module to begin, sets that are always in one order, and no lines about progress, which modules lack.
_SETTING: t.Final = {"ANSIBLE_PIPELINING": "true", "PYTHONHASHSEED": "0", "VEEAM_PROGRESS": "false"}
_ABSENT: t.Final = "(absent)"


@dataclasses.dataclass(frozen=True)
class Way:
    """What one way left: how it ended, what the server was asked for, and the files that were written."""

    outcome: Outcome
    requests: list[str]
    files: dict[str, tuple[str, str]]

    @property
    def results(self) -> list[Task]:
        """Name, status and result of each task, without what may differ."""
        return [{**each, "result": comparable(each["result"])} for each in self.outcome.tasks]

    def says(self, place: str) -> int:
        """How many tasks said that they run at ``place``."""
        return len(re.findall(rf" runs {place}: ", self.outcome.output))


@dataclasses.dataclass(frozen=True)
class BothWays:
    """Plays tasks in the controller, then as modules, each time with a fresh server and in an empty folder."""

    playbook: Playbooks

    def __call__(self, *tasks: Task, secrets: t.Iterable[str] = (), **stage: t.Any) -> Way:
        """Compare the ways and return that of the controller. ``secrets`` are searched in the output of both.

        ``stage`` is what ``play`` takes.
        """
        controller, module = self.play(*tasks, **stage)
        compare(controller, module)
        for secret in (self.playbook.simulator.password, *secrets):
            for spelling in (secret, json.dumps(secret)[1:-1]):
                assert spelling not in controller.outcome.output, secret
                assert spelling not in module.outcome.output, secret
        return controller

    def play(
        self,
        *tasks: Task,
        files: t.Mapping[str, str] | None = None,
        play: Task | None = None,
        env: t.Mapping[str, str] | None = None,
        faults: t.Sequence[str] = (),
        options: t.Sequence[str] = (),
    ) -> tuple[Way, Way]:
        """What the controller and the module leave. ``files`` are there before; ``options`` are ansible-playbook's."""

        def way(place: str) -> Way:
            self._prepare(files or {}, faults)
            outcome = self.playbook.run(
                [{"tasks": list(tasks), **(play or {})}],
                env={**self.playbook.connection, **_SETTING, **(env or {}), "VEEAM_RUN_IN": place},
                options=["-vvvv", *options],
            )
            requests = (f"{entry['method']} {entry['path']}" for entry in self.playbook.simulator.requests())
            return Way(outcome, _countable(map(_plain, requests)), dict(_files(self.playbook.folder, files or {})))

        return way("controller"), way("module")

    def cancelled(self, waiting: Task) -> tuple[tuple[int, str], tuple[int, str]]:
        """How both end when Ctrl-C is pressed during ``waiting``: the exit status and the errors."""

        def way(place: str) -> tuple[int, str]:
            self._prepare({}, ["session-stuck:*"])
            file = self.playbook.folder / "play.yml"
            file.write_text(written([{"hosts": "localhost", "gather_facts": False, "tasks": [waiting]}]), "utf-8")
            environment = {**self.playbook.connection, **_SETTING, "VEEAM_RUN_IN": place}
            running = subprocess.Popen(
                self.playbook.command(file),
                env=self.playbook.environment(self.playbook.folder / "results.json", environment),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
            with running:
                self._until(lambda: any(each["path"].endswith("/start") for each in self.playbook.simulator.writes()))
                os.killpg(running.pid, signal.SIGINT)
                errors = running.communicate(timeout=120)[1]
            self.await_log_off()
            return running.returncode, errors.strip()

        return way("controller"), way("module")

    def await_log_off(self) -> None:
        """Wait until nobody is logged on. A module that Ansible gave up goes on until it is done."""
        self._until(lambda: self.playbook.simulator.state()["vbr"]["open_tokens"] == 0)

    @staticmethod
    def _until(condition: t.Callable[[], bool]) -> None:
        for dummy in range(600):
            if condition():
                return
            time.sleep(0.1)
        raise AssertionError("it did not happen within a minute")

    def _prepare(self, files: t.Mapping[str, str], faults: t.Sequence[str]) -> None:
        """A folder with ``files`` and nothing else, and a server as it was in the beginning."""
        shutil.rmtree(self.playbook.folder, ignore_errors=True)
        for name, text in {"play.yml": "", **files}.items():
            path = self.playbook.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        self.playbook.simulator.reset()
        self.playbook.simulator.fault(*faults)


def _countable(requests: t.Iterable[str]) -> list[str]:
    """What was looked at, and what was sent in which order. How often a wait looks is left to chance."""
    seen = list(requests)
    looks = {request for request in seen if request.startswith("GET ")}
    return [*sorted(looks), *(request for request in seen if request not in looks)]


def compare(controller: Way, module: Way) -> None:
    """Refuse every difference, and two ways that are one."""
    different = [
        *_differences(controller.results, module.results, "tasks"),
        *_lines(controller.requests, module.requests, "requests"),
        *_differences(controller.files, module.files, "files"),
    ]
    assert not different, "\n".join(different)
    assert controller.outcome.code == module.outcome.code
    tasks = controller.says("in the controller")
    assert tasks, controller.outcome.output
    assert (controller.says("as a module"), module.says("in the controller")) == (0, 0), module.outcome.output
    assert module.says("as a module") == tasks


def _files(folder: pathlib.Path, given: t.Mapping[str, str]) -> t.Iterator[tuple[str, tuple[str, str]]]:
    """The files that a play has written: name, mode and content."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in {*given, "play.yml", "results.json"} and not name.startswith("tmp/"):
            mode = stat.filemode(path.stat().st_mode)
            yield name, (mode, _plain(path.read_text(encoding="utf-8")))


def _differences(one: t.Any, other: t.Any, path: str) -> t.Iterator[str]:
    """Where the two are not the same: what the controller has, and what the module has."""
    if isinstance(one, dict) and isinstance(other, dict):
        label = f"{path} {one.get('name')!r}" if set(one) == {"name", "status", "result"} else path
        for name in sorted({*one, *other}):
            yield from _differences(one.get(name, _ABSENT), other.get(name, _ABSENT), f"{label}.{name}")
    elif isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)) and len(one) == len(other):
        for number, pair in enumerate(zip(one, other, strict=True)):
            yield from _differences(*pair, f"{path}[{number}]")
    elif isinstance(one, str) and isinstance(other, str) and "\n" in one:
        yield from _lines(one.split("\n"), other.split("\n"), path)
    elif one != other or type(one) is not type(other):
        yield f"{path}: {one!r} in the controller, {other!r} as a module"


def _lines(one: list[str], other: list[str], path: str) -> t.Iterator[str]:
    return (f"{path}: {line}" for line in difflib.unified_diff(one, other, "controller", "module", n=0, lineterm=""))


def comparable(value: t.Any) -> t.Any:
    """A result without what may differ, and without what is different in each run."""
    if isinstance(value, dict):
        shared = {name: _shared(name, item) for name, item in value.items()}
        return {name: comparable(item) for name, item in shared.items() if _is_shared(name, item)}
    if isinstance(value, list):
        return [comparable(item) for item in value]
    return _plain(value) if isinstance(value, str) else value


def _is_shared(name: str, item: t.Any) -> bool:
    return not (name.startswith("_ansible_") or name == _ONLY_IN_CONTROLLER) and (
        name not in _EMPTIED or item not in ([], {})
    )


def _shared(name: str, item: t.Any) -> t.Any:
    """The part of a member that may not differ."""
    if name == _FACTS and isinstance(item, dict):
        return {key: inner for key, inner in item.items() if key != _ONLY_OF_MODULES}
    if name == _WARNINGS and isinstance(item, list):
        return [text for text in item if _DISCOVERED not in text]
    if name == _TIMED_OUT:
        return {key: inner for key, inner in item.items() if key != _FRAME}
    if name == _TRACEBACK:
        return bool(item)
    return item


def _plain(text: str) -> str:
    for pattern in _OF_THE_RUN:
        text = pattern.sub("<run>", text)
    return text


def vaulted(text: str) -> Tagged:
    """``text`` as ``ansible-vault encrypt_string`` writes it into a playbook."""
    secret = VaultSecret(VAULT_PASSWORD.encode())
    return Tagged("!vault", VaultLib([("default", secret)]).encrypt(text, secret).decode())
