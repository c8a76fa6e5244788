# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks that write: sets with prune, and single jobs, on both APIs. Each with the server before it."""

from __future__ import annotations

import dataclasses
import typing as t

from tests.sweep.playing import Played, play, play_in_controller
from tests.sweep.scenarios import EM_SCHEDULE, NEW_SETTINGS, RETENTION

if t.TYPE_CHECKING:
    from tests.sweep.site import Site

Options = dict[str, t.Any]

OWNED: t.Final[Options] = {"managed_by": "git", "concurrency": 1}
PRUNING: t.Final[Options] = {**OWNED, "prune_limit": "100%"}
NEW: t.Final[Options] = {"type": "VSphereBackup", "settings": NEW_SETTINGS}
OLD: t.Final = tuple({"name": f"old {number}", **NEW} for number in range(3))


@dataclasses.dataclass(frozen=True)
class Story:
    """A server, the jobs that are put on it before, and the task. ``gone`` are the jobs that are to go."""

    api: str
    title: str
    options: Options
    before: tuple[Options, ...] = ()
    gone: frozenset[str] = frozenset()
    module: str = "veeam_job"

    @property
    def wanted(self) -> set[str]:
        """The jobs that are to be there afterwards."""
        jobs = self.options.get("jobs") or [self.options]
        return {job["name"] for job in jobs if job.get("state") != "absent"}

    def prepare(self, site: Site) -> None:
        """Put the server into the state before the task."""
        site.reset()
        if self.before:
            ready = play(site, "veeam_jobs", jobs=list(self.before), **OWNED)
            if ready.failed:
                raise RuntimeError(f"{self.title} cannot be prepared: {ready.message or ready.error or ready.printed}")
        site.sent = 0

    def play(self, site: Site, *, check: bool = False) -> Played:
        """How the task ends."""
        return play(site, self.module, check=check, **self.options)

    def play_in_controller(self, site: Site) -> Played:
        """How the task ends in the process of Ansible."""
        return play_in_controller(site, self.module, **self.options)


def _set(api: str, title: str, options: Options, before: tuple[Options, ...], *gone: str) -> Story:
    return Story(api, title, {**options, **PRUNING}, before, frozenset(gone), "veeam_jobs")


SETS: t.Final = (
    _set(
        "vbr",
        "a set with prune: delete",
        {
            "jobs": [
                {"name": "new", **NEW},
                {"name": "resting", "enabled": False, **NEW},
                {"name": "Web servers", "settings": RETENTION},
                {"name": "renamed", "previous_name": "Databases"},
                *({"name": f"copy {number}", "clone_from": "Daily VMs"} for number in range(2)),
                {"name": "old 0", "state": "absent"},
            ],
            "prune": "delete",
        },
        OLD,
        *("old 0", "old 1", "old 2", "Databases"),
    ),
    _set("vbr", "prune: disable", {"jobs": [OLD[0]], "prune": "disable"}, OLD),
    _set(
        "em",
        "a set with prune: delete",
        {
            "jobs": [
                {"name": "Oracle Backup", "description": "changed", "settings": EM_SCHEDULE},
                {"name": "SQL Backup HV", "enabled": False},
                {"name": "Copy", "clone_from": "Oracle Backup"},
            ],
            "prune": "delete",
        },
        ({"name": "Manual Backup"}, {"name": "CRM Backup"}),
        *("Manual Backup", "CRM Backup"),
    ),
)

WEB: t.Final = "Web servers"
CRM: t.Final = "CRM Backup"
SINGLE_JOBS: t.Final = (
    Story("vbr", "create", {"name": "new", "high_priority": True, **NEW}),
    Story("vbr", "create disabled", {"name": "resting", "enabled": False, **NEW}),
    Story("vbr", "change", {"name": WEB, "description": "changed", "settings": RETENTION}),
    Story("vbr", "disable", {"name": WEB, "enabled": False}),
    Story("vbr", "enable", {"name": WEB, "enabled": True}, before=({"name": WEB, "enabled": False},)),
    Story("vbr", "change and disable", {"name": WEB, "enabled": False, "settings": RETENTION}),
    Story("vbr", "rename", {"name": "renamed", "previous_name": WEB}, gone=frozenset({WEB})),
    Story(
        "vbr",
        "rename, change and disable",
        {"name": "renamed", "previous_name": WEB, "enabled": False, "settings": RETENTION},
        gone=frozenset({WEB}),
    ),
    Story("vbr", "delete", {"name": WEB, "state": "absent"}, gone=frozenset({WEB})),
    Story("vbr", "clone", {"name": "copy", "clone_from": WEB}),
    Story(
        "vbr", "clone, change and disable", {"name": "copy", "clone_from": WEB, "enabled": False, "settings": RETENTION}
    ),
    Story("em", "change", {"name": CRM, "description": "changed", "settings": EM_SCHEDULE}),
    Story("em", "disable", {"name": CRM, "enabled": False}),
    Story("em", "disable a policy of agents", {"name": "Windows Agents", "enabled": False}),
    Story("em", "enable", {"name": CRM, "enabled": True}, before=({"name": CRM, "enabled": False},)),
    Story("em", "change and disable", {"name": CRM, "enabled": False, "settings": EM_SCHEDULE}),
    Story("em", "delete", {"name": CRM, "state": "absent"}, gone=frozenset({CRM})),
    Story("em", "clone", {"name": "copy", "clone_from": CRM}),
    Story(
        "em",
        "clone, change and disable",
        {"name": "copy", "clone_from": CRM, "enabled": False, "settings": EM_SCHEDULE},
    ),
)
STORIES: t.Final = SETS + SINGLE_JOBS
