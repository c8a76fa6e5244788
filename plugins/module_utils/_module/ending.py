# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How a module leaves: with its result or with one message, through ``_redaction/outgoing.py``. PRIVATE."""

from __future__ import annotations

import typing as t

from .._redaction.outgoing import Outgoing

if t.TYPE_CHECKING:
    from collections.abc import Iterable

    from ansible.module_utils.basic import AnsibleModule


class WayOut:
    """The way out of ``module``; nothing else calls its ``exit_json``, ``fail_json`` and ``warn``."""

    def __init__(self, module: AnsibleModule) -> None:
        self._module = module
        self._outgoing = Outgoing(module.params)

    def doubt(self, values: Iterable[str]) -> None:
        """Values of files that may be secrets."""
        self._outgoing.doubt(values)

    def know(self, secrets: Iterable[str], names: Iterable[str]) -> None:
        """The tokens of the task, and the names by which the server knows its secrets."""
        self._outgoing.add(secrets)
        self._outgoing.trust(names)

    def covered(self, tree: dict[str, t.Any]) -> dict[str, t.Any]:
        """A part of a file that the task writes, without secrets."""
        return self._outgoing.content(tree)

    def warn(self, text: str) -> None:
        """Show a warning."""
        self._module.warn(self._outgoing.text(text))

    def leave(self, result: dict[str, t.Any]) -> t.NoReturn:
        """End the task with its result."""
        self._cover()
        self._module.exit_json(**self._outgoing.result(result))
        raise AssertionError("exit_json does not return")

    def fail(self, message: str, **details: t.Any) -> t.NoReturn:
        """End the task as failed, with one message."""
        self._cover()
        self._module.fail_json(**self._outgoing.result({"msg": message, **details}))
        raise AssertionError("fail_json does not return")

    def _cover(self) -> None:
        """Ansible puts the arguments of the task beside the result."""
        self._module.no_log_values.update(self._outgoing.masked_everywhere())
        self._module.params = self._outgoing.arguments(self._module.params)
