# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Guest credentials in the shapes of every revision, there and back."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.references import ZERO_GUID
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.revisions import REVISIONS
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.schemas import load
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.guest_credentials import (
    from_shape,
    to_shape,
)
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.translation import (
    from_revision,
    to_revision,
)

if t.TYPE_CHECKING:
    from ansible_collections.backupops.veeam.plugins.module_utils._model import Json

MACHINE: Json = {"platform": "VSphere", "name": "app01", "hostName": "vc", "type": "VirtualMachine"}
ONE, TWO, THREE = (f"00000000-0000-0000-0000-00000000000{digit}" for digit in "123")
CREDENTIALS: Json = {
    "useAgentManagementCredentials": False,
    "credentials": {"credentialsId": ONE, "credentialsType": "Standard"},
    "credentialsPerMachine": [
        {
            "vmObject": MACHINE,
            "default": False,
            "credentials": [
                {"credentialsId": TWO, "credentialsType": "Standard"},
                {"credentialsId": THREE, "credentialsType": "Linux"},
            ],
        }
    ],
}


@pytest.mark.parametrize(
    ("revision", "expected"),
    [
        (
            "1.2-rev1",
            {
                "credentialsId": ONE,
                "credentialsType": "Standard",
                "credentialsPerMachine": [
                    {"vmObject": {**MACHINE, "platform": "VMware"}, "windowsCredsId": TWO, "linuxCredsId": THREE}
                ],
            },
        ),
        (
            "1.3-rev1",
            {
                **CREDENTIALS,
                "credentialsPerMachine": [
                    {"vmObject": MACHINE, "default": False, "credentialsId": TWO, "credentialsType": "Standard"},
                    {"vmObject": MACHINE, "default": False, "credentialsId": THREE, "credentialsType": "Linux"},
                ],
            },
        ),
        ("1.3-rev2", CREDENTIALS),
    ],
)
def test_guest_credentials_have_three_shapes(revision: str, expected: Json) -> None:
    job = {"guestProcessing": {"guestCredentials": CREDENTIALS}}
    sent = to_revision(job, job_type="VSphereBackup", revision=revision)
    assert sent["guestProcessing"]["guestCredentials"] == expected
    assert from_revision(sent, job_type="VSphereBackup", revision=revision) == job


@pytest.mark.parametrize("revision", REVISIONS)
def test_credentials_alone_are_enough_on_every_revision(revision: str) -> None:
    """The newer ones require to be told that they are not those of agent management; the oldest one cannot be told."""
    credentials = {"credentialsId": ONE, "credentialsType": "Standard"}
    job = {"guestProcessing": {"guestCredentials": {"credentials": credentials}}}
    sent = to_revision(job, job_type="VSphereBackup", revision=revision)["guestProcessing"]["guestCredentials"]
    assert sent == (
        credentials if revision == "1.2-rev1" else {"credentials": credentials, "useAgentManagementCredentials": False}
    )


def test_a_guest_without_credentials_has_none_on_the_oldest_revision_too() -> None:
    job = {"guestProcessing": {"guestCredentials": {"useAgentManagementCredentials": False}}}
    sent = to_revision(job, job_type="VSphereBackup", revision="1.2-rev1")
    assert sent["guestProcessing"]["guestCredentials"]["credentialsId"] == ZERO_GUID
    assert from_revision(sent, job_type="VSphereBackup", revision="1.2-rev1") == job


def test_records_of_one_kind_for_one_machine_stay_apart() -> None:
    """Two of them are no pair for Windows and Linux: the machine stands there twice."""
    schema = load("1.3-rev1")
    records = [{"credentialsId": each, "credentialsType": "Standard"} for each in (ONE, TWO)]
    sent = [{"vmObject": MACHINE, "default": False, **record} for record in records]
    found = from_shape({"useAgentManagementCredentials": False, "credentialsPerMachine": sent}, schema)
    assert [machine["credentials"] for machine in found["credentialsPerMachine"]] == [[record] for record in records]
    assert to_shape(found, schema)["credentialsPerMachine"] == sent


def test_a_pair_takes_no_third_record() -> None:
    records = [
        {"credentialsId": each, "credentialsType": kind}
        for each, kind in ((ONE, "Standard"), (TWO, "Linux"), (THREE, "Linux"))
    ]
    sent = [{"vmObject": MACHINE, "default": False, **record} for record in records]
    found = from_shape({"useAgentManagementCredentials": False, "credentialsPerMachine": sent}, load("1.3-rev1"))
    assert [machine["credentials"] for machine in found["credentialsPerMachine"]] == [records[:2], records[2:]]


def test_a_machine_that_has_the_credentials_of_the_job_has_none_of_its_own_on_the_oldest_revision() -> None:
    schema = load("1.2-rev1")
    inherits = {"vmObject": MACHINE, "default": True}
    sent = to_shape({"credentialsPerMachine": [{**inherits, "credentials": []}]}, schema)
    assert sent["credentialsPerMachine"] == [{"vmObject": MACHINE}]
    assert from_shape(sent, schema)["credentialsPerMachine"] == [inherits]
