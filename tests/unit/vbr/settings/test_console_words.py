# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Messages about settings have the words of the console beside the path, where these are known."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import Problem
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.console_words import with_console_words
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.memo import Memo
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.vocabulary import VbrVocabulary
from tests.checks.places import COLLECTIONS

WEEKLY = "Keep weekly full backups for"
_PACKAGE = "ansible_collections.backupops.veeam.plugins.module_utils"
LATE = f"""
import sys
from {_PACKAGE}._vbr.settings.memo import Memo
from {_PACKAGE}._vbr.vocabulary import VbrVocabulary
assert VbrVocabulary(Memo()).problems("VSphereBackup", {{}}) == []
assert "{_PACKAGE}._vbr.schema.data_console" not in sys.modules
"""


def said(path, job_type="VSphereBackup"):
    return with_console_words(job_type, [Problem(path, "is wrong")])[0].message


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (("settings", "storage", "gfsPolicy", "weekly", "keepForNumberOfWeeks"), f' (in the console: "{WEEKLY}")'),
        (("settings", "schedule", "daily", "days", 0), ' (in the console: "Daily at this time")'),
        (("settings", "storage", "gfsPolicy", "weekly", "nonsense"), ""),
        (("settings", "nonsense", "weekly"), ""),
        (("settings",), ""),
        (("name",), ""),
        (("storage", "gfsPolicy", "isEnabled"), ""),
    ],
)
def test_the_words_of_the_member_stand_behind_the_message(path, words):
    assert said(path) == f"is wrong{words}"


def test_the_shape_of_an_object_need_not_be_known():
    """The schedule of a copy is one of two shapes, and may lack what decides."""
    path = ("settings", "schedule", "daily", "localTime")
    assert said(path, "BackupCopy") == 'is wrong (in the console: "Daily at this time")'


@pytest.mark.parametrize(
    ("job_type", "words"),
    [("VSphereBackup", ' (in the console: "Weekly")'), ("LinuxAgentBackupServerPolicy", "")],
)
def test_what_the_console_does_not_show_has_no_part_with_the_words_of_another_wizard(job_type, words):
    path = (
        "settings",
        "storage",
        "advancedSettings",
        "fullBackupMaintenance",
        "defragmentAndCompact",
        "weekly",
        "days",
    )
    assert said(path, job_type) == f"is wrong{words}"


def test_the_check_of_a_file_speaks_them():
    settings = {"storage": {"gfsPolicy": {"weekly": {"keepForNumberOfWeeks": "four"}}}}
    (problem,) = VbrVocabulary(Memo()).problems("VSphereBackup", settings)
    assert problem.message == f'must be a whole number, not "four" (in the console: "{WEEKLY}")'


def test_what_a_new_job_lacks_is_said_with_them():
    settings = {"storage": {"backupRepository": "Main", "gfsPolicy": {"weekly": {"keepForNumberOfWeeks": 4}}}}
    found = VbrVocabulary(Memo()).missing("VSphereBackup", settings)
    lacking = [problem.message for problem in found if problem.path[-2:] == ("weekly", "isEnabled")]
    assert lacking == [f'is required for a new job (in the console: "{WEEKLY}")']


def test_the_table_is_not_read_while_nothing_is_wrong():
    subprocess.run([sys.executable, "-c", LATE], check=True, env={"PYTHONPATH": str(COLLECTIONS)})
