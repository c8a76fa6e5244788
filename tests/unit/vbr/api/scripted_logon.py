# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a scripted server answers to a logon, and which logons it was asked for."""

from __future__ import annotations

import itertools
import typing as t
import urllib.parse

from tests.unit.http.scripted_server import ScriptedServer, reply

USER = r"LAB\svc-backup"
NUMBERS = itertools.count(1)


class Clock:
    """Goes on when it is told to."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def logon(expires_in: t.Any = 900) -> t.Any:
    """An answer that lets in; each has tokens of its own: A1 and R1, A2 and R2, …"""
    number = next(NUMBERS)
    return reply(200, {"access_token": f"A{number}", "refresh_token": f"R{number}", "expires_in": expires_in})


def grants(server: ScriptedServer) -> list[str]:
    """The grant of each logon and renewal, in order."""
    forms = [dict(urllib.parse.parse_qsl(r.body.decode())) for r in server.received if r.target == "/api/oauth2/token"]
    return [form["grant_type"] for form in forms]
