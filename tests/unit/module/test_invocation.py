# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One call of a module: what it shows and what it writes."""

from __future__ import annotations

from ansible_collections.backupops.veeam.plugins.module_utils._module.invocation import Invocation
from ansible_collections.backupops.veeam.plugins.module_utils._progress import SILENT
from ansible_collections.backupops.veeam.plugins.module_utils._redaction.outgoing import Outgoing

TOKEN = "T0KEN-of-the-task"


class Product:
    def secrets(self) -> list[str]:
        return [TOKEN]

    def names_of_secrets(self) -> frozenset[str]:
        return frozenset({"Main key"})

    def close(self) -> list[str]:
        return []


def test_a_task_says_nothing_while_it_works_unless_somebody_listens() -> None:
    assert Invocation({}, False, Outgoing({}), print).progress is SILENT


def test_warnings_and_files_hold_no_secret_of_the_task() -> None:
    shown: list[str] = []
    params = {"password": "p4ssword", "settings": {"encryptionPassword": "Main key", "secret": "hunter22"}}
    invocation = Invocation(params, False, Outgoing(params), shown.append)
    invocation.warn("p4ssword is wrong")
    assert shown == ["******** is wrong"]
    # What a secret of the task is, is asked before a file is written; what the server knows by name is none.
    written = invocation.for_a_file({"a": f"x {TOKEN}", "encryptionPassword": "Main key", "b": "hunter22"}, Product())
    assert written == {"a": "x ********", "encryptionPassword": "Main key", "b": "********"}
