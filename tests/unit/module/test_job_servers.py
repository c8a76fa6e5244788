# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What changes one job is connected to the API that was named, and to no more of it than jobs."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._em.job_server import EmJobServer
from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput
from ansible_collections.backupops.veeam.plugins.module_utils._module.job_servers import connect_to_jobs
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.job_server import VbrJobServer

PARAMS: dict[str, t.Any] = {
    "host": "vbr.example.com",
    "port": None,
    "username": "svc",
    "password": "secret",
    "token": None,
    "api_version": "auto",
    "validate_certs": True,
    "ca_path": None,
    "timeout": 30,
    "retries": 0,
}


@pytest.mark.parametrize(("api", "expected"), [("vbr", VbrJobServer), ("em", EmJobServer)])
def test_the_api_that_was_named_is_asked(api: str, expected: type) -> None:
    server = connect_to_jobs({**PARAMS, "api": api})
    assert server.__class__ is expected
    assert server.close() == []


def test_an_option_of_the_other_api_is_refused() -> None:
    with pytest.raises(InvalidInput, match="backup_server: is for api: em only"):
        connect_to_jobs({**PARAMS, "api": "vbr", "backup_server": "vbr01"})
