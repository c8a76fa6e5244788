# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an editor makes of job files: a real YAML language server underlines mistakes and proposes what fits."""

from __future__ import annotations

import pytest

from tests.checks.places import ROOT
from tests.editor.installation import LanguageServerMissing, server
from tests.editor.session import Editor

SCHEMA = ROOT / "docs" / "schema" / "veeam-jobs.schema.json"

GOOD = """\
name: Shop servers
type: VSphereBackup
profile: gold
settings:
  virtualMachines:
    includes:
      - web01
      - {name: web02, hostName: vcenter01.example.com}
  storage:
    backupRepository: Main
    retentionPolicy: {type: Days, quantity: 14}
  schedule:
    runAutomatically: true
    daily: {isEnabled: true, localTime: 22:00, dailyKind: Everyday}
    backupWindow: {isEnabled: true, backupWindow: {allowed: ["Mon-Fri 22:00-06:00"]}}
"""


@pytest.fixture(scope="module")
def editor():
    try:
        command = server()
    except LanguageServerMissing as error:
        pytest.fail(str(error))
    with Editor(command) as session:
        yield session


@pytest.fixture
def write(tmp_path):
    def write_file(text):
        path = tmp_path / "job.yml"
        path.write_text(f"# yaml-language-server: $schema={SCHEMA.as_uri()}\n{text}", encoding="utf-8")
        return path

    return write_file


def test_a_good_file_is_left_alone(editor, write):
    assert editor.problems(write(GOOD)) == []


def test_a_whole_document_is_left_alone(editor, write):
    text = (
        "profiles: {gold: {settings: {storage: {retentionPolicy: {quantity: 31}}}}}\njobs: [{name: A, profile: gold}]\n"
    )
    assert editor.problems(write(text)) == []


@pytest.mark.parametrize(
    ("before", "after", "line", "words"),
    [
        ("profile: gold", "profle: gold", 4, "profle"),
        ("type: Days", "type: Weeks", 12, "Days"),
        ("quantity: 14", "quantity: two", 12, "integer"),
        ("runAutomatically: true", "runAutomaticaly: true", 14, "runAutomaticaly"),
        ("localTime: 22:00", "localTime: 25:00", 15, "pattern"),
        ("type: VSphereBackup", "type: VMwareBackup", 3, "VSphereBackup"),
        ("Mon-Fri 22:00-06:00", "Mon-Fri night", 16, "pattern"),
    ],
)
def test_a_mistake_is_underlined_where_it_is(editor, write, before, after, line, words):
    found = editor.problems(write(GOOD.replace(before, after)))
    assert [place for place, message in found if words in message] == [line], found


def test_members_are_proposed_for_the_type_of_the_job(editor, write):
    file = write("name: A\ntype: BackupCopy\nsettings:\n  \n")
    proposed = editor.completions(file, line=5, column=3)
    assert {"mode", "sourceObjects", "target", "schedule"} <= set(proposed)
    assert "virtualMachines" not in proposed


def test_values_are_proposed(editor, write):
    file = write("name: A\ntype: VSphereBackup\nsettings:\n  storage:\n    retentionPolicy:\n      type: \n")
    assert {"Days", "RestorePoints"} <= set(editor.completions(file, line=7, column=13))


def test_names_are_proposed_beside_ids(editor, write):
    file = write("name: A\ntype: VSphereBackup\nsettings:\n  storage:\n    b\n")
    assert {"backupRepository", "backupRepositoryId"} <= set(editor.completions(file, line=6, column=6))


def test_job_types_are_proposed(editor, write):
    assert {"VSphereBackup", "FileBackup"} <= set(editor.completions(write("name: A\ntype: \n"), line=3, column=7))


GFS = """\
name: A
type: VSphereBackup
high_priority: true
settings:
  storage:
    backupRepository: Main
    gfsPolicy:
      isEnabled: true
      weekly: {isEnabled: true, keepForNumberOfWeeks: 4}
  schedule: {retry: {isEnabled: true}}
"""


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        (9, 8, ["Keeps some full backups", "Keep certain full backups longer for archival purposes"]),
        (10, 35, ["Unit: weeks", "Keep weekly full backups for"]),
        # What stands for an object.
        (10, 9, ["each week"]),
        (11, 17, ["Tries again"]),
        # A name in the place of an id.
        (7, 8, ["instead of backupRepositoryId"]),
        # What stands beside the settings.
        (4, 4, ["served before others", "High priority"]),
    ],
)
def test_the_words_of_the_console_are_shown_beside_a_setting(editor, write, line, column, words):
    said = editor.hover(write(GFS), line=line, column=column)
    assert all(word in said for word in words), said


def test_a_long_retention_is_proposed(editor, write):
    text = "name: A\ntype: VSphereBackup\nsettings:\n  storage:\n    gfsPolicy:\n      w\n"
    assert "weekly" in editor.completions(write(text), line=7, column=8)
