# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What reports say they were made by. A module cannot read ``galaxy.yml``: a test compares."""

from __future__ import annotations

import typing as t

COLLECTION_NAME: t.Final = "backupops.veeam"
COLLECTION_VERSION: t.Final = "0.1.0"
