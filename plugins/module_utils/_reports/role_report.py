# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""The reports of the role: one file with a section for each server of a run, also for one that has no result.

The role keeps for each host what its report says, as ``{reports, title, …}``: ``reports`` are the files that have a
section of this host, the rest is what ``_plan`` and ``_comparison`` read.
"""

from __future__ import annotations

import json
import os
import pathlib
import typing as t

from .._errors import VeeamError
from .._files.limits import read_bytes
from .._redaction.visible_text import visible
from . import plan_report
from .delivery import FORMATS, check_place
from .document import NoResult

if t.TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from .._model import Json
    from .document import Comparison

_NOT_REACHED: t.Final = "The run ended before this server, or it could not be reached. See the log."
_DRIFT_FORMATS: t.Final = {".md": "markdown", ".html": "html", ".json": "json", ".xml": "junit", ".sarif": "sarif"}


def render(kind: str, kept: Mapping[str, Json], file: str, playing: Collection[str]) -> str:
    """The report ``file``, of the ``kind`` ``plan`` or ``drift``.

    ``kept`` is what the role keeps for each host, {} for a host that it never came to; ``playing`` are the hosts of the
    play. Raises VeeamError when the report would take the place of a plan, or of what is no regular file.
    """
    check_place(file)
    text: str = _KINDS[kind](file, _with_section(kept, file), _without_section(kept, file, playing))
    return visible(text)


def occupied(paths: Iterable[str]) -> list[str]:
    """Those of ``paths`` at which a plan is, or something that is no regular file: no report takes their place."""
    return [path for path in paths if not _replaceable(path)]


def _replaceable(path: str) -> bool:
    try:
        check_place(path)
    except VeeamError:
        return False
    return True


def _with_section(kept: Mapping[str, Json], file: str) -> list[Json]:
    return [section for section in kept.values() if file in section.get("reports", ())]


def _without_section(kept: Mapping[str, Json], file: str, playing: Collection[str]) -> list[str]:
    """The hosts that could have a section and have none. A file that is called after its only host is not shared."""
    hosts = [host for host, section in kept.items() if file in section.get("reports", ())]
    if len(hosts) == 1 and hosts[0] in os.path.basename(file):
        return []
    return [host for host, section in kept.items() if "reports" not in section and host in playing]


def _plans(file: str, kept: Sequence[Json], missing: Sequence[str]) -> str:
    write = plan_report.render_json if file.endswith(".json") else plan_report.render_markdown
    return write([*map(_plan, kept), *(NoResult(host, host, _NOT_REACHED) for host in missing)])


def _plan(section: Json) -> plan_report.PlanReport:
    return plan_report.PlanReport(
        section["title"], section["result"]["action"], section["run"], section["result"], section["checked"]
    )


def _comparisons(file: str, kept: Sequence[Json], missing: Sequence[str]) -> str:
    write = FORMATS[_DRIFT_FORMATS[os.path.splitext(file)[1]]]
    nothing = [NoResult(host, f"Backup jobs on {host}", _NOT_REACHED) for host in missing]
    return write([*map(_comparison, kept), *nothing])


def _comparison(section: Json) -> Comparison:
    if section["comparison"]:
        return t.cast("Comparison", json.loads(read_bytes(pathlib.Path(section["comparison"]))))
    title, message = section["title"], section["msg"]
    return NoResult(title, f"Backup jobs on {title}", "There is no comparison. See the log.", message)


_KINDS: t.Final[Mapping[str, Callable[[str, Sequence[Json], Sequence[str]], str]]] = {
    "plan": _plans,
    "drift": _comparisons,
}
