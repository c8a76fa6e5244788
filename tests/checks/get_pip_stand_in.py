# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Stand-in for get-pip.py: installs the pip that comes with the interpreter. Takes the same arguments."""

from __future__ import annotations

import ensurepip
import runpy
import sys
import sysconfig
from pathlib import Path


def main() -> None:
    """Run the bundled pip once, straight from its wheel, to install what is asked for."""
    wheel = _bundled_wheel()
    if wheel is None:
        sys.exit("This Python has no bundled pip. Install its ensurepip (Debian: python3-venv) and try again.")
    sys.path.insert(0, str(wheel))
    wanted = [argument for argument in sys.argv[1:] if argument not in {"--no-setuptools", "--no-wheel"}]
    sys.argv = ["pip", "install", "--upgrade", "--force-reinstall", *wanted]
    runpy.run_module("pip", run_name="__main__", alter_sys=True)


def _bundled_wheel() -> Path | None:
    """Return pip's wheel. Some distributions keep it in a folder of their own."""
    folders = [Path(ensurepip.__file__).parent / "_bundled"]
    if own := sysconfig.get_config_var("WHEEL_PKG_DIR"):
        folders.insert(0, Path(own))
    return next((wheel for folder in folders for wheel in sorted(folder.glob("pip-*.whl"))), None)


if __name__ == "__main__":
    main()
