# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs ``veeam_quick_backup`` in the controller where it can."""

from __future__ import annotations

from ansible_collections.backupops.veeam.plugins.plugin_utils._action import VeeamAction, load


class ActionModule(VeeamAction):
    """The action plugin of the module."""

    loaded = load("veeam_quick_backup")
