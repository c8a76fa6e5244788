# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""``products.py`` for a module that changes one job: it travels to the managed host without runs and backups."""

from __future__ import annotations

import typing as t

from .._http.wanted import always
from .api_options import refuse_options_of_others

if t.TYPE_CHECKING:
    from collections.abc import Callable

    from .._http.wanted import StillWanted
    from .._product import JobServer
    from .options import Params

    Open = Callable[[Params, StillWanted], JobServer]


def connect_to_jobs(params: Params, still_wanted: StillWanted = always) -> JobServer:
    """The server that the connection options in ``params`` name, with its jobs and nothing else.

    Nothing is sent before something is asked of it; ``still_wanted`` is asked before each request. Raises InvalidInput
    for an option that this API cannot make anything of.
    """
    refuse_options_of_others(params)
    return _SERVERS[params["api"]](params, still_wanted)


def _vbr(params: Params, still_wanted: StillWanted) -> JobServer:
    from .._vbr.job_server import VbrJobServer

    return VbrJobServer.from_params(params, still_wanted)


def _em(params: Params, still_wanted: StillWanted) -> JobServer:
    from .._em.job_server import EmJobServer

    return EmJobServer.from_params(params, still_wanted)


_SERVERS: dict[str, Open] = {"vbr": _vbr, "em": _em}
