# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is generated is what the generator makes of the vendor's files today, and says what those files say."""

from __future__ import annotations

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.revisions import REVISIONS
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.schemas import MISSING, load
from tests.checks.places import ROOT
from tests.tables.files import generated
from tests.vendor import REVISIONS as VENDOR_REVISIONS
from tests.vendor import openapi, path


def test_regenerating_changes_nothing():
    stale = [
        str(place)
        for place, text in generated().items()
        if not (ROOT / place).is_file() or (ROOT / place).read_text(encoding="utf-8") != text
    ]
    assert stale == [], "run `make tables` and commit the result"


def test_every_supported_revision_has_tables():
    assert REVISIONS == VENDOR_REVISIONS


def test_a_revision_without_vendor_file_is_named():
    with pytest.raises(ValueError, match=r"1\.9-rev9.*1\.3-rev2"):
        path("1.9-rev9")


@pytest.mark.parametrize("revision", REVISIONS)
def test_the_mapping_of_the_vendor_decides_what_can_be_created(revision):
    schemas = openapi(revision)["components"]["schemas"]
    schema = load(revision)
    assert set(schema.job_types) == set(schemas["JobSpec"]["discriminator"]["mapping"])
    assert set(schema.job_types) | set(schema.listed_types) == set(schemas["EJobType"]["enum"])


@pytest.mark.parametrize(
    ("path", "name", "repeatable"),
    [("/jobs", "typeFilter", False), ("/jobs/states", "typeFilter", False), ("/sessions", "typeFilter", True)],
)
def test_which_filters_can_be_repeated_depends_on_the_list(path, name, repeatable):
    assert (load("1.3-rev2").filters(path)[name].kind == "array") is repeatable


@pytest.mark.parametrize(
    ("name", "revisions"),
    [
        ("policyTagFilter", ("1.2-rev1", "1.3-rev0", "1.3-rev1")),
        ("policyUniqueIdFilter", ("1.3-rev2",)),
        ("jobTypeFilter", ("1.3-rev0", "1.3-rev1", "1.3-rev2")),
        ("platformNameFilter", ()),
    ],
)
def test_filters_of_backups_come_and_go(name, revisions):
    assert tuple(revision for revision in REVISIONS if name in load(revision).filters("/backups")) == revisions


def test_defaults_and_limits_arrive():
    schema = load("1.3-rev2")
    scripts = schema.definition("JobScriptsSettingsModel").members["runScriptEvery"]
    proxies = schema.definition("BackupProxiesSettingsModel").members["autoSelectEnabled"]
    days = schema.definition("AdvancedStorageScheduleWeeklyModel").members["days"]
    assert (scripts.minimum, scripts.maximum, scripts.default) == (1, 99, MISSING)
    assert proxies.default is True
    assert (days.min_items, days.unique) == (1, True)


@pytest.mark.parametrize("revision", REVISIONS)
def test_nothing_is_required_that_does_not_exist(revision):
    schema = load(revision)
    for name in schema._tables["objects"]:
        definition = schema.definition(name)
        assert set(definition.required) <= set(definition.members), name
