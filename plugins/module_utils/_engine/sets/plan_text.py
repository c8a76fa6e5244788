# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""A plan as a person reads it in a terminal, a log or a review. Pure functions."""

from __future__ import annotations

import json
import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..results import PlanEntry

_SIGNS: t.Final = {"create": "+", "update": "~", "disable": "~", "delete": "-"}
# Actions for which the reason says more than the changes do.
_EXPLAINED: t.Final = frozenset({"delete", "disable"})
_WIDEST_VALUE: t.Final = 60
_CONTROL: t.Final = frozenset(map(chr, range(32)))


def plan_text(plan: Iterable[PlanEntry], *, failed: Mapping[str, str] | None = None) -> str:
    """Lines such as ``~ update  Web servers`` with the changes of each job below it, and a line with the totals last.

    ``plan`` is the list that ``veeam_jobs`` returns (name, action, changes, reason). ``failed`` maps the names of
    jobs for which there is no plan, or which could not be written, to what was wrong. Unchanged jobs only count.
    """
    wrong = dict(failed or {})
    counts = dict.fromkeys([*_SIGNS, "none"], 0)
    lines: list[str] = []
    for job in plan:
        name, action = job["name"], job["action"]
        if name in wrong:
            continue
        counts[action] += 1
        if action in _SIGNS:
            lines += _job(name, action, job)
    for name, message in wrong.items():
        lines += [f"! failed  {_shown(name)}", *_indented(message)]
    return "\n".join([*lines, _totals(counts, len(wrong))])


def _job(name: str, action: str, job: PlanEntry) -> Iterator[str]:
    yield f"{_SIGNS[action]} {action}  {_shown(name)}"
    if action in _EXPLAINED and job.get("reason"):
        yield from _indented(str(job["reason"]))
        return
    for change in job.get("changes") or ():
        before, after = change.get("before"), change.get("after")
        if (change["path"], before, after) == ("name", None, name):
            continue
        origin = f"  # {change['origin']}" if change.get("origin") else ""
        # A new job would otherwise have "(not set)" in every line.
        arrow = "" if action == "create" and before is None else f"{_value(before)} -> "
        yield f"    {change['path']}: {arrow}{_value(after)}{origin}"


def _totals(counts: Mapping[str, int], failed: int) -> str:
    """``1 to create, 2 to update, 0 to delete, 97 unchanged``; what is rare is left out when there is none of it."""
    parts = [f"{counts[action]} to {action}" for action in _SIGNS if counts[action] or action != "disable"]
    parts.append(f"{counts['none']} unchanged")
    if failed:
        parts.append(f"{failed} failed")
    return "Plan: " + ", ".join(parts)


def _value(value: t.Any) -> str:
    """``value`` on one line, as short as possible."""
    text = "(not set)" if value is None else _flow(value)
    return text if len(text) <= _WIDEST_VALUE else f"{text[: _WIDEST_VALUE - 3]}..."


def _flow(value: t.Any) -> str:
    """``value`` much as it would be written in a job file on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_flow(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _shown(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _shown(text: str) -> str:
    """``text`` as it is, in quotes where it would otherwise not be seen or would break the line."""
    hidden = not text or text != text.strip() or not _CONTROL.isdisjoint(text)
    return json.dumps(text, ensure_ascii=False) if hidden else text


def _indented(text: str) -> Iterator[str]:
    return (f"    {line}" for line in text.splitlines())
