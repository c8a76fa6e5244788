# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a newcomer sees of ``make demo``."""

from __future__ import annotations

import re
import subprocess
import sys

from tests.checks.places import ROOT


def test_the_demo_plans_applies_converges_and_waits() -> None:
    played = subprocess.run(
        [sys.executable, "-m", "tests.demo"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
    )
    steps = re.split(r"^=== ", played.stdout, flags=re.MULTILINE)[1:]

    assert played.returncode == 0, played.stdout + played.stderr
    plan, apply, again, protect, through_em = steps
    assert "-    quantity: 14\n+    quantity: 31\n" in plan
    assert "Plan: 1 to create, 1 to update, 0 to delete, 0 unchanged" in plan
    assert "changed=1" in apply
    assert "Plan: 0 to create, 0 to update, 0 to delete, 2 unchanged" in again
    assert "changed=0" in again
    assert "Demo web servers: Success" in protect
    assert re.search(r"web01: Increment, \d{4}-", protect)
    assert re.search(r"web01: \d{4}-", through_em)
