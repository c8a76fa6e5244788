# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""The action plugins of the collection: run a task in the controller where that makes no difference but in time.

What is imported here is imported once for a whole run of ``ansible-playbook``: Ansible loads action plugins before it
forks the processes that work on tasks. Nothing is read or sent meanwhile, and nothing fails: where the code cannot be
imported, tasks run as modules.
"""

from __future__ import annotations

import importlib
import typing as t
import warnings
from dataclasses import dataclass

from ansible.plugins.action.normal import ActionModule as NormalAction

from ._ansible_task import AnsibleTask
from ._choice import Impossible, choose
from ._late_imports import import_for

_TASKS: t.Final = "ansible_collections.backupops.veeam.plugins.module_utils._module.tasks"
_RUNNER: t.Final = "ansible_collections.backupops.veeam.plugins.plugin_utils._runner"


@dataclass(frozen=True)
class Loaded:
    """The code of a module: the ``Module`` and what runs it, or ``trouble``, why there is none."""

    module: t.Any = None
    run: t.Any = None
    trouble: str = ""


def load(name: str) -> Loaded:
    """The code of the module ``name``. Never raises."""
    try:
        with warnings.catch_warnings():
            # What a library says while it is imported (requests: about versions of others) would stand on the terminal.
            warnings.simplefilter("ignore")
            module = importlib.import_module(f"{_TASKS}.{name}").MODULE
            if module.missing_library({}) is None:
                import_for(name)
            return Loaded(module, importlib.import_module(_RUNNER).run)
    except Exception as error:  # noqa: BLE001 -- whatever a library does when it is imported
        return Loaded(trouble=f"the code cannot be imported here ({type(error).__name__}: {error})")


class VeeamAction(NormalAction):
    """An action plugin for the module whose code is ``loaded``."""

    loaded: t.ClassVar[Loaded]

    def run(self, tmp: t.Any = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        """The result of the task, whichever way it takes."""
        task = AnsibleTask(self, task_vars or {})
        environment = task.environment()
        try:
            choice = choose(task.circumstances(environment, unusable=self._trouble(task)))
        except Impossible as error:
            return {"failed": True, "msg": str(error)}
        place = "in the controller" if choice.in_controller else "as a module"
        task.tell(f"{task.name} runs {place}: {choice.reason}")
        if not choice.in_controller:
            result: dict[str, t.Any] = super().run(tmp, task_vars)
            return result
        found: dict[str, t.Any] = self.loaded.run(self.loaded.module, task, environment)
        return found

    def _trouble(self, task: AnsibleTask) -> str:
        """Why the code cannot run in this process, "" when it can."""
        if self.loaded.trouble:
            return self.loaded.trouble
        missing = self.loaded.module.missing_library(task.arguments)
        return f"{missing.name} cannot be imported here" if missing else ""
