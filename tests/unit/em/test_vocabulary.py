# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is known of jobs for Enterprise Manager without one."""

from __future__ import annotations

from ansible_collections.backupops.veeam.plugins.module_utils._module.vocabularies import vocabulary
from ansible_collections.backupops.veeam.plugins.module_utils._paths import text
from tests.unit.em.estate import SETTINGS

WORDS = vocabulary("em")


def test_what_no_server_could_take_is_found() -> None:
    found = WORDS.problems("Backup", {"Compression": 5, "Nothing": 1}, options=["description", "high_priority"])
    assert [text(path) for path, dummy in found] == ["high_priority", "settings.Compression", "settings.Nothing"]
    assert [text(path) for path, dummy in WORDS.problems("Tape", {})] == ["type"]
    assert WORDS.problems("Backup", SETTINGS, options=["description"]) == []


def test_without_a_type_only_the_options_are_looked_at() -> None:
    assert WORDS.problems(None, {"Nothing": 1}) == []
    assert [text(path) for path, dummy in WORDS.problems(None, {}, options=["high_priority"])] == ["high_priority"]


def test_a_job_lacks_nothing_since_it_exists_or_is_a_clone() -> None:
    assert WORDS.missing("Backup", {}) == []
    assert WORDS.missing(None, {}) == []
    assert WORDS.defaults("Backup") == {}
