# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The archives in which Ansible sends modules: how many files, and how large."""

from __future__ import annotations

import base64
import io
import pathlib
import re
import tempfile
import typing as t
import zipfile
from dataclasses import dataclass

from tests.bench.playing import EMPTY, MODULE, playbook, task

# The archive is the one long text in what Ansible sends, whatever the version calls it.
_PACKED: t.Final = re.compile(r"[A-Za-z0-9+/=]{1000,}")


@dataclass(frozen=True)
class Archive:
    """What is sent for one module: ``files`` in it, and the size of all that is sent."""

    files: int
    kibibytes: float


def archives(names: t.Iterable[str]) -> dict[str, Archive]:
    """The archive of each module. They are packed for tasks that fail at once, since their options are missing."""
    return {name: _archive(name) for name in names}


def _archive(name: str) -> Archive:
    only = EMPTY if name in EMPTY else {**task(name, {}, MODULE), "ignore_errors": True}
    with tempfile.TemporaryDirectory() as folder:
        keep = {"ANSIBLE_KEEP_REMOTE_FILES": "1", "ANSIBLE_REMOTE_TMP": folder}
        with playbook([only], keep) as prepared:
            prepared.run()
        sent = next(pathlib.Path(folder).rglob("AnsiballZ_*.py")).read_text(encoding="utf-8")
    packed = max(_PACKED.findall(sent), key=len)
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(packed))) as archive:
        return Archive(len(archive.namelist()), len(sent) / 1024)
