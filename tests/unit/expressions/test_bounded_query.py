# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Expressions in JMESPath come in merge requests, as policies: they end, in little memory."""

from __future__ import annotations

import subprocess
import sys

NUMBERS = f"`[{','.join('1' * 1_600)}]`"

ENDLESS = {
    "flattened": "[name,name]" + "|[@,@][]" * 40,
    "joined": "name" + "|join('',[@,@])" * 40,
    "joined with itself": "join(join(name, [{0}]), [{0}])".format(",".join(["name"] * 600)),
    "quoted": "[name]" + "|[to_string(@)]" * 40,
    "nested": "to_string(@" + "|[@,@]" * 40 + ")",
    "compared": "@" + "|[@,@]" * 40 + "|[0] == [1]",
    "deep": "[@]|" * 300 + "@",
    "mapped": f"map(&map(&map(&a, {NUMBERS}), {NUMBERS}), {NUMBERS})",
}

CHILD = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (700 * 2**20,) * 2)
sys.path[:0] = sys.argv[2:]
from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput
from ansible_collections.backupops.veeam.plugins.module_utils._expressions.query import Query
for expression in sys.argv[1].splitlines():
    try:
        Query(expression).search({"name": "x" * 200})
        print("found")
    except InvalidInput as error:
        print(error.message)
"""


def test_endless_expressions_are_refused_in_little_memory() -> None:
    given = "\n".join(ENDLESS.values())
    done = subprocess.run(
        [sys.executable, "-c", CHILD, given, *sys.path], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr[-2000:]
    for title, said in zip(ENDLESS, done.stdout.splitlines(), strict=True):
        assert (
            "deeper than 200" in said or "far larger than what it looks at" in said or "far more steps than" in said
        ), (title, said)
