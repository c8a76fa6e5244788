# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""No search for garbage while a big set is worked on."""

from __future__ import annotations

import gc
import typing as t
from contextlib import contextmanager

if t.TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def collection_paused() -> Iterator[None]:
    """Keep Python from looking for objects that refer to each other and to which nothing else refers.

    Nothing that is made for each job is of that kind, so everything is freed all the same; and looking through millions
    of objects again and again takes longer than making them.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            _take_for_old()
            gc.enable()


def _take_for_old() -> None:
    """Spare what was made by now the searches through all that is new: there would be three before it counts as old."""
    if not gc.get_freeze_count():
        gc.freeze()
        gc.unfreeze()
