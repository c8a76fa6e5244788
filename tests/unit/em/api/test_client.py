# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What servers answer when they refuse, and with which logon they are asked."""

from __future__ import annotations

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import RequestRefused, VeeamError
from tests.simulator.launch import Running
from tests.unit.em.conftest import Connect
from tests.unit.em.estate import ORACLE, job_of


@pytest.mark.parametrize("body", ["html", "text", "empty"])
def test_errors_without_words_are_errors_in_words(simulator: Running, connect: Connect, body: str) -> None:
    simulator.fault(f"em-error-body:{body}")
    with pytest.raises(RequestRefused) as caught:
        connect(username="portal-user").jobs.reader.find(ORACLE)
    assert "status 403" in caught.value.message
    assert "Portal Administrator" in caught.value.message
    assert "<html" not in caught.value.message


def test_a_task_of_a_dead_logon_is_not_taken_for_one_of_the_next(simulator: Running, connect: Connect) -> None:
    """Task ids begin anew with every logon: task-1 of the new one is somebody else's."""
    product = connect()
    first, second = job_of(product), job_of(product, "Manual Backup")
    token = product._client.logon.token()
    product._client.send("POST", f"/jobs/{first.id[-36:]}", None, [("action", "start")])
    simulator.fault("token-expired:count=1")
    product._client.send("POST", f"/jobs/{second.id[-36:]}", None, [("action", "start")])
    assert product._client.get_with(token, "/tasks/task-1") is None


def test_every_error_is_one_for_people(simulator: Running, connect: Connect) -> None:
    simulator.fault("html:GET /api/query*")
    with pytest.raises(VeeamError) as caught:
        connect().jobs.reader.find(ORACLE)
    assert simulator.password not in caught.value.message
    assert "not JSON" in caught.value.message
