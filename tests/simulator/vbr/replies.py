# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How Backup & Replication answers."""

from __future__ import annotations

import typing as t

from starlette.responses import JSONResponse, Response

ERROR_CODES = {
    400: "UnexpectedContent",
    401: "AccessDenied",
    403: "AccessDenied",
    404: "NotFound",
    405: "MethodNotAllowed",
    500: "ServiceUnavailable",
}


class Refusal(Exception):
    """Raised by a handler that refuses the request; it becomes the vendor's error body and is recorded."""

    def __init__(self, status: int, message: str, *, code: str | None = None, resource_id: str | None = None) -> None:
        super().__init__(message)
        self.status, self.message = status, message
        self.code = code or ERROR_CODES.get(status, "UnknownError")
        self.resource_id = resource_id

    def response(self, *, live: bool) -> JSONResponse:
        """The vendor's Error body; live servers say the message again as title, and the status."""
        body: dict[str, t.Any] = {"errorCode": self.code, "message": self.message}
        if live:
            body |= {"title": self.message, "status": self.status}
        if self.resource_id:
            body["resourceId"] = self.resource_id
        return JSONResponse(body, status_code=self.status)


def no_content() -> Response:
    """204 without a body."""
    return Response(status_code=204)


def not_found(what: str, identifier: str) -> Refusal:
    """The 404 for `what` (`Job`, `Session` ...) with an unknown id."""
    return Refusal(404, f"{what} with ID {identifier} not found.", resource_id=identifier)


def plain(value: t.Any, status: int = 200) -> JSONResponse:
    """`value` as it is; `answer.shaped` is for values that differ between revisions."""
    return JSONResponse(value, status_code=status)
