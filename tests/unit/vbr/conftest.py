# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Scripted servers and their transport."""

from __future__ import annotations

from tests.unit.http.conftest import authority, ca_path, dial, pauses, server, tls, transport

__all__ = ["authority", "ca_path", "dial", "pauses", "server", "tls", "transport"]
