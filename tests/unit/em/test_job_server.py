# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The jobs behind an Enterprise Manager, without the rest of the product."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._em.job_server import EmJobServer
from tests.simulator.launch import Running


@pytest.fixture
def server(simulator: Running) -> EmJobServer:
    params: dict[str, t.Any] = {
        "host": "localhost",
        "port": simulator.em_port,
        "validate_certs": True,
        "ca_path": simulator.ca_path,
        "timeout": 30,
        "retries": 0,
        "username": simulator.username,
        "password": simulator.password,
        "token": None,
        "api_version": "auto",
        "backup_server": "vbr01.lab.local",
    }
    return EmJobServer.from_params(params)


def test_a_server_of_which_nothing_is_asked_neither_logs_on_nor_off(simulator: Running, server: EmJobServer) -> None:
    assert server.names_of_secrets() == frozenset()
    assert server.close() == []
    assert simulator.requests() == []


def test_jobs_are_read_and_the_tokens_die_with_the_task(simulator: Running, server: EmJobServer) -> None:
    job = server.jobs.reader.find("Oracle Backup")
    assert job is not None
    assert len(server.identity().id) == 36
    assert set(server.secrets()) > {simulator.password}
    assert server.close() == []
    assert simulator.state()["em"]["open_tokens"] == 0
