# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Checks the jobs of a set without a server."""

from __future__ import annotations

import typing as t

from ..._job_files.report import shown, validate
from ..offline_module import OfflineModule
from ..options import Options, connection_options, job_set_options
from ..vocabularies import vocabulary

if t.TYPE_CHECKING:
    from ..._job_files.report import JobsValidated
    from ..invocation import Invocation

OPTIONS = (
    job_set_options()
    + connection_options().only("api")
    + Options(
        arguments={
            "policies": {"type": "list", "elements": "dict"},
            "api_version": {"type": "str"},
            "complete": {"type": "bool", "default": True},
            "managed_by": {"type": "str"},
            "fail_on": {"type": "str", "choices": ["error", "warning", "never"], "default": "error"},
        },
    )
)


def execute(invocation: Invocation) -> JobsValidated:
    """Return what is wrong with the jobs, and show what does not make the task fail."""
    verdict = validate(invocation.params, vocabulary(invocation.params["api"]))
    if verdict.problems:
        invocation.warn(shown(verdict))
    return verdict.as_dict()


MODULE = OfflineModule(OPTIONS, execute)
