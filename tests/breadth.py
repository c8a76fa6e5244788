# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How much of what varies is tried: the ends of it in ``make test``, all of it in ``make matrix``."""

from __future__ import annotations

import os
import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Sequence

VARIABLE: t.Final = "TESTS_BREADTH"
ALL: t.Final = "all"

Value = t.TypeVar("Value")


def is_whole() -> bool:
    """Whether everything is to be tried."""
    return os.environ.get(VARIABLE) == ALL


def ends(values: Sequence[Value]) -> Sequence[Value]:
    """The first and the last of ``values``, which stand in an order; all of them where everything is to be tried."""
    return values if is_whole() or len(values) < 3 else (values[0], values[-1])
