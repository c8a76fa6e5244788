# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Hypothesis strategies that several kinds of tests share."""

from __future__ import annotations

from tests.strategies.jobs import job_types, models, settings

__all__ = ["job_types", "models", "settings"]
