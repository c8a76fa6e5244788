# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a server is too old for is said before anything is written, and what a new job lacks too."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from ansible_collections.backupops.veeam.plugins.module_utils._paths import text
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.revisions import CANONICAL
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.completion import (
    missing_members,
    with_defaults,
)
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.memo import Memo
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.support import unsupported, without_implied
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.translation import to_revision
from tests import strategies
from tests.openapi import check_schema

GUID = "11111111-2222-3333-4444-555555555555"
NEEDS_13_1 = "it needs 1.3-rev2 (Veeam Backup & Replication 13.1) or newer"


@pytest.mark.parametrize(
    ("job_type", "wanted", "revision", "problem"),
    [
        (
            "VSphereBackup",
            {"storage": {"advancedSettings": {"storageData": {"storageOptimization": "8MB"}}}},
            "1.3-rev1",
            (
                'settings.storage.advancedSettings.storageData.storageOptimization: "8MB" does not exist in API '
                "revision "
                f"1.3-rev1, which this server speaks; {NEEDS_13_1}"
            ),
        ),
        (
            "VSphereBackup",
            {"guestProcessing": {"appAwareProcessing": {"appSettings": [{"postgreSQL": {}}]}}},
            "1.2-rev1",
            (
                "settings.guestProcessing.appAwareProcessing.appSettings[0].postgreSQL: does not exist in API revision "
                "1.2-rev1, which this server speaks; it needs 1.3-rev0 (Veeam Backup & Replication 13.0) or newer"
            ),
        ),
        (
            "VSphereBackup",
            {"guestProcessing": {"guestCredentials": {"useAgentManagementCredentials": True}}},
            "1.2-rev1",
            (
                "settings.guestProcessing.guestCredentials.useAgentManagementCredentials: cannot be true in API "
                "revision "
                "1.2-rev1, which this server speaks; it needs 1.3-rev0 (Veeam Backup & Replication 13.0) or newer"
            ),
        ),
        (
            "EntraIDTenantBackup",
            {"storage": {"sourceBackup": "Old"}},
            "1.2-rev1",
            (
                "settings.storage.sourceBackup: does not exist in API revision 1.2-rev1, which this server speaks; "
                "it needs 1.3-rev0 (Veeam Backup & Replication 13.0) or newer"
            ),
        ),
        (
            "VSphereBackup",
            {"virtualMachines": {"includes": [{"platform": "HyperV", "name": "a"}]}},
            "1.2-rev1",
            (
                'settings.virtualMachines.includes[0].platform: "HyperV" does not exist in API revision '
                "1.2-rev1, which "
                "this server speaks; it needs 1.3-rev0 (Veeam Backup & Replication 13.0) or newer"
            ),
        ),
        (
            "IrisBackup",
            {"description": "x"},
            "1.3-rev1",
            (
                "type: jobs of the type IrisBackup cannot be managed by API revision 1.3-rev1, which this "
                "server speaks; "
                f"{NEEDS_13_1}"
            ),
        ),
        (
            "WindowsAgentBackupWorkstationPolicy",
            {"guestProcessing": {}},
            "1.3-rev2",
            (
                "settings.guestProcessing: does not exist in API revision 1.3-rev2, which this server speaks; the last "
                "revision that had it is 1.3-rev1"
            ),
        ),
    ],
)
def test_what_a_server_is_too_old_or_too_new_for_is_named(job_type, wanted, revision, problem):
    assert [f"{text(path)}: {message}" for path, message in unsupported(job_type, wanted, revision, memo=Memo())] == [
        problem
    ]


@pytest.mark.parametrize("revision", ["1.2-rev1", "1.3-rev0", "1.3-rev1", "1.3-rev2"])
def test_names_shorthands_and_renamed_members_are_supported_everywhere(revision):
    wanted = {
        "virtualMachines": {"includes": ["app01", {"name": "app02", "powerState": "PoweredOn"}]},
        "storage": {
            "backupRepository": "Main",
            "advancedSettings": {"syntheticFulls": {"isEnabled": True, "monthly": {"dayOfMonth": 1}}},
        },
        "guestProcessing": {"guestCredentials": {"credentials": {"username": "LAB\\svc"}, "credentialsPerMachine": []}},
        "schedule": {"daily": {"isEnabled": True, "days": ["Sunday"]}},
    }
    assert unsupported("VSphereBackup", wanted, revision, memo=Memo()) == []


def test_what_goes_without_saying_is_left_out_of_comparisons():
    wanted = {
        "objects": [{"fileServerId": GUID, "type": "Directory", "inclusionMask": [{"path": "*", "type": "Legacy"}]}]
    }
    assert unsupported("FileBackup", wanted, "1.3-rev1", memo=Memo()) == []
    assert without_implied("FileBackup", wanted, "1.3-rev1", memo=Memo()) == {
        "objects": [{"fileServerId": GUID, "inclusionMask": [{"path": "*"}]}]
    }
    assert without_implied("FileBackup", wanted, "1.3-rev2", memo=Memo()) == wanted


@pytest.mark.parametrize(
    ("job_type", "wanted", "path"),
    [
        (
            "FileBackup",
            {"inclusionMask": [{"path": "a"}, {"path": "*.tmp", "type": "Wildcard"}]},
            "objects[0].inclusionMask[1].type",
        ),
        (
            "ObjectStorageBackup",
            {"exclusionPathMask": [{"path": "a", "type": "FullPath"}]},
            "objects[0].exclusionPathMask[0].type",
        ),
        ("FileBackup", {"type": "SanVolume"}, "objects[0].type"),
    ],
)
def test_a_kind_of_mask_or_object_that_an_old_server_cannot_say_is_an_error(job_type, wanted, path):
    assert unsupported(job_type, {"objects": [wanted]}, "1.3-rev2", memo=Memo()) == []
    [problem] = unsupported(job_type, {"objects": [wanted]}, "1.3-rev1", memo=Memo())
    assert text(problem.path) == f"settings.{path}"
    assert NEEDS_13_1 in problem.message


@pytest.mark.parametrize("job_type", strategies.job_types())
def test_a_body_in_which_nothing_is_missing_is_complete_for_the_vendor(job_type):
    @settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(strategies.settings(job_type))
    def check(wanted):
        body = {**wanted, "name": "n", "type": job_type}
        assert missing_members(job_type, body) == []
        assert check_schema(CANONICAL, "JobSpec", to_revision(body, job_type=job_type, revision=CANONICAL)) == []

    check()


def test_missing_members_are_named_as_they_are_written():
    body = {"type": "VSphereBackup", "name": "n", "virtualMachines": {}, "storage": {"backupProxies": {}}}
    assert {text(path): message for path, message in missing_members("VSphereBackup", body)} == {
        "description": "is required for a new job",
        "settings.storage.backupRepositoryId": "is required for a new job, or backupRepository with a name",
        "settings.storage.backupProxies.autoSelectEnabled": "is required for a new job",
        "settings.storage.retentionPolicy": "is required for a new job",
    }


def test_what_is_required_depends_on_the_revision():
    body = {"type": "VSphereBackup", "name": "n", "description": "d"}
    assert missing_members("VSphereBackup", body) == []
    assert [text(path) for path, dummy in missing_members("VSphereBackup", body, revision="1.3-rev1")] == [
        "settings.virtualMachines"
    ]
    audit = {"type": "EntraIDAuditLogBackup", "name": "n", "description": "d", "tenant": {"tenantId": GUID}}
    needy = {
        revision: [text(path) for path, dummy in missing_members("EntraIDAuditLogBackup", audit, revision=revision)]
        for revision in ("1.2-rev1", "1.3-rev0", "1.3-rev1", "1.3-rev2")
    }
    assert needy == {"1.2-rev1": [], "1.3-rev0": [], "1.3-rev1": ["settings.storage"], "1.3-rev2": []}


def test_defaults_of_the_vendor_fill_what_is_required_but_never_decide_whether_a_job_runs():
    wanted = {"storage": {"backupProxies": {}}, "schedule": {"daily": {"localTime": "22:00"}}}
    assert with_defaults("VSphereBackup", wanted) == {
        "storage": {"backupProxies": {"autoSelectEnabled": True}},
        "schedule": {"daily": {"localTime": "22:00", "isEnabled": True}},
    }


@pytest.mark.parametrize(
    ("job_type", "wanted", "filled"),
    [
        ("VSphereBackup", {"storage": {}}, {"storage": {"backupProxies": {"autoSelectEnabled": True}}}),
        ("HyperVBackup", {"storage": {}}, {"storage": {"backupProxies": {"proxyType": "OnHost"}}}),
        (
            "VSphereReplica",
            {"dataTransfer": {"sourceProxies": {"autoSelectEnabled": False, "proxyIds": [GUID]}}},
            {
                "dataTransfer": {
                    "sourceProxies": {"autoSelectEnabled": False, "proxyIds": [GUID]},
                    "targetProxies": {"autoSelectEnabled": True},
                }
            },
        ),
        (
            "VSphereBackup",
            {"guestProcessing": {"guestInteractionProxies": {}}},
            {
                "guestProcessing": {
                    "guestInteractionProxies": {"autoSelectEnabled": True},
                    "appAwareProcessing": {"isEnabled": False},
                    "guestFSIndexing": {"isEnabled": False},
                }
            },
        ),
        ("VSphereBackup", {}, {}),
    ],
)
def test_what_a_wizard_would_start_with_need_not_be_written(job_type, wanted, filled):
    assert with_defaults(job_type, wanted) == filled


def test_nothing_is_assumed_that_contradicts_what_is_written():
    wanted = {
        "storage": {"backupRepositoryId": GUID, "backupProxies": {"proxyIds": [GUID]}},
        "guestProcessing": {"appAwareProcessing": {"appSettings": []}},
    }
    body = with_defaults("VSphereBackup", {"type": "VSphereBackup", "name": "n", "description": "d", **wanted})
    assert [text(path) for path, dummy in missing_members("VSphereBackup", body)] == [
        "settings.storage.retentionPolicy",
        "settings.storage.backupProxies.autoSelectEnabled",
        "settings.guestProcessing.appAwareProcessing.isEnabled",
    ]
