# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each recipe of the documentation does what its page says, on every revision of the API that has it.

It passes the checks, makes its jobs once, comes back from an export in its own words, and a change that somebody makes
on the server by hand is seen. The recipes that a revision has are one set, so that each step takes one task.
"""

from __future__ import annotations

import dataclasses
import json
import pathlib
import typing as t

import jsonschema
import pytest
import yaml

from tests.checks.places import ROOT
from tests.simulator.options import REVISIONS
from tests.sweep.playing import Played, play
from tests.sweep.site import Site
from tests.tables.recipes_page import files, revisions, topics
from tests.unit.module.tasks.outcome import done, refused
from tests.unit.recipes.by_hand import CHANGES
from tests.unit.recipes.every_line import Members, Otherwise, unseen

if t.TYPE_CHECKING:
    from tests.simulator.vbr.app import VbrApi
    from tests.simulator.vbr.state import VbrState

TOPICS = tuple(files())
PAGE = ROOT / "docs" / "recipes.md"
NO_SERVER: dict[str, t.Any] = dict.fromkeys(("host", "username", "password", "validate_certs", "retries"))
Json = dict[str, t.Any]


def loaded(text: str) -> t.Any:
    """What a file says; as fast as there is a parser for."""
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def jobs_of(topic: str) -> list[Json]:
    """The jobs of a recipe as they are written."""
    written = loaded(files()[topic].read_text(encoding="utf-8"))
    return list(written["jobs"]) if "jobs" in written else [written]


def names_of(topic: str) -> list[str]:
    return [str(job["name"]) for job in jobs_of(topic)]


@dataclasses.dataclass
class Tried:
    """What became of the recipes on a server of one revision."""

    server: Server
    made: Json
    again: Json
    saved: Json
    changed: Json
    repaired: Json
    places: dict[str, set[Members]]
    every: Json
    first: dict[str, str]
    second: dict[str, str]
    whole: dict[str, Json]

    def actions(self, told: Json) -> dict[str, str]:
        """What was done to each job."""
        return {job["name"]: job["action"] for job in told["plan"]}


class Server:
    """A simulated server of one revision and the recipes that it has."""

    def __init__(self, revision: str, folder: pathlib.Path) -> None:
        self.revision, self.folder = revision, folder
        self.site = Site("vbr", jobs=3, revision=revision)
        self.topics = [topic for topic in TOPICS if revision in revisions(files()[topic])]
        self.src = [str(files()[topic]) for topic in self.topics]
        self.names = [name for topic in self.topics for name in names_of(topic)]

    def told(self, module: str, **options: t.Any) -> Json:
        """The result of a task, which must succeed."""
        return done(play(self.site, module, **options))

    def exported(self, name: str, *, complete: bool) -> dict[str, str]:
        """The files of an export, by the job that they hold."""
        dest = self.folder / name
        names = [name.replace("*", "?") for name in self.names]
        self.told("veeam_jobs_export", dest=str(dest), names=names, complete=complete)
        texts = [path.read_text(encoding="utf-8") for path in sorted(dest.glob("*.yml"))]
        return {loaded(text)["name"]: text for text in texts}

    def checked(self, *topics: str) -> Played:
        """How a check of these recipes without a server ends, for servers of this revision."""
        src = [str(files()[topic]) for topic in topics]
        return play(
            self.site, "veeam_jobs_validate", src=src, api_version=self.revision, fail_on="warning", **NO_SERVER
        )

    @property
    def _state(self) -> VbrState:
        return t.cast("VbrApi", self.site.world.apis["vbr"]).server

    def delete_by_hand(self) -> None:
        """The jobs are gone."""
        for name in self.names:
            job = self._state.jobs.named(name)
            assert job is not None, name
            self._state.jobs.remove(job)

    def change_by_hand(self) -> None:
        """Do what the table says."""
        for topic in self.topics:
            for change in CHANGES[topic]:
                change.make(self._state, self.revision)

    def change_every_line(self) -> dict[str, set[Members]]:
        """Change all that the recipes say, and return where."""
        places: dict[str, set[Members]] = {}
        for written in (job for topic in self.topics for job in jobs_of(topic)):
            job = self._state.jobs.named(written["name"])
            assert job is not None, written["name"]
            otherwise = Otherwise(written, job.model)
            places[job.name] = otherwise.places
            self._state.jobs.put(otherwise.job, revision=self.revision)
        return places

    def try_all(self) -> Tried:
        """Make the jobs, export them, make them again from the export, and change them by hand."""
        assert done(self.checked(*self.topics))["jobs"] == len(self.names)
        made = self.told("veeam_jobs", src=self.src)
        again = self.told("veeam_jobs", src=self.src)
        whole = self.exported("whole", complete=True)
        saved = self.told(
            "veeam_jobs_drift",
            src=self.src,
            export_src=str(self.folder / "whole"),
            api_version=self.revision,
            **NO_SERVER,
        )
        self.change_by_hand()
        changed = self.told("veeam_jobs_drift", src=self.src)
        repaired = self.told("veeam_jobs", src=self.src)
        first = self.exported("first", complete=False)
        places = self.change_every_line()
        every = self.told("veeam_jobs_drift", src=self.src)
        self.delete_by_hand()
        self.told("veeam_jobs", src=[str(self.folder / "first")])
        second = self.exported("second", complete=False)
        said = {name: loaded(text) for name, text in whole.items()}
        return Tried(self, made, again, saved, changed, repaired, places, every, first, second, said)


@pytest.fixture(scope="module", params=REVISIONS)
def tried(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Tried:
    server = Server(request.param, tmp_path_factory.mktemp("recipes"))
    told = server.try_all()
    assert server.site.open_logons == 0
    # Nothing that a server would leave out without a word.
    assert [entry["dropped"] for entry in server.site.world.recorder.requests() if entry["dropped"]] == []
    return told


def test_every_recipe_is_on_the_page_once_and_changed_by_hand_here() -> None:
    assert sorted(topics(PAGE.read_text(encoding="utf-8"))) == sorted(TOPICS)
    assert set(CHANGES) == set(TOPICS)
    names = [name for topic in TOPICS for name in names_of(topic)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("topic", TOPICS)
def test_an_editor_underlines_nothing(topic: str) -> None:
    schema = json.loads((ROOT / "docs" / "schema" / "veeam-jobs.schema.json").read_text(encoding="utf-8"))
    written = loaded(files()[topic].read_text(encoding="utf-8"))
    assert [error.message for error in jsonschema.Draft7Validator(schema).iter_errors(written)] == []


# What an older server has no word for and does anyway, so that neither its export nor drift can tell.
IMPLIED = {
    ("1.2-rev1", "guestProcessing.guestCredentials.useAgentManagementCredentials"),
    ("1.2-rev1", "guestProcessing.guestCredentials.credentialsPerMachine.default"),
    ("1.3-rev1", "objects.type"),
    ("1.3-rev1", "Public share with versions.settings.objects[0]"),
}


def lost(written: t.Any, exported: t.Any, at: str) -> list[str]:
    """What stands in a recipe and not in the export, in the same words."""
    if isinstance(written, dict) and isinstance(exported, dict):
        return [place for name, value in written.items() for place in lost(value, exported.get(name), f"{at}.{name}")]
    if isinstance(written, list) and isinstance(exported, list) and len(written) == len(exported):
        return [
            f"{at}[{number}]"
            for number, item in enumerate(written)
            if all(lost(item, candidate, at) for candidate in exported)
        ]
    return [] if written == exported else [at]


@pytest.mark.parametrize("topic", TOPICS)
class TestOnEveryRevision:
    def test_a_server_that_lacks_something_of_it_is_named(self, topic: str, tried: Tried) -> None:
        revision = tried.server.revision
        if topic not in tried.server.topics:
            message = refused(tried.server.checked(topic))
            assert f"API revision {revision}" in message
            assert not set(names_of(topic)) & set(tried.first)

    def test_it_is_made_once(self, topic: str, tried: Tried) -> None:
        for name in set(names_of(topic)) & set(tried.actions(tried.made)):
            assert tried.actions(tried.made)[name] == "create"
            assert tried.actions(tried.again)[name] == "none"

    def test_a_change_by_hand_is_seen_and_put_right(self, topic: str, tried: Tried) -> None:
        found = [
            (found["job"], found["path"], found["wanted"], found["actual"], found["rule"])
            for found in tried.changed["drift"]
            if found["job"] in names_of(topic)
        ]
        here = CHANGES[topic] if topic in tried.server.topics else ()
        wanted = [finding for change in here for finding in change.findings]
        assert sorted(found, key=str) == sorted(wanted, key=str)
        for name in {change.job for change in here}:
            assert tried.actions(tried.repaired)[name] == "update"

    def test_whatever_line_is_otherwise_on_the_server_is_named(self, topic: str, tried: Tried) -> None:
        for name in set(names_of(topic)) & set(tried.places):
            paths = [found["path"] for found in tried.every["drift"] if found["job"] == name]
            assert tried.places[name]
            missing = unseen(tried.places[name], paths)
            assert [place for place in missing if (tried.server.revision, place) not in IMPLIED] == []

    def test_an_export_says_it_in_the_same_words(self, topic: str, tried: Tried) -> None:
        for job in jobs_of(topic):
            if job["name"] in tried.whole:
                missing = lost(job, tried.whole[job["name"]], job["name"])
                assert [place for place in missing if (tried.server.revision, place) not in IMPLIED] == []
        assert [found for found in tried.saved["drift"] if found["job"] in names_of(topic)] == []

    def test_a_job_made_of_the_export_is_exported_to_the_same_file(self, topic: str, tried: Tried) -> None:
        for name in set(names_of(topic)) & set(tried.first):
            assert tried.second[name] == tried.first[name]
