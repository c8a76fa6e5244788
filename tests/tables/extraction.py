# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From one vendor OpenAPI document to the compact tables of one revision.

The result is plain JSON: ``jobs`` (type -> [create schema, edit schema]), ``listed`` (types that only lists have),
``enums`` (name -> values), ``objects`` (name -> definition) and ``lists`` (path -> query parameters).

A definition is ``{"m": {member: type}, "r": [required], "c": {member: constraints}, "d": [property, {value: name}]}``,
empty parts left out. A type is one of ``s`` string, ``u`` uuid, ``t`` time of day, ``T`` date and time, ``b`` boolean,
``i`` integer, ``n`` number, ``o`` any object, ``@Name`` a definition or enum, and ``[`` before a type an array of it.
"""

from __future__ import annotations

import typing as t

from tests.tables.selection import API_PREFIX, JOB_TYPE_ENUM, LISTS, LOOSE_ENUMS, ROOTS

Json = dict[str, t.Any]

_SCALARS = {"string": "s", "boolean": "b", "integer": "i", "number": "n", "object": "o"}
_STRING_FORMATS = {"uuid": "u", "time": "t", "date-time": "T"}
_CONSTRAINTS = {
    "default": "default",
    "minimum": "min",
    "maximum": "max",
    "minItems": "minItems",
    "maxItems": "maxItems",
    "uniqueItems": "unique",
}


def tables(document: Json) -> Json:
    """The tables of one revision from its OpenAPI ``document``."""
    schemas: Json = document["components"]["schemas"]
    lists = _lists(document)
    roots = [root for root in (*ROOTS, *LOOSE_ENUMS) if root in schemas]
    roots += [name for parameters in lists.values() for name in _named(parameters.values())]
    names = _closure(schemas, roots=roots)
    creatable = _job_types(schemas)
    return {
        "jobs": creatable,
        "listed": [value for value in schemas[JOB_TYPE_ENUM]["enum"] if value not in creatable],
        "enums": {name: schemas[name]["enum"] for name in sorted(names) if "enum" in schemas[name]},
        "objects": {name: _definition(schemas, name) for name in sorted(names) if "enum" not in schemas[name]},
        "lists": lists,
    }


def _job_types(schemas: Json) -> dict[str, list[str]]:
    """The mapping decides which types can be created; the texts around it forget some (T26)."""
    spec = schemas["JobSpec"]["discriminator"]["mapping"]
    model = schemas["JobModel"]["discriminator"]["mapping"]
    return {job_type: [_name(spec[job_type]), _name(model[job_type])] for job_type in sorted(spec)}


def _lists(document: Json) -> dict[str, dict[str, str]]:
    found = {}
    for path in LISTS:
        operation = document["paths"].get(API_PREFIX + path, {}).get("get")
        if operation is not None:
            parameters = [p for p in operation.get("parameters", []) if p.get("in") == "query"]
            found[path] = {parameter["name"]: _type(parameter["schema"]) for parameter in parameters}
    return found


def _closure(schemas: Json, *, roots: list[str]) -> set[str]:
    seen: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += _neighbours(schemas, name)
    return seen


def _neighbours(schemas: Json, name: str) -> list[str]:
    if "enum" in schemas[name]:
        return []
    definition = _definition(schemas, name)
    mapped = definition["d"][1].values() if "d" in definition else []
    return [*_named(definition.get("m", {}).values()), *mapped]


def _named(types: t.Iterable[str]) -> list[str]:
    return [kind.lstrip("[")[1:] for kind in types if kind.lstrip("[").startswith("@")]


def _definition(schemas: Json, name: str) -> Json:
    """One object with what it inherits written out."""
    properties, required = _inherited(schemas, schemas[name])
    definition: Json = {"m": {member: _type(schema) for member, schema in properties.items()}}
    # Some schemas require members that they do not declare (T23).
    needed = [member for member in dict.fromkeys(required) if member in properties]
    constraints = {member: _constraints(schema) for member, schema in properties.items()}
    discriminator = schemas[name].get("discriminator")
    parts: Json = {"r": needed, "c": {member: found for member, found in constraints.items() if found}}
    if discriminator:
        mapping = {value: _name(target) for value, target in discriminator["mapping"].items()}
        parts["d"] = [discriminator["propertyName"], mapping]
    definition.update({key: value for key, value in parts.items() if value})
    return definition


def _inherited(schemas: Json, schema: Json) -> tuple[Json, list[str]]:
    properties: Json = {}
    required: list[str] = []
    for parent in schema.get("allOf", []):
        resolved = schemas[_name(parent["$ref"])] if "$ref" in parent else parent
        more, needed = _inherited(schemas, resolved)
        properties.update(more)
        required += needed
    properties.update(schema.get("properties", {}))
    return properties, required + schema.get("required", [])


def _type(schema: Json) -> str:
    if "$ref" in schema:
        return "@" + _name(schema["$ref"])
    if schema.get("type") == "array":
        return "[" + _type(schema["items"])
    if schema.get("type") == "string":
        return _STRING_FORMATS.get(schema.get("format", ""), "s")
    return _SCALARS[schema.get("type", "object")]


def _constraints(schema: Json) -> Json:
    return {short: schema[long] for long, short in _CONSTRAINTS.items() if long in schema}


def _name(reference: str) -> str:
    return reference.rsplit("/", 1)[-1]
