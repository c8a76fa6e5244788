# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The modules themselves against a server that counts jobs which it does not list, as 13.1 does (real in process)."""

from __future__ import annotations

import json
import typing as t

import pytest
from ansible.module_utils.common import warnings as told

from tests.sweep.playing import UNFORESEEN, Played, play
from tests.sweep.site import Answer, Site

if t.TYPE_CHECKING:
    import pathlib

JOBS = "/api/v1/jobs"
VISIBLE = "Web servers"
# A job of a type without a model in the estate of the simulator.
WITHOUT_MODEL = "Legacy copy"
WAIT = {"wait_timeout": 60, "wait_interval": 1}


class Hiding:
    """Takes a job out of the list of jobs and out of what can be asked for by id; ``total`` stays as it is."""

    def __init__(self, name: str, *, states: bool = True) -> None:
        self.name = name
        self.states = states
        self.asked: list[str] = []

    def before(self, number: int, method: str, path: str) -> None:
        del number
        self.asked.append(f"{method} {path}")

    def after(self, number: int, answer: Answer) -> None:
        del number
        body = json.loads(answer.body) if answer.body.startswith(b"{") else {}
        if (answer.method, answer.path) == ("GET", JOBS):
            body["data"] = [row for row in body["data"] if row["name"] != self.name]
            answer.body = json.dumps(body).encode()
        elif answer.path == f"{JOBS}/states" and not self.states:
            answer.status = 500
            answer.body = b'{"errorCode": "UnknownError", "message": "The value of enum EJobStatus is not supported"}'
        elif (answer.method, body.get("name")) == ("GET", self.name) and answer.path.startswith(f"{JOBS}/"):
            answer.status = 400
            answer.body = b'{"errorCode": "UnknownError", "message": "Specify job of supported platform type."}'


@pytest.fixture(scope="module")
def servers() -> Site:
    return Site("vbr", jobs=30)


@pytest.fixture
def site(servers: Site) -> t.Iterator[Site]:
    servers.reset()
    # Ansible collects the warnings of a process.
    told._global_warnings.clear()
    yield servers
    assert servers.open_logons == 0


def ended(played: Played) -> dict[str, t.Any]:
    assert played.result is not None, played.error
    return played.result


def warnings(played: Played) -> list[str]:
    # Newer ansible-core hands over objects in place of texts.
    texts = map(json.dumps, ended(played).get("warnings", []))
    return [text for text in texts if "Incomplete list" in text]


# Which jobs are missing cannot be told


@pytest.mark.parametrize("params", [{"type": "VSphereBackup"}, {"state": "absent"}])
def test_a_job_that_may_exist_is_neither_created_nor_absent(site: Site, params: dict[str, t.Any]) -> None:
    before = site.jobs()
    site.watch = Hiding(VISIBLE, states=False)
    played = play(site, "veeam_job", name=VISIBLE, **params)
    assert played.failed
    assert f'The job "{VISIBLE}" was not found, which does not mean that there is none' in played.message
    assert ended(played)["incomplete_list"] == {"what": "the list of jobs", "promised": 1, "delivered": 0}
    assert site.jobs() == before


def test_what_is_listed_is_managed_all_the_same(site: Site) -> None:
    site.watch = Hiding(WITHOUT_MODEL, states=False)
    settings = {"storage": {"retentionPolicy": {"type": "Days", "quantity": 31}}}
    played = play(site, "veeam_jobs", jobs=[{"name": VISIBLE, "settings": settings}])
    assert not played.failed, played.message
    assert ended(played)["changed"]
    assert len(warnings(played)) == 1


def test_no_file_is_removed_because_its_job_is_not_listed(site: Site, tmp_path: pathlib.Path) -> None:
    assert not play(site, "veeam_jobs_export", dest=str(tmp_path)).failed
    written = sorted(tmp_path.iterdir())
    site.watch = Hiding(VISIBLE, states=False)
    played = play(site, "veeam_jobs_export", dest=str(tmp_path))
    assert not played.failed, played.message
    assert (ended(played)["stale"], len(warnings(played))) == ([], 1)
    (tmp_path / written[0].name).unlink()
    played = play(site, "veeam_jobs_export", dest=str(tmp_path), remove_stale=True)
    assert played.failed
    assert "web-servers.yml was not found, which does not mean that there is none" in played.message
    assert sorted(tmp_path.iterdir()) == written[1:]


def test_drift_is_told_with_what_is_not_known(site: Site) -> None:
    site.watch = Hiding(VISIBLE, states=False)
    played = play(site, "veeam_jobs_drift", jobs=[{"name": VISIBLE}], fail_on="warning")
    assert played.failed
    assert [entry["rule"] for entry in ended(played)["drift"]] == ["job-not-comparable", "list-incomplete"]
    assert "entries in the list of jobs and gave" in ended(played)["text"]


def test_jobs_that_are_listed_are_returned_with_a_warning(site: Site) -> None:
    site.watch = Hiding(VISIBLE, states=False)
    played = play(site, "veeam_job_info")
    assert not played.failed, played.message
    assert VISIBLE not in [job["name"] for job in ended(played)["jobs"]]
    assert len(warnings(played)) == 1


# The states tell


@pytest.mark.parametrize("given", ["name", "id"])
def test_a_job_without_a_model_is_run_and_watched(site: Site, given: str) -> None:
    job = next(job for job in ended(play(site, "veeam_job_info"))["jobs"] if job["name"] == WITHOUT_MODEL)
    site.watch = Hiding(WITHOUT_MODEL)
    played = play(site, "veeam_job_state", state="started", **{given: job[given]}, **WAIT)
    assert not played.failed, played.message
    (shown,) = ended(played)["jobs"]
    assert (shown["name"], shown["changed"], shown["session"]["state"]) == (WITHOUT_MODEL, True, "Stopped")
    for state in ("disabled", "enabled"):
        assert ended(play(site, "veeam_job_state", state=state, **{given: job[given]}, wait=False))["changed"]
    assert warnings(played) == []


def test_a_job_without_a_model_is_stopped_and_retried() -> None:
    site = Site("vbr", jobs=25, session_seconds=60)
    site.watch = Hiding(WITHOUT_MODEL)

    def brought_about(state: str, **options: t.Any) -> dict[str, t.Any]:
        (shown,) = ended(play(site, "veeam_job_state", name=WITHOUT_MODEL, state=state, **options))["jobs"]
        return t.cast("dict[str, t.Any]", shown)

    assert brought_about("started", wait=False)["changed"]
    stopped = brought_about("stopped", wait_timeout=600)
    assert (stopped["changed"], stopped["session"]["state"]) == (True, "Stopped")
    assert not brought_about("stopped", wait_timeout=600)["changed"]
    retried = brought_about("retried", wait_timeout=600)
    assert (retried["changed"], retried["session"]["result"]["result"]) == (True, "Success")
    assert not brought_about("retried", wait_timeout=600)["changed"]


def test_a_job_without_a_model_is_listed_and_never_created_again(site: Site, tmp_path: pathlib.Path) -> None:
    before = site.jobs()
    site.watch = Hiding(WITHOUT_MODEL)
    assert WITHOUT_MODEL in [job["name"] for job in ended(play(site, "veeam_job_info"))["jobs"]]
    assert [job["name"] for job in ended(play(site, "veeam_job_info", name=WITHOUT_MODEL))["jobs"]] == [WITHOUT_MODEL]
    exported = ended(play(site, "veeam_jobs_export", dest=str(tmp_path)))
    assert WITHOUT_MODEL in [job["name"] for job in exported["unmanageable"]]
    drift = ended(play(site, "veeam_jobs_drift", src=[str(tmp_path)]))
    assert drift["drift"] == []
    assert WITHOUT_MODEL in [job["name"] for job in drift["unmanaged"]]
    for module, params in (
        ("veeam_job", {"name": WITHOUT_MODEL, "type": "VSphereBackup"}),
        ("veeam_jobs", {"jobs": [{"name": WITHOUT_MODEL, "type": "VSphereBackup"}]}),
    ):
        played = play(site, module, **params)
        assert played.failed
        assert "which the API can only list and run" in played.message
    assert site.jobs() == before


@pytest.mark.parametrize("options", [{"clone_from": WITHOUT_MODEL}, {"previous_name": VISIBLE}])
@pytest.mark.parametrize("module", ["veeam_job", "veeam_jobs"])
def test_a_job_without_a_model_is_neither_cloned_nor_renamed_onto(
    site: Site, module: str, options: dict[str, t.Any]
) -> None:
    before = site.jobs()
    site.watch = Hiding(WITHOUT_MODEL)
    job = {"name": "New" if "clone_from" in options else WITHOUT_MODEL, **options}
    played = play(site, module, **(job if module == "veeam_job" else {"jobs": [job]}))
    assert played.failed
    assert f'job "{WITHOUT_MODEL}"' in played.message
    assert not played.message.startswith(UNFORESEEN), played.message
    assert site.jobs() == before


# What it costs


LISTINGS = pytest.mark.parametrize(
    ("module", "options"), [("veeam_job_info", {}), ("veeam_jobs", {"jobs": [{"name": VISIBLE}]})]
)


def asked(site: Site, module: str, options: dict[str, t.Any]) -> list[str]:
    """The lists of jobs and states that a task reads, page by page."""
    site.watch = watch = Hiding("")
    assert not play(site, module, **options).failed
    return [entry for entry in watch.asked if JOBS in entry]


@pytest.fixture(scope="module")
def large() -> Site:
    return Site("vbr", jobs=450, hidden_jobs=False)


@pytest.fixture(scope="module")
def large_with_hidden_jobs() -> Site:
    return Site("vbr", jobs=450)


@LISTINGS
def test_a_whole_list_costs_one_request_for_each_200_jobs(large: Site, module: str, options: dict[str, t.Any]) -> None:
    assert asked(large, module, options) == [f"GET {JOBS}"] * 3


@LISTINGS
def test_jobs_that_are_only_counted_cost_one_question_and_the_states(
    large_with_hidden_jobs: Site, module: str, options: dict[str, t.Any]
) -> None:
    states = f"GET {JOBS}/states"
    assert asked(large_with_hidden_jobs, module, options) == [f"GET {JOBS}"] * 4 + [states] * 3
