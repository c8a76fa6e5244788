# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

r"""Which members may be written as names, and what they are names of. Tables only; nothing here talks to a server.

Two kinds of names exist:

* an *alias* stands beside the vendor's id member and replaces it (``backupRepository: Main`` for
  ``backupRepositoryId: <guid>``). It exists only in objects that have the id member and no own member of that name.
* a *shorthand* is another way to write a whole object (``- web01`` for an inventory object, ``{username: LAB\svc}``
  for a pair of credentialsId and credentialsType, ``{allowed: [...]}`` for a 7x24 window).
"""

from __future__ import annotations

import enum
import re
import typing as t
from dataclasses import dataclass

if t.TYPE_CHECKING:
    from collections.abc import Collection as Members

ZERO_GUID = "00000000-0000-0000-0000-000000000000"
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class Collection(enum.Enum):
    """What the server keeps a list of. The value names one entry, for messages."""

    REPOSITORIES = "backup repository"
    PROXIES = "backup proxy"
    MANAGED_SERVERS = "managed server"
    CREDENTIALS = "credentials record"
    ENCRYPTION_PASSWORDS = "encryption password"
    KMS_SERVERS = "KMS server"
    JOBS = "job"
    BACKUPS = "backup"
    TENANTS = "Entra ID tenant"
    UNSTRUCTURED_SERVERS = "unstructured data server"
    WAN_ACCELERATORS = "WAN accelerator"
    PROTECTION_GROUPS = "protection group"


@dataclass(frozen=True)
class Reference:
    """An id member, the alias that takes a name instead, and where the name is looked up. ``many``: both hold lists."""

    member: str
    alias: str
    collection: Collection
    many: bool = False


_TABLE = (
    Reference("backupRepositoryId", "backupRepository", Collection.REPOSITORIES),
    Reference("repositoryId", "repository", Collection.REPOSITORIES),
    Reference("repositoryIds", "repositories", Collection.REPOSITORIES, many=True),
    Reference("metadataRepositoryId", "metadataRepository", Collection.REPOSITORIES),
    Reference("archiveRepositoryId", "archiveRepository", Collection.REPOSITORIES),
    Reference("proxyIds", "proxies", Collection.PROXIES, many=True),
    Reference("shippingServerIds", "shippingServers", Collection.MANAGED_SERVERS, many=True),
    Reference("credentialsId", "credentials", Collection.CREDENTIALS),
    Reference("networkCredentialsId", "networkCredentials", Collection.CREDENTIALS),
    Reference("encryptionPasswordId", "encryptionPassword", Collection.ENCRYPTION_PASSWORDS),
    Reference("kmsServerId", "kmsServer", Collection.KMS_SERVERS),
    Reference("primaryJobId", "primaryJob", Collection.JOBS),
    Reference("sourceBackupId", "sourceBackup", Collection.BACKUPS),
    Reference("tenantId", "tenant", Collection.TENANTS),
    Reference("fileServerId", "fileServer", Collection.UNSTRUCTURED_SERVERS),
    Reference("objectStorageServerId", "objectStorageServer", Collection.UNSTRUCTURED_SERVERS),
    Reference("sourceWANAcceleratorId", "sourceWANAccelerator", Collection.WAN_ACCELERATORS),
    Reference("targetWANAcceleratorId", "targetWANAccelerator", Collection.WAN_ACCELERATORS),
)

BY_MEMBER: t.Final = {reference.member: reference for reference in _TABLE}

# The same id member means another collection below these members.
_BY_PARENT: t.Final = {("guestInteractionProxies", "proxyIds"): Collection.MANAGED_SERVERS}

# What proxies are good for depends on where they stand; the same name may be that of two kinds of proxy.
PROXY_TYPES: t.Final = {
    "backupProxies": "ViProxy",
    "sourceProxies": "ViProxy",
    "targetProxies": "ViProxy",
    "offHostSettings": "HvProxy",
    "offHostBackupProxies": "GeneralPurposeProxy",
}

# A credentials reference may also be written as {username, description, type}; every other one is a plain name.
CREDENTIALS_KEYS: t.Final = ("username", "description", "type")


def aliases(members: Members[str]) -> dict[str, Reference]:
    """The aliases that an object with these vendor members may use, by alias."""
    found = (BY_MEMBER[member] for member in members if member in BY_MEMBER)
    return {reference.alias: reference for reference in found if reference.alias not in members}


def collection_of(reference: Reference, parent: str) -> Collection:
    """The collection of a reference that stands in the member ``parent``."""
    return _BY_PARENT.get((parent, reference.member), reference.collection)


def is_guid(text: str) -> bool:
    """Whether ``text`` is an id and not a name."""
    return _GUID.fullmatch(text) is not None


@dataclass(frozen=True)
class Shorthand:
    """Another way to write an object of the vendor's.

    ``text``: a plain string will do. ``extra``: members that the object may have besides the vendor's.
    ``filled``: vendor members (even required ones) that a look-up fills in, so that they may be missing.
    """

    kind: str
    text: bool = True
    extra: frozenset[str] = frozenset()
    filled: frozenset[str] = frozenset()


_INVENTORY = Shorthand(
    "inventory object",
    extra=frozenset({"path", "protectionGroup"}),
    filled=frozenset({"platform", "hostName", "type", "name", "objectId", "id", "protectionGroupId"}),
)
_JOB = Shorthand("job", extra=frozenset({"name", "type"}), filled=frozenset({"id"}))

# By the name of the vendor's definition (newest revision).
SHORTHANDS: t.Final = {
    "InventoryObjectModel": _INVENTORY,
    "VmwareObjectModel": _INVENTORY,
    "CloudDirectorObjectModel": _INVENTORY,
    "HyperVObjectModel": _INVENTORY,
    "AgentObjectModel": _INVENTORY,
    "SpecifiedGuestOsCredentialsModel": Shorthand(
        "credentials", extra=frozenset(CREDENTIALS_KEYS), filled=frozenset({"credentialsId", "credentialsType"})
    ),
    "JobObjectModel": _JOB,
    "RepositoryObjectModel": Shorthand("repository", filled=frozenset({"id", "type"})),
    "BackupSourceObjectModel": Shorthand("backup", filled=frozenset({"id", "platformName"})),
    "EntraIDAuditLogBackupJobTenantModel": Shorthand("tenant", filled=frozenset({"tenantId"})),
    "BackupWindowSettingModel": Shorthand(
        "backup window", text=False, extra=frozenset({"allowed"}), filled=frozenset({"days"})
    ),
}
