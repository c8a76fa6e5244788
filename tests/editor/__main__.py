# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``python -m tests.editor``: put the language server into the cache and say where it is (part of ``make setup``)."""

from __future__ import annotations

import sys

from tests.editor.installation import LanguageServerMissing, server


def main() -> int:
    """Exit status 0 also where it cannot be had: only one test needs it, and says so itself."""
    try:
        print(server())
    except LanguageServerMissing as error:
        print(f"Note: {error}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
