# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a live server does by itself: more than half of its sessions belong to no job."""

from __future__ import annotations

import dataclasses
import typing as t

from tests.simulator.vbr.reshape import Verbatim


@dataclasses.dataclass(frozen=True)
class Kind:
    """A kind of system session: its type, its name, and its platform if it tells one.

    Types are shown as they are in every revision: live servers list types that no document has.
    """

    type: str
    name: str
    platform: str = ""
    job_id_is_own: bool = False


KINDS = (
    Kind(Verbatim("ConfigurationResynchronize"), "Configuration Database Resynchronize", job_id_is_own=True),
    Kind(Verbatim("PlatformServiceJob"), "Preparing worker worker01", platform="Proxmox"),
    Kind(Verbatim("VolumesDiscover"), "Volumes discovery", job_id_is_own=True),
    Kind(Verbatim("HealthStatusRefresh"), "Health status refresh"),
)


def kinds(count: int) -> t.Iterator[Kind]:
    """`count` of them in turn."""
    for number in range(count):
        yield KINDS[number % len(KINDS)]
