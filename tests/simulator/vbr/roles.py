# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a user of a role may do, as far as the vendor says it for the calls of this simulator."""

from __future__ import annotations

import re

_SINCE_1_3 = ("1.3-rev0", "1.3-rev1", "1.3-rev2")
_SINCE_1_3_REV1 = ("1.3-rev1", "1.3-rev2")
_NEVER: tuple[str, ...] = ()
_ALWAYS = ("1.2-rev1", *_SINCE_1_3)

# (calls, revisions in which an operator may make them, the same for a viewer). The first line that matches counts.
_RULES: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    (r"POST /api/oauth2/.*", _ALWAYS, _ALWAYS),
    (r"GET /api/v1/serverInfo", _NEVER, _NEVER),
    (r"POST /api/v1/jobs/[^/]+/(start|stop|retry)", _ALWAYS, _NEVER),
    (r"POST /api/v1/jobs/quickBackup/.*", _ALWAYS, _NEVER),
    (r"POST /api/v1/sessions/[^/]+/stop", _ALWAYS, _NEVER),
    (r"GET /api/v1/credentials.*", _SINCE_1_3, _NEVER),
    (r"GET /api/v1/encryptionPasswords.*", _SINCE_1_3_REV1, _NEVER),
    (r"GET /api/v1/kmsServers.*", _NEVER, _NEVER),
    (r"GET /api/v1/backupInfrastructure/wanAccelerators.*", _NEVER, _NEVER),
    (r"GET /api/v1/inventory/vmware/hosts.*", _SINCE_1_3, _NEVER),
    (r"POST /api/v1/inventory.*", _SINCE_1_3_REV1, _NEVER),
    (r"POST /api/v1/backups/[^/]+/details", _ALWAYS, _ALWAYS),
    (r"GET .*", _ALWAYS, _ALWAYS),
)


def allowed(role: str, *, method: str, path: str, revision: str) -> bool:
    """Whether a user of ``role`` may make the call; whatever no rule mentions is for administrators.

    Restore and tape operators look at what viewers look at.
    """
    if role in ("admin", "administrator"):
        return True
    for pattern, operator, viewer in _RULES:
        if re.fullmatch(pattern, f"{method} {path}"):
            return revision in (operator if role == "operator" else viewer)
    return False
