# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A client that speaks the newest revision with a scripted server, and its clock."""

from __future__ import annotations

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._http.credentials import Credentials
from ansible_collections.backupops.veeam.plugins.module_utils._http.transport import Transport
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.api.client import VbrClient
from tests.unit.http.scripted_server import PASSWORD
from tests.unit.vbr.api.scripted_logon import USER, Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(transport: Transport, clock: Clock) -> VbrClient:
    return VbrClient(transport, Credentials(USER, PASSWORD), api_version="1.3-rev2", clock=clock)
