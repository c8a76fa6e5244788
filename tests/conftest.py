# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What every kind of test shares: the collection's import root and an environment without surprises."""

from __future__ import annotations

import os
import signal
import sys

from hypothesis import settings

from tests.checks.environment import for_tests
from tests.checks.places import link_collection

# Here and not in a fixture: test files import the collection while pytest collects them.
sys.path.insert(0, str(link_collection()))
environment = for_tests(os.environ)
os.environ.clear()
os.environ.update(environment)

# No deadline: how long an example takes says something about the machine, not about the code. The same examples each
# time, so that a failure is about the change at hand; HYPOTHESIS_PROFILE=search looks for new ones.
settings.register_profile("repository", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, database=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repository"))

# In the background of a shell, or below nohup, these are ignored, and modules leave ignored what was ignored.
for number, usual in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
    if signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, usual)
