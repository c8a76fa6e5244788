# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""A comparison as SARIF 2.1.0, which code scanning shows beside the line of the job file."""

from __future__ import annotations

import hashlib
import json
import pathlib
import typing as t
import urllib.parse

from .collection import COLLECTION_NAME, COLLECTION_VERSION
from .document import NoResult, drifted_jobs
from .text import value

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .._model import Json
    from .document import Comparison, DriftDocument, FindingEntry, JobEntry

_SCHEMA: t.Final = "https://json.schemastore.org/sarif-2.1.0.json"
_DRIVER: t.Final = {"name": COLLECTION_NAME, "semanticVersion": COLLECTION_VERSION}
_LEVELS: t.Final = {"critical": "error", "warning": "warning", "info": "note"}
_RANKS: t.Final = {"critical": 90.0, "warning": 50.0, "info": 10.0}
_FILES: t.Final = (".yml", ".yaml", ".json")


def render(sections: Sequence[Comparison]) -> str:
    """One SARIF log with a run for each server."""
    runs = [_no_result(section) if isinstance(section, NoResult) else _run(section) for section in sections]
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": runs}, ensure_ascii=False, indent=2) + "\n"


def _no_result(section: NoResult) -> Json:
    return {
        "tool": {"driver": dict(_DRIVER)},
        "automationDetails": {"id": f"{COLLECTION_NAME}/drift/{section.server}/"},
        "invocations": [{"executionSuccessful": False, "exitCodeDescription": section.reason}],
        "results": [],
    }


def _run(document: DriftDocument) -> Json:
    server = document["server"]
    found = [(job.job, finding) for job in drifted_jobs(document) for finding in job.findings]
    rules = _rules(finding for dummy, finding in found)
    numbers = {rule["id"]: index for index, rule in enumerate(rules)}
    return {
        "tool": {"driver": {**_DRIVER, "rules": rules}},
        "automationDetails": {"id": f"{COLLECTION_NAME}/drift/{server}/"},
        "invocations": [{"executionSuccessful": True, "endTimeUtc": document["taken"]}],
        "columnKind": "unicodeCodePoints",
        "results": [_result(job, finding, server, numbers) for job, finding in found],
    }


def _rules(findings: Iterable[FindingEntry]) -> list[Json]:
    known = {finding["rule"]: finding for finding in findings}
    return [
        {
            "id": rule,
            "name": "".join(part.capitalize() for part in rule.split("-")),
            "shortDescription": {"text": _sentence(finding["reason"])},
            "defaultConfiguration": {"level": _LEVELS[finding["severity"]], "rank": _RANKS[finding["severity"]]},
        }
        for rule, finding in sorted(known.items())
    ]


def _result(job: JobEntry, finding: FindingEntry, server: str, numbers: dict[str, int]) -> Json:
    rule, path = finding["rule"], finding["path"]
    return {
        "ruleId": rule,
        "ruleIndex": numbers[rule],
        "level": _LEVELS[finding["severity"]],
        "rank": _RANKS[finding["severity"]],
        "message": {"text": _message(finding, server)},
        "locations": [_location(job, finding, server)],
        "partialFingerprints": {"job/v1": _fingerprint(server, job["name"], path, rule)},
        "properties": {
            "job": job["name"],
            "path": path,
            "wanted": finding["wanted"],
            "actual": finding["actual"],
            "origin": finding["origin"],
        },
    }


def _message(finding: FindingEntry, server: str) -> str:
    head = f'Job "{finding["job"]}" on {server}: {finding["reason"]}.'
    where = finding["path"] or "the job"
    return f"{head} Wanted for {where}: {value(finding['wanted'])}. On the server: {value(finding['actual'])}."


def _location(job: JobEntry, finding: FindingEntry, server: str) -> Json:
    name = f"{server}/{job['name']}" + (f"/{finding['path']}" if finding["path"] else "")
    location: Json = {"logicalLocations": [{"name": job["name"], "fullyQualifiedName": name, "kind": "object"}]}
    place = finding if finding["file"] else job
    if place["file"].endswith(_FILES):
        location["physicalLocation"] = _physical(place["file"], place["line"])
    return location


def _physical(file: str, line: int | None) -> Json:
    path = pathlib.PurePath(file)
    uri = path.as_uri() if path.is_absolute() else urllib.parse.quote(path.as_posix())
    physical: Json = {"artifactLocation": {"uri": uri}}
    if line is not None:
        physical["region"] = {"startLine": line}
    return physical


def _fingerprint(*parts: str) -> str:
    """The same for the same difference in every run, wherever in a file it is wanted."""
    return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
