# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Signals that end a task: by Ansible, by a terminal that is closed, from a keyboard."""

from __future__ import annotations

import signal
import typing as t

ENDING: t.Final = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


class Cancelled(BaseException):
    """The task was ended from outside. Not an Exception, so that nothing on the way takes it for an error."""


def cancel_at_signals() -> None:
    """Raise Cancelled in the main thread at the first signal that ends a task."""
    _at_signals(_cancel)


def ignore_signals() -> None:
    """From here on a signal would only leave a token behind, or a task without a result."""
    _at_signals(signal.SIG_IGN)


def _at_signals(handler: t.Any) -> None:
    """One that is ignored stays so: under ``nohup`` a task goes on."""
    for number in ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, handler)


def _cancel(signal_number: int, frame: t.Any) -> t.NoReturn:
    del signal_number, frame
    raise Cancelled
