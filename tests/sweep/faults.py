# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One fault at each request of tasks that create, clone, change, disable, delete and prune jobs.

Whatever breaks: nothing is gone that was to stay, no job is there twice, a task that says that it is done has done it,
and the next run brings all jobs to the wanted state.
"""

from __future__ import annotations

import dataclasses
import typing as t
from collections import Counter

from tests.sweep.figures import Effort, Figures, Section
from tests.sweep.playing import Played, judge, play
from tests.sweep.scenarios import EM_SCHEDULE, NEW_SETTINGS, RETENTION
from tests.sweep.site import Site

SMALL: t.Final = 12
# Of all requests, then of writes only.
ANYWHERE: t.Final = ("reset-after", "500", "502", "html", "cut-body")
WRITES: t.Final = (
    "reset-before",
    "404",
    *(f"odd-answer:{body}" for body in ("nothing", "null", "object", "list", "html", "no-id")),
    *(f"ignored:{body}" for body in ("nothing", "object", "html")),
)
OWNED: t.Final[dict[str, t.Any]] = {"managed_by": "git", "concurrency": 1}
PRUNING: t.Final[dict[str, t.Any]] = {**OWNED, "prune_limit": "100%"}
NEW: t.Final[dict[str, t.Any]] = {"type": "VSphereBackup", "settings": NEW_SETTINGS}


@dataclasses.dataclass(frozen=True)
class Story:
    """A server, what is on it before, and the task. ``gone`` are the jobs that are to go."""

    api: str
    title: str
    before: tuple[dict[str, t.Any], ...]
    options: dict[str, t.Any]
    gone: frozenset[str]

    @property
    def wanted(self) -> set[str]:
        """The jobs that are to be there afterwards."""
        return {job["name"] for job in self.options["jobs"] if job.get("state") != "absent"}


OLD: t.Final = tuple({"name": f"old {number}", **NEW} for number in range(3))
STORIES: t.Final = (
    Story(
        "vbr",
        "a set with prune: delete",
        OLD,
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
            **PRUNING,
        },
        frozenset({"old 0", "old 1", "old 2", "Databases"}),
    ),
    Story("vbr", "prune: disable", OLD, {"jobs": [OLD[0]], "prune": "disable", **PRUNING}, frozenset()),
    Story(
        "em",
        "a set with prune: delete",
        ({"name": "Manual Backup"}, {"name": "CRM Backup"}),
        {
            "jobs": [
                {"name": "Oracle Backup", "description": "changed", "settings": EM_SCHEDULE},
                {"name": "SQL Backup HV", "enabled": False},
                {"name": "Copy", "clone_from": "Oracle Backup"},
            ],
            "prune": "delete",
            **PRUNING,
        },
        frozenset({"Manual Backup", "CRM Backup"}),
    ),
)


def run(effort: Effort) -> Figures:
    """Every fault at every request of every story; small: some of them."""
    figures = Figures()
    sites: dict[str, Site] = {}
    inputs = [
        (story, kind, index)
        for story in STORIES
        for kind, index in _faults(sites.setdefault(story.api, Site(story.api)), story)
    ]
    for story, kind, index in effort.share(inputs, small=SMALL):
        _try(figures, sites[story.api], story, kind, index)
        figures.inputs += 1
    return figures


def _faults(site: Site, story: Story) -> list[tuple[str, int]]:
    prepare(site, story)
    clean = played(site, story)
    if clean.failed:
        raise RuntimeError(f"{story.title} fails without any trouble: {clean.message or clean.error or clean.printed}")
    sent = site.world.recorder.requests()[-site.sent :]
    writes = [index for index, entry in enumerate(sent) if entry["method"] != "GET" and "/jobs" in entry["path"]]
    found = [(kind, index) for kind in ANYWHERE for index in range(site.sent)]
    return found + [(kind, index) for kind in WRITES for index in writes]


def prepare(site: Site, story: Story) -> None:
    """Put the server into the state before the task."""
    site.reset()
    ready = play(site, "veeam_jobs", jobs=list(story.before), **OWNED)
    if ready.failed:
        raise RuntimeError(f"{story.title} cannot be prepared: {ready.message or ready.error or ready.printed}")
    site.sent = 0


def played(site: Site, story: Story, *, check: bool = False) -> Played:
    """How the task ends."""
    return play(site, "veeam_jobs", check=check, **story.options)


def _try(figures: Figures, site: Site, story: Story, kind: str, index: int) -> None:
    prepare(site, story)
    about = f"{story.api} {story.title}, {kind} at request {index}"
    there = set(site.jobs())
    site.world.faults.add(f"{kind}:after={index}")
    first = played(site, story)
    site.world.faults.clear()
    judge(figures, site, first, about)
    if not first.failed and differs(site, story):
        figures.count("other_damage", f"{about}: said to be done, and is not")
    look(figures, site, story, about, there)
    make_good(figures, site, story, about, there)
    if site.open_logons > 1:
        figures.count("logons_left", about)


def make_good(figures: Figures, site: Site, story: Story, about: str, there: set[str]) -> None:
    """Run the task again: now everything has to be as wanted."""
    second = played(site, story)
    if second.failed or differs(site, story):
        figures.count("other_damage", f"{about}: the next run does not make it good: {second.message[:300]}")
    missing = story.wanted - set(site.jobs())
    left = story.gone & set(site.jobs())
    if missing or left:
        figures.count("other_damage", f"{about}: missing {sorted(missing)}, still there {sorted(left)}")
    look(figures, site, story, about, there)


def differs(site: Site, story: Story) -> bool:
    """Whether something is left to do."""
    check = played(site, story, check=True)
    return check.failed or bool((check.result or {}).get("changed"))


def look(figures: Figures, site: Site, story: Story, about: str, there: set[str]) -> None:
    """Count what the task must never have done; ``there``: the jobs before it."""
    now = Counter(site.jobs())
    if lost := there - story.gone - set(now):
        figures.count("wrong_deletes", f"{about}: {sorted(lost)}")
    usual = 2 if story.api == "em" else 1
    if twice := [name for name, times in now.items() if times > usual]:
        figures.count("other_damage", f"{about}: several {twice}")
    copies = [name for name in set(now) - there if "_clone" in name]
    if len(copies) > 1:
        figures.count("other_damage", f"{about}: several copies {copies}")


SECTION = Section(name="faults", about="one fault at each request of sets that write, both APIs", run=run)
