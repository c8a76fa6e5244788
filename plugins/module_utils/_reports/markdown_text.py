# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Text in Markdown as GitHub and GitLab read it: escaped, as code, and the parts that every report has."""

from __future__ import annotations

import re
import typing as t

from .._redaction.visible_text import visible
from .._vocabulary import Severity
from .text import shortened

if t.TYPE_CHECKING:
    from .document import NoResult

SIGNS: t.Final = {Severity.CRITICAL: "🔴", Severity.WARNING: "🟡", Severity.INFO: "🔵"}
FINE: t.Final = "✅"
_SPECIAL: t.Final = re.compile(r"([\\`*_{}\[\]<>#+\-.!|~@&])")
# Like a point, a bracket behind the first number begins a list.
_ENUMERATES: t.Final = re.compile(r"^(\d+)\)")


def heading(title: str) -> list[str]:
    """The lines of the title of a section."""
    return [f"## {plain(title)}", ""]


def verdict(sign: str, sentence: str) -> list[str]:
    """The lines below the title, which say all that a reader in a hurry needs."""
    return [f"{sign} **{plain(sentence)}**", ""]


def footer(sentence: str) -> list[str]:
    """The last lines of a section."""
    return [f"<sub>{plain(sentence)}</sub>"]


def without_result(section: NoResult) -> str:
    """The section of a server of which there is no result."""
    message = block("text", section.msg) if section.msg else []
    return "\n".join([*heading(section.title), section.verdict, "", *message])


def block(language: str, text: str) -> list[str]:
    """``text`` in a block that nothing in it can end."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}{language}", text, fence, ""]


def code(text: str) -> str:
    """``text`` as code within a cell of a table: nothing in it means anything."""
    line = shortened(text, 200).replace("|", "\\|")
    longest = max((len(run) for run in re.findall("`+", line)), default=0)
    fence = "`" * (longest + 1)
    padding = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{padding}{line}{padding}{fence}" if line else ""


def plain(text: str) -> str:
    """``text`` with everything escaped that Markdown interprets; an at sign mentions no account."""
    escaped = _SPECIAL.sub(r"\\\1", visible(" ".join(text.split()))).replace("\\@", "@\u200b")
    return _ENUMERATES.sub(r"\1\\)", escaped)
