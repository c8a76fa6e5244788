# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The operations of one revision of the vendor's OpenAPI file."""

from __future__ import annotations

import dataclasses
import functools
import re
import typing as t

from tests import vendor
from tests.openapi.shapes import Json, Shape, Shapes


@dataclasses.dataclass
class Parameter:
    """One query parameter."""

    shape: Shape
    required: bool


@dataclasses.dataclass
class Operation:
    """One method of one path. `replies` leads from a status to its body's shape, None where no body is declared."""

    method: str
    template: str
    query: dict[str, Parameter]
    body: Shape | None
    body_required: bool
    content_type: str
    replies: dict[int, Shape | None]
    description: str = ""


class Document:
    """One revision."""

    def __init__(self, openapi: Json) -> None:
        self._openapi = openapi
        self.shapes = Shapes(openapi["components"]["schemas"])
        self._patterns = sorted(
            ((_pattern(template), template) for template in openapi["paths"]), key=lambda pair: pair[1].count("{")
        )
        self._templates: dict[str, str | None] = {}
        self._operations: dict[tuple[str, str], Operation] = {}

    def template(self, path: str) -> str | None:
        """The path template that `path` is an instance of."""
        for pattern, template in self._patterns:
            if pattern.fullmatch(path):
                return str(template)
        return None

    def operation(self, method: str, path: str) -> Operation | None:
        """The operation of a request, None when the revision has no such path or method."""
        template = self.template(path)
        if template is None or method.lower() not in self._openapi["paths"][template]:
            return None
        key = (method, template)
        if key not in self._operations:
            self._operations[key] = self._operation(method, template)
        return self._operations[key]

    def examples(self, method: str, template: str) -> t.Iterator[tuple[str, t.Any, Shape]]:
        """The vendor's example bodies of an operation: name, value and the shape it should have."""
        operation = self._openapi["paths"][template][method.lower()]
        holders = [operation.get("requestBody", {}), *operation["responses"].values()]
        for holder in (self._resolved(one) for one in holders):
            for content in holder.get("content", {}).values():
                for name, example in content.get("examples", {}).items():
                    yield name, self._resolved(example).get("value"), self.shapes.of(content["schema"])

    def _operation(self, method: str, template: str) -> Operation:
        item = self._openapi["paths"][template]
        operation = item[method.lower()]
        parameters = [self._resolved(one) for one in [*item.get("parameters", ()), *operation.get("parameters", ())]]
        body, content_type = self._content(self._resolved(operation.get("requestBody", {})))
        return Operation(
            method=method,
            template=template,
            query={
                one["name"]: Parameter(self.shapes.of(one["schema"]), bool(one.get("required")))
                for one in parameters
                if one["in"] == "query"
            },
            body=body,
            body_required=bool(operation.get("requestBody", {}).get("required")),
            content_type=content_type,
            replies={
                int(status): self._content(self._resolved(reply))[0]
                for status, reply in operation["responses"].items()
                if status.isdigit()
            },
            description=operation.get("description", ""),
        )

    def _content(self, holder: Json) -> tuple[Shape | None, str]:
        for content_type, content in holder.get("content", {}).items():
            if "schema" in content:
                return self.shapes.of(content["schema"]), content_type
        return None, ""

    def _resolved(self, value: Json) -> Json:
        if "$ref" not in value:
            return value
        target: t.Any = self._openapi
        for step in value["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        return t.cast(Json, target)


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{[^/]+?\\\}", "[^/]+", re.escape(template)))


@functools.cache
def document(revision: str) -> Document:
    """The document of `revision`, read once."""
    return Document(vendor.openapi(revision))
