# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Logons: access tokens that grow old, refresh tokens that work once."""

from __future__ import annotations

import dataclasses
import random

from tests.simulator.world import World


@dataclasses.dataclass
class Logon:
    """A pair of tokens. Times are seconds since the epoch."""

    access: str
    refresh: str
    expires: float
    refresh_expires: float
    renewed: bool = False


class TokenStore:
    """The logons of one server."""

    REFRESH_SECONDS = 14 * 24 * 3600
    SHORT_REFRESH_EXTRA_SECONDS = 15 * 60

    def __init__(self, world: World) -> None:
        self._world = world
        self._logons: dict[str, Logon] = {}
        self._random = random.Random(f"{world.options.seed}-tokens")
        self.issued = 0

    def life(self) -> int:
        """How long an access token lives, in seconds."""
        fault = next(iter(self._world.faults.active("token-life")), None)
        return int(fault.number(default=60)) if fault else self._world.options.token_seconds

    def issue(self, *, short_refresh: bool = False) -> Logon:
        """A new logon."""
        now, life = self._world.clock.seconds(), self.life()
        refresh_life = life + self.SHORT_REFRESH_EXTRA_SECONDS if short_refresh else self.REFRESH_SECONDS
        logon = Logon(
            access=f"A.{self._random.getrandbits(160):040x}",
            refresh=f"R.{self._random.getrandbits(160):040x}",
            expires=now + life,
            refresh_expires=now + refresh_life,
        )
        self._logons[logon.access] = logon
        self.issued += 1
        return logon

    def valid(self, access: str) -> bool:
        """Whether `access` is a token that has not expired."""
        logon = self._logons.get(access)
        return logon is not None and logon.expires > self._world.clock.seconds()

    def renewed(self, access: str) -> bool:
        """Whether `access` came from a refresh token."""
        logon = self._logons.get(access)
        return logon is not None and logon.renewed

    def redeem(self, refresh: str, *, short_refresh: bool) -> Logon | None:
        """A new logon for a refresh token, which is used up with its access token; None when it is not valid."""
        for logon in self._logons.values():
            if logon.refresh == refresh and logon.refresh_expires > self._world.clock.seconds():
                del self._logons[logon.access]
                renewed = self.issue(short_refresh=short_refresh)
                renewed.renewed = True
                return renewed
        return None

    def revoke(self, access: str) -> None:
        """Kill a logon, both tokens."""
        self._logons.pop(access, None)

    def forget(self, *, refresh_too: bool) -> None:
        """Every access token becomes invalid; the refresh tokens only when `refresh_too`."""
        if refresh_too:
            self._logons.clear()
        for logon in self._logons.values():
            logon.expires = 0

    def open(self) -> int:
        """How many logons were neither logged off nor ran out of both tokens' time."""
        now = self._world.clock.seconds()
        return sum(max(logon.expires, logon.refresh_expires) > now for logon in self._logons.values())
