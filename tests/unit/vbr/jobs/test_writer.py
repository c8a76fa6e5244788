# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers that the simulator never gives."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import OutcomeUnknown
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.jobs.writer import VbrJobWriter
from tests.unit.vbr.jobs.short_server import ShortServer


@pytest.mark.parametrize("answer", [None, {"id": 7}, {"id": "Nightly"}])
def test_an_answer_without_an_id_leaves_the_outcome_open(answer: t.Any) -> None:
    writer = VbrJobWriter(t.cast("t.Any", ShortServer(order=answer)), [])
    with pytest.raises(OutcomeUnknown):
        writer.create({"name": "Nightly", "type": "VSphereBackup"}, enabled=None)
