# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A small sweep of every section: nothing may go wrong. The large one is ``make sweep``."""

from __future__ import annotations

import pytest

from tests.checks.places import ROOT
from tests.sweep.catalogue import SECTIONS
from tests.sweep.figures import Effort, Section
from tests.sweep.scenarios import scenarios

# They ask no server for anything.
OFFLINE = {"veeam_jobs_validate"}


def test_every_module_that_talks_to_a_server_is_tried() -> None:
    modules = {path.stem for path in (ROOT / "plugins" / "modules").glob("*.py")}
    assert {scenario.module for scenario in scenarios()} == modules - OFFLINE


@pytest.mark.parametrize("section", SECTIONS, ids=[section.name for section in SECTIONS])
def test_nothing_goes_wrong_in_a_small_sweep(section: Section) -> None:
    figures = section.run(Effort(large=False))
    assert figures.inputs
    assert not figures.bad, "\n".join(figures.complaints)
