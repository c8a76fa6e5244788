# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Members that every document promises, and that a row lacks all the same: one message, or the row as it is."""

from __future__ import annotations

import json
import typing as t

import pytest

from tests.sweep.playing import UNFORESEEN, play
from tests.sweep.site import Answer, NoWatch, Site


class Without(NoWatch):
    """Takes ``member`` away from every row of the list at ``path``."""

    def __init__(self, path: str, member: str) -> None:
        self._path, self._member = path, member
        self.struck = False

    def after(self, number: int, answer: Answer) -> None:
        if answer.path == self._path and answer.status == 200:
            body = json.loads(answer.body)
            for row in body["data"]:
                self.struck |= row.pop(self._member, None) is not None
            answer.body = json.dumps(body).encode()


@pytest.fixture(scope="module")
def site() -> Site:
    return Site("vbr", jobs=3)


@pytest.mark.parametrize(
    ("module", "options", "path", "member"),
    [
        ("veeam_session_info", {"limit": 3}, "/api/v1/sessions", "id"),
        ("veeam_session_info", {"limit": 3, "logs": True}, "/api/v1/sessions", "id"),
        ("veeam_backup_info", {"objects": True}, "/api/v1/backups", "id"),
        ("veeam_quick_backup", {"name": "web01", "max_age": 1}, "/api/v1/backupObjects", "id"),
        ("veeam_job_info", {}, "/api/v1/jobs", "id"),
        ("veeam_job_info", {}, "/api/v1/jobs", "type"),
        ("veeam_job", {"name": "Web servers", "description": "x"}, "/api/v1/jobs", "id"),
    ],
)
def test_a_row_may_lack_what_it_must_have(
    site: Site, module: str, options: dict[str, t.Any], path: str, member: str
) -> None:
    site.reset()
    watch = site.watch = Without(path, member)
    played = play(site, module, **options)
    assert watch.struck
    assert not played.error
    assert not played.message.startswith(UNFORESEEN), played.message
    assert site.open_logons == 0
