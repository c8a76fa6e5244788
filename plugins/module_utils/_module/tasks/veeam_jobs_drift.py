# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Compares the jobs of a set with the server, and writes reports."""

from __future__ import annotations

import typing as t

from ..._engine.sets.drift import compare
from ..._errors import VeeamError
from ..._files import output
from ..._job_files.loading import Sources, load
from ..._reports import delivery
from ..options import Options, backup_server_options, connection_or_export_options, job_set_options
from ..saved_export import connect_or_read, paths_read
from ..server_module import ServerModule

if t.TYPE_CHECKING:
    from ..._engine.results import DriftResult
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
            "fail_on": {"type": "str", "choices": ["none", "info", "warning", "critical"], "default": "none"},
            "reports": {
                "type": "list",
                "elements": "dict",
                "default": [],
                "options": {
                    "format": {"type": "str", "choices": list(delivery.FORMATS), "required": True},
                    "dest": {"type": "path", "required": True},
                },
            },
        },
    )
)


def execute(invocation: Invocation, product: JobFilesServer) -> DriftResult:
    """Compare, write the reports, and fail when what was found is too bad."""
    params = invocation.params
    words = product.vocabulary
    jobs = load(Sources.from_params(params), words)
    invocation.outgoing.doubt(jobs.doubtful)
    server = params["host"] or params["export_src"]
    _check_reports(params)
    found = compare(product, jobs, owner=jobs.owner, judge=words.judge, server=server)
    drift = found.covered(lambda tree: invocation.for_a_file(tree, product))
    delivery.write(drift, params["reports"])
    result = delivery.result(drift, params["reports"])
    if delivery.at_least(drift, params["fail_on"]):
        raise VeeamError(f"The server is not as the job files say.\n{result['text']}", **result)
    return result


def _check_reports(params: Params) -> None:
    """What cannot be written is said before the server is asked for anything."""
    wanted = [("reports", report["dest"]) for report in params["reports"]]
    output.check_all(wanted, paths_read(params))
    for dummy, path in wanted:
        delivery.check_place(path)


MODULE = ServerModule(OPTIONS, execute, connect_or_read)
