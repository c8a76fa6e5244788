# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where things are in a checkout, and the import root that makes the checkout an Ansible collection."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
CACHE = ROOT / ".cache"
COLLECTIONS = VENV / "collections"
COLLECTION = COLLECTIONS / "ansible_collections" / "backupops" / "veeam"
STAGE = VENV / "stage"
STAGED = STAGE / "ansible_collections" / "backupops" / "veeam"


def link_collection() -> Path:
    """Make ``.venv/collections`` an import root of the checkout, and return it.

    Python and Ansible want a collection in ``ansible_collections/<namespace>/<name>``; a relative symbolic link gives
    them one wherever the checkout lies. ansible-test follows no link: see ``staging.py``.
    """
    COLLECTION.parent.mkdir(parents=True, exist_ok=True)
    wanted = os.path.relpath(ROOT, COLLECTION.parent)
    if not (COLLECTION.is_symlink() and os.readlink(COLLECTION) == wanted):
        fresh = COLLECTION.with_name(f"veeam.{os.getpid()}")
        fresh.symlink_to(wanted, target_is_directory=True)
        fresh.replace(COLLECTION)
    return COLLECTIONS
