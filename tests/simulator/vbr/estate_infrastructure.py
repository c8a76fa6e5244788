# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The backup infrastructure of the estate: servers, repositories, proxies, accelerators. Newest revision's spelling."""

from __future__ import annotations

from tests.simulator.vbr.estate_identity import Identity, Json
from tests.simulator.vbr.estate_inventory import (
    CLOUD_DIRECTOR,
    HYPERV_CLUSTER,
    HYPERV_HOST,
    STANDALONE_HOST,
    VCENTERS,
)

BACKUP_SERVER = "vbr01.lab.local"
DEFAULT_REPOSITORY = "Default Backup Repository"
# A repository and a scale-out repository may carry the same name; these do.
SHARED_NAME = "Pool"
EXTENTS = ("Extent 01", "Extent 02")
SCALE_OUT_REPOSITORIES = ("Scale-out 01", SHARED_NAME)

_WINDOWS_SERVERS = (BACKUP_SERVER, "proxy01.lab.local", "wan-hq.lab.local", "wan-branch.lab.local")
_LINUX_SERVERS = ("proxy02.lab.local", "repo01.lab.local")


def managed_servers(identity: Identity) -> list[Json]:
    """Every kind of managed server that the API can create and that a job can point at."""
    windows = [
        _server(identity, name, kind="WindowsHost")
        | _permanent(identity)
        | {"isBackupServer": name == BACKUP_SERVER, "isDefaultMountServer": name == BACKUP_SERVER}
        for name in _WINDOWS_SERVERS
    ]
    linux = [_server(identity, name, kind="LinuxHost") | _permanent(identity) for name in _LINUX_SERVERS]
    vsphere = [
        _server(identity, name, kind="ViHost")
        | {"credentialsId": identity.guid("credentials", "vsphere"), "viHostType": kind, "port": 443}
        for name, kind in (*((name, "VC") for name in VCENTERS), (STANDALONE_HOST, "ESXi"))
    ]
    return [*windows, *linux, *vsphere, _cloud_director_server(identity), *_hyperv_servers(identity)]


def _server(identity: Identity, name: str, *, kind: str) -> Json:
    server_id = identity.guid("managed server", name)
    return {"id": server_id, "name": name, "description": f"{kind} {name}", "type": kind, "status": "Available"}


def _permanent(identity: Identity) -> Json:
    return {"credentialsStorageType": "Permanent", "credentialsId": identity.guid("credentials", "service")}


def _cloud_director_server(identity: Identity) -> Json:
    vcenter = {"viServerName": VCENTERS[1], "cloudDirectorViServerName": VCENTERS[1]}
    vcenter |= {"viCredentialsId": identity.guid("credentials", "vsphere")}
    return _server(identity, CLOUD_DIRECTOR, kind="CloudDirectorHost") | {
        "credentialsId": identity.guid("credentials", "service"),
        "url": f"https://{CLOUD_DIRECTOR}",
        "viServers": [vcenter],
    }


def _hyperv_servers(identity: Identity) -> list[Json]:
    service = identity.guid("credentials", "service")
    return [
        _server(identity, HYPERV_HOST, kind="HvServer") | _permanent(identity) | {"maxTaskCount": 4},
        _server(identity, HYPERV_CLUSTER, kind="HvCluster") | {"credentialsId": service},
    ]


def repositories(identity: Identity) -> list[Json]:
    """Simple repositories of several types; the extents of the scale-out repositories are among them."""
    return [
        _local(identity, DEFAULT_REPOSITORY, kind="WinLocal", path="C:\\Backup"),
        _local(identity, "Main", kind="LinuxLocal", path="/backup/main"),
        _local(identity, "Hardened", kind="LinuxHardened", path="/backup/hardened"),
        _local(identity, SHARED_NAME, kind="WinLocal", path="E:\\Pool"),
        *(_local(identity, name, kind="LinuxLocal", path=f"/backup/{number}") for number, name in enumerate(EXTENTS)),
        _share(identity, "Offsite", kind="Smb", path="\\\\nas02.lab.local\\offsite"),
        _share(identity, "NFS store", kind="Nfs", path="nas01.lab.local:/backup"),
        _object_storage(identity),
    ]


def _repository(identity: Identity, name: str, *, kind: str) -> Json:
    return {
        "id": identity.guid("repository", name),
        "name": name,
        "description": f"{kind} repository",
        "uniqueId": identity.guid("repository unique id", name),
        "type": kind,
    }


def _local(identity: Identity, name: str, *, kind: str, path: str) -> Json:
    host = BACKUP_SERVER if kind == "WinLocal" else "repo01.lab.local"
    settings: Json = {"path": path} | _limits()
    if kind == "LinuxHardened":
        settings["makeRecentBackupsImmutableDays"] = 14
    return _repository(identity, name, kind=kind) | {
        "hostId": identity.guid("managed server", host),
        "repository": settings,
        "mountServer": _mount_server(identity),
    }


def _limits() -> Json:
    advanced = {"alignDataBlocks": True, "decompressBeforeStoring": False, "rotatedDrives": False, "perVmBackup": True}
    return {"taskLimitEnabled": True, "maxTaskCount": 4, "readWriteLimitEnabled": False, "advancedSettings": advanced}


def _mount_server(identity: Identity) -> Json:
    windows = {
        "mountServerId": identity.guid("managed server", BACKUP_SERVER),
        "writeCacheFolder": "C:\\ProgramData\\Veeam\\Backup\\IRCache",
        "vPowerNFSEnabled": True,
        "vPowerNFSPortSettings": {"mountPort": 1058, "vPowerNFSPort": 2049},
    }
    # 1.2 has these members without a level for the platform; each revision takes what it knows.
    return {"mountServerSettingsType": "Windows", "windows": windows} | windows


def _share(identity: Identity, name: str, *, kind: str, path: str) -> Json:
    share: Json = {"sharePath": path, "gatewayServer": {"autoSelectEnabled": True, "gatewayServerIds": []}}
    if kind == "Smb":
        share["credentialsId"] = identity.guid("credentials", "service")
    return _repository(identity, name, kind=kind) | {
        "share": share,
        "repository": _limits(),
        "mountServer": _mount_server(identity),
    }


def _object_storage(identity: Identity) -> Json:
    return _repository(identity, "Archive", kind="S3Compatible") | {
        "account": {
            "servicePoint": "https://s3.lab.local",
            "regionId": "us-east-1",
            "credentialsId": identity.guid("cloud credentials", "s3"),
            "connectionSettings": {"connectionType": "Direct", "gatewayServerIds": []},
        },
        "bucket": {"bucketName": "backups", "folderName": "veeam"},
        "mountServer": _mount_server(identity),
    }


def scale_out_repositories(identity: Identity) -> list[Json]:
    """Scale-out repositories; the first one has both extents and a capacity tier, the other one extent."""
    return [
        _scale_out(identity, SCALE_OUT_REPOSITORIES[0], extents=EXTENTS[:1], capacity="Archive"),
        _scale_out(identity, SCALE_OUT_REPOSITORIES[1], extents=EXTENTS[1:], capacity=""),
    ]


def _scale_out(identity: Identity, name: str, *, extents: tuple[str, ...], capacity: str) -> Json:
    shown = [{"id": identity.guid("repository", extent), "name": extent, "status": ["Normal"]} for extent in extents]
    tier: Json = {"isEnabled": bool(capacity), "extents": []}
    if capacity:
        tier |= {"extents": [{"id": identity.guid("repository", capacity)}], "copyPolicyEnabled": True}
    return {
        "id": identity.guid("scale-out repository", name),
        "name": name,
        "description": "Scale-out repository",
        "uniqueId": identity.guid("scale-out unique id", name),
        "performanceTier": {
            "performanceExtents": shown,
            "advancedSettings": {"perVmBackup": True, "fullWhenExtentOffline": False},
        },
        "placementPolicy": {"type": "DataLocality", "settings": []},
        "capacityTier": tier,
        "archiveTier": {"isEnabled": False},
    }


def proxies(identity: Identity) -> list[Json]:
    """Proxies of the three creatable types; one name is carried by two of them."""
    wanted = (
        ("VMware Backup Proxy", "ViProxy", BACKUP_SERVER),
        ("proxy01.lab.local", "ViProxy", "proxy01.lab.local"),
        ("proxy02.lab.local", "ViProxy", "proxy02.lab.local"),
        ("proxy01.lab.local", "HvProxy", "proxy01.lab.local"),
        ("vbr01.lab.local", "GeneralPurposeProxy", BACKUP_SERVER),
        ("proxy02.lab.local", "GeneralPurposeProxy", "proxy02.lab.local"),
    )
    return [_proxy(identity, name, kind=kind, host=host) for name, kind, host in wanted]


def _proxy(identity: Identity, name: str, *, kind: str, host: str) -> Json:
    server: Json = {"hostId": identity.guid("managed server", host), "hostName": host, "maxTaskCount": 2}
    if kind == "ViProxy":
        server |= {"transportMode": "Auto", "failoverToNetwork": True, "hostToProxyEncryption": False}
        server["connectedDatastores"] = {"autoSelectEnabled": True, "datastores": []}
    proxy_id = identity.guid("proxy", kind, name)
    return {"id": proxy_id, "name": name, "description": f"{kind} on {host}", "type": kind, "server": server}


def wan_accelerators(identity: Identity) -> list[Json]:
    """A pair, one for each end of a line."""
    return [
        {
            "id": identity.guid("wan accelerator", name),
            "name": name,
            "server": {
                "hostId": identity.guid("managed server", name),
                "description": f"WAN accelerator {name}",
                "trafficPort": 6165,
                "streamsCount": 5,
                "highBandwidthModeEnabled": False,
            },
            "cache": {"cacheFolder": "C:\\VeeamWAN", "cacheSize": 100, "cacheSizeUnit": "GB"},
        }
        for name in _WINDOWS_SERVERS
        if name.startswith("wan-")
    ]


def repository_states(identity: Identity, models: list[Json]) -> list[Json]:
    """Capacity of each repository in ``models``."""
    return [_repository_state(identity, model) for model in models]


def _repository_state(identity: Identity, model: Json) -> Json:
    capacity = identity.between(2, 40, "capacity", model["name"]) * 512.0
    used = capacity / 4
    state = {name: model[name] for name in ("id", "name", "type", "description")}
    state |= {"capacityGB": capacity, "usedSpaceGB": used, "freeGB": capacity - used}
    state |= {"isOnline": True, "isOutOfDate": False, "path": model.get("repository", {}).get("path", "")}
    if model["name"] in EXTENTS:
        owner = SCALE_OUT_REPOSITORIES[EXTENTS.index(model["name"])]
        owner_id = identity.guid("scale-out repository", owner)
        state["scaleOutRepositoryDetails"] = {"membership": owner, "scaleOutRepositoryId": owner_id}
        state["scaleOutRepositoryDetails"]["extentType"] = "Performance"
    return state
