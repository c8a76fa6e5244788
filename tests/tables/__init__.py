# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Everything in the collection that is generated from the vendor's OpenAPI files."""

from __future__ import annotations

from pathlib import Path

from tests.tables.extraction import tables
from tests.tables.rendering import module_name, module_text
from tests.vendor import REVISIONS, openapi

ROOT = Path(__file__).resolve().parents[2]
DATA = Path("plugins/module_utils/_vbr")


def generated() -> dict[Path, str]:
    """Path below the repository root -> content, for every generated file. Same input, same bytes."""
    return {DATA / module_name(revision): module_text(revision, tables(openapi(revision))) for revision in REVISIONS}
