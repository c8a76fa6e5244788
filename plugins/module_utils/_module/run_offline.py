# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From the options of a task that needs no server to its result: what ``_module/run`` is for the others. PRIVATE."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

from .._errors import VeeamError
from .._expressions.query import JMESPATH_MISSING
from .._job_files.reading import YAML_MISSING
from . import unexpected_error
from .ending import WayOut
from .options import change_directory, check_values

if t.TYPE_CHECKING:
    from collections.abc import Callable

    from .options import Options

Result = dict[str, t.Any]


@dataclass(frozen=True)
class OfflineTask:
    """What a module has to work with. ``warn`` shows a text to the person at the terminal."""

    params: dict[str, t.Any]
    warn: Callable[[str], None]


def run(options: Options, act: Callable[[OfflineTask], Result]) -> t.NoReturn:
    """Let ``act`` do the work of a module, and leave with the result or with one message."""
    module = AnsibleModule(supports_check_mode=True, **options.for_ansible())
    _require_libraries(module)
    way_out = WayOut(module)
    try:
        check_values(module.params)
        change_directory(module.params)
        way_out.leave(act(OfflineTask(module.params, way_out.warn)))
    except VeeamError as error:
        way_out.fail(error.message, **error.details)
    except Exception as error:  # noqa: BLE001 -- the last net
        way_out.fail(unexpected_error.explained(error, meanwhile="No server was asked for anything."))
    raise AssertionError("neither exit_json nor fail_json returns")


def _require_libraries(module: AnsibleModule) -> None:
    if YAML_MISSING:
        module.fail_json(msg=missing_required_lib("PyYAML"), exception=YAML_MISSING)
    if JMESPATH_MISSING:
        module.fail_json(msg=missing_required_lib("jmespath", reason="for policies"), exception=JMESPATH_MISSING)
