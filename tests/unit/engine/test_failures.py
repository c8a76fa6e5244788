# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An error says in which state it left the job."""

from __future__ import annotations

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.failures import explain, look, look_back
from ansible_collections.backupops.veeam.plugins.module_utils._errors import OutcomeUnknown, RequestRefused, VeeamError
from tests.unit.engine.memory_store import MemoryProduct


@pytest.mark.parametrize("message", ["No answer.", "No answer", "No answer.\n"])
def test_the_state_is_a_sentence_of_its_own(message: str) -> None:
    error = OutcomeUnknown(message)
    assert explain(error, "The job is there.") is error
    assert error.message == str(error) == "No answer. The job is there."


def test_a_job_is_looked_at_as_it_is_now(product: MemoryProduct) -> None:
    known = product.jobs.add("Web")
    error = OutcomeUnknown("No answer.")
    for found in (look(product.jobs, known, error), look_back(product.jobs, known, {}, error)):
        assert found is not None
        assert found.name == "Web"
    assert look(product.jobs, "gone", error) is None
    assert error.message == "No answer."


def test_a_job_that_cannot_be_looked_at_leaves_the_first_error_with_both_reasons(product: MemoryProduct) -> None:
    def breaks() -> None:
        raise VeeamError("The server is busy.")

    product.jobs.meanwhile = breaks
    error = RequestRefused("It said no.", status=400, method="PUT", path="/jobs/1")
    with pytest.raises(RequestRefused, match="could not be found out afterwards: The server is busy") as caught:
        look(product.jobs, "1", error)
    assert caught.value is error
    assert error.message.startswith("It said no. The state of the job (id 1)")
