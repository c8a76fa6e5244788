# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One run of a module in this process, and what is wrong with how it ended."""

from __future__ import annotations

import contextlib
import dataclasses
import importlib
import io
import json
import pathlib
import signal
import sys
import traceback
import typing as t
from unittest import mock

from tests.sweep.site import Hang, Killed, usual_signals

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.sweep.figures import Figures
    from tests.sweep.site import Site

COLLECTION = "ansible_collections.backupops.veeam.plugins"
MODULES = f"{COLLECTION}.modules"
TASKS = f"{COLLECTION}.module_utils._module.tasks"
ENDING = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
# How the message of the last net begins.
UNFORESEEN = "This is a mistake in the collection"


@dataclasses.dataclass
class Played:
    """How a module ended. ``result`` is None when it printed none; ``error`` is the traceback or the hang.

    ``signals`` are those that reached the handlers of Ansible, in the controller.
    """

    result: dict[str, t.Any] | None
    printed: str
    error: str = ""
    hang: str = ""
    killed: bool = False
    signals: tuple[int, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether the task failed."""
        return self.result is None or bool(self.result.get("failed"))

    @property
    def message(self) -> str:
        """The message of a task that failed."""
        return str((self.result or {}).get("msg", ""))


def play(site: Site, module: str, *, check: bool = False, **options: t.Any) -> Played:
    """Run ``module`` against ``site`` with the options of a connection and ``options``."""
    code = importlib.import_module(f"{MODULES}.{module}")
    out, error, hang, killed = io.StringIO(), "", "", False
    given = {"_ansible_check_mode": check, "_ansible_diff": True, **site.params(**options)}
    # A module ends with its process, and need not go back to where it was started.
    here = contextlib.chdir(pathlib.Path.cwd())
    with here, _arguments(given), usual_signals(), site.reached(), _output(out):
        try:
            code.main()
        except SystemExit:
            pass
        except Hang as caught:
            hang = str(caught)
        except Killed:
            killed = True
        except BaseException:  # noqa: BLE001 -- what a module does not catch is what is looked for
            error = traceback.format_exc()
    printed = out.getvalue()
    result = _result(printed)
    if result is None and not (error or hang or killed):
        error = f"no result was printed: {printed[:500]}"
    return Played(result, printed, error, hang, killed)


@dataclasses.dataclass(frozen=True)
class Task:
    """What the runner of the controller asks Ansible about a task."""

    given: dict[str, t.Any]
    check_mode: bool
    name: str
    folder: str = "."
    no_log: bool = False
    shows_arguments: bool = True
    shows_tracebacks: bool = False

    @property
    def arguments(self) -> dict[str, t.Any]:
        """The options."""
        return self.given

    def say(self, text: str) -> None:
        """Nobody listens."""


def play_in_controller(site: Site, module: str, *, check: bool = False, **options: t.Any) -> Played:
    """Like ``play``, as an action plugin does it: in the process of Ansible, which handles signals, too."""
    code = importlib.import_module(f"{TASKS}.{module}").MODULE
    runner = importlib.import_module(f"{COLLECTION}.plugin_utils._runner")
    task = Task(site.params(**options), check, f"backupops.veeam.{module}")
    result, error, hang, killed, heard = None, "", "", False, []
    with usual_signals(), site.reached():
        for number in ENDING:
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, lambda number, frame: heard.append(number))
        try:
            result = runner.run(code, task, {})
        except Hang as caught:
            hang = str(caught)
        except Killed:
            killed = True
        except Exception:  # noqa: BLE001 -- what the runner does not catch is what is looked for
            error = traceback.format_exc()
    return Played(result, json.dumps(result), error, hang, killed, tuple(heard))


def judge(figures: Figures, site: Site, played: Played, about: str) -> None:
    """Count what is wrong with how a module ended. ``about`` says which input it was."""
    if played.error:
        figures.count("tracebacks", f"{about}: {played.error.strip().splitlines()[-1]}")
    if played.hang:
        figures.count("hangs", f"{about}: {played.hang}")
    if "Traceback (most recent call last)" in played.printed:
        figures.count("tracebacks", f"{about}: printed a traceback")
    if played.message.startswith(UNFORESEEN):
        figures.count("unforeseen", f"{about}: {played.message}")
    if leaked(site, played):
        figures.count("leaks", f"{about}: {played.printed[:300]}")


def leaked(site: Site, played: Played) -> bool:
    """Whether the password stands in what was printed, as it is or as JSON, a URL or YAML would spell it."""
    secret = site.options.password
    spelt = {secret, json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
    return any(word in played.printed for word in spelt)


@contextlib.contextmanager
def _output(out: io.StringIO) -> Iterator[None]:
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        yield


@contextlib.contextmanager
def _arguments(given: dict[str, t.Any]) -> Iterator[None]:
    """What Ansible hands to a module that it starts."""
    from ansible.module_utils import basic

    arguments = json.dumps({"ANSIBLE_MODULE_ARGS": given}).encode()
    with contextlib.ExitStack() as stack:
        stack.enter_context(mock.patch.object(basic, "_ANSIBLE_ARGS", arguments))
        # ansible-core 2.19 and newer ask how the arguments are written.
        stack.enter_context(mock.patch.object(basic, "_ANSIBLE_PROFILE", "legacy", create=True))
        stack.enter_context(mock.patch.object(sys, "argv", ["module"]))
        # A module has a process of its own, in which nothing of the controller is loaded (ansible-core 2.19 and newer).
        with contextlib.suppress(ImportError):
            internal = importlib.import_module("ansible.module_utils._internal")
            stack.enter_context(mock.patch.multiple(internal, is_controller=False))
        yield


def _result(printed: str) -> dict[str, t.Any] | None:
    for line in reversed(printed.strip().splitlines()):
        if line.startswith("{"):
            try:
                found = json.loads(line)
            except ValueError:
                return None
            return found if isinstance(found, dict) else None
    return None
