# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The generated files and what is in them."""

from __future__ import annotations

import copy
from pathlib import Path

from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.revisions import CANONICAL
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.schemas import Schema, with_retired
from tests.checks.places import ROOT
from tests.tables import call_roles, console_labels, roles_page, wording
from tests.tables.console_page import console_page
from tests.tables.descriptions import Descriptions
from tests.tables.extraction import tables
from tests.tables.job_schema import job_schema
from tests.tables.names_page import with_table
from tests.tables.recipes_page import with_recipes
from tests.tables.rendering import module_name, module_text
from tests.tables.settings_pages import pages
from tests.tables.settings_rows import Catalogue
from tests.vendor import REVISIONS, openapi

DATA = Path("plugins/module_utils/_vbr/schema")
SETTINGS = Path("docs/settings")
# Written by hand; a test runs each of them.
EXAMPLES = SETTINGS / "examples"
JOB_SCHEMA = Path("docs/schema/veeam-jobs.schema.json")
CONSOLE = Path("docs/console.md")
NAMES = Path("docs/names.md")
CONNECTION = Path("docs/connection.md")
RECIPES = Path("docs/recipes.md")


def _examples() -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted((ROOT / EXAMPLES).glob("*.yml"))}


def generated() -> dict[Path, str]:
    """Path below the repository root -> content, for every generated file. Same input, same bytes."""
    found = {revision: tables(openapi(revision)) for revision in REVISIONS}
    files = {DATA / module_name(revision): module_text(revision, content) for revision, content in found.items()}
    schemas = {revision: Schema(revision, content) for revision, content in found.items()}
    written_in = with_retired(copy.deepcopy(found[CANONICAL]))
    words = wording.load(written_in)
    catalogue = Catalogue(written_in, schemas)
    files[JOB_SCHEMA] = job_schema(written_in, Descriptions(words, catalogue))
    files.update({SETTINGS / name: text for name, text in pages(catalogue, words, _examples()).items()})
    files[CONSOLE] = console_page(catalogue, words)
    files[DATA / "data_console.py"] = console_labels.module_text(written_in, words)
    files[NAMES] = with_table((ROOT / NAMES).read_text(encoding="utf-8"))
    files[RECIPES] = with_recipes((ROOT / RECIPES).read_text(encoding="utf-8"))
    documents = {revision: openapi(revision) for revision in REVISIONS}
    files[DATA / "data_roles.py"] = call_roles.module_text(documents)
    roles = call_roles.call_roles(documents)
    files[CONNECTION] = roles_page.with_table((ROOT / CONNECTION).read_text(encoding="utf-8"), roles)
    return files
