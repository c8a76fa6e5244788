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

from .._paths import text
from .._vocabulary import Severity
from .collection import COLLECTION_NAME, COLLECTION_VERSION
from .text import value

if t.TYPE_CHECKING:
    from collections.abc import Iterable

    from .._engine.sets.drift import ComparedJob, Drift, Finding
    from .._engine.sets.job_set import SourceLocation
    from .._model import Json
    from .._vocabulary import Judgement

_SCHEMA: t.Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: t.Final = {Severity.CRITICAL: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_RANKS: t.Final = {Severity.CRITICAL: 90.0, Severity.WARNING: 50.0, Severity.INFO: 10.0}
_FILES: t.Final = (".yml", ".yaml", ".json")


def render(drift: Drift, *, taken: str) -> str:
    """One SARIF log with one run. ``taken`` is the time of the comparison (ISO 8601, UTC)."""
    found = [(job, finding) for job in drift.drifted for finding in job.findings]
    rules = _rules(finding.judgement for dummy, finding in found)
    numbers = {rule["id"]: index for index, rule in enumerate(rules)}
    run = {
        "tool": {"driver": {"name": COLLECTION_NAME, "semanticVersion": COLLECTION_VERSION, "rules": rules}},
        "automationDetails": {"id": f"backupops.veeam/drift/{drift.server}/"},
        "invocations": [{"executionSuccessful": True, "endTimeUtc": taken}],
        "columnKind": "unicodeCodePoints",
        "results": [_result(job, finding, drift.server, numbers) for job, finding in found],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rules(judgements: Iterable[Judgement]) -> list[Json]:
    known = {judgement.rule: judgement for judgement in judgements}
    return [
        {
            "id": rule,
            "name": "".join(part.capitalize() for part in rule.split("-")),
            "shortDescription": {"text": _sentence(judgement.reason)},
            "defaultConfiguration": {"level": _LEVELS[judgement.severity], "rank": _RANKS[judgement.severity]},
        }
        for rule, judgement in sorted(known.items())
    ]


def _result(job: ComparedJob, finding: Finding, server: str, numbers: dict[str, int]) -> Json:
    rule = finding.judgement.rule
    return {
        "ruleId": rule,
        "ruleIndex": numbers[rule],
        "level": _LEVELS[finding.severity],
        "rank": _RANKS[finding.severity],
        "message": {"text": _message(job, finding, server)},
        "locations": [_location(job, finding, server)],
        "partialFingerprints": {"job/v1": _fingerprint(server, job.name, text(finding.path), rule)},
        "properties": {
            "job": job.name,
            "path": text(finding.path),
            "wanted": finding.wanted,
            "actual": finding.actual,
            "origin": finding.origin,
        },
    }


def _message(job: ComparedJob, finding: Finding, server: str) -> str:
    head = f'Job "{job.name}" on {server}: {finding.judgement.reason}.'
    where = text(finding.path) or "the job"
    return f"{head} Wanted for {where}: {value(finding.wanted)}. On the server: {value(finding.actual)}."


def _location(job: ComparedJob, finding: Finding, server: str) -> Json:
    name = f"{server}/{job.name}" + (f"/{text(finding.path)}" if finding.path else "")
    location: Json = {"logicalLocations": [{"name": job.name, "fullyQualifiedName": name, "kind": "object"}]}
    place = finding.place or job.place
    if place is not None and place.file.endswith(_FILES):
        location["physicalLocation"] = _physical(place)
    return location


def _physical(place: SourceLocation) -> Json:
    path = pathlib.PurePath(place.file)
    uri = path.as_uri() if path.is_absolute() else urllib.parse.quote(path.as_posix())
    physical: Json = {"artifactLocation": {"uri": uri}}
    if place.line is not None:
        physical["region"] = {"startLine": place.line}
    return physical


def _fingerprint(*parts: str) -> str:
    """The same for the same difference in every run, wherever in a file it is wanted."""
    return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
