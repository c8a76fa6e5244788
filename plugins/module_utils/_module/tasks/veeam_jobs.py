# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Makes the jobs of a set what their files want."""

from __future__ import annotations

import typing as t

from ..._engine.sets import plan_file
from ..._engine.sets.convergence import Convergence, SetOptions
from ..._engine.sets.plan_binding import binding
from ..._engine.sets.result import SetFailed, SetResult, as_reviewed
from ..._errors import InvalidInput
from ..._files import output
from ..._job_files.loading import Sources, load
from ..options import Options, backup_server_options, connection_or_export_options, job_set_options
from ..saved_export import connect_or_read, paths_read
from ..server_module import ServerModule

if t.TYPE_CHECKING:
    from ..._engine.results import JobSetResult
    from ..._engine.sets.set_plan import SetPlan
    from ..._product import JobFilesServer
    from ..invocation import Invocation
    from ..options import Params

OPTIONS = (
    connection_or_export_options()
    + backup_server_options()
    + job_set_options()
    + Options(
        arguments={
            "managed_by": {"type": "str"},
            "prune": {"type": "str", "choices": ["none", "report", "disable", "delete"], "default": "none"},
            "prune_limit": {"type": "str", "default": "10%"},
            "protected": {"type": "list", "elements": "str", "default": []},
            "on_error": {"type": "str", "choices": ["continue", "stop"], "default": "continue"},
            "concurrency": {"type": "int", "default": 8},
            "plan_dest": {"type": "path"},
            "plan_src": {"type": "path"},
        },
    )
)


def execute(invocation: Invocation, product: JobFilesServer) -> JobSetResult:
    """Plan the set, compare the plan with the reviewed one, write the plan, apply it.

    Returns the result of the module. Raises VeeamError, as SetFailed with what became of each job.
    """
    params = invocation.params
    if params["export_src"] and not invocation.check_mode:
        raise InvalidInput([("export_src", "stands for a server that cannot be changed; run the task in check mode")])
    jobs = load(Sources.from_params(params), product.vocabulary)
    invocation.outgoing.doubt(jobs.doubtful)
    options = SetOptions.from_params(params, owner=jobs.owner)
    reviewed = plan_file.read(params["plan_src"]) if params["plan_src"] else None
    _check_plan_dest(params)
    convergence = Convergence(product, jobs, options, invocation.progress)
    plan = convergence.plan()
    for warning in plan.warnings:
        invocation.warn(warning)
    if reviewed is not None or params["plan_dest"]:
        document = plan_file.document(plan, binding(params, owner=jobs.owner, server=product.identity()))
        now = invocation.for_a_file(document, product)
        if reviewed is not None:
            plan_file.refuse_if_outdated(reviewed, now)
        if params["plan_dest"]:
            plan_file.write(params["plan_dest"], now)
    if invocation.check_mode:
        return convergence.predict(plan).as_dict()
    result = _applied(invocation, convergence, plan)
    return (result if reviewed is None else as_reviewed(result)).as_dict()


def _check_plan_dest(params: Params) -> None:
    """What cannot be written is said before the server is asked for anything."""
    if params["plan_dest"]:
        output.check_all([("plan_dest", params["plan_dest"])], paths_read(params))
        plan_file.check_place(params["plan_dest"])


def _applied(invocation: Invocation, convergence: Convergence, plan: SetPlan) -> SetResult:
    """Apply ``plan``; jobs that moved on since are told as warnings, whether other jobs fail or not."""
    try:
        result = convergence.apply(plan)
    except SetFailed as error:
        _warn(invocation, error.result)
        raise
    _warn(invocation, result)
    return result


def _warn(invocation: Invocation, result: SetResult) -> None:
    for warning in result.moved_on.values():
        invocation.warn(warning)


MODULE = ServerModule(OPTIONS, execute, connect_or_read)
