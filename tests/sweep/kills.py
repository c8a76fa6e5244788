# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task that is ended from outside: at once, or by a signal that lets it log off. The next run finishes the work."""

from __future__ import annotations

import signal
import typing as t
from collections import Counter

from tests.sweep.faults import look, make_good
from tests.sweep.figures import Effort, Figures, Section
from tests.sweep.playing import Played, judge
from tests.sweep.site import Answer, Killed, NoWatch, Site
from tests.sweep.stories import SETS, STORIES, Story

SMALL: t.Final = 10
# Seconds until the next run.
A_MOMENT: t.Final = 60
# A signal, and where the task runs; whoever is dead is dead anywhere.
WAYS: t.Final = (
    ("SIGKILL", Story.play),
    *(
        (number, place)
        for number in ("SIGTERM", "SIGHUP", "SIGINT")
        for place in (Story.play, Story.play_in_controller)
    ),
)


class End(NoWatch):
    """Ends what ``play`` runs at one request: before the server gets it, or (``late``) before its reply is read.

    ``unknown``: it was the reply to a logon, which cannot be ended by who never learned of it.
    """

    def __init__(self, way: str, play: t.Callable[[Story, Site], Played], at: int, *, late: bool) -> None:
        self._way, self._at, self._late = way, at, late
        self.play = play
        self._dead = False
        self.unknown = False

    def before(self, number: int, method: str, path: str) -> None:
        """Nothing leaves a process that is dead."""
        if self._dead:
            raise Killed
        if number == self._at and not self._late:
            self._strike()

    def after(self, number: int, answer: Answer) -> None:
        """The server has done it."""
        if number == self._at and self._late:
            self.unknown = answer.logon
            self._strike()

    def _strike(self) -> None:
        if self._way != "SIGKILL":
            signal.raise_signal(signal.Signals[self._way])
            return
        self._dead = True
        raise Killed


def run(effort: Effort) -> Figures:
    """Every way to end at every request of every story; small: some of those of sets."""
    figures = Figures()
    sites: dict[str, Site] = {}
    inputs = [
        (story, way, place, index, late)
        for story in (STORIES if effort.large else SETS)
        for index in range(_requests(sites.setdefault(story.api, Site(story.api)), story))
        for way, place in WAYS
        for late in (False, True)
    ]
    for story, way, place, index, late in effort.share(inputs, small=SMALL):
        what = f"{way} at request {index}, late: {late}, {place.__name__}"
        _try(figures, sites[story.api], story, End(way, place, index, late=late), what)
        figures.inputs += 1
    return figures


def _requests(site: Site, story: Story) -> int:
    story.prepare(site)
    story.play(site)
    return site.sent


def _try(figures: Figures, site: Site, story: Story, end: End, what: str) -> None:
    story.prepare(site)
    about = f"{story.api} {story.title}, {what}"
    there = Counter(site.jobs())
    logons = site.open_logons
    site.watch = end
    first = end.play(story, site)
    if not first.killed:
        judge(figures, site, first, about)
        if site.open_logons > logons and not end.unknown:
            figures.count("logons_left", about)
    site.watch = NoWatch()
    look(figures, site, story, about, there)
    # A task of Enterprise Manager that was ordered before the end goes on without the one who ordered it.
    site.pause(A_MOMENT)
    make_good(figures, site, story, about, there)


SECTION = Section(name="kills", about="a task that is ended from outside at each of its requests, both APIs", run=run)
