# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Which package speaks which vendor API. With ``job_servers.py`` and ``vocabularies.py`` the only place that knows."""

from __future__ import annotations

import typing as t

from .._http.wanted import always
from .api_options import refuse_options_of_others

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
    refuse_options_of_others(params)
    return _PRODUCTS[params["api"]](params, still_wanted)


def _vbr(params: Params, still_wanted: StillWanted) -> Product:
    # Imported here so that a task reads the code of its own API only.
    from .._vbr.product import VbrProduct

    return VbrProduct.from_params(params, still_wanted)


def _em(params: Params, still_wanted: StillWanted) -> Product:
    from .._em.product import EmProduct

    return EmProduct.from_params(params, still_wanted)


_PRODUCTS: dict[str, Open] = {"vbr": _vbr, "em": _em}
