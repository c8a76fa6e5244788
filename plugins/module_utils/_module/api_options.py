# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Connection options that only one of the APIs can make anything of."""

from __future__ import annotations

import typing as t

from .._errors import InvalidInput

if t.TYPE_CHECKING:
    from .options import Params


def refuse_options_of_others(params: Params) -> None:
    """Raise InvalidInput for an option in ``params`` that is for another API than the chosen one."""
    problems = [
        (option, f"is for api: {api} only: {why}")
        for option, (api, why) in _ONLY.items()
        if params.get(option) and params["api"] != api
    ]
    if problems:
        raise InvalidInput(problems)


# Options that one API knows, and why the others do not.
_ONLY: dict[str, tuple[str, str]] = {
    "backup_server": ("em", "with api: vbr the backup server is the one that host names"),
    "representation": ("em", "the other API has one form of a backup"),
    "child_backups": ("em", "the other API does not put backups into each other"),
    "vm_restore_points": ("em", "in the other API every restore point is one of a machine"),
}
