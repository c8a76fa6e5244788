# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Secrets by reference, and the sources that are no virtual machines. Newest revision's spelling."""

from __future__ import annotations

from datetime import datetime

from tests.simulator.vbr.estate_identity import Identity, Json
from tests.simulator.vbr.estate_infrastructure import BACKUP_SERVER
from tests.simulator.vbr.estate_inventory import PROTECTION_GROUPS

# (key, type, user name, description). User names repeat: once with another description, once with the same one.
CREDENTIALS = (
    ("service", "Standard", "LAB\\svc-backup", "Backup service"),
    ("sql", "Standard", "LAB\\svc-backup", "SQL servers"),
    ("vsphere", "Standard", "administrator@vsphere.local", "vCenter"),
    ("linux", "Linux", "veeam", "Linux guests"),
    ("root one", "Linux", "root", "Linux servers"),
    ("root two", "Linux", "root", "Linux servers"),
    ("gmsa", "ManagedService", "LAB\\gmsa-backup$", "Managed service account"),
    ("oracle", "Standard", "sys", "Oracle databases"),
)
# (key, hint). One hint is carried by two passwords.
ENCRYPTION_PASSWORDS = (("main", "Main key"), ("offsite one", "Offsite key"), ("offsite two", "Offsite key"))
TENANTS = ("contoso.onmicrosoft.com", "fabrikam.onmicrosoft.com")


def credentials(identity: Identity, *, created: datetime) -> list[Json]:
    """Credentials records without their secrets."""
    records = []
    for key, kind, username, description in CREDENTIALS:
        record = {
            "id": identity.guid("credentials", key),
            "username": username,
            "description": description,
            "type": kind,
            "creationTime": created.isoformat(),
            "uniqueId": identity.guid("credentials unique id", key),
            "isDefaultAppliance": False,
        }
        if kind == "Linux":
            record |= {"SSHPort": 22, "elevateToRoot": username != "root", "addToSudoers": False, "useSu": False}
            record["authenticationType"] = "Password"
        records.append(record)
    return records


def encryption_passwords(identity: Identity, *, created: datetime) -> list[Json]:
    """Encryption passwords by their hints."""
    return [
        {
            "id": identity.guid("encryption password", key),
            "hint": hint,
            "modificationTime": created.isoformat(),
            "uniqueId": identity.guid("encryption password unique id", key),
            "isImported": False,
        }
        for key, hint in ENCRYPTION_PASSWORDS
    ]


def kms_servers(identity: Identity) -> list[Json]:
    """One key management server."""
    name = "kms01.lab.local"
    server = {"id": identity.guid("kms", name), "name": name, "description": "Key management", "type": "KMS"}
    return [server | {"port": 5696}]


def tenants(identity: Identity) -> list[Json]:
    """Entra ID tenants; before the newest revision only the description names them."""
    return [
        {
            "id": identity.guid("tenant", name),
            "azureTenantId": identity.guid("azure tenant", name),
            "name": name,
            "description": name,
            "cacheRepositoryId": identity.guid("repository", "Main"),
            "region": "Global",
            "authentication": {"applicationId": identity.guid("application", name)},
            "credentialsType": "Secret",
        }
        for name in TENANTS
    ]


def unstructured_data_servers(identity: Identity) -> list[Json]:
    """File servers, filers, shares and object storage; each kind carries its name in another member."""
    service = identity.guid("credentials", "service")
    wanted: tuple[tuple[str, str, Json], ...] = (
        (
            "FileServer",
            "files01.lab.local",
            {"hostId": identity.guid("managed server", "proxy01.lab.local"), "processing": _cache(identity)},
        ),
        (
            "NASFiler",
            "nas01.lab.local",
            {"storageHostId": identity.guid("storage host", "nas01.lab.local"), "processing": _proxied(identity)},
        ),
        (
            "SMBShare",
            "\\\\nas02.lab.local\\public",
            {"path": "\\\\nas02.lab.local\\public", "accessCredentialsId": service, "processing": _proxied(identity)},
        ),
        (
            "NFSShare",
            "nas01.lab.local:/export",
            {"path": "nas01.lab.local:/export", "processing": _proxied(identity)},
        ),
    )
    named = [_source(identity, kind, name) | {"name": name} | rest for kind, name, rest in wanted]
    return [*named, *_object_storage(identity)]


def _object_storage(identity: Identity) -> list[Json]:
    proxied = {"processing": _proxied(identity)}
    azure = {"friendlyName": "Azure media", "credentialsId": identity.guid("cloud credentials", "azure")}
    return [
        _source(identity, "S3Compatible", "MinIO") | {"account": _s3_account(identity)} | proxied,
        _source(identity, "AmazonS3", "AWS media") | {"account": _amazon_account(identity)} | proxied,
        _source(identity, "AzureBlob", "Azure media") | azure | {"regionType": "Global"} | proxied,
    ]


def _source(identity: Identity, kind: str, key: str) -> Json:
    return {"id": identity.guid("unstructured", kind, key), "type": kind}


def _cache(identity: Identity) -> Json:
    return {"cacheRepositoryId": identity.guid("repository", "Main"), "backupIOControlLevel": "Medium"}


def _proxied(identity: Identity) -> Json:
    return _cache(identity) | {"backupProxies": {"autoSelectEnabled": True, "proxyIds": []}}


def _s3_account(identity: Identity) -> Json:
    account = {"friendlyName": "MinIO", "servicePoint": "https://minio.lab.local", "regionId": "us-east-1"}
    return account | {"credentialsId": identity.guid("cloud credentials", "s3")}


def _amazon_account(identity: Identity) -> Json:
    account = {"friendlyName": "AWS media", "regionType": "Global", "regionId": "eu-central-1"}
    return account | {"credentialsId": identity.guid("cloud credentials", "amazon")}


def protection_groups(identity: Identity) -> list[Json]:
    """Protection groups with the computers that were put into them."""
    groups = []
    for name, kind, computers in PROTECTION_GROUPS:
        group = {
            "id": identity.guid("protection group", name),
            "name": name,
            "description": f"Protection group {name}",
            "type": kind,
            "isDisabled": False,
        }
        members = [_container(identity, computer, computer_type) for computer, computer_type in computers]
        options: Json = {"installBackupAgent": True, "updateAutomatically": True, "rebootIfRequired": False}
        options["distributionServerId"] = identity.guid("managed server", BACKUP_SERVER)
        groups.append(group | {"computers": members, "options": options})
    return groups


def _container(identity: Identity, computer: str, computer_type: str) -> Json:
    key = "linux" if computer_type == "LinuxComputer" else "service"
    connection = {"connectionType": "PermanentCredentials", "credentialsId": identity.guid("credentials", key)}
    return {"hostName": computer} | connection
