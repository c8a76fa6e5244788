# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Mistakes in settings are found, placed and explained; what is right is left alone."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from ansible_collections.backupops.veeam.plugins.module_utils._paths import text
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.memo import Memo
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.semantics import added_multitags
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.spelling import canonical_spelling
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.validation import validate_settings
from tests import strategies

GUID = "11111111-2222-3333-4444-555555555555"


def told(wanted, job_type="VSphereBackup"):
    return [f"{text(path)}: {message}" for path, message in validate_settings(job_type, wanted, memo=Memo())]


@pytest.mark.parametrize("job_type", strategies.job_types())
def test_what_the_schema_allows_is_right(job_type):
    @settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(strategies.settings(job_type))
    def check(wanted):
        assert told(wanted, job_type) == []
        assert canonical_spelling(job_type, wanted, memo=Memo()) == wanted

    check()


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (
            {"storage": {"retentionPolicy": {"type": "Weeks", "quantity": 7}}},
            'settings.storage.retentionPolicy.type: "Weeks" is not one of Days, RestorePoints',
        ),
        (
            {"storage": {"retentionPolcy": {}}},
            "settings.storage.retentionPolcy: unknown member; did you mean retentionPolicy?",
        ),
        ({"guest_processing": {}}, "settings.guest_processing: unknown member; did you mean guestProcessing?"),
        (
            {"schedule": {"zzz": 1, "retry": None}},
            (
                "settings.schedule.zzz: unknown member; known here are afterThisJob, backupWindow, "
                "continuously, daily, "
                "monthly, periodically, retry, runAutomatically"
            ),
        ),
        ({"schedule": []}, "settings.schedule: must have members"),
        ({"schedule": {"runAutomatically": 1}}, "settings.schedule.runAutomatically: must be true or false, not 1"),
        (
            {"schedule": {"daily": {"isEnabled": True, "localTime": "25:00"}}},
            'settings.schedule.daily.localTime: "25:00" is not a time of day such as "22:00"',
        ),
        (
            {"schedule": {"daily": {"isEnabled": True, "days": "Monday"}}},
            'settings.schedule.daily.days: must be a list, not "Monday"',
        ),
        (
            {"schedule": {"daily": {"isEnabled": True, "days": ["Monday", "Mnday"]}}},
            (
                'settings.schedule.daily.days[1]: "Mnday" is not one of Friday, Monday, Saturday, Sunday, Thursday, '
                "Tuesday, Wednesday; did you mean Monday?"
            ),
        ),
        (
            {"schedule": {"daily": {"isEnabled": True, "days": ["Monday", "Monday"]}}},
            "settings.schedule.daily.days: has the same item twice",
        ),
        (
            {"storage": {"backupRepositoryId": "Main"}},
            (
                'settings.storage.backupRepositoryId: "Main" is not an id of the form '
                "00000000-0000-0000-0000-000000000000; "
                "to give a name write backupRepository"
            ),
        ),
        (
            {"storage": {"backupRepositoryId": GUID, "backupRepository": "Main"}},
            "settings.storage.backupRepository: says the same as backupRepositoryId, write one of them",
        ),
        (
            {"storage": {"backupProxies": {"proxies": "proxy01"}}},
            'settings.storage.backupProxies.proxies: must be a list of names, not "proxy01"',
        ),
        (
            {"storage": {"advancedSettings": {"synthenticFulls": {}}}},
            "settings.storage.advancedSettings.synthenticFulls: unknown member; the newest API calls it syntheticFulls",
        ),
        (
            {"storage": {"advancedSettings": {"storageData": {"storageOptimization": "LANTarget"}}}},
            'settings.storage.advancedSettings.storageData.storageOptimization: "LANTarget" is not one of',
        ),
        (
            {"virtualMachines": {"includes": [{"platform": "Xen", "name": "a"}]}},
            (
                'settings.virtualMachines.includes[0].platform: "Xen" is not one of Agent, CloudDirector, '
                "HyperV, Nutanix, "
                "Proxmox, VSphere"
            ),
        ),
        (
            {"virtualMachines": {"includes": [{"name": "a", "hostname": "vc"}]}},
            "settings.virtualMachines.includes[0].hostname: unknown member; did you mean hostName?",
        ),
        ({"name": "other"}, "settings.name: is the option `name` of the module"),
        ({"isDisabled": True}, "settings.isDisabled: is the option `enabled` of the module"),
        (
            {"schedule": {"daily": {"isEnabled": True}, "monthly": {"isEnabled": True}}},
            "settings.schedule: only one of daily, monthly can be enabled; set isEnabled to false in the others",
        ),
    ],
)
def test_a_mistake_is_named_with_its_place(wanted, message):
    problems = told(wanted)
    assert len(problems) == 1
    assert problems[0].startswith(message)


def test_several_mistakes_are_told_at_once():
    wanted = {"storge": {}, "schedule": {"daily": {"isEnabled": "maybe"}}, "virtualMachines": {"includes": [{"x": 1}]}}
    assert [line.partition(":")[0] for line in told(wanted)] == [
        "settings.storge",
        "settings.schedule.daily.isEnabled",
        "settings.virtualMachines.includes[0].x",
    ]


@pytest.mark.parametrize(
    "wanted",
    [
        {"storage": {"backupRepository": "Main", "backupProxies": {"autoSelectEnabled": False, "proxies": ["p1"]}}},
        {
            "virtualMachines": {
                "includes": ["app01", {"name": "app02"}, {"name": "c", "hostName": "vc", "type": "cluster"}]
            }
        },
        {"guestProcessing": {"guestCredentials": {"credentials": {"username": "LAB\\svc", "description": "guests"}}}},
        {"schedule": {"backupWindow": {"isEnabled": True, "backupWindow": {"allowed": ["Mon-Fri 22:00-06:00"]}}}},
        {"schedule": {"daily": {"isEnabled": True, "days": ["monday", "TUESDAY"]}}},
        {"schedule": {"daily": None}, "description": "text"},
    ],
)
def test_names_shorthands_and_other_cases_are_right(wanted):
    assert told(wanted) == []


def test_settings_are_spelt_as_they_were_meant():
    written = {
        "storage": {"retentionPolicy": {"type": "days", "quantity": "14"}},
        "schedule": {"runAutomatically": "True", "daily": {"isEnabled": "no", "days": ["MONDAY"]}},
        "description": 2026,
        "virtualMachines": {"includes": [{"name": "app01", "type": "virtualmachine"}]},
    }
    assert canonical_spelling("VSphereBackup", written, memo=Memo()) == {
        "storage": {"retentionPolicy": {"type": "Days", "quantity": 14}},
        "schedule": {"runAutomatically": True, "daily": {"isEnabled": False, "days": ["Monday"]}},
        "description": "2026",
        "virtualMachines": {"includes": [{"name": "app01", "type": "VirtualMachine"}]},
    }


def test_what_a_template_made_of_true_counts_as_true():
    wanted = {"schedule": {"daily": {"isEnabled": "yes"}, "monthly": {"isEnabled": "True"}}}
    assert told(wanted)[0].startswith("settings.schedule: only one of daily, monthly can be enabled")


def test_types():
    for written in ("VSphereBackp", "vspherebackup", "Backup"):
        assert told({}, written)[0].endswith("did you mean VSphereBackup?")
    assert told({}, "ProxmoxBackupJob") == [
        "type: the API lists jobs of the type ProxmoxBackupJob and can neither create nor change them"
    ]


def test_a_backup_copy_says_twice_when_it_runs():
    problems = told({"mode": "Immediate", "schedule": {"type": "Periodic"}}, "BackupCopy")
    assert problems == ["settings.schedule.type: is Periodic while settings.mode is Immediate; both must be the same"]
    assert (
        told({"mode": "Periodic", "schedule": {"type": "Periodic", "daily": {"isEnabled": True}}}, "BackupCopy") == []
    )


def test_members_belong_to_the_chosen_variant():
    wanted = {"mode": "Immediate", "schedule": {"type": "Immediate", "daily": {"isEnabled": True}}}
    assert told(wanted, "BackupCopy")[0].startswith("settings.schedule.daily: unknown member")
    destination = {"storage": {"destination": {"destinationType": "LocalStorage", "backupRepositoryId": GUID}}}
    problems = told(destination, "LinuxAgentBackupServerPolicy")
    assert problems[0].startswith("settings.storage.destination.backupRepositoryId: unknown member")


def test_failover_clusters_have_a_type_of_their_own():
    assert told({"agentType": "FailoverCluster"}, "WindowsAgentBackup") == [
        "settings.agentType: jobs for failover clusters have the type WindowsAgentBackupFailoverCluster"
    ]
    assert told({"agentType": "FailoverCluster"}, "WindowsAgentBackupFailoverCluster") == []


def test_combinations_of_tags_are_kept_and_never_added():
    tags = {"name": "gold+prod", "hostName": "VC", "type": "Multitag", "objectId": "1"}
    wanted = {"virtualMachines": {"includes": [tags]}}
    assert added_multitags(wanted, {"virtualMachines": {"includes": [{**tags, "hostName": "vc"}]}}) == []
    problem = added_multitags(wanted, None)[0]
    assert text(problem.path) == "settings.virtualMachines.includes[0]"
    assert "gold+prod" in problem.message


@pytest.mark.parametrize("kind", ["Hours", "Minutes", "Seconds", "Days"])
def test_any_kind_of_period_is_passed_on(kind):
    """The console offers fewer kinds than the API, and nobody says whether a server takes the others."""
    settings = {"schedule": {"periodically": {"isEnabled": True, "periodicallyKind": kind, "frequency": 1}}}
    assert validate_settings("VSphereBackup", settings, memo=Memo()) == []


@pytest.mark.parametrize("member", ["windowsCredsId", "linuxCredsId"])
def test_a_member_of_the_oldest_revision_is_pointed_to_its_new_place(member):
    machine = {"vmObject": "app01", member: "11111111-2222-3333-4444-555555555555"}
    settings = {"guestProcessing": {"guestCredentials": {"credentialsPerMachine": [machine]}}}
    [problem] = validate_settings("VSphereBackup", settings, memo=Memo())
    assert problem.message == "unknown member; the newest API calls it credentials"
