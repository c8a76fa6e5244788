# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Which jobs of a set must be written before which others. Pure functions."""

from __future__ import annotations

import graphlib
import typing as t

from ..._errors import InvalidInput

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Key = t.TypeVar("Key", str, int)


def ordered(needs: Mapping[str, Iterable[str]]) -> list[str]:
    """The names in ``needs``, each after all those that it needs. What is needed but not in ``needs`` is left out.

    Raises InvalidInput that shows the cycle when there is one.
    """
    try:
        return list(sorter(needs).static_order())
    except graphlib.CycleError as error:
        # graphlib shows the cycle from what is needed to what needs it.
        cycle = " needs ".join(f'"{name}"' for name in reversed(error.args[1]))
        text = f"the jobs of the set depend on each other in a circle, so that none can be written first: {cycle}"
        raise InvalidInput([("jobs", text)]) from None


def sorter(needs: Mapping[Key, Iterable[Key]]) -> graphlib.TopologicalSorter[Key]:
    """The graph of ``needs`` without what is not in it and without jobs that refer to themselves."""
    return graphlib.TopologicalSorter(
        {job: [needed for needed in wanted if needed in needs and needed != job] for job, wanted in needs.items()}
    )
