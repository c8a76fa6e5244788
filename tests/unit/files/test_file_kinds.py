# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is at a path is called what it is."""

from __future__ import annotations

import os
import pathlib
import stat

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._files.file_kinds import irregular_kind


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        (stat.S_IFREG, ""),
        (stat.S_IFDIR, "a directory"),
        (stat.S_IFIFO, "a FIFO"),
        (stat.S_IFSOCK, "a socket"),
        (stat.S_IFCHR, "a device"),
        (stat.S_IFBLK, "a device"),
        (0, "something else"),
    ],
)
def test_the_mode_says_what_it_is_whatever_the_permissions(mode: int, kind: str) -> None:
    assert {irregular_kind(mode | rights) for rights in (0, 0o644, 0o7777)} == {kind}


def test_a_link_is_what_it_leads_to(tmp_path: pathlib.Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    assert irregular_kind(os.stat(tmp_path / "link").st_mode) == "a directory"
    assert irregular_kind(os.lstat(tmp_path / "link").st_mode) == "something else"
