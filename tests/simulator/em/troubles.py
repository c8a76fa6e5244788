# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The faults that only Enterprise Manager knows; ``tests/simulator/faults.py`` explains how a fault is written."""

from __future__ import annotations

KINDS = {
    "em-href": "Hrefs name another host (bare value, host:port); scheme=http and prefix=/api unless told",
    "em-bom": "JSON replies begin with a byte order mark",
    "em-no-nulls": "JSON replies leave members without a value out",
    "em-quoted": "JSON replies write numbers and booleans as strings",
    "em-extra": "JSON objects hold an unknown member",
    "em-shuffled": "members of JSON objects come in another order",
    "em-suffixed": "JSON members named so (bare value) are spelt with a 1 at the end, and without it they are ignored",
    "em-empty": "how a query without hits looks in JSON: outer, inner, list (null there) or missing (bare value)",
    "em-references": "format= is ignored: references instead of entities",
    "em-entities": "single resources come as entities although nobody asked for that",
    "em-no-filter": "queries ignore their filter",
    "em-endless-next": "every page of a query says that there is one more",
    "em-moving-rows": "each page of a query begins with the last row of the page before",
    "em-created": "asynchronous calls answer with status N (bare value) instead of 202",
    "em-no-task": "asynchronous calls answer 202 without a body",
    "em-task-failed": "tasks of the operation (bare value, `*` allowed) end with Success=false; text=MESSAGE",
    "em-task-stuck": "tasks of the operation stay in state=STATE (OperationFinished unless told)",
    "em-task-no-result": "tasks of the operation finish without a Result",
    "em-task-no-message": "tasks of the operation finish with a Result without Message",
    "em-task-no-related": "tasks of the operation finish without a Related link",
    "em-stale": "what operations did is visible only after SECONDS (bare value) or a collect",
    "em-uncollected": "jobs and backups of that name (bare value) are unknown until a collect",
    "em-toggle-race": "somebody else toggles jobs named so at the same moment",
    "em-start-silent": "starting jobs named so succeeds and no session appears",
    "em-odd-state": "running sessions of jobs named so show state=STATE (Postprocessing unless told)",
    "em-edit-plain": "PUT /jobs/{id}?action=edit answers 405, PUT /jobs/{id} works",
    "em-error-body": "error replies have a body that is html, text or empty (bare value)",
}
