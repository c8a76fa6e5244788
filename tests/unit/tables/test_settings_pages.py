# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The pages of the settings: tables that fit a page, with the words that count for the job type."""

from __future__ import annotations

import re

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.revisions import REVISIONS
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.schemas import canonical_schema, load
from tests.checks.places import ROOT
from tests.tables.settings_rows import Catalogue
from tests.tables.settings_sections import LONGEST, TOP, anchor, relative, sections
from tests.tables.settings_words import worded_rows
from tests.tables.wording import Words

CATALOGUE = Catalogue(canonical_schema(), {revision: load(revision) for revision in REVISIONS})
TYPES = CATALOGUE.job_types
SETTINGS = ROOT / "docs" / "settings"

PAGE = {"address": "https://helpcenter.veeam.com/docs/storage.html", "version": "12"}
WORDS = {
    "pages": {"storage": PAGE, "files": {**PAGE, "version": "13"}},
    "definitions": {
        "FullBackupMaintenanceModel": {
            "defragmentAndCompact": {
                "does": "Writes the full backup anew.",
                "label": "Defragment",
                "page": "storage",
                "elsewhere": {"LinuxAgentBackupServerPolicy": {"not_shown": "files"}},
            }
        },
        "FullBackupMaintenanceDefragmentAndCompactModel": {
            "isEnabled": {"does": "Has it done at times.", "label": "Defragment", "page": "storage"}
        },
    },
}
DEEP = "storage.advancedSettings.fullBackupMaintenance.defragmentAndCompact.isEnabled"


@pytest.mark.parametrize("job_type", TYPES)
def test_every_setting_stands_in_one_section(job_type):
    rows = CATALOGUE.rows(job_type)
    found = [row for inside in sections(rows).values() for row in inside]
    assert sorted(row.path for row in found) == sorted(row.path for row in rows)


@pytest.mark.parametrize("job_type", TYPES)
def test_no_path_is_too_long_for_its_table_but_a_single_name(job_type):
    written = [
        relative(row.path, name) for name, inside in sections(CATALOGUE.rows(job_type)).items() for row in inside
    ]
    assert [path for path in written if "." in path and len(path) > LONGEST] == []


@pytest.mark.parametrize("job_type", TYPES)
def test_no_two_sections_have_one_address(job_type):
    found = [anchor(section) for section in sections(CATALOGUE.rows(job_type))]
    assert len(found) == len(set(found))


@pytest.mark.parametrize("job_type", TYPES)
def test_an_object_leads_to_its_section(job_type):
    text = (SETTINGS / f"{job_type}.md").read_text(encoding="utf-8")
    linked = re.findall(r"^\| \[`[^`]+`\]\(#(\w+)\)", text, re.MULTILINE)
    assert set(linked) == {anchor(section) for section in sections(CATALOGUE.rows(job_type)) if section != TOP}


@pytest.mark.parametrize(
    ("job_type", "label", "version"), [("VSphereBackup", "Defragment", ""), ("LinuxAgentBackupServerPolicy", "", "13")]
)
def test_what_is_not_shown_has_no_part_with_the_label_of_another_wizard(job_type, label, version):
    worded = worded_rows(CATALOGUE.rows(job_type), Words(canonical_schema(), [WORDS]), job_type)
    found = {row.path: word for row, word in worded}[DEEP]
    assert found.label == label
    assert (found.not_shown.version if found.not_shown else "") == version
    assert found.does == "Has it done at times."


def test_a_page_has_no_labels_below_what_its_wizard_does_not_show():
    text = (SETTINGS / "LinuxAgentBackupServerPolicy.md").read_text(encoding="utf-8")
    inside = text.partition("\n### storage.advancedSettings.fullBackupMaintenance\n")[2].partition("\n#")[0]
    rows = re.findall(r"^\| \[?`defragmentAndCompact.*$", inside, re.MULTILINE)
    assert rows
    assert [row for row in rows if "In the console" in row] == []
