# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Where a task runs: in the process of Ansible that works on it, or as a module as every other does. Pure."""

from __future__ import annotations

import os
import sys
import typing as t
from dataclasses import dataclass

AUTO: t.Final = "auto"
CONTROLLER: t.Final = "controller"
MODULE: t.Final = "module"
CHOICES: t.Final = (AUTO, CONTROLLER, MODULE)
# The connection plugin that runs modules where Ansible runs.
LOCAL: t.Final = "local"
# The variable of Ansible and the variable of the environment for the user's choice.
VARIABLE: t.Final = "veeam_run_in"
ENVIRONMENT: t.Final = "VEEAM_RUN_IN"


@dataclass(frozen=True)
class Circumstances:
    """What decides. ``wanted`` is the user's choice, one of ``CHOICES``.

    ``connection`` is the name of the connection plugin of the host that the task runs on, ``become`` the name of the
    become plugin, "" for none. ``interpreter`` is the Python that was asked for, ``auto...`` for none.
    ``unusable`` says why the code cannot run in this process, "" when it can.
    """

    wanted: str
    connection: str
    become: str
    is_async: bool
    interpreter: str
    unusable: str


@dataclass(frozen=True)
class Choice:
    """``in_controller``, and ``reason``: why it was chosen, as the end of a sentence."""

    in_controller: bool
    reason: str


class Impossible(Exception):
    """The user wants a task to run where it cannot: the message says why."""


def choose(facts: Circumstances) -> Choice:
    """Where the task runs. Raises Impossible."""
    if facts.wanted not in CHOICES:
        raise Impossible(f'{VARIABLE} must be one of {", ".join(CHOICES)}, not "{facts.wanted}".')
    if facts.wanted == MODULE:
        return Choice(in_controller=False, reason=f"{VARIABLE} says so")
    obstacle = next(_obstacles(facts), None)
    if facts.wanted == CONTROLLER:
        if obstacle is not None:
            raise Impossible(f"The task cannot run in the controller, as {VARIABLE} wants it to: {obstacle}.")
        return Choice(in_controller=True, reason=f"{VARIABLE} says so")
    reason = obstacle or next(_doubts(facts), None)
    return Choice(in_controller=reason is None, reason=reason or "it runs on the controller anyway")


def same_python(interpreter: str) -> bool:
    """Whether ``interpreter`` is the Python of this process. Links inside a virtual environment count as the same.

    The real path alone would take a virtual environment for the Python that it was made with.
    """
    folders = {os.path.realpath(os.path.dirname(sys.executable)), os.path.realpath(os.path.join(sys.prefix, "bin"))}
    is_beside = os.path.realpath(os.path.dirname(interpreter)) in folders
    return is_beside and os.path.realpath(interpreter) == os.path.realpath(sys.executable)


def _obstacles(facts: Circumstances) -> t.Iterator[str]:
    """What only a module can do."""
    if facts.connection != LOCAL:
        yield f"the connection is {facts.connection}"
    if facts.become:
        yield f"become is on ({facts.become})"
    if facts.is_async:
        yield "async is on"
    if facts.unusable:
        yield facts.unusable


def _doubts(facts: Circumstances) -> t.Iterator[str]:
    """What could make a difference to the user."""
    if not facts.interpreter.startswith("auto") and not same_python(facts.interpreter):
        yield f"ansible_python_interpreter is {facts.interpreter}, another Python than Ansible's"
    if sys.platform == "darwin":
        yield "on macOS proxies cannot be looked up in a process that was forked"
