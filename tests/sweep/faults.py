# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One fault at each request of tasks that create, clone, change, rename, disable, enable, delete and prune jobs.

Whatever breaks: nothing is gone that was to stay, no job is there twice, a task that says that it is done has done it,
and the next run brings all jobs to the wanted state.
"""

from __future__ import annotations

import functools
import typing as t
from collections import Counter

from tests.sweep.figures import Effort, Figures, Section
from tests.sweep.playing import judge
from tests.sweep.site import Site
from tests.sweep.stories import SETS, SINGLE_JOBS, Story

if t.TYPE_CHECKING:
    from collections.abc import Sequence

SMALL: t.Final = 12
# Of all requests, then of writes only.
ANYWHERE: t.Final = ("reset-after", "500", "502", "html", "cut-body")
WRITES: t.Final = (
    "reset-before",
    "404",
    *(f"odd-answer:{body}" for body in ("nothing", "null", "object", "list", "html", "no-id")),
    *(f"ignored:{body}" for body in ("nothing", "object", "html")),
)


def run(stories: Sequence[Story], effort: Effort) -> Figures:
    """Every fault at every request of every story; small: some of them."""
    figures = Figures()
    sites: dict[str, Site] = {}
    inputs = [
        (story, kind, index)
        for story in stories
        for kind, index in _faults(sites.setdefault(story.api, Site(story.api)), story)
    ]
    for story, kind, index in effort.share(inputs, small=SMALL):
        _try(figures, sites[story.api], story, kind, index)
        figures.inputs += 1
    return figures


def _faults(site: Site, story: Story) -> list[tuple[str, int]]:
    story.prepare(site)
    clean = story.play(site)
    if clean.failed:
        raise RuntimeError(f"{story.title} fails without any trouble: {clean.message or clean.error or clean.printed}")
    sent = site.world.recorder.requests()[-site.sent :]
    writes = [index for index, entry in enumerate(sent) if entry["method"] != "GET" and "/jobs" in entry["path"]]
    if not writes:
        raise RuntimeError(f"{story.title} writes nothing")
    found = [(kind, index) for kind in ANYWHERE for index in range(site.sent)]
    return found + [(kind, index) for kind in WRITES for index in writes]


def _try(figures: Figures, site: Site, story: Story, kind: str, index: int) -> None:
    story.prepare(site)
    about = f"{story.api} {story.title}, {kind} at request {index}"
    there = Counter(site.jobs())
    site.world.faults.add(f"{kind}:after={index}")
    first = story.play(site)
    site.world.faults.clear()
    judge(figures, site, first, about)
    if not first.failed and differs(site, story):
        figures.count("other_damage", f"{about}: said to be done, and is not")
    look(figures, site, story, about, there)
    make_good(figures, site, story, about, there)
    if site.open_logons > 1:
        figures.count("logons_left", about)


def make_good(figures: Figures, site: Site, story: Story, about: str, there: Counter[str]) -> None:
    """Run the task again: now everything has to be as wanted."""
    second = story.play(site)
    if second.failed or differs(site, story):
        figures.count("other_damage", f"{about}: the next run does not make it good: {second.message[:300]}")
    missing = story.wanted - set(site.jobs())
    left = story.gone & set(site.jobs())
    if missing or left:
        figures.count("other_damage", f"{about}: missing {sorted(missing)}, still there {sorted(left)}")
    look(figures, site, story, about, there)


def differs(site: Site, story: Story) -> bool:
    """Whether something is left to do."""
    check = story.play(site, check=True)
    return check.failed or bool((check.result or {}).get("changed"))


def look(figures: Figures, site: Site, story: Story, about: str, there: Counter[str]) -> None:
    """Count what the task must never have done; ``there``: the jobs before it."""
    now = Counter(site.jobs())
    if lost := [name for name, times in there.items() if now[name] < times and name not in story.gone]:
        figures.count("wrong_deletes", f"{about}: {sorted(lost)}")
    if twice := [name for name, times in now.items() if times > max(1, there[name])]:
        figures.count("other_damage", f"{about}: several {twice}")
    copies = [name for name in set(now) - set(there) if "_clone" in name]
    if len(copies) > 1:
        figures.count("other_damage", f"{about}: several copies {copies}")


SECTION = Section(
    name="faults", about="one fault at each request of sets that write, both APIs", run=functools.partial(run, SETS)
)
OF_SINGLE_JOBS = Section(
    name="single-faults",
    about="one fault at each request of tasks that write one job, both APIs",
    run=functools.partial(run, SINGLE_JOBS),
)
