# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which jobs a name or a pattern means, wherever an option takes one."""

from __future__ import annotations

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.export import Selection
from ansible_collections.backupops.veeam.plugins.module_utils._errors import IncompleteList, InvalidInput, NotFound
from ansible_collections.backupops.veeam.plugins.module_utils._model import Gap, Job


def jobs(*names: str) -> list[Job]:
    return [Job(str(number), name, "VSphereBackup", {}) for number, name in enumerate(names)]


class TestNames:
    def test_a_name_that_no_job_has_is_an_error_with_a_suggestion(self) -> None:
        with pytest.raises(NotFound, match=r'no job "Web server" on the server\. Did you mean "Web servers"') as it:
            Selection(names=("Web server", "D*")).choose(jobs("Web servers", "Databases"))
        assert "Nothing was written." in it.value.message

    def test_a_pattern_for_nothing_is_told(self) -> None:
        chosen, idle = Selection(names=("x*", "web*")).choose(jobs("Web servers", "Databases"))
        assert [job.name for job in chosen] == ["Web servers"]
        assert idle == ("x*",)

    def test_an_empty_entry_is_an_error(self) -> None:
        with pytest.raises(InvalidInput, match="names"):
            Selection(names=("", "web*")).choose(jobs("Web servers"))


def test_a_name_that_is_not_in_a_list_with_a_gap_is_not_said_to_be_gone() -> None:
    for name in ("Office", "Off*"):
        with pytest.raises(IncompleteList, match="3 entries"):
            Selection(names=(name,)).choose(jobs("Shop"), Gap("jobs", 3, 1))
