# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The vendor's files are taken from one pinned archive, and somebody without a network is told what to do."""

from __future__ import annotations

import io
import subprocess
import tarfile

import pytest

from tests.vendor import __main__ as command
from tests.vendor import download

REVISIONS = ("1.2-rev1", "1.3-rev2")


@pytest.fixture
def empty_cache(tmp_path, monkeypatch):
    monkeypatch.setattr(download, "CACHE", tmp_path / "cache")
    return tmp_path / "cache"


def answering(monkeypatch, *, archive=None, error=""):
    """Let pip put ``archive`` (name -> content) where it was told to, or fail with ``error``."""
    asked = []

    def run(arguments, **dummy):
        asked.append(arguments)
        folder = arguments[arguments.index("--dest") + 1]
        if archive is not None:
            with tarfile.open(f"{folder}/veeam_br-0.5.1.tar.gz", "w:gz") as tar:
                for name, content in archive.items():
                    entry = tarfile.TarInfo(name)
                    entry.size = len(content)
                    tar.addfile(entry, io.BytesIO(content))
        return subprocess.CompletedProcess(arguments, 0 if archive is not None else 1, "", error)

    monkeypatch.setattr(download.subprocess, "run", run)
    return asked


def test_only_the_vendors_own_files_are_kept_and_only_fetched_once(empty_cache, monkeypatch):
    folder = "veeam_br-0.5.1/openapi_schemas"
    archive = {f"{folder}/vbr_rest_{revision}.json": revision.encode() for revision in REVISIONS}
    archive[f"{folder}/vbr_rest_1.3-rev2_fixed.json"] = b"changed by somebody"
    archive["veeam_br-0.5.1/setup.py"] = b"exit(1)"
    asked = answering(monkeypatch, archive=archive)
    kept = download.ensure(REVISIONS)
    assert download.ensure(REVISIONS) == kept
    assert sorted(path.name for path in kept.iterdir()) == [f"vbr_rest_{revision}.json" for revision in REVISIONS]
    assert (kept / "vbr_rest_1.3-rev2.json").read_text(encoding="utf-8") == "1.3-rev2"
    assert len(asked) == 1
    assert "--require-hashes" in asked[0]


def test_without_a_network_the_message_says_what_to_do(empty_cache, monkeypatch, capsys):
    answering(monkeypatch, error="no route to host")
    assert command.main() == 1
    message = capsys.readouterr().err
    assert "python -m tests.vendor" in message
    assert "no route to host" in message
    assert str(empty_cache) in message
