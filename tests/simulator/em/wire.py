# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Media types: which one a reply has, and how replies, errors and request bodies are written and read."""

from __future__ import annotations

import typing as t

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from tests.simulator.em import json_form, xml_form
from tests.simulator.em.estate_model import Json
from tests.simulator.em.exchange import Refusal, Reply
from tests.simulator.em.json_form import JsonStyle
from tests.simulator.em.scalars import BadBody
from tests.simulator.em.shapes import SHAPES
from tests.simulator.recorder import note_of

if t.TYPE_CHECKING:
    from tests.simulator.world import World

_STYLE_FAULTS = {
    "bom": "em-bom",
    "omit_nulls": "em-no-nulls",
    "quoted": "em-quoted",
    "extra": "em-extra",
    "shuffled": "em-shuffled",
    "backwards": "shuffle-lists",
}
_HTML = "<html><head><title>{status}</title></head><body><h2>{status} - {message}</h2></body></html>"


class Wire:
    """Writes replies and reads bodies in the manner of one version, with the faults in force."""

    def __init__(self, world: World) -> None:
        self._world = world

    def _style(self) -> JsonStyle:
        faults = {name: bool(self._world.faults.active(kind)) for name, kind in _STYLE_FAULTS.items()}
        suffixed = frozenset(fault.value or "" for fault in self._world.faults.active("em-suffixed"))
        return JsonStyle(camel=self._world.options.em_version == "13", suffixed=suffixed, **faults)

    def response(self, reply: Reply, *, as_json: bool) -> Response:
        """The HTTP response of a reply."""
        if reply.document is None:
            return Response(status_code=reply.status, headers=reply.headers)
        shape = SHAPES[reply.shape]
        if not as_json:
            content = xml_form.render(reply.document, shape)
            return Response(content, reply.status, reply.headers, media_type="application/xml")
        style = self._style()
        expanded = json_form.expand(reply.document, shape, style)
        if reply.amend:
            reply.amend(expanded)
        return Response(json_form.dump(expanded, style), reply.status, reply.headers, media_type="application/json")

    def error(self, status: int, message: str, *, as_json: bool) -> Response:
        """The product's error body (digest of the API, 1.7), or what a fault makes of it (T18)."""
        headers = {"WWW-Authenticate": "Basic Realm=RestSvc"} if status == 401 else {}
        fault = next(iter(self._world.faults.active("em-error-body")), None)
        if fault and fault.value == "html":
            return HTMLResponse(_HTML.format(status=status, message=message), status, headers)
        if fault:
            return PlainTextResponse(message if fault.value == "text" else "", status, headers)
        document: Json = {"Message": message, "StatusCode": status}
        return self.response(Reply(status, "Error", document, headers), as_json=as_json)

    def read(self, body: bytes, shape_name: str, request: Request) -> Json:
        """The document in a request body; the parser is chosen by Accept and not by Content-Type (T5, T6).

        Raises:
            Refusal: 400, when there is a body where none belongs, none where one belongs, or a wrong one.
        """
        if not shape_name:
            if body:
                raise Refusal(400, "This request takes no body.")
            return {}
        if not body:
            raise Refusal(400, "The request body is missing.")
        if "content-type" not in request.headers:
            raise Refusal(400, "The header Content-Type is missing.")
        shape = SHAPES[shape_name]
        try:
            if wants_json(request):
                return json_form.read(body, shape, self._style(), note_of(request.scope).dropped)
            return xml_form.read(body, shape)
        except BadBody as error:
            raise Refusal(400, str(error)) from error


def wants_json(request: Request) -> bool:
    """Whether the request's Accept names JSON; without it, and with ``*/*``, the product speaks XML."""
    return "application/json" in request.headers.get("accept", "").lower()
