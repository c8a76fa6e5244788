# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The name and the version in reports are those of the collection."""

from __future__ import annotations

import yaml

from ansible_collections.backupops.veeam.plugins.module_utils._reports.collection import (
    COLLECTION_NAME,
    COLLECTION_VERSION,
)
from tests.checks.places import ROOT


def test_the_version_is_that_of_galaxy_and_the_changelog_knows_it():
    galaxy = yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))
    changelog = yaml.safe_load((ROOT / "changelogs" / "changelog.yaml").read_text(encoding="utf-8"))

    assert f"{galaxy['namespace']}.{galaxy['name']}" == COLLECTION_NAME
    assert galaxy["version"] == COLLECTION_VERSION
    # Until a release is made its notes are fragments.
    assert COLLECTION_VERSION in changelog["releases"] or list((ROOT / "changelogs" / "fragments").glob("*.yml"))
