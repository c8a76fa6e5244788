# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``python -m tests.vendor``: put the vendor's OpenAPI files into the cache and say where they are."""

from __future__ import annotations

import sys

from tests.vendor import REVISIONS, path
from tests.vendor.download import VendorFilesMissing


def main() -> int:
    """Exit status 0 and one path per line, 1 with a message when the files cannot be had."""
    try:
        for revision in REVISIONS:
            print(path(revision))
    except VendorFilesMissing as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
