# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Get the vendor's OpenAPI files into the cache, once, safely for processes that start at the same time."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path

PACKAGE = "veeam-br==0.5.1"
SHA256 = "946aec1c9562b813fb5c8d3b15bda3ef33ac9aff062b00a152f155bdc027ec61"
CACHE = Path(__file__).resolve().parents[2] / ".cache" / "vendor"


class VendorFilesMissing(RuntimeError):
    """The vendor's files are not in the cache and could not be downloaded."""


def ensure(revisions: Sequence[str]) -> Path:
    """Folder that holds ``vbr_rest_<revision>.json`` for each of ``revisions``.

    VendorFilesMissing when the package index cannot be reached.
    """
    folder = CACHE / PACKAGE.replace("==", "-")
    if not all((folder / f"vbr_rest_{revision}.json").is_file() for revision in revisions):
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
            _extract(_download(Path(scratch)), revisions=revisions, folder=folder)
    return folder


def _download(scratch: Path) -> Path:
    # The hash makes sure that everybody's tables come from the same files.
    pinned = scratch / "requirements.txt"
    pinned.write_text(f"{PACKAGE} --hash=sha256:{SHA256}\n", encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", "veeam-br"]
    command += ["--require-hashes", "--requirement", str(pinned), "--dest", str(scratch)]
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    archives = list(scratch.glob("*.tar.gz"))
    if finished.returncode != 0 or not archives:
        raise VendorFilesMissing(
            f"The vendor's OpenAPI files are needed and could not be downloaded. They are part of {PACKAGE} on PyPI; "
            f"run `python -m tests.vendor` with a network connection once, they are then kept in {CACHE}.\n"
            f"pip said:\n{finished.stderr.strip()}"
        )
    return archives[0]


def _extract(archive: Path, *, revisions: Sequence[str], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {f"vbr_rest_{revision}.json" for revision in revisions}
    with tarfile.open(archive) as tar:
        for entry in tar:
            name = Path(entry.name).name
            source = tar.extractfile(entry) if name in wanted else None
            if source is None:
                continue
            # Written beside and renamed, so that another process never sees half a file.
            with source, tempfile.NamedTemporaryFile(dir=folder, delete=False) as part:
                part.write(source.read())
            os.chmod(part.name, 0o644)
            os.replace(part.name, folder / name)
