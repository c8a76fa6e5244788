# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What a module would find around it: the environment of the task, and the folder of the playbook."""

from __future__ import annotations

import contextlib
import os
import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@contextlib.contextmanager
def surroundings(environment: Mapping[str, t.Any], folder: str) -> Iterator[None]:
    """Inside, this process has the variables of ``environment`` too and works in ``folder``, or where it goes to.

    Afterwards nothing of that is left: the items of a loop share a process.
    """
    usual = dict(os.environ)
    here = os.open(".", os.O_RDONLY)
    try:
        os.environ.update({name: str(value) for name, value in environment.items()})
        os.chdir(folder)
        yield
    finally:
        os.environ.clear()
        os.environ.update(usual)
        os.fchdir(here)
        os.close(here)
