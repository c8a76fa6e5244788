# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``python -m tests.tables``: write the generated files (what ``make tables`` runs)."""

from __future__ import annotations

import sys

from tests.checks.places import ROOT, link_collection
from tests.vendor.download import VendorFilesMissing

# The generator reads the collection's own facts about revisions.
sys.path.insert(0, str(link_collection()))

from tests.tables.files import SETTINGS, generated


def main() -> int:
    """Exit status 0 after writing, 1 with a message when the vendor's files cannot be had."""
    try:
        files = generated()
    except VendorFilesMissing as error:
        print(error, file=sys.stderr)
        return 1
    for stale in (ROOT / SETTINGS).glob("*.md"):
        stale.unlink()
    for path, text in files.items():
        target = ROOT / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        print(f"{path}: {len(text)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
