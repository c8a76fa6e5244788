# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which requests every operation sends, exactly. The integration tests assert what ``OPERATIONS`` says."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from tests.bench.playing import CONTROLLER, MODULE, WAYS, play, task
from tests.bench.report import Section, Table
from tests.simulator.launch import Running, launch

PROBE, LOG_ON, LOG_OFF = "GET serverTime", "POST token", "POST logout"
# A name may be that of a scale-out repository, which is in a list of its own.
REPOSITORIES = ("GET repositories", "GET scaleOutRepositories")
FIND = "GET jobs"
# Not found: it may be of a type that is only listed there.
STATES = "GET jobs/states"
JOB = "GET jobs/{id}"
PROOF = (JOB, "PUT jobs/{id}", JOB)

Task = dict[str, t.Any]


@dataclass(frozen=True)
class Operation:
    """A task, and the requests between its first and its last one, in order."""

    title: str
    module: str
    options: Task
    requests: tuple[str, ...]
    first: tuple[str, ...] = (PROBE, LOG_ON)

    @property
    def expected(self) -> list[str]:
        """Every request of the task."""
        return [*self.first, *self.requests, LOG_OFF]


_RETENTION = {"storage": {"retentionPolicy": {"type": "Days", "quantity": 21}}}
_NEW = {
    "virtualMachines": {"includes": [{"name": name, "hostName": "vcenter01.lab.local"} for name in ("web01", "web02")]},
    "storage": {
        "backupRepository": "Main",
        "backupProxies": {"autoSelectEnabled": True},
        "retentionPolicy": {"type": "Days", "quantity": 14},
    },
    "guestProcessing": {"appAwareProcessing": {"isEnabled": False}, "guestFSIndexing": {"isEnabled": False}},
}
_ENCRYPTED = {"isEnabled": True, "encryptionType": "ByUserPassword", "encryptionPassword": "Main key"}
_LOOKED_UP = {"backupRepository": "Main", "advancedSettings": {"storageData": {"encryption": _ENCRYPTED}}}
_WEB = "Web servers"

# In this order: some prepare the next one.
OPERATIONS: t.Final = (
    Operation("`veeam_job` update", "veeam_job", {"name": _WEB, "settings": _RETENTION}, (FIND, *PROOF)),
    Operation("`veeam_job` no-op, no references", "veeam_job", {"name": _WEB, "settings": _RETENTION}, (FIND,)),
    Operation(
        "`veeam_job` no-op, no references, pinned `api_version`",
        "veeam_job",
        {"name": _WEB, "settings": _RETENTION, "api_version": "1.3-rev2"},
        (FIND,),
        first=(LOG_ON,),
    ),
    Operation(
        "`veeam_job` update, two referenced collections",
        "veeam_job",
        {"name": _WEB, "settings": {"storage": _LOOKED_UP}},
        (FIND, *REPOSITORIES, "GET encryptionPasswords", *PROOF),
    ),
    Operation(
        "`veeam_job` no-op, two referenced collections",
        "veeam_job",
        {"name": _WEB, "settings": {"storage": _LOOKED_UP}},
        (FIND, *REPOSITORIES, "GET encryptionPasswords"),
    ),
    Operation(
        "`veeam_job` create, two machines of one vCenter and a repository",
        "veeam_job",
        {"name": "Budget", "type": "VSphereBackup", "settings": _NEW},
        (FIND, STATES, "POST inventory/{name}", *REPOSITORIES, "POST jobs", JOB),
    ),
    Operation(
        "`veeam_job` rename", "veeam_job", {"name": "Less", "previous_name": "Budget"}, (FIND, STATES, FIND, *PROOF)
    ),
    Operation("`veeam_job` disable", "veeam_job", {"name": "Less", "enabled": False}, (FIND, "POST disable", JOB)),
    Operation(
        "`veeam_job` delete", "veeam_job", {"name": "Less", "state": "absent"}, (FIND, JOB, "DELETE jobs/{id}", JOB)
    ),
    Operation("`veeam_job` absent already", "veeam_job", {"name": "Less", "state": "absent"}, (FIND, STATES)),
    Operation("`veeam_job_info`, all of them are listed", "veeam_job_info", {"type": "VSphereBackup"}, (FIND,)),
    # The page is short: are there more, or does the server count jobs that it does not list?
    Operation("`veeam_job_info`, some are counted and not listed", "veeam_job_info", {}, (FIND, FIND, STATES)),
)


def measure() -> Section:
    """The requests that were sent, against those that are to be sent."""
    seen = {way: _requests_of_way(way) for way in WAYS}
    columns = ("task", "in the controller", "as a module", "wanted")
    rows = [
        (each.title, len(seen[CONTROLLER][place]), len(seen[MODULE][place]), len(each.expected))
        for place, each in enumerate(OPERATIONS)
    ]
    lines = [f"- {each.title}: {', '.join(sent)}" for each, sent in zip(OPERATIONS, seen[CONTROLLER], strict=True)]
    notes = (
        "Version probe, logon and log-off included. An update or a deletion reads the job again, and looks afterwards. "
        "Before a job counts as absent the states of jobs are asked as well, and when a list lacks jobs that it counts."
    )
    return Section("Requests", tables=[Table(columns, rows)], notes=notes, lines=lines)


def _requests_of_way(way: str) -> list[list[str]]:
    with launch() as simulator:
        return requests_of(simulator, way)


def requests_of(simulator: Running, way: str = CONTROLLER) -> list[list[str]]:
    """The requests of every operation, in one play, run in the controller or as modules."""
    play([task(each.module, each.options, way) for each in OPERATIONS], simulator)
    tasks: list[list[str]] = [[]]
    for entry in simulator.requests():
        tasks[-1].append(_short(entry["method"], entry["path"]))
        if entry["path"].endswith("/logout"):
            tasks.append([])
    return tasks[:-1]


def _short(method: str, path: str) -> str:
    """A request without what belongs to one object: ``GET jobs/{id}``."""
    # Without /api/v1 or /api/oauth2.
    named = ["{id}" if len(part) == 36 and part.count("-") == 4 else part for part in path.split("/")[3:]]
    if named[0] == "inventory" and len(named) == 2:
        named[1] = "{name}"
    if named[0] in ("backupInfrastructure", "jobs") and len(named) > 1 and named[-1] not in ("{id}", "states"):
        named = named[-1:]
    return f"{method} {'/'.join(named)}"
