# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Replies that are not what they should be: odd types, missing members, endless numbers, bodies without sense."""

from __future__ import annotations

import contextlib
import json
import typing as t

from tests.sweep.figures import Effort, Figures, Section
from tests.sweep.mutations import Mutation, changed, mutation
from tests.sweep.playing import judge, play
from tests.sweep.scenarios import Scenario, scenarios
from tests.sweep.site import Answer, NoWatch, Site

SMALL, LARGE = 2, 400
# Without these a logon cannot be ended by the one who made it.
KEYS_OF_LOGONS = frozenset({"access_token", "sessionid"})


class Recording(NoWatch):
    """Keeps the replies that can be changed."""

    def __init__(self) -> None:
        self.replies: dict[int, tuple[str, t.Any]] = {}

    def after(self, number: int, answer: Answer) -> None:
        """Remember a reply that holds JSON."""
        with contextlib.suppress(ValueError):
            self.replies[number] = (f"{answer.method} {answer.path}", json.loads(answer.body.decode("utf-8-sig")))


class Changing(NoWatch):
    """Changes the reply to one request. ``mute``: the change hid what is needed to log off."""

    def __init__(self, number: int, change: Mutation) -> None:
        self._number, self._change = number, change
        self.mute = False

    def after(self, number: int, answer: Answer) -> None:
        """Change it when it is the one."""
        if number != self._number:
            return
        answer.body = changed(answer.body, self._change)
        names = {str(step).lower() for step in self._change.path}
        self.mute = answer.logon and (not names or bool(names & KEYS_OF_LOGONS))


def run(effort: Effort) -> Figures:
    """Every module, with one odd thing in one of the replies that it gets."""
    figures = Figures()
    sites: dict[str, Site] = {}
    for scenario in scenarios():
        site = sites.setdefault(scenario.api, Site(scenario.api))
        _try(figures, site, scenario, effort)
    return figures


def _try(figures: Figures, site: Site, scenario: Scenario, effort: Effort) -> None:
    site.reset()
    recording = site.watch = Recording()
    clean = play(site, scenario.module, **scenario.options)
    if clean.failed:
        raise RuntimeError(f"{scenario} fails without any trouble: {clean.message or clean.error or clean.printed}")
    chance = effort.random(str(scenario))
    for dummy in range(LARGE if effort.large else SMALL):
        number = chance.choice(sorted(recording.replies))
        request, reply = recording.replies[number]
        change = mutation(reply, chance)
        site.reset()
        changing = site.watch = Changing(number, change)
        about = f"{scenario}, reply {number} ({request}): {change}"
        played = play(site, scenario.module, **scenario.options)
        figures.inputs += 1
        judge(figures, site, played, about)
        if site.open_logons and not changing.mute and (scenario.module != "veeam_token" or played.failed):
            figures.count("logons_left", about)


SECTION = Section(name="replies", about="one odd thing in one reply, every module", run=run)
