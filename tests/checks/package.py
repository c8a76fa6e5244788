# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Build the collection and import it as Galaxy would."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from tests.checks.places import CACHE, STAGED


def main() -> int:
    """Build from the staged copy. Exit status of the first command that fails, else 0."""
    built = CACHE / "package"
    shutil.rmtree(built, ignore_errors=True)
    build = ("ansible", "galaxy", "collection", "build", "--force", "--output-path", str(built), str(STAGED))
    if failed := subprocess.run([sys.executable, "-m", *build], check=False).returncode:
        return failed
    archive = next(built.glob("*.tar.gz"))
    # The tags that Automation Hub asks of a certified collection. The linter runs as a check of its own.
    settings = {"GALAXY_IMPORTER_CHECK_REQUIRED_TAGS": "1", "GALAXY_IMPORTER_RUN_ANSIBLE_LINT": "0"}
    environment = {**os.environ, **settings}
    command = [sys.executable, "-m", "galaxy_importer.main", archive.name]
    return subprocess.run(command, cwd=built, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
