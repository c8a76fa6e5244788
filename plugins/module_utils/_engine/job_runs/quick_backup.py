# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""A backup of one machine now, unless its newest restore point is young enough."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .waiting import wait_for

if t.TYPE_CHECKING:
    from ..._model import Json, Machine
    from ..._product import Product
    from ..results import QuickBackupResult
    from .waiting import WaitOptions


@dataclass(frozen=True)
class BackupRequest:
    """Which machine. ``max_age`` in seconds, None to back up in any case. ``wait`` is None to go on at once."""

    machine: Machine
    max_age: int | None = None
    wait: WaitOptions | None = None


def back_up(product: Product, request: BackupRequest, *, check_mode: bool) -> QuickBackupResult:
    """Raises NotFound and Ambiguous for the machine before anything is done."""
    located = product.quick_backup.locate(request.machine)
    newest = product.quick_backup.newest_restore_point(located) if request.max_age is not None else None
    if newest is not None and request.max_age is not None and product.quick_backup.age(newest) <= request.max_age:
        return _result(changed=False, restore_point=newest)
    if check_mode:
        return _result(changed=True, restore_point=newest)
    session = product.quick_backup.start(located).session
    if session is None:
        return _result(changed=False, restore_point=newest)
    if request.wait is None:
        return _result(changed=True, session=session.raw)
    session = wait_for(product.sessions, session, request.wait, request.machine.name or "")
    return _result(changed=True, session=session.raw, restore_point=product.quick_backup.newest_restore_point(located))


def _result(*, changed: bool, session: Json | None = None, restore_point: Json | None = None) -> QuickBackupResult:
    return {"changed": changed, "session": session or {}, "restore_point": restore_point or {}}
