# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The hand-written facts about revisions agree with the vendor's files."""

from __future__ import annotations

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema import job_types, revisions
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.revisions import CANONICAL, REVISIONS
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.schemas import canonical_schema, load
from tests.vendor import openapi

# Feature -> the operation, or the member of a schema, that shows it.
OPERATIONS = {
    "retry": ("post", "/jobs/{id}/retry"),
    "clone": ("post", "/jobs/{id}/clone"),
    "quickBackupVSphere": ("post", "/jobs/quickBackup/vSphere"),
    "quickBackupHyperV": ("post", "/jobs/quickBackup/hyperV"),
    "quickBackupAgent": ("post", "/jobs/quickBackup/agent"),
    "applyConfiguration": ("post", "/jobs/{id}/applyConfiguration"),
    "clearCache": ("post", "/jobs/{id}/clearCache"),
    "inventoryPhysical": ("post", "/inventory/physical"),
    "inventoryPhysicalAll": ("post", "/inventory/physical/all"),
    "protectionGroups": ("get", "/agents/protectionGroups"),
}
MEMBERS = {
    "startChainedJobs": ("JobStartSpec", "startChainedJobs"),
    "syncRestorePoints": ("JobStartSpec", "syncRestorePoints"),
    "cancelChainedJobs": ("JobStopSpec", "cancelChainedJobs"),
    "retryChainedJobs": ("JobRetrySpec", "startChainedJobs"),
}


@pytest.mark.parametrize("revision", REVISIONS)
@pytest.mark.parametrize("feature", sorted(revisions.FEATURES))
def test_a_feature_is_where_the_vendor_has_it(feature, revision):
    assert revisions.supports(revision, feature) is shown_by_vendor(feature, revision)


def shown_by_vendor(feature, revision):
    document = openapi(revision)
    if feature in OPERATIONS:
        method, path = OPERATIONS[feature]
        return method in document["paths"].get(f"/api/v1{path}", {})
    if feature in MEMBERS:
        schema, member = MEMBERS[feature]
        return member in document["components"]["schemas"].get(schema, {}).get("properties", {})
    assert feature == "allowOldGfsPointsRetention"
    parameters = document["paths"]["/api/v1/jobs/{id}"]["put"]["parameters"]
    return feature in [parameter.get("name") for parameter in parameters]


@pytest.mark.parametrize("enum", sorted(revisions.VALUE_NAMES))
def test_every_renamed_value_has_its_new_name_in_the_newest_revision(enum):
    assert set(revisions.VALUE_NAMES[enum]) <= set(canonical_schema().definition(enum).values)


def test_retired_members_exist_in_an_older_revision_and_not_in_the_newest():
    for name, members in revisions.RETIRED_MEMBERS.items():
        assert not set(members) & set(load(CANONICAL).definition(name).members)


def test_hyperv_views_were_renamed():
    assert revisions.hyperv_view("HostsAndVms", "1.3-rev1") == "HostsAndVMs"
    assert revisions.hyperv_view("HostsAndVms", "1.3-rev2") == "HostsAndVms"
    assert revisions.hyperv_view("Network", "1.3-rev0") == "Network"


def test_twenty_types_can_be_created_with_the_newest_revision():
    assert len(job_types.creatable_types()) == 20
    assert all(job_types.is_creatable(name, CANONICAL) for name in job_types.creatable_types())


@pytest.mark.parametrize(
    ("job_type", "first"),
    [
        ("VSphereBackup", "1.2-rev1"),
        ("BackupCopy", "1.3-rev0"),
        ("WindowsAgentBackupFailoverCluster", "1.3-rev0"),
        ("FileBackup", "1.3-rev1"),
        ("IrisBackup", "1.3-rev2"),
        ("ProxmoxBackupJob", None),
    ],
)
def test_types_have_a_first_revision(job_type, first):
    assert job_types.first_revision(job_type) == first


@pytest.mark.parametrize(
    "job_type", ["Unknown", "LegacyBackupCopy", "CloudBackupAWS", "NutanixAHVBackupJob", "NewThing"]
)
def test_types_that_are_only_listed(job_type):
    assert job_types.is_listed_only(job_type)
    assert not any(job_types.is_creatable(job_type, revision) for revision in REVISIONS)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("vspherebackup", "VSphereBackup"), ("Backup", "VSphereBackup"), ("HyperVBackup", "HyperVBackup"), ("Tape", None)],
)
def test_types_are_recognised_however_they_are_written(written, meant):
    assert job_types.canonical_spelling(written) == meant
