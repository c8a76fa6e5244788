# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""A comparison for programs. Its members are described in the documentation of ``veeam_jobs_drift``."""

from __future__ import annotations

import json
import typing as t

from .document import NoResult

if t.TYPE_CHECKING:
    from collections.abc import Sequence

    from .._model import Json
    from .document import Comparison


def render(sections: Sequence[Comparison]) -> str:
    """One JSON object: the document of the only server, or ``servers`` with those of all."""
    return of_servers([_section(section) for section in sections])


def of_servers(servers: Sequence[Json]) -> str:
    """The JSON text of one server, or of many as ``servers``."""
    report = servers[0] if len(servers) == 1 else {"servers": list(servers)}
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def without_result(section: NoResult) -> Json:
    """What stands in the place of a server of which there is no result."""
    return {"server": section.server, "msg": section.reason}


def _section(section: Comparison) -> Json:
    return without_result(section) if isinstance(section, NoResult) else t.cast("Json", section)
