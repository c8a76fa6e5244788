# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A connection with a transport of its own, for tests."""

from __future__ import annotations

from ansible.plugins.connection.local import Connection as LocalConnection

DOCUMENTATION = """
name: far
short_description: Runs modules here, by another transport
description: [Runs modules as the local connection does.]
options: {}
"""


class Connection(LocalConnection):
    """The local connection, as far as one can tell from the outside another."""

    transport = "far"
