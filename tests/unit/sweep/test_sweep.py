# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A small sweep of every section: nothing may go wrong. The large one is ``make sweep``."""

from __future__ import annotations

import pytest

from tests.sweep.catalogue import SECTIONS
from tests.sweep.figures import Effort, Section


@pytest.mark.parametrize("section", SECTIONS, ids=[section.name for section in SECTIONS])
def test_nothing_goes_wrong_in_a_small_sweep(section: Section) -> None:
    figures = section.run(Effort(large=False))
    assert figures.inputs
    assert not figures.bad, "\n".join(figures.complaints)
