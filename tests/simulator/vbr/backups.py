# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Backups, the machines in them, restore points and backup files."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.simulator.recorder import note_of
from tests.simulator.vbr import answer, replies, state
from tests.simulator.vbr.estate_backups import History
from tests.simulator.vbr.listing import PREFIX, Collection, Json, Wanted, one, page_of


def _history(request: Request) -> History:
    return state.of(request).estate.history


def _known_backup(request: Request) -> str:
    wanted = request.path_params["id"].lower()
    if not any(backup["id"] == wanted for backup in _history(request).backups):
        raise replies.not_found("Backup", request.path_params["id"])
    return str(wanted)


def _backups(request: Request) -> Iterable[Json]:
    return _history(request).backups


def _objects(request: Request) -> Iterable[Json]:
    return _history(request).objects


def _points(request: Request) -> Iterable[Json]:
    return [point.model for point in _history(request).points]


def _of_object(request: Request, model: Json, wanted: Wanted) -> bool:
    return model["id"] in {point.model["id"] for point in _history(request).points if point.object_id in wanted}


async def _objects_of_backup(request: Request) -> Response:
    backup_id = _known_backup(request)
    return answer.shaped(request, page_of(request, _history(request).objects_of(backup_id)))


async def _points_of_object(request: Request) -> Response:
    wanted = request.path_params["id"].lower()
    if not any(item["id"] == wanted for item in _objects(request)):
        raise replies.not_found("Backup object", request.path_params["id"])
    points = [point.model for point in _history(request).points if point.object_id == wanted]
    return answer.shaped(request, page_of(request, points, special={"backupObjectIdFilter": _of_object}))


async def _disks_of_point(request: Request) -> Response:
    wanted = request.path_params["id"].lower()
    point = next((model for model in _points(request) if model["id"] == wanted), None)
    if point is None:
        raise replies.not_found("Restore point", request.path_params["id"])
    return answer.shaped(request, page_of(request, [_disk(point)]))


def _disk(point: Json) -> Json:
    """The one disk that every machine of the estate has."""
    kinds = {"VMware": "Vi", "CloudDirector": "Vi", "HyperV": "Hv"}
    return {
        "platform": point["platformName"],
        "uid": "2000",
        "type": kinds.get(point["platformName"], "EndPoint"),
        "name": f"{point['name']}.vmdk",
        "capacity": point["originalSize"],
        "state": "Processed",
    }


def _files(request: Request) -> list[Json]:
    backup_id = _known_backup(request)
    return [file for file in _history(request).files if file["backupId"] == backup_id]


async def _files_of_backup(request: Request) -> Response:
    return answer.shaped(request, page_of(request, _files(request)))


async def _file_of_backup(request: Request) -> Response:
    files = _files(request)
    request.path_params["id"] = request.path_params["file_id"]
    return one(request, files, noun="Backup file")


async def _details(request: Request) -> Response:
    """Sizes of a backup, or of one object in it. POST, and reads only."""
    note_of(request.scope).read_only = True
    backup_id = _known_backup(request)
    object_id = (state.body_of(request) or {}).get("objectId")
    points = [
        point
        for point in _history(request).points
        if point.model["backupId"] == backup_id and object_id in (None, point.object_id)
    ]
    objects = {point.object_id for point in points}
    original = sum(item["size"] for item in _history(request).objects_of(backup_id) if item["id"] in objects)
    stored = sum(file["backupSize"] for file in _files(request) if objects.intersection(file["objectIds"]))
    return replies.plain(
        {
            "objectOriginalSize": float(original),
            "backupSize": float(stored),
            "actualSize": float(stored),
            "restorePointsCount": len(points),
        }
    )


_COLLECTIONS = (
    Collection("backups", "Backup", _backups),
    Collection("backupObjects", "Backup object", _objects),
    Collection("restorePoints", "Restore point", _points, special={"backupObjectIdFilter": _of_object}),
)

ROUTES = [
    *(route for collection in _COLLECTIONS for route in collection.routes()),
    Route(f"{PREFIX}backups/{{id}}/objects", _objects_of_backup),
    Route(f"{PREFIX}backups/{{id}}/backupFiles", _files_of_backup),
    Route(f"{PREFIX}backups/{{id}}/backupFiles/{{file_id}}", _file_of_backup),
    Route(f"{PREFIX}backups/{{id}}/details", _details, methods=["POST"]),
    Route(f"{PREFIX}backupObjects/{{id}}/restorePoints", _points_of_object),
    Route(f"{PREFIX}restorePoints/{{id}}/disks", _disks_of_point),
]
