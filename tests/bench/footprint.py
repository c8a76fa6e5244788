# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The memory of a process and of all that it started, while it runs. Linux only: it is read from ``/proc``."""

from __future__ import annotations

import glob
import pathlib
import subprocess
import time
import typing as t
from dataclasses import dataclass

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PAUSE: t.Final = 0.01
_PROC: t.Final = pathlib.Path("/proc")


@dataclass(frozen=True)
class Footprint:
    """MiB. ``distinct`` counts each page once: one that n processes share is the n-th part of a page in each.

    ``private`` has only the pages that one process alone has. When a process forks, all of its pages cease to be.
    """

    distinct: float = 0
    private: float = 0

    def __add__(self, other: Footprint) -> Footprint:
        """Both together."""
        return Footprint(self.distinct + other.distinct, self.private + other.private)

    def largest(self, other: Footprint) -> Footprint:
        """The larger one of each figure."""
        return Footprint(max(self.distinct, other.distinct), max(self.private, other.private))


def peak(command: list[str], environment: Mapping[str, str]) -> Footprint:
    """The most that ``command`` and its processes had together. Raises RuntimeError when it fails."""
    highest = Footprint()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None:
        highest = highest.largest(of_tree(process.pid))
        time.sleep(_PAUSE)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
    return highest


def of_tree(pid: int) -> Footprint:
    """What the process and those below it have now."""
    return sum(map(_of_process, _tree(pid)), Footprint())


def _tree(pid: int) -> Iterator[int]:
    yield pid
    # Not pathlib's, which stumbles over a process that ends meanwhile.
    for task in glob.iglob(str(_PROC / str(pid) / "task" / "*" / "children")):
        for child in _read(pathlib.Path(task)).split():
            yield from _tree(int(child))


def _of_process(pid: int) -> Footprint:
    """Nothing for a process that is gone."""
    lines = (line.split() for line in _read(_PROC / str(pid) / "smaps_rollup").splitlines()[1:])
    kibibytes = {name.rstrip(":"): int(value) for name, value, *dummy in lines}
    private = kibibytes.get("Private_Clean", 0) + kibibytes.get("Private_Dirty", 0)
    return Footprint(kibibytes.get("Pss", 0) / 1024, private / 1024)


def _read(path: pathlib.Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return ""
