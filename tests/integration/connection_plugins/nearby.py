# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A connection to this machine that is not the local one, for tests: made from it, as those to containers are."""

from __future__ import annotations

from ansible.plugins.connection.local import Connection as LocalConnection

DOCUMENTATION = """
name: nearby
short_description: Runs modules here, under another name
description: [Runs modules as the local connection does.]
options: {}
"""


class Connection(LocalConnection):
    """The local connection under another name."""
