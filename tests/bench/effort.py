# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How much is measured."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass


@dataclass(frozen=True)
class Effort:
    """How often and how much. A figure is the median of its rounds."""

    # Of single tasks and the smallest plays.
    quick_rounds: int
    # Of what has a goal, and of what takes longer or has none.
    rounds: int
    long_rounds: int
    servers_rounds: int
    # Of jobs on the server.
    sizes: tuple[int, ...]
    found_among: tuple[int, ...]
    # Tasks of each kind in loops: all together, and in one loop. The loops take turns.
    looped: int
    in_one_loop: int
    # Jobs that are written, and servers with so many jobs each.
    written: int
    servers: int
    jobs_of_a_server: int


FULL: t.Final = Effort(
    quick_rounds=8,
    rounds=5,
    long_rounds=3,
    servers_rounds=2,
    sizes=(10, 100, 1_000, 5_000),
    found_among=(10, 1_000, 10_000),
    looped=300,
    in_one_loop=100,
    written=200,
    servers=8,
    jobs_of_a_server=300,
)
# To see that everything works; the figures mean little.
SMALL: t.Final = Effort(
    quick_rounds=2,
    rounds=1,
    long_rounds=1,
    servers_rounds=1,
    sizes=(10, 100),
    found_among=(10, 100),
    looped=6,
    in_one_loop=3,
    written=10,
    servers=2,
    jobs_of_a_server=10,
)
