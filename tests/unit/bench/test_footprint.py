# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os
import sys

import pytest

from tests.bench.footprint import peak

# Both processes have the same 64 MiB; the parent waits for the child, which takes a while.
FORKED = """
import os, time
held = bytearray(os.urandom(1)) * (64 * 1024 * 1024)
if os.fork():
    os.wait()
else:
    time.sleep(0.5)
    os._exit(0)
"""
EACH_ITS_OWN = FORKED.replace("    time", "    other = bytes(reversed(held))\n    time")


def test_pages_that_two_processes_share_count_once():
    found = peak([sys.executable, "-c", FORKED], os.environ)
    assert 64 < found.distinct < 2 * 64


def test_pages_of_a_process_and_of_its_child_are_added():
    found = peak([sys.executable, "-c", EACH_ITS_OWN], os.environ)
    assert 2 * 64 < found.distinct < 3 * 64


def test_a_command_that_fails_is_no_figure():
    with pytest.raises(RuntimeError, match="ended with 3"):
        peak([sys.executable, "-c", "raise SystemExit(3)"], os.environ)
