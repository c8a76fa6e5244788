# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tests of job files ask: which jobs a tree has, and what is wrong with it."""

from __future__ import annotations

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._job_files.loading import Sources, load, survey
from ansible_collections.backupops.veeam.plugins.module_utils._job_files.problems import InvalidTree
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.memo import Memo
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.vocabulary import VbrVocabulary

RETENTION = "settings.storage.retentionPolicy.quantity"


def keep(days):
    return f"settings: {{storage: {{retentionPolicy: {{type: Days, quantity: {days}}}}}}}\n"


def loaded(*src, **more):
    return {entry.desired.name: entry for entry in load(Sources(src=src, **more), VbrVocabulary(Memo()))}


def days(entry):
    return entry.desired.settings["storage"]["retentionPolicy"]["quantity"]


def told(*src, **more):
    with pytest.raises(InvalidTree) as caught:
        load(Sources(src=src, **more), VbrVocabulary(Memo()))
    return [str(problem) for problem in caught.value.problems]


def problems_of(src: str) -> list[str]:
    return [str(problem) for problem in survey(Sources(src=(src,))).problems]
