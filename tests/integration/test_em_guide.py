# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every example of the guide to Enterprise Manager runs as it is written, in its order, and runs again."""

from __future__ import annotations

import re

import yaml

from tests.checks.places import ROOT
from tests.integration.documentation import PLAYED_ELSEWHERE
from tests.integration.em_playbooks import EmPlaybooks
from tests.integration.test_examples import PLACES

GUIDE = ROOT / PLAYED_ELSEWHERE
ALWAYS_CHANGES = {"Run it now and wait for it"}


def test_the_examples_of_the_guide(em: EmPlaybooks) -> None:
    text = GUIDE.read_text(encoding="utf-8")
    for example, place in PLACES.items():
        text = text.replace(example, place)
    tasks = [task for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL) for task in yaml.safe_load(block)]
    account = {"veeam_username": em.simulator.username, "veeam_password": em.simulator.password}
    environment = {name: value for name, value in em.connection.items() if name != "VEEAM_API"}
    first = em(*tasks, env=environment, play={"vars": account})
    assert {entry["status"] for entry in first.tasks} == {"ok"}
    again = em(*tasks, env=environment, play={"vars": account})
    assert {name for name, changed in again.changed.items() if changed} == ALWAYS_CHANGES
