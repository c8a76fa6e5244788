# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Backups and what is in them, as a task finds them."""

from __future__ import annotations

from tests.sweep.playing import play
from tests.sweep.site import Site
from tests.unit.module.tasks.outcome import done, refused


def test_parts_of_backups_come_only_when_they_are_asked_for_and_by_their_filters(vbr: Site) -> None:
    (short,) = done(play(vbr, "veeam_backup_info", job="Web servers"))["backups"]
    assert not {"objects", "restore_points", "files"} & short.keys()
    asked = {"objects": True, "object_filters": {"name": "web02"}, "restore_points": True, "files": True}
    (full,) = done(play(vbr, "veeam_backup_info", job="Web servers", limit=1, **asked))["backups"]
    assert [each["name"] for each in full["objects"]] == ["web02"]
    assert {point["name"] for point in full["restore_points"]} == {"web01", "web02"}
    assert full["files"]


def test_what_the_other_api_has_is_refused_before_anything_is_asked(vbr: Site) -> None:
    message = refused(play(vbr, "veeam_backup_info", child_backups=True, representation="entity"))
    assert "child_backups: is for api: em only" in message
    assert "representation: is for api: em only" in message
    assert vbr.sent == 0


def test_a_repository_is_named_in_one_way(vbr: Site) -> None:
    message = refused(play(vbr, "veeam_backup_info", repository="Main", repository_id="1"))
    assert message == "parameters are mutually exclusive: repository|repository_id"
