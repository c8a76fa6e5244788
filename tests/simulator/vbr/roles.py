# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a user of a role may do: the vendor's text of each call says to whom it is available."""

from __future__ import annotations

import functools
import re

from tests.openapi import document

# Roles as the command line has them, and as the vendor's text does. "Everybody" has several wordings there.
NAMES = {
    "operator": "Backup Operator",
    "viewer": "Backup Viewer",
    "restore-operator": "Restore Operator",
    "tape-operator": "Tape Operator",
}
EVERYBODY = re.compile(r"Anyone|All (built-in )?(and custom |user )?roles|All built-in user roles", re.IGNORECASE)
AVAILABLE = re.compile(r"Available to.*", re.DOTALL)


def allowed(role: str, *, method: str, path: str, revision: str) -> bool:
    """Whether a user of ``role`` may make the call; a call without such a text is for administrators."""
    if role not in NAMES or path.startswith("/api/oauth2/"):
        return True
    text = _available_to(revision, method, path)
    return bool(EVERYBODY.search(text)) or NAMES[role] in text


@functools.lru_cache(maxsize=1024)
def _available_to(revision: str, method: str, path: str) -> str:
    operation = document(revision).operation(method, path)
    found = AVAILABLE.search(operation.description) if operation else None
    return found[0] if found else ""
