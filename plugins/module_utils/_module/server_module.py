# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""A module that works with a server: opens the product, lets the module work, logs off."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .._http.transport import REQUESTS_MISSING
from .invocation import MissingLibrary
from .options import change_directory, check_numbers, check_values

if t.TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .._expressions.query import Query
    from .._http.wanted import StillWanted
    from .._model import Json
    from .._product import Connection
    from .invocation import Invocation
    from .options import Options, Params


Served = t.TypeVar("Served", bound="Connection")


@dataclass(frozen=True)
class ServerModule(t.Generic[Served]):
    """``execute`` does the work with the product that ``open_product`` makes from the options.

    Nothing is sent, not even a logon, before something is asked of the product.
    """

    when_cancelled: t.ClassVar = "What was started on the server goes on running there."
    when_mistaken: t.ClassVar = "What was asked for may have been done in part: look at the server."

    options: Options
    execute: Callable[[Invocation, Served], Mapping[str, t.Any]]
    open_product: Callable[[Params, StillWanted], Served]

    def missing_library(self, params: Params) -> MissingLibrary | None:
        if REQUESTS_MISSING:
            return MissingLibrary("requests", "", REQUESTS_MISSING)
        if params.get("query"):
            # Here and below: most tasks do not need it, and every import costs each task its time.
            from .._expressions.query import JMESPATH_MISSING

            if JMESPATH_MISSING:
                return MissingLibrary("jmespath", "for the option query", JMESPATH_MISSING)
        return None

    def perform(self, invocation: Invocation) -> Json:
        params = invocation.params
        query = _query(params.get("query"))
        check_numbers(params)
        check_values(params)
        change_directory(params)
        product = self.open_product(params, invocation.still_wanted)
        try:
            try:
                result = dict(self.execute(invocation, product))
                if "query" in params:
                    result["query_result"] = query.search(result) if query else None
                return result
            finally:
                invocation.shield()
        finally:
            # Reached also when a signal comes in the moment before the task is shielded from them.
            _log_off(invocation, product)


def _query(expression: str | None) -> Query | None:
    if not expression:
        return None
    from .._expressions.query import Query

    return Query(expression)


def _log_off(invocation: Invocation, product: Connection) -> None:
    invocation.shield()
    invocation.learn_secrets(product)
    try:
        warnings = product.close()
    except Exception as error:  # noqa: BLE001 -- a log-off hides neither a result nor an error
        warnings = [f"Could not log off: {type(error).__name__}: {error}"]
    for warning in warnings:
        invocation.warn(warning)
