# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Runs a module as Ansible's module: from its arguments to the result that it prints. Only this file knows Ansible."""

from __future__ import annotations

import typing as t

from ansible.module_utils.basic import AnsibleModule, env_fallback, missing_required_lib

from .._redaction.outgoing import Outgoing
from .failure import failure
from .invocation import Invocation
from .signals import Cancelled, Signals

if t.TYPE_CHECKING:
    from collections.abc import Callable

    from .._model import Json
    from .invocation import Module


def run(module: Module) -> t.NoReturn:
    """Let ``module`` do its work, and leave with the result or with one message."""
    ansible = AnsibleModule(supports_check_mode=True, **module.options.for_ansible(env_fallback))
    _require_libraries(ansible, module)
    outgoing = Outgoing(ansible.params)
    signals = Signals()
    invocation = Invocation(ansible.params, ansible.check_mode, outgoing, ansible.warn, shield=signals.shield)
    try:
        signals.cancel()
        result = module.perform(invocation)
        signals.shield()
        _leave(ansible, ansible.exit_json, result, outgoing)
    except (Exception, Cancelled, KeyboardInterrupt) as error:  # noqa: BLE001 -- the last net
        signals.shield()
        # While the error is handled: Ansible adds its traceback where one was asked for.
        _leave(ansible, ansible.fail_json, failure(error, module), outgoing)


def _leave(ansible: AnsibleModule, end: Callable[..., t.Any], result: Json, outgoing: Outgoing) -> t.NoReturn:
    """Print the result; Ansible puts the arguments of the task beside it."""
    ansible.no_log_values.update(outgoing.masked_everywhere())
    ansible.params = outgoing.arguments(ansible.params)
    end(**outgoing.result(result))
    raise AssertionError("neither exit_json nor fail_json returns")


def _require_libraries(ansible: AnsibleModule, module: Module) -> None:
    missing = module.missing_library(ansible.params)
    if missing is not None:
        message = missing_required_lib(missing.name, reason=missing.needed_for)
        ansible.fail_json(msg=message, exception=missing.traceback)
