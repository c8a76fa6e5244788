# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Refuse what the revision of a server cannot do, in one set of words."""

from __future__ import annotations

from ..._errors import Unsupported
from ..schema.revisions import first_revision, product, supports


def require(revision: str, feature: str, what: str) -> None:
    """Raise Unsupported when ``revision`` lacks ``feature``. ``what`` is the subject of the message."""
    if not supports(revision, feature):
        first = first_revision(feature)
        raise Unsupported(what, revision=revision, hint=f"It needs {first} ({product(first)}) or newer.")
