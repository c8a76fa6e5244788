# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One message for whatever is not an error of ours. PRIVATE to the collection."""

from __future__ import annotations

import os
import traceback

LONGEST = 300
OURS = f"{os.sep}plugins{os.sep}module"


def explained(error: Exception, *, meanwhile: str) -> str:
    """One message about ``error``, which only a mistake in the code can have let through.

    ``meanwhile`` says what became of the server. Fail while the error is handled: Ansible adds its traceback where it
    was asked for as much.
    """
    text = " ".join(str(error).split())[:LONGEST]
    said = f"{type(error).__name__}: {text}" if text else type(error).__name__
    return (
        f"This is a mistake in the collection, perhaps an answer of the server that it does not understand: {said} "
        f"({_place(error)}). {meanwhile} Please report it with its traceback, which "
        "ANSIBLE_DISPLAY_TRACEBACK=error (-vvv with ansible-core 2.18) shows."
    )


def _place(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return "nowhere"
    last = next((frame for frame in reversed(frames) if OURS in frame.filename), frames[-1])
    return f"{os.path.basename(os.path.dirname(last.filename))}/{os.path.basename(last.filename)}, line {last.lineno}"
