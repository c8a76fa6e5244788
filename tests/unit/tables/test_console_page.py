# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the words become: the page by wizards, the column of the settings pages, descriptions, labels for messages."""

from __future__ import annotations

import copy
import json
import re

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.data_console import LABELS
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.revisions import REVISIONS
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.schemas import canonical_schema, load
from tests.checks.places import ROOT
from tests.tables.console_page import WIZARDS, console_page
from tests.tables.descriptions import Descriptions
from tests.tables.settings_rows import Catalogue
from tests.tables.settings_sections import anchor
from tests.tables.wording import Words, definitions, files

SCHEMAS = {revision: load(revision) for revision in REVISIONS}
CATALOGUE = Catalogue(canonical_schema(), SCHEMAS)
SETTINGS = ROOT / "docs" / "settings"

WORDS = {
    "pages": {"storage": {"address": "https://helpcenter.veeam.com/docs/storage.html", "version": "12"}},
    "definitions": {
        "BackupJobSpec": {
            "storage": {"does": "Where backups go.", "step": "Storage", "label": "Storage", "page": "storage"},
        },
        "BackupJobStorageModel": {
            "retentionPolicy": {
                "does": "How long backups stay.",
                "window": "Below",
                "label": "Retention",
                "page": "storage",
                "elsewhere": {"CloudDirectorBackup": {"label": "Keep", "page": "storage"}},
            },
            "backupProxies": {"does": "Who reads the disks.", "not_shown": "storage"},
        },
        "BackupJobRetentionPolicySettingsModel": {
            "quantity": {
                "does": "How many there are.",
                "unit": "days or restore points",
                "minimum": 1,
                "documented": "storage",
                "label": "Retention policy",
                "page": "storage",
            },
        },
    },
}


@pytest.fixture(scope="module")
def words():
    return Words(canonical_schema(), [WORDS])


@pytest.fixture(scope="module")
def page(words):
    return console_page(CATALOGUE, words)


def section(page, title):
    return page.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def test_every_job_type_has_its_wizard():
    assert sorted(name for types in WIZARDS.values() for name in types) == sorted(canonical_schema().job_types)


def test_words_stand_by_wizard_and_step_with_setting_values_and_source(page):
    steps = section(page, "VMware vSphere backup")
    assert "\n### VMware vSphere backup: Storage\n" in steps
    assert "| Retention policy | Below | [`storage.retentionPolicy.quantity`][VSphereBackup 4] | number |" in steps
    assert "\n[VSphereBackup 4]: settings/VSphereBackup.md#storage\n" in page


def test_the_page_where_words_were_read_is_a_link_that_says_the_version(page):
    assert "| number | [12][storage] |" in page
    assert "\n[storage]: https://helpcenter.veeam.com/docs/storage.html\n" in page


def test_pages_of_one_name_are_told_apart():
    words = copy.deepcopy(WORDS)
    other = {"address": "https://helpcenter.veeam.com/docs/agent/storage.html", "version": "6", "product": "Agent"}
    words["pages"]["other"] = other
    words["definitions"]["BackupJobRetentionPolicySettingsModel"]["quantity"]["page"] = "other"
    page = console_page(CATALOGUE, Words(canonical_schema(), [words]))
    assert "| number | [Agent 6][storage, Agent 6] |" in page
    assert f"\n[storage, 12]: {WORDS['pages']['storage']['address']}\n" in page
    assert f"\n[storage, Agent 6]: {other['address']}\n" in page


def test_the_contents_lead_to_every_wizard_and_step(page):
    steps = "[Storage](#vmware-vsphere-backup-storage)"
    assert f"\n* [VMware vSphere backup](#vmware-vsphere-backup): {steps}\n" in page


def test_what_the_console_does_not_show_is_named(page):
    assert "Not on the screens that were looked up: [`storage.backupProxies`]" in section(page, "VMware vSphere backup")


def test_the_field_within_a_label_is_no_tag():
    words = copy.deepcopy(WORDS)
    words["definitions"]["BackupJobRetentionPolicySettingsModel"]["quantity"]["label"] = "Keep <N> days"
    assert "| Keep \\<N> days | Below |" in console_page(CATALOGUE, Words(canonical_schema(), [words]))


def test_a_wizard_can_have_its_own_word_and_says_that_nobody_named_the_step(page):
    steps = section(page, "Cloud Director backup")
    assert "\n### Cloud Director backup: `storage`, in a step that no page names\n" in steps
    assert "| Keep | Below |" in steps
    assert "| Retention |" not in steps


@pytest.mark.parametrize(
    "row",
    [
        # What is selected on the screen is false here.
        "templates.isEnabled</code>][VSphereBackup 2] | true or false, the other way round |",
        # What is beside the settings of every job.
        "| High priority | `high_priority` | true or false |",
        # A long path may go on in the next line, and is copied as a whole.
        "| Notify on error | Advanced Settings, Notifications | [<code>storage.",
        "customNotificationSettings.<wbr>notifyOnError</code>]",
        # An object is written with its members.
        "| members: `isEnabled`, `backupWindow` |",
        # A name does the same as the id.
        "| id, or a name as `backupRepository` |",
    ],
)
def test_the_page_says_how_a_setting_is_written(row):
    assert row in (ROOT / "docs" / "console.md").read_text(encoding="utf-8")


def test_the_page_is_small_enough_to_be_shown():
    """GitHub renders no more than 512 KiB of Markdown."""
    assert (ROOT / "docs" / "console.md").stat().st_size < 500_000


def test_a_description_has_unit_limits_and_label(words):
    definition = canonical_schema().definition("BackupJobRetentionPolicySettingsModel")
    assert Descriptions(words, CATALOGUE).of(definition, "quantity") == (
        "How many there are. Unit: days or restore points. From 1. In the console: "
        '"Retention policy". Required for a new job.'
    )


@pytest.mark.parametrize(
    ("definition", "member", "said"),
    [
        ("BackupProxiesSettingsModel", "autoSelectEnabled", "A new job gets true when it is left out."),
        ("VmwareObjectModel", "objectId", "Looked up when it is left out."),
        ("BackupJobSpec", "virtualMachines", "Required in 1.2-rev1, 1.3-rev0, 1.3-rev1."),
        ("AdvancedStorageScheduleWeeklyModel", "localTime", "Since API revision 1.3-rev0."),
        ("HyperVNotificationSettingsModel", "vmAttribute", "Until API revision 1.3-rev1."),
        ("BackupScheduleModel", "daily", ""),
    ],
)
def test_a_description_says_what_a_new_job_needs_and_since_when(definition, member, said):
    empty = Descriptions(Words(canonical_schema(), []), CATALOGUE)
    assert empty.of(canonical_schema().definition(definition), member) == said


@pytest.mark.parametrize(
    ("job_type", "row"),
    [
        ("VSphereBackup", r'\| `backupProxies` .* \| filled in: `{"autoSelectEnabled": true}` \|'),
        ("VSphereBackup", r"\| `backupProxies.autoSelectEnabled` .* \| filled in: `true` \|"),
        ("VSphereBackup", r"\| `backupRepositoryId` or `backupRepository` .* \| required \|"),
        ("VSphereBackup", r"\| `weekly.keepForNumberOfWeeks` \| How long .* \| number, weeks \|"),
        ("VSphereBackup", r"\| `templates.isEnabled` .* \*Backup VM templates\*, the other way round\. \|"),
        ("VSphereBackup", r"\| `retentionPolicy.quantity` .* \| required, default: `7` \|"),
        ("VSphereBackup", r"\| `weekly.localTime` .* Since 1.3-rev0\. \| time \|"),
        ("FileBackupCopy", r'\| \[`schedule`\]\(#schedule\) .* \| filled in: `{"type": "Continuous"}` \|'),
        ("WindowsAgentBackupFailoverCluster", r'\| `agentType` .* \| filled in: `"FailoverCluster"` \|'),
    ],
)
def test_required_is_what_the_reader_has_to_write(job_type, row):
    assert re.search(row, (SETTINGS / f"{job_type}.md").read_text(encoding="utf-8"))


def test_links_of_the_page_lead_to_sections_that_exist():
    page = (ROOT / "docs" / "console.md").read_text(encoding="utf-8")
    targets = dict(re.findall(r"^\[(\w+ \d+)\]: settings/(\S+)$", page, re.MULTILINE))
    used = set(re.findall(r"\]\[(\w+ \d+)\]", page))
    assert used == targets.keys()
    for target in targets.values():
        file, dummy, place = target.partition("#")
        headings = re.findall(r"^##+ (\S+)$", (SETTINGS / file).read_text(encoding="utf-8"), re.MULTILINE)
        assert place in [anchor(heading) for heading in headings], target


def test_the_editor_shows_what_other_wizards_call_a_setting():
    words = Words(canonical_schema(), [WORDS])
    definition = canonical_schema().definition("BackupJobStorageModel")
    said = Descriptions(words, CATALOGUE).of(definition, "retentionPolicy")
    assert 'In the console: "Retention"; "Keep" for CloudDirectorBackup.' in said


def test_labels_for_messages_are_those_of_the_words():
    known = Words(canonical_schema(), files().values())
    found = {
        (place.rpartition("/")[2], member): (label, place.rpartition("/")[0])
        for label, places in json.loads(LABELS).items()
        for place, members in places.items()
        for member in members
    }
    assert found
    for (definition, member), (label, job_type) in found.items():
        assert known.of(definition, member, job_type).label == label
    assert {name for name, dummy in found} <= definitions(canonical_schema()).keys()
