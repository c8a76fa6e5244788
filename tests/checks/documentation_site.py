# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``python -m tests.checks.documentation_site``: the module documentation as HTML in ``build/docs``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from tests.checks.environment import for_tools
from tests.checks.places import CACHE, ROOT

_INIT = (
    *("antsibull-docs", "sphinx-init", "--use-current", "--squash-hierarchy", "--lenient"),
    *("--sphinx-theme", "alabaster", "--project", "backupops.veeam", "--title", "backupops.veeam"),
)


def main() -> int:
    """Generate the site's source and build it. 0, or the exit status of the first command that fails."""
    source, target = CACHE / "site", ROOT / "build" / "docs"
    shutil.rmtree(source, ignore_errors=True)
    source.mkdir(parents=True, mode=0o700)
    for command in ((*_INIT, "--dest-dir", str(source), "backupops.veeam"), (str(source / "build.sh"),)):
        if failed := subprocess.run(command, env=for_tools(os.environ), check=False).returncode:
            return failed
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source / "build" / "html", target)
    print(f"\nOpen {target / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
