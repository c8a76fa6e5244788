# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each API has its own words, and none of them needs a server."""

from __future__ import annotations

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._module.options import connection_options
from ansible_collections.backupops.veeam.plugins.module_utils._module.vocabularies import vocabulary

WORDS = {"vbr": {"storage": {"retentionPolicy": {"type": "Days", "quantity": 7}}}, "em": {"JobInfo": {}}}
TYPES = {"vbr": "VSphereBackup", "em": "Backup"}


@pytest.mark.parametrize("api", WORDS)
def test_the_words_of_an_api_are_known_to_it_alone(api: str) -> None:
    own = vocabulary(api)
    for other, settings in WORDS.items():
        assert bool(own.problems(TYPES[api], settings)) == (other != api)


def test_every_api_that_can_be_chosen_has_words() -> None:
    for api in connection_options().only("api").arguments["api"]["choices"]:
        vocabulary(api)
