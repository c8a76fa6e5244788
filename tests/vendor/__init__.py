# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The vendor's own OpenAPI files of the Backup & Replication REST API, one per revision.

They are not ours to publish, so they are not in this repository: they are taken from the source distribution of the
PyPI package ``veeam-br``, pinned by version and hash, and kept in ``.cache/vendor`` (ignored by git).
"""

from __future__ import annotations

import functools
import json
import typing as t
from pathlib import Path

from tests.vendor.download import ensure

REVISIONS: tuple[str, ...] = ("1.2-rev1", "1.3-rev0", "1.3-rev1", "1.3-rev2")


def path(revision: str) -> Path:
    """The file of one revision, downloaded on first use. ValueError for a revision the vendor package lacks."""
    if revision not in REVISIONS:
        raise ValueError(f"there is no OpenAPI file for revision {revision!r}, only for {', '.join(REVISIONS)}")
    return ensure(REVISIONS) / f"vbr_rest_{revision}.json"


@functools.cache
def openapi(revision: str) -> dict[str, t.Any]:
    """The parsed OpenAPI document of ``revision``. Shared between callers: copy before changing it."""
    return t.cast("dict[str, t.Any]", json.loads(path(revision).read_text(encoding="utf-8")))
