# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the module for sets of jobs does with its options and its product. PRIVATE to the collection."""

from __future__ import annotations

import typing as t

from .._engine.sets import plan_file
from .._engine.sets.convergence import Convergence, SetOptions
from .._engine.sets.plan_binding import binding
from .._engine.sets.result import SetFailed, SetResult, as_reviewed
from .._errors import InvalidInput
from .._files import output
from .._job_files.loading import Sources, load
from .._model import ServerIdentity
from .vocabularies import vocabulary

if t.TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .._engine.sets.set_plan import SetPlan
    from .._model import Json
    from .._product import Product

Params = t.Mapping[str, t.Any]


class Task(t.Protocol):
    """What is needed of ``_module/run.Task``, which is above."""

    @property
    def product(self) -> Product:
        """The server."""

    @property
    def params(self) -> Params:
        """The options."""

    @property
    def check_mode(self) -> bool:
        """Whether nothing may be written."""

    @property
    def warn(self) -> Callable[[str], None]:
        """Shows a text to the person at the terminal."""

    @property
    def doubt(self) -> Callable[[Iterable[str]], None]:
        """Takes values of job files that may be secrets."""

    @property
    def covered(self) -> Callable[[Json], Json]:
        """A result without what may be a secret, for a file."""


def bring_about(task: Task) -> dict[str, t.Any]:
    """Plan the set, compare the plan with the reviewed one, write the plan, apply it.

    Returns the result of the module. Raises VeeamError, as SetFailed with what became of each job.
    """
    params = task.params
    if params["export_src"] and not task.check_mode:
        raise InvalidInput([("export_src", "stands for a server that cannot be changed; run the task in check mode")])
    jobs = load(Sources.from_params(params), vocabulary(params["api"]))
    task.doubt(jobs.doubtful)
    options = SetOptions.from_params(params, owner=jobs.owner)
    reviewed = plan_file.read(params["plan_src"]) if params["plan_src"] else None
    _check_plan_dest(params)
    convergence = Convergence(task.product, jobs, options)
    plan = convergence.plan()
    for warning in plan.warnings:
        task.warn(warning)
    if reviewed is not None or params["plan_dest"]:
        now = task.covered(plan_file.document(plan, binding(params, owner=jobs.owner, server=_server(task))))
        if reviewed is not None:
            plan_file.refuse_if_outdated(reviewed, now)
        if params["plan_dest"]:
            plan_file.write(params["plan_dest"], now)
    if task.check_mode:
        return convergence.predict(plan).as_dict()
    result = _applied(task, convergence, plan)
    return (result if reviewed is None else as_reviewed(result)).as_dict()


def _check_plan_dest(params: Params) -> None:
    """What cannot be written is said before the server is asked for anything."""
    if params["plan_dest"]:
        saved = [params["export_src"]] if params["export_src"] else []
        output.check_all([("plan_dest", params["plan_dest"])], [*(params["src"] or ()), *saved])
        plan_file.check_place(params["plan_dest"])


def _server(task: Task) -> ServerIdentity:
    saved = task.params["export_src"]
    return ServerIdentity("", f"the export {saved}", 0) if saved else task.product.identity()


def _applied(task: Task, convergence: Convergence, plan: SetPlan) -> SetResult:
    """Apply ``plan``; jobs that moved on since are told as warnings, whether other jobs fail or not."""
    try:
        result = convergence.apply(plan)
    except SetFailed as error:
        _warn(task, error.result)
        raise
    _warn(task, result)
    return result


def _warn(task: Task, result: SetResult) -> None:
    for warning in result.moved_on.values():
        task.warn(warning)
