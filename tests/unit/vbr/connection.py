# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A product that talks to a running simulator."""

from __future__ import annotations

import typing as t

from ansible_collections.backupops.veeam.plugins.module_utils._vbr.product import VbrProduct

if t.TYPE_CHECKING:
    from tests.simulator.launch import Running


def params(simulator: Running, *, api_version: str = "auto") -> dict[str, t.Any]:
    """The connection options of a task."""
    return {
        "host": "127.0.0.1",
        "port": simulator.vbr_port,
        "validate_certs": True,
        "ca_path": simulator.ca_path,
        "timeout": 30,
        "retries": 0,
        "username": simulator.username,
        "password": simulator.password,
        "token": None,
        "api_version": api_version,
    }


def connect(simulator: Running, *, api_version: str = "auto") -> VbrProduct:
    return VbrProduct.from_params(params(simulator, api_version=api_version))
