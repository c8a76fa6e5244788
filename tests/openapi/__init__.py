# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Checks requests and replies against the vendor's OpenAPI file of a revision, including variants and typos.

Usual validators either recurse for ever on these files or check no variant at all, and none reports members that the
schema does not know: the schemas are open, so a misspelt setting would pass and be ignored by the server.
"""

from __future__ import annotations

import typing as t

from tests.openapi.checking import Checker, Findings
from tests.openapi.document import Document, Operation, Parameter, document
from tests.openapi.shapes import Shape

__all__ = [
    "Checker",
    "Document",
    "Findings",
    "Operation",
    "Shape",
    "check_request",
    "check_response",
    "check_schema",
    "document",
    "query_problems",
]

Query = t.Iterable[tuple[str, str]]


def check_request(revision: str, method: str, path: str, query: Query, body: t.Any) -> list[str]:
    """Everything in a request that `revision` does not allow; an empty list when it is right.

    `path` is without host and query, `query` pairs as sent, `body` parsed JSON or a form as a dict, None for no body.
    """
    operation = document(revision).operation(method, path)
    if operation is None:
        return [f"{method} {path} does not exist in {revision}"]
    problems = query_problems(operation, query)
    if body is None:
        return [*problems, "body: required"] if operation.body_required else problems
    if operation.body is None:
        return [*problems, "body: none is expected"]
    return [*problems, *Checker(document(revision).shapes).check(body, operation.body).all()]


def check_response(revision: str, method: str, path: str, status: int, body: t.Any) -> list[str]:
    """Everything in a reply that does not fit `revision`; `body` is parsed JSON, None for an empty one."""
    here = document(revision)
    operation = here.operation(method, path)
    if operation is None:
        return [f"{method} {path} does not exist in {revision}"] if status < 400 else []
    if status not in operation.replies and status < 400:
        return [f"status {status} is not declared for {method} {operation.template}"]
    shape = operation.replies.get(status) or (here.shapes.named("Error") if status >= 400 else None)
    if body is None:
        # 401 may come empty (trap T32) and 204 has no body, whatever is declared (trap T10).
        return [] if shape is None or status in (204, 401) else [f"body: expected for status {status}"]
    if shape is None:
        return [] if body == {} else [f"body: none is declared for status {status}"]
    return Checker(here.shapes, reply=True, formats=True).check(body, shape).all()


def check_schema(revision: str, name: str, value: t.Any, *, ignore_case: bool = False, reply: bool = True) -> list[str]:
    """Everything in `value` that does not fit the schema `name`."""
    here = document(revision)
    return Checker(here.shapes, ignore_case=ignore_case, reply=reply).check(value, here.shapes.named(name)).all()


def query_problems(operation: Operation, query: Query) -> list[str]:
    """Unknown, repeated, missing and malformed query parameters."""
    pairs = list(query)
    given = {name for name, dummy in pairs}
    problems = [
        f"query {name}: required" for name, one in operation.query.items() if one.required and name not in given
    ]
    seen: set[str] = set()
    for name, text in pairs:
        parameter = operation.query.get(name)
        if parameter is None:
            problems.append(f"query {name}: unknown parameter")
            continue
        if name in seen and parameter.shape.kind != "array":
            problems.append(f"query {name}: given more than once")
        seen.add(name)
        problems += _value_problems(name, text, parameter)
    return problems


def _value_problems(name: str, text: str, parameter: Parameter) -> list[str]:
    shape = parameter.shape.items if parameter.shape.kind == "array" and parameter.shape.items else parameter.shape
    if shape.values and text not in shape.values:
        return [f"query {name}: {text!r} is not one of {', '.join(shape.values)}"]
    if shape.kind == "boolean" and text not in ("true", "false"):
        return [f"query {name}: expected true or false, got {text!r}"]
    if shape.kind in ("integer", "number"):
        try:
            number = float(text)
        except ValueError:
            return [f"query {name}: expected a number, got {text!r}"]
        if number < shape.limits.get("minimum", number) or number > shape.limits.get("maximum", number):
            return [f"query {name}: {text} is out of range"]
    return []
