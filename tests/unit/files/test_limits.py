# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Input is bounded before anything of it is read or expanded."""

from __future__ import annotations

import os
import pathlib

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._files import limits as _bounds
from tests.unit.job_files.trees import problems_of


def test_a_file_over_the_limit_is_not_read_whole(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_bounds, "MOST_BYTES", 2**20)
    (tmp_path / "a.yml").write_bytes(b"#" * (2**20 + 1))
    assert problems_of(str(tmp_path / "a.yml")) == [f"{tmp_path}/a.yml: is larger than 1 MiB"]


@pytest.mark.parametrize("below", ["", "/x.yml"])
def test_only_regular_files_are_opened(tmp_path: pathlib.Path, below: str) -> None:
    src = tmp_path / "jobs"
    if below:
        src.mkdir()
    os.mkfifo(f"{src}{below}")
    assert problems_of(str(src)) == [f"{src}{below}: is a FIFO and not a regular file"]


def test_a_device_is_not_opened() -> None:
    assert problems_of("/dev/zero") == ["/dev/zero: is a device and not a regular file"]
