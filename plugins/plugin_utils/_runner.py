# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Does the work of a module in the process of Ansible that works on the task: same options, same results."""

from __future__ import annotations

import contextlib
import json
import os
import traceback
import typing as t

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.common.parameters import env_fallback, remove_values
from ansible.module_utils.errors import UnsupportedError
from ansible.module_utils.parsing.convert_bool import boolean

from ..module_utils._module.failure import failure
from ..module_utils._module.invocation import Invocation
from ..module_utils._module.progress_lines import ProgressLines
from ..module_utils._module.signals import Cancelled, Signals
from ..module_utils._progress import SILENT
from ..module_utils._redaction.outgoing import Outgoing
from ._parent import Parent
from ._surroundings import surroundings

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..module_utils._model import Json
    from ..module_utils._module.invocation import Module
    from ..module_utils._progress import Progress
    from ._ansible_task import AnsibleTask

# The variable of the environment with which tasks say nothing while they work.
PROGRESS: t.Final = "VEEAM_PROGRESS"


def run(module: Module, task: AnsibleTask, environment: Mapping[str, t.Any]) -> Json:
    """The result of ``module`` for ``task``, whose own variables of the environment are ``environment``.

    Never raises but what ends the task from outside: signals that came meanwhile are sent again, to those who handled
    them before, and a time-out of the task goes its way.
    """
    with surroundings(environment, task.folder):
        return _Run(module, task).result()


class _Run:
    """One task, within its surroundings."""

    def __init__(self, module: Module, task: AnsibleTask) -> None:
        self._module = module
        self._task = task
        self._warnings: list[str] = []

    def result(self) -> Json:
        """What the module would return."""
        given = self._task.arguments
        spec = self._module.options.for_ansible(env_fallback)
        checked = ArgumentSpecValidator(**spec).validate(given)
        params = checked.validated_parameters
        secrets = _values_without_log(spec["argument_spec"], given, params)
        if checked.error_messages:
            kind = f"Unsupported parameters for ({self._task.name}) module: "
            prefix = kind if isinstance(checked.errors[0], UnsupportedError) else ""
            return self._shown({"failed": True, "msg": prefix + checked.errors.msg}, params, secrets)
        outgoing = Outgoing(params)
        result = self._performed(params, outgoing)
        secrets |= outgoing.masked_everywhere()
        return self._shown(outgoing.result(result), outgoing.arguments(params), secrets)

    def _performed(self, params: Json, outgoing: Outgoing) -> Json:
        parent = Parent.of_this_process()
        with _signals() as signals, parent.watched():
            invocation = Invocation(
                params,
                self._task.check_mode,
                outgoing,
                self._warnings.append,
                progress=self._progress(params, outgoing),
                still_wanted=parent.still_wanted,
                shield=signals.shield,
            )
            try:
                result = self._module.perform(invocation)
                signals.shield()
            except (Exception, Cancelled, KeyboardInterrupt) as error:  # noqa: BLE001 -- the last net
                return {"failed": True, **failure(error, self._module), **self._traceback(error)}
            return result

    def _progress(self, params: Json, outgoing: Outgoing) -> Progress:
        """What the task says while it works: nothing when it is told to be silent."""
        wanted = os.environ.get(PROGRESS) or "true"
        if self._task.no_log or not boolean(wanted, strict=False):
            return SILENT
        return ProgressLines(self._task.say, outgoing.text, str(params.get("host") or ""))

    def _traceback(self, error: BaseException) -> Json:
        if not self._task.shows_tracebacks:
            return {}
        return {"exception": "".join(traceback.format_exception(error))}

    def _shown(self, result: Json, arguments: Json, secrets: set[str]) -> Json:
        """``result`` as ``AnsibleModule`` returns one."""
        if self._task.shows_arguments:
            result = {**result, "invocation": {"module_args": arguments}}
        if self._warnings:
            result["warnings"] = list(dict.fromkeys(self._warnings))
        kept = {name: value for name, value in result.items() if value is None or isinstance(value, bool)}
        crossed: Json = json.loads(json.dumps({**remove_values(result, secrets), **kept}, default=list))
        return crossed


@contextlib.contextmanager
def _signals() -> Iterator[Signals]:
    signals = Signals()
    try:
        signals.cancel()
        yield signals
    finally:
        signals.shield()
        signals.restore()


def _values_without_log(spec: Mapping[str, Mapping[str, t.Any]], *options: Mapping[str, t.Any]) -> set[str]:
    """The values of ``options`` that are never to be shown, each text in them where one is no text."""
    hidden = [name for name, option in spec.items() if option.get("no_log")]
    return {text for each in options for name in hidden for text in _texts(each.get(name)) if text}


def _texts(value: t.Any) -> Iterator[str]:
    if isinstance(value, (dict, list)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)
    elif value is not None and not isinstance(value, bool):
        yield str(value)
