# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Credentials, encryption passwords and key management servers; none of them shows a secret."""

from __future__ import annotations

from starlette.requests import Request

from tests.simulator.vbr.infrastructure import from_estate
from tests.simulator.vbr.listing import Collection, Json, Wanted, like


def _hinted(dummy: Request, model: Json, wanted: Wanted) -> bool:
    return like(model["hint"], wanted[0])


_COLLECTIONS = (
    Collection("credentials", "Credentials", from_estate("credentials")),
    Collection(
        "encryptionPasswords",
        "Encryption password",
        from_estate("encryptionPasswords"),
        special={"hintFilter": _hinted},
    ),
    Collection("kmsServers", "KMS server", from_estate("kmsServers")),
)

ROUTES = [route for collection in _COLLECTIONS for route in collection.routes()]
