# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The environment that tests and checks run in, made from the one of the person who starts them."""

from __future__ import annotations

import os
import sys
import typing as t
from pathlib import Path

from tests.checks.places import CACHE, link_collection

if t.TYPE_CHECKING:
    from collections.abc import Mapping

_FOREIGN_PREFIXES = ("VEEAM_", "ANSIBLE_", "PYTHON", "PYENV_")
_FOREIGN_NAMES = {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "MAKEFLAGS", "MAKELEVEL", "MFLAGS"}
_WAYS_OUT = {
    *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"),
    *("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR"),
}


def for_tools(environment: Mapping[str, str]) -> dict[str, str]:
    """Return ``environment`` without what could change a result, and with what the tools need.

    ``PATH`` starts with this environment's tools and then the real interpreter. Folders of pyenv shims are left out:
    ansible-test picks a shim for a Python it is not set up for and dies of "command not found".
    """
    kept = {name: value for name, value in environment.items() if not _is_foreign(name)}
    kept["PATH"] = os.pathsep.join(_search_path(environment.get("PATH", os.defpath)))
    kept["ANSIBLE_COLLECTIONS_PATH"] = str(link_collection())
    kept["ANSIBLE_HOME"] = str(CACHE / "ansible")
    kept["ANSIBLE_NOCOLOR"] = "1"
    kept["LC_ALL"] = "C.UTF-8"
    return kept


def for_tests(environment: Mapping[str, str]) -> dict[str, str]:
    """Return ``for_tools(environment)`` without proxies and foreign certificates: every server of a test is local."""
    return {name: value for name, value in for_tools(environment).items() if name.upper() not in _WAYS_OUT}


def _is_foreign(name: str) -> bool:
    return name.startswith(_FOREIGN_PREFIXES) or name in _FOREIGN_NAMES


def _search_path(path: str) -> list[str]:
    own = [str(Path(sys.prefix) / "bin"), str(Path(sys.base_prefix) / "bin")]
    others = [folder for folder in path.split(os.pathsep) if folder and Path(folder).name != "shims"]
    return list(dict.fromkeys([*own, *others]))
