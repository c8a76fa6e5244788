# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""One task of Ansible, as far as it matters here. All that is not documented of ``ActionBase`` is used in this file."""

from __future__ import annotations

import functools
import os
import typing as t

from ansible.constants import config
from ansible.errors import AnsibleError
from ansible.utils.display import Display

from . import _choice
from ._plain import plain

if t.TYPE_CHECKING:
    from collections.abc import Mapping

    from ansible.plugins.action import ActionBase

# Since ansible-core 2.21 results have the arguments of the task only for those who ask.
_INVOCATION: t.Final = "INJECT_INVOCATION"
# Since ansible-core 2.19; before, tracebacks were shown from this verbosity on.
_TRACEBACKS: t.Final = "DISPLAY_TRACEBACK"
_TRACEBACK_VERBOSITY: t.Final = 3


class AnsibleTask:
    """The task that ``action`` was made for; ``variables`` are those of its host."""

    def __init__(self, action: ActionBase, variables: Mapping[str, t.Any]) -> None:
        self._action = action
        self._task = action._task
        self._connection = action._connection
        self._variables = variables
        self._display = Display()

    @property
    def name(self) -> str:
        """The module, as the playbook calls it."""
        return str(self._task.action)

    @property
    def check_mode(self) -> bool:
        """Whether nothing may be changed."""
        return bool(self._task.check_mode)

    @property
    def no_log(self) -> bool:
        """Whether nothing may be said about the task."""
        return bool(self._task.no_log)

    @property
    def folder(self) -> str:
        """Where relative paths of a module count from: the folder of the playbook."""
        return str(self._action._loader.get_basedir())

    @property
    def host(self) -> str:
        """The name of the host in the inventory, for lines on the terminal."""
        return str(self._variables.get("inventory_hostname") or "")

    @functools.cached_property
    def arguments(self) -> dict[str, t.Any]:
        """The arguments with the defaults of ``module_defaults``, as plain values."""
        return plain(self._task.args)

    def environment(self) -> dict[str, t.Any]:
        """The variables of ``environment:`` of the play, the blocks and the task."""
        found: dict[str, t.Any] = {}
        self._action._compute_environment_string(found)
        return found

    def circumstances(self, environment: Mapping[str, t.Any], *, unusable: str) -> _choice.Circumstances:
        """What decides where the task runs. ``environment`` is that of the task."""
        wanted = self._rendered(self._variables.get(_choice.VARIABLE))
        become = self._connection.become
        return _choice.Circumstances(
            wanted=wanted or str({**os.environ, **environment}.get(_choice.ENVIRONMENT) or _choice.AUTO),
            connection=self._connection_name(),
            become=str(become.name) if become else "",
            is_async=bool(self._task.async_val),
            interpreter=self._interpreter(),
            unusable=unusable,
        )

    def tell(self, text: str) -> None:
        """Say ``text`` to those who asked for details, at ``-vv``."""
        self._display.vv(text, host=self.host or None)

    def say(self, text: str) -> None:
        """Show ``text`` now, on the error stream: what a callback writes to the other one stays what it is."""
        self._display.display(text, stderr=True)

    @property
    def shows_arguments(self) -> bool:
        """Whether results have the arguments of the task."""
        return bool(self._setting(_INVOCATION, default=True))

    @property
    def shows_tracebacks(self) -> bool:
        """Whether errors come with their traceback."""
        events = self._setting(_TRACEBACKS, default=None)
        if events is None:
            return bool(self._display.verbosity >= _TRACEBACK_VERBOSITY)
        return not {"always", "error"}.isdisjoint(events)

    def _connection_name(self) -> str:
        """The name of the connection plugin: of one that is made from another, the one that tells them apart."""
        names = (str(self._connection.transport), str(self._connection._load_name).rpartition(".")[2])
        return next((name for name in names if name != _choice.LOCAL), _choice.LOCAL)

    def _interpreter(self) -> str:
        """The Python that modules of the host would run with, ``auto...`` when Ansible looks for one."""
        variables = self._variables
        if self._task.delegate_to:
            variables = variables.get("ansible_delegated_vars", {}).get(self._task.delegate_to, {})
        return self._rendered(config.get_config_value("INTERPRETER_PYTHON", variables=variables))

    def _rendered(self, value: t.Any) -> str:
        return str(self._action._templar.template(value) or "").strip()

    def _setting(self, name: str, *, default: t.Any) -> t.Any:
        """A setting of Ansible that not every version has."""
        try:
            return config.get_config_value(name, variables=self._variables)
        except AnsibleError:
            return default
