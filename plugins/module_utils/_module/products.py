# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Which package speaks which vendor API. The only place that knows all of them."""

from __future__ import annotations

import typing as t

from .._errors import InvalidInput
from .._http.wanted import always

if t.TYPE_CHECKING:
    from collections.abc import Callable

    from .._http.wanted import StillWanted
    from .._product import Product
    from .options import Params

    Open = Callable[[Params, StillWanted], Product]


def connect(params: Params, still_wanted: StillWanted = always) -> Product:
    """The product that the connection options in ``params`` name. Nothing is sent before something is asked of it.

    ``still_wanted`` is asked before each request.

    Raises InvalidInput for an option that this API cannot make anything of.
    """
    _refuse_options_of_others(params)
    return _PRODUCTS[params["api"]](params, still_wanted)


def _vbr(params: Params, still_wanted: StillWanted) -> Product:
    # Imported here so that a task reads the code of its own API only.
    from .._vbr.product import VbrProduct

    return VbrProduct.from_params(params, still_wanted)


def _em(params: Params, still_wanted: StillWanted) -> Product:
    from .._em.product import EmProduct

    return EmProduct.from_params(params, still_wanted)


def _refuse_options_of_others(params: Params) -> None:
    problems = [
        (option, f"is for api: {api} only: {why}")
        for option, (api, why) in _ONLY.items()
        if params.get(option) and params["api"] != api
    ]
    if problems:
        raise InvalidInput(problems)


_PRODUCTS: dict[str, Open] = {"vbr": _vbr, "em": _em}
# Options that one API knows, and why the others do not.
_ONLY: dict[str, tuple[str, str]] = {
    "backup_server": ("em", "with api: vbr the backup server is the one that host names"),
    "representation": ("em", "the other API has one form of a backup"),
    "child_backups": ("em", "the other API does not put backups into each other"),
    "vm_restore_points": ("em", "in the other API every restore point is one of a machine"),
}
