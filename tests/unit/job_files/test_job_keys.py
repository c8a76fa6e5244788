# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The keys of a job: what is misspelt or misplaced is told with what to write."""

from __future__ import annotations

from tests.unit.job_files.trees import told


def test_a_job_of_the_api_is_told_what_belongs_where(tree):
    tree({"a.json": '{"name": "N", "isDisabled": false, "isHighPriority": true,\n"storage": {}, "schedule": {}}'})
    assert told("a.json") == [
        'a.json:1: isDisabled: unknown key; write enabled: true instead (job "N")',
        'a.json:1: isHighPriority: unknown key; this is called high_priority here (job "N")',
        'a.json:2: storage: storage, schedule stand below settings (job "N")',
    ]


def test_one_setting_in_the_wrong_place_and_misspelt_keys(tree):
    tree({"a.yml": "name: N\nstorage: {}\nsetings: {}\nenabeld: true\n"})
    assert told("a.yml") == [
        'a.yml:2: storage: unknown key; if it is a setting of the job, it stands below settings (job "N")',
        'a.yml:3: setings: unknown key; did you mean settings? (job "N")',
        'a.yml:4: enabeld: unknown key; did you mean enabled? (job "N")',
    ]
