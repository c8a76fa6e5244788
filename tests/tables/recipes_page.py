# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The files in ``docs/recipes.md``, and from which server on each of them works. The rest of the page is written."""

from __future__ import annotations

import re
import typing as t

from ansible_collections.backupops.veeam.plugins.module_utils._job_files.problems import InvalidTree
from ansible_collections.backupops.veeam.plugins.module_utils._job_files.report import validate
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.revisions import CANONICAL, REVISIONS, product
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.memo import Memo
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.vocabulary import VbrVocabulary
from tests.checks.places import ROOT

if t.TYPE_CHECKING:
    from pathlib import Path

RECIPES: t.Final = ROOT / "docs" / "recipes"
_END: t.Final = "<!-- end of the recipe -->"
_PLACE: t.Final = re.compile(rf"<!-- recipe: (?P<topic>[\w-]+) -->\n.*?{_END}", re.DOTALL)


def files() -> dict[str, Path]:
    """Every recipe by its topic."""
    return {path.stem: path for path in sorted(RECIPES.glob("*.yml"))}


def topics(page: str) -> list[str]:
    """The recipes that the page shows, in its order."""
    return [found["topic"] for found in _PLACE.finditer(page)]


def with_recipes(page: str) -> str:
    """``page`` with the recipes as they are now. KeyError for one without a file, InvalidTree for a mistake in one."""
    found = files()
    return _PLACE.sub(lambda place: _shown(place["topic"], found[place["topic"]]), page)


def _shown(topic: str, path: Path) -> str:
    text = path.read_text(encoding="utf-8").removeprefix("---\n")
    file = f"[{path.name}](recipes/{path.name})"
    return f"<!-- recipe: {topic} -->\n```yaml\n# jobs/{path.name}\n{text}```\n\n{file} · {_servers(path)}\n{_END}"


def _servers(path: Path) -> str:
    _judge(path, CANONICAL)
    first = revisions(path)[0]
    return "every server" if first == REVISIONS[0] else f"{product(first)} (API revision {first}) or newer"


def revisions(path: Path) -> tuple[str, ...]:
    """The revisions of the API that have all of a recipe."""
    return tuple(revision for revision in REVISIONS if _fits(path, revision))


def _fits(path: Path, revision: str) -> bool:
    try:
        _judge(path, revision)
    except InvalidTree:
        return False
    return True


def _judge(path: Path, revision: str) -> None:
    """Raises InvalidTree for what no server of that revision could take."""
    options = {"src": [str(path)], "api_version": revision, "complete": True, "fail_on": "warning"}
    validate(options, VbrVocabulary(Memo()))
