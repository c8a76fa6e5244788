# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The simulator's clock, which tests may put forward instead of waiting."""

from __future__ import annotations

import datetime


class Clock:
    """Tells the time of the simulated server."""

    def __init__(self, zone: datetime.tzinfo | None = None) -> None:
        self.zone = zone
        self._ahead = datetime.timedelta()

    def now(self) -> datetime.datetime:
        """The time in the server's zone, with an offset."""
        return (datetime.datetime.now(datetime.UTC) + self._ahead).astimezone(self.zone)

    def seconds(self) -> float:
        """The same as seconds since the epoch."""
        return self.now().timestamp()

    def advance(self, seconds: float) -> None:
        """Put the clock forward by `seconds`: tokens grow old and sessions go on."""
        self._ahead += datetime.timedelta(seconds=seconds)

    def reset(self) -> None:
        """Back to the time of the machine."""
        self._ahead = datetime.timedelta()


def vendor_format(moment: datetime.datetime) -> str:
    """`moment` as Backup & Replication writes it: seven digits of fraction and an offset (trap T41)."""
    offset = moment.strftime("%z")
    return f"{moment.strftime('%Y-%m-%dT%H:%M:%S.%f')}0{offset[:3]}:{offset[3:]}"
