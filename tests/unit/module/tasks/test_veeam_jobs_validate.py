# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Jobs are checked without a server."""

from __future__ import annotations

import typing as t

from tests.sweep.playing import Played, play
from tests.sweep.site import Site
from tests.unit.module.tasks.outcome import done, refused

STORAGE = {"storage": {"retentionPolicy": {"type": "Days", "quantity": 7}}}
RIGHT: dict[str, t.Any] = {"name": "Web", "type": "VSphereBackup", "settings": STORAGE}
WRONG: dict[str, t.Any] = {**RIGHT, "settings": {"nonsense": 1}}


def validated(site: Site, **options: t.Any) -> Played:
    nothing = dict.fromkeys(("api", "host", "username", "password", "validate_certs", "retries"))
    return play(site, "veeam_jobs_validate", **{**nothing, "complete": False, **options})


def test_right_jobs_are_valid_and_no_server_is_asked(vbr: Site) -> None:
    found = done(validated(vbr, jobs=[RIGHT]))
    assert (found["jobs"], found["problems"]) == (1, [])
    assert vbr.sent == 0


def test_a_mistake_fails_the_task_unless_it_is_only_to_be_told(vbr: Site) -> None:
    assert "nonsense" in refused(validated(vbr, jobs=[WRONG]))
    told = validated(vbr, jobs=[WRONG], fail_on="never")
    assert done(told)["summary"]["errors"] == 1
    assert "nonsense" in told.printed


def test_the_words_of_the_other_api_are_mistakes(vbr: Site) -> None:
    assert "storage" in refused(validated(vbr, api="em", jobs=[{**RIGHT, "type": "Backup"}]))
