# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The faults that only Backup & Replication knows; ``tests/simulator/faults.py`` explains how a fault is written.

Those of lists are about one page each: `/path` chooses the list, `after=N` and `count=N` count its pages.
"""

from __future__ import annotations

LISTS = {
    "missing-rows": "lists count rows that never come: those named so (bare value) or rows=N (1) from at=N (the "
    "middle) on; skip counts them, too, or with skip=shown only the others",
    "short-pages": "pages have at most N (bare value) rows whatever was asked; with told=yes their limit says so",
    "skip-ignored": "every page is the first one",
    "no-total": "pages do not say how many rows there are",
    "wrong-total": "the total is N (bare value), or with a sign so many more or fewer",
    "endless-list": "lists go on for ever with rows made up (or with rows=same the same ones) and a total that grows",
    "rows-without-ids": "rows of lists have no id",
    "bare-pagination": "leaves skip and limit out of the pagination of replies",
}
KINDS = LISTS | {
    "refused-renewal": "access tokens of the refresh grant are refused with N (bare value, 403 unless told)",
    "delete-pending": "takes deletes of jobs named so and does not carry them out, as four-eyes authorization does",
}
