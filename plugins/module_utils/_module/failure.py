# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What a task returns that ended with an error: one message, whatever the error was."""

from __future__ import annotations

import os
import traceback
import typing as t

from .._errors import VeeamError
from .signals import Cancelled

if t.TYPE_CHECKING:
    from .._model import Json
    from .invocation import Module

LONGEST = 300
OURS = f"{os.sep}plugins{os.sep}module"


def failure(error: BaseException, module: Module) -> Json:
    """The failed result of ``module``: ``msg``, and the details of an error of the collection."""
    if isinstance(error, VeeamError):
        return {"msg": error.message, **error.details}
    if isinstance(error, (Cancelled, KeyboardInterrupt)):
        return {"msg": f"The task was cancelled. {module.when_cancelled}"}
    return {"msg": _mistake(error, module.when_mistaken)}


def _mistake(error: BaseException, meanwhile: str) -> str:
    """One message about ``error``, which only a mistake in the code can have let through."""
    text = " ".join(str(error).split())[:LONGEST]
    said = f"{type(error).__name__}: {text}" if text else type(error).__name__
    return (
        f"This is a mistake in the collection, perhaps an answer of the server that it does not understand: {said} "
        f"({_place(error)}). {meanwhile} Please report it with its traceback, which "
        "ANSIBLE_DISPLAY_TRACEBACK=error (-vvv with ansible-core 2.18) shows."
    )


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return "nowhere"
    last = next((frame for frame in reversed(frames) if OURS in frame.filename), frames[-1])
    return f"{os.path.basename(os.path.dirname(last.filename))}/{os.path.basename(last.filename)}, line {last.lineno}"
