# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Settings in files are checked as far as that is possible without a server."""

from __future__ import annotations

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._job_files.loading import Sources, survey
from ansible_collections.backupops.veeam.plugins.module_utils._job_files.validation import check
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.memo import Memo
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.vocabulary import VbrVocabulary
from tests.unit.job_files.trees import loaded, told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("settings: {storage: {backupRepositoryId: Main}}", "to give a name write backupRepository"),
        ("settings: {schedule: {daily: {isEnabled: true}, monthly: {isEnabled: true}}}", "only one of daily, monthly"),
        ("settings: {schedule: {backupWindow: {backupWindow: {allowed: [Mon 22:30-23:00]}}}}", "is not a full hour"),
        ("settings: {virtualMachines: {includes: [{type: Tag}]}}", "needs a name, a path or an objectId"),
    ],
)
def test_settings_are_checked_as_far_as_possible(tree, text, said):
    tree({"a.yml": f"name: A\ntype: VSphereBackup\n{text}\n"})
    (problem,) = told("a.yml")
    assert problem.startswith("a.yml:3: settings.")
    assert said in problem


def test_windows_and_machines_are_checked_to_the_last(tree):
    tree(
        {
            "a.yml": "name: A\n"
            "type: VSphereBackup\n"
            "settings:\n"
            "  virtualMachines:\n"
            "    includes:\n"
            "      - web01\n"
            "      - {type: Tag}\n"
            "      - {type: Folder}\n"
            "  schedule:\n"
            "    backupWindow:\n"
            "      backupWindow:\n"
            "        allowed:\n"
            "          - Mon 8:30-9:00\n"
            "          - Mon 8:00-9:00\n"
            "          - Mun 8:00-9:00\n"
        }
    )
    assert [problem.split(":")[1] for problem in told("a.yml")] == ["7", "8", "13", "15"]


def test_a_pinned_revision_refuses_what_it_does_not_have(tree):
    tree({"a.yml": "name: A\ntype: IrisBackup\nsettings:\n  schedule: {runAutomatically: true}\n"})
    assert list(loaded("a.yml")) == ["A"]
    found = check(survey(Sources(src=("a.yml",))).jobs, VbrVocabulary(Memo()), revision="1.2-rev1")
    assert "cannot be managed by API revision 1.2-rev1" in str(found[0])


def test_a_type_that_the_revision_lacks_is_said_beside_what_else_is_wrong(tree):
    tree(
        {"a.yml": "name: A\ntype: HyperVBackup\nsettings:\n  guestProcessing: {guestInteractionProxies: {}, odd: 1}\n"}
    )
    found = [
        str(problem)
        for problem in check(survey(Sources(src=("a.yml",))).jobs, VbrVocabulary(Memo()), revision="1.2-rev1")
    ]
    assert ["cannot be managed by API revision 1.2-rev1" in problem for problem in found].count(True) == 1
    assert ["unknown member" in problem for problem in found].count(True) >= 1
