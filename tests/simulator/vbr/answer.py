# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers in the shape of the revision that was asked for."""

from __future__ import annotations

import typing as t

from starlette.requests import Request
from starlette.responses import JSONResponse

from tests.openapi import Shape, document
from tests.simulator.vbr import live, paging, reshape, state
from tests.simulator.vbr.defaults import complete


def shaped(request: Request, value: t.Any, status: int = 200) -> JSONResponse:
    """`value`, written in the newest revision's vocabulary, as the requested revision says it.

    Members that the revision does not know are left out; ones that it requires and `value` lacks get a neutral value.
    """
    revision = state.revision_of(request)
    operation = document(revision).operation(request.method, request.url.path)
    shape = operation.replies.get(status) if operation else None
    if shape is not None:
        value = complete(reshape.to_revision(value, shape, revision), shape, document(revision).shapes)
    if isinstance(value, dict) and isinstance(value.get("data"), list):
        value["data"] = paging.without_ids(request, value["data"])
    return JSONResponse(_presented(request, value, shape), status_code=status)


def _presented(request: Request, value: t.Any, shape: Shape | None) -> t.Any:
    """`value` with its times, and the order of its members, as this server writes them."""
    world, here = state.of(request).world, document(state.revision_of(request))
    template = here.template(request.url.path) or ""
    value = live.Times(world.clock.zone, live=world.options.is_live, template=template).written(value)
    return live.ordered(value, shape, here.shapes) if shape is not None and world.options.is_live else value
