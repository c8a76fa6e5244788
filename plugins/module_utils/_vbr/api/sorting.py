# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Which columns the server sorts a list by. The tables tell."""

from __future__ import annotations

import re

from ..._errors import InvalidInput, Unsupported
from ..._model import Order
from ..schema.revisions import REVISIONS, product
from ..schema.schemas import Definition, load


def sorting(path: str, order: Order, *, revision: str) -> tuple[tuple[str, str], ...]:
    """The query parameters that make the server sort the list at ``path`` (below ``/api/v1``).

    Raises InvalidInput for a column of another list, Unsupported for one that only newer servers have.
    """
    column = _columns(path, revision).value_like(_as_column(order.column))
    if column is not None:
        return (("orderColumn", column), ("orderAsc", str(not order.descending).lower()))
    able = [each for each in REVISIONS if _columns(path, each).value_like(_as_column(order.column))]
    if able:
        hint = f"It is known to {', '.join(able)} ({product(able[0])} and the like)."
        raise Unsupported(f"The value {order.column} of order_by", revision=revision, hint=hint)
    known = ", ".join(_as_option(name) for name in _columns(path, revision).values)
    problem = f"GET /api/v1{path} cannot be sorted by {order.column}, but by {known}"
    raise InvalidInput([("order_by", problem)])


def _columns(path: str, revision: str) -> Definition:
    tables = load(revision)
    return tables.definition(tables.filters(path)["orderColumn"].ref)


def _as_column(option: str) -> str:
    """``last_run``: LastRun."""
    return "".join(word.capitalize() for word in option.split("_"))


def _as_option(column: str) -> str:
    """``LastRun``: last_run."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", column).lower()
