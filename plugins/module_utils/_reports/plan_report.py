# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""A plan, or what became of it, in the look of a comparison: Markdown for people, JSON for programs."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .._vocabulary import Severity
from .document import NoResult
from .json_report import of_servers
from .json_report import without_result as json_without_result
from .markdown_text import FINE, SIGNS, block, footer, heading, verdict, without_result

if t.TYPE_CHECKING:
    from collections.abc import Sequence

    from .._model import Json

_WORDS: t.Final = {
    "plan": ("Plan for", "Planned", "to create", "to update", "to delete", "to disable"),
    "apply": ("Applied to", "Applied", "created", "updated", "deleted", "disabled"),
}


@dataclass(frozen=True)
class PlanReport:
    """What ``veeam_jobs`` returned for a server, without ``plan`` when there is none.

    ``action`` is ``plan`` or ``apply``, ``result`` what the role hands over: ``msg``, ``action``, ``changed``,
    ``summary``, ``jobs``, ``failed``.
    """

    server: str
    action: str
    run: Json
    result: Json
    valid: bool = True


Planned: t.TypeAlias = "PlanReport | NoResult"


def render_markdown(sections: Sequence[Planned]) -> str:
    """GitHub's and GitLab's Markdown with the lines of each plan as they are in the log."""
    return "\n\n".join(map(_section, sections)) + "\n"


def render_json(sections: Sequence[Planned]) -> str:
    """One JSON object: that of the only server, or ``servers`` with those of all."""
    return of_servers([_entry(section) for section in sections])


def _section(section: Planned) -> str:
    if isinstance(section, NoResult):
        return without_result(section).rstrip()
    title = f"{_WORDS[section.action][0]} {section.server}"
    if "plan" not in section.run:
        reason = "" if section.valid else ": the job files have mistakes"
        missing = NoResult(section.server, title, f"There is no plan{reason}. See the log.", section.run.get("msg", ""))
        return without_result(missing).rstrip()
    lines = [*heading(title), *_verdict(section)]
    if section.result["jobs"] or section.result["failed"]:
        lines += block("diff", section.run["plan_text"])
    lines += footer(f"{_WORDS[section.action][1]} with API revision {section.run.get('api_version', '')}")
    return "\n".join(lines)


def _verdict(section: PlanReport) -> list[str]:
    total = section.run["summary"]
    words = zip(("create", "update", "delete", "disable"), _WORDS[section.action][2:], strict=True)
    counts = [f"{total[action]} {word}" for action, word in words]
    sign = FINE
    if total["failed"]:
        sign = SIGNS[Severity.CRITICAL]
    elif section.result["jobs"]:
        sign = SIGNS[Severity.INFO]
    return verdict(sign, ", ".join([*counts, f"{total['unchanged']} unchanged", f"{total['failed']} failed"]))


def _entry(section: Planned) -> Json:
    if isinstance(section, NoResult):
        return json_without_result(section)
    run = section.run
    head = {"server": section.server, "api_version": run.get("api_version", "")}
    return {**head, **section.result, "plan": run.get("plan", []), "results": run.get("results", [])}
