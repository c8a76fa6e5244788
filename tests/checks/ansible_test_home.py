# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A home folder for ansible-test, so that it works without Ansible's file store and leaves the user's home alone."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from ansible_test._internal.python_requirements import get_venv_packages

from tests.checks.places import CACHE

_STAND_IN = Path(__file__).with_name("get_pip_stand_in.py")


class _Interpreter:
    """The one thing that ansible-test asks of an interpreter here."""

    version = f"{sys.version_info.major}.{sys.version_info.minor}"


def prepare() -> Path:
    """Return the folder to use as ``HOME`` when ansible-test runs.

    ansible-test makes virtual environments without pip and downloads get-pip from a file store that is out of reach
    in many networks. A file of the right name in its cache is taken instead. It also hides ``PIP_*`` variables from
    pip; what they say is written down where pip looks.
    """
    home = CACHE / "ansible-test-home"
    cache = home / ".ansible" / "test" / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    pip = get_venv_packages(_Interpreter())["pip"].replace(".", "_")
    shutil.copyfile(_STAND_IN, cache / f"get_pip_{pip}.py")
    configuration = home / ".config" / "pip" / "pip.conf"
    configuration.parent.mkdir(parents=True, exist_ok=True)
    configuration.touch(mode=0o600)  # an index may have a password in its address
    configuration.write_text(_pip_configuration(), encoding="utf-8")
    return home


def _pip_configuration() -> str:
    """Return the settings that pip uses here, from files and variables alike, as a pip.conf."""
    settings = {}
    for line in _pip("config", "list").splitlines():
        name, dummy, value = line.partition("=")
        settings[name.split(".", 1)[-1].lstrip(".")] = value.strip("'").replace("\\n", "\n    ")
    settings["quiet"] = "1"
    settings["cache-dir"] = _pip("cache", "dir").strip()
    return "[global]\n" + "".join(f"{name} = {value}\n" for name, value in settings.items())


def _pip(*arguments: str) -> str:
    return subprocess.run([sys.executable, "-m", "pip", *arguments], check=True, capture_output=True, text=True).stdout
