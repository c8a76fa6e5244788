# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists of a server that count what they do not show, come in odd pages, or have no end: what users get to see."""

from __future__ import annotations

import contextlib
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.desired import DesiredJob
from ansible_collections.backupops.veeam.plugins.module_utils._engine.job_runs.job_state import (
    StateRequest,
    ensure_state,
)
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.drift import compare
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.export import Selection, export
from ansible_collections.backupops.veeam.plugins.module_utils._engine.sets.result import SetFailed
from ansible_collections.backupops.veeam.plugins.module_utils._engine.single_job import converge
from ansible_collections.backupops.veeam.plugins.module_utils._errors import (
    IncompleteList,
    InvalidInput,
    RequestRefused,
    UnusableAnswer,
    VeeamError,
)
from ansible_collections.backupops.veeam.plugins.module_utils._model import Listed, Machine
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.product import VbrProduct
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.drift_severity import judge
from tests.simulator.launch import Running, launch
from tests.unit.engine.sets import job_set, predict
from tests.unit.vbr.connection import connect

JOBS = "/api/v1/jobs"
STATES = "/api/v1/jobs/states"
VISIBLE = "Web servers"
WITHOUT_A_MODEL = {"Nutanix machines", "Proxmox machines", "Legacy copy"}


@pytest.fixture(scope="module")
def simulator() -> t.Iterator[Running]:
    with launch(jobs=30, vms=20) as running:
        yield running


@pytest.fixture
def product(simulator: Running) -> t.Iterator[VbrProduct]:
    simulator.reset()
    made = connect(simulator)
    yield made
    made.close()


def names(product: VbrProduct) -> list[str]:
    return sorted(job.name for job in product.jobs.reader.summaries())


def asked(simulator: Running, path: str) -> int:
    return sum(entry["path"] == path for entry in simulator.requests())


def wanted(name: str, **params: t.Any) -> DesiredJob:
    return DesiredJob.from_params({"name": name, **params})


@pytest.mark.parametrize(
    "fault",
    [
        f"missing-rows:{JOBS}:at=0:rows=5",
        f"missing-rows:{JOBS}:at=0:rows=5:skip=shown",
        f"short-pages:{JOBS}:2",
        f"short-pages:{JOBS}:2:told=yes",
        f"bare-pagination:{JOBS}",
    ],
)
def test_every_job_is_found_in_whatever_pages_it_comes(simulator: Running, product: VbrProduct, fault: str) -> None:
    everything = names(product)
    simulator.fault(fault)
    assert names(product) == everything
    assert product.close() == []


@pytest.mark.parametrize("fault", [f"no-total:{JOBS}", f"wrong-total:{JOBS}:3"])
def test_every_job_that_is_listed_is_found_whatever_is_said_of_their_number(
    simulator: Running, product: VbrProduct, fault: str
) -> None:
    everything = names(product)
    assert set(everything) > WITHOUT_A_MODEL
    simulator.fault(fault)
    # Nothing tells that there are more.
    assert names(product) == [name for name in everything if name not in WITHOUT_A_MODEL]
    assert product.close() == []


def test_jobs_that_are_left_out_are_fetched_by_their_states(simulator: Running, product: VbrProduct) -> None:
    everything = len(names(product))
    simulator.fault(f"missing-rows:{JOBS}:{VISIBLE}")
    before = len(simulator.requests())
    found = Listed.of(product.jobs.reader.all())
    assert (len(found.rows), found.gap) == (everything, None)
    paths = [entry["path"] for entry in simulator.requests()[before:]]
    # The page, the question at its end, the states, and the job.
    assert [path.removeprefix(JOBS) for path in paths][:3] == ["", "", "/states"]
    assert len(paths) == 4
    assert next(job for job in found.rows if job.name == VISIBLE).model["virtualMachines"]


@pytest.fixture
def speechless(simulator: Running, product: VbrProduct) -> VbrProduct:
    """A server that leaves a job out and fails at its states."""
    simulator.fault(f"missing-rows:{JOBS}:{VISIBLE}", f"500:{STATES}:count=always:text=The value is not supported")
    return product


def test_what_was_found_is_used_with_one_warning(speechless: VbrProduct) -> None:
    found = Listed.of(speechless.jobs.reader.all())
    assert found.gap is not None
    assert found.gap.promised - found.gap.delivered == len({VISIBLE, *WITHOUT_A_MODEL})
    assert not {VISIBLE, *WITHOUT_A_MODEL} & {job.name for job in found.rows}
    numbers = f"counts {found.gap.promised} entries in the list of jobs and gave {found.gap.delivered}"
    other = next(job for job in found.rows if job.manageable)
    assert not converge(t.cast("t.Any", speechless), wanted(other.name), check_mode=False).changed
    assert [numbers in warning for warning in speechless.close()] == [True]


@pytest.mark.parametrize("params", [{"type": "VSphereBackup"}, {"state": "absent"}])
def test_a_job_is_neither_created_nor_called_absent(
    simulator: Running, speechless: VbrProduct, params: dict[str, t.Any]
) -> None:
    with pytest.raises(IncompleteList, match="counts 1 entry in the list of jobs and gave 0"):
        converge(t.cast("t.Any", speechless), wanted(VISIBLE, **params), check_mode=False)
    with pytest.raises(SetFailed, match="which does not mean that there is none"):
        predict(speechless, {"name": VISIBLE, **params})
    assert simulator.writes() == []


def test_export_and_drift_know_that_they_do_not_know(speechless: VbrProduct) -> None:
    found = export(t.cast("t.Any", speechless), Selection(), everything=False)
    assert found.gap is not None
    drift = compare(t.cast("t.Any", speechless), job_set({"name": VISIBLE}), owner=None, judge=judge, server="vbr")
    assert [finding.judgement.rule for job in drift.jobs for finding in job.findings] == [
        "job-not-comparable",
        "list-incomplete",
    ]


@pytest.mark.parametrize("rows", ["", ":rows=same"])
def test_an_endless_list_of_jobs_is_an_error(simulator: Running, product: VbrProduct, rows: str) -> None:
    simulator.fault(f"endless-list:{JOBS}{rows}")
    with pytest.raises(UnusableAnswer, match="the list does not end"):
        names(product)
    assert asked(simulator, JOBS) < 60


@pytest.mark.parametrize("params", [{"type": "VSphereBackup"}, {"clone_from": VISIBLE}])
def test_references_that_are_only_not_listed_are_told_so(
    simulator: Running, product: VbrProduct, params: dict[str, t.Any]
) -> None:
    simulator.fault("missing-rows:/api/v1/backupInfrastructure/repositories:Main")
    settings = {"storage": {"backupRepository": "Main"}}
    with pytest.raises(InvalidInput, match=r'repository "Main" was not found, which does not mean .* counts \d+'):
        converge(t.cast("t.Any", product), wanted("New", settings=settings, **params), check_mode=True)


def test_a_machine_that_is_only_not_listed_is_not_said_to_be_missing(simulator: Running, product: VbrProduct) -> None:
    simulator.fault("missing-rows:POST /api/v1/inventory/*:app01")
    with pytest.raises(IncompleteList, match=r'The machine "app01" was not found.* counts 1 entry in POST /api/v1'):
        product.quick_backup.locate(Machine(name="app01"))


def test_no_session_in_a_short_list_does_not_mean_that_none_runs(simulator: Running, product: VbrProduct) -> None:
    job = product.jobs.reader.find(VISIBLE)
    assert job is not None
    product.control.start(job, StateRequest("started").start, before=None)
    simulator.fault("missing-rows:/api/v1/sessions:at=0:rows=1000")
    with pytest.raises(IncompleteList, match="A session of the job"):
        product.control.last(job)
    with pytest.raises(IncompleteList, match="A running session of the job"):
        product.control.running(job)


def test_jobs_without_a_model_are_known_by_their_states(simulator: Running, product: VbrProduct) -> None:
    listed = [job for job in product.jobs.reader.all() if not job.manageable]
    assert listed, "the estate has such jobs"
    hidden = listed[0]
    simulator.fault(f"missing-rows:{JOBS}:{hidden.name}", f"400:GET {JOBS}/{hidden.id}:count=always")
    found = product.jobs.reader.find(hidden.name)
    assert found is not None
    assert (found.id, found.type, found.manageable) == (hidden.id, hidden.type, False)
    assert product.jobs.reader.get(hidden.id) == found
    with pytest.raises(InvalidInput, match=f"of the type {hidden.type}, which the API can only list and run"):
        converge(t.cast("t.Any", product), wanted(hidden.name, type="VSphereBackup"), check_mode=False)
    with pytest.raises(SetFailed, match=f"of the type {hidden.type}"):
        predict(product, {"name": hidden.name, "type": "VSphereBackup"})
    assert hidden.name in [
        job.name for job in export(t.cast("t.Any", product), Selection(), everything=False).unmanageable
    ]
    assert [job.model["name"] for job in product.job_search.jobs({"name": hidden.name})] == [hidden.name]
    assert simulator.writes() == []
    assert product.close() == []


def test_a_request_that_is_refused_for_another_reason_is_passed_on(simulator: Running, product: VbrProduct) -> None:
    other = "11111111-1111-4111-8111-111111111111"
    simulator.fault(f"400:GET {JOBS}/{other}:count=always:text=The request is wrong")
    with pytest.raises(VeeamError, match="The request is wrong"):
        product.jobs.reader.get(other)


@pytest.mark.parametrize(("state", "enabled"), [("disabled", False), ("enabled", True)])
def test_a_job_without_a_model_is_switched(simulator: Running, product: VbrProduct, state: str, enabled: bool) -> None:
    hidden = next(job for job in product.jobs.reader.all() if not job.manageable)
    with contextlib.suppress(RequestRefused):
        # It is like that already.
        product.jobs.writer.set_enabled(hidden.id, not enabled)
    simulator.fault(f"missing-rows:{JOBS}:{hidden.name}", f"400:GET {JOBS}/{hidden.id}:count=always")
    request = StateRequest(state, names=(hidden.name,))
    assert ensure_state(t.cast("t.Any", product), request, check_mode=False, warn=print)["changed"]
    assert not ensure_state(t.cast("t.Any", product), request, check_mode=False, warn=print)["changed"]
    found = product.jobs.reader.get(hidden.id)
    assert found is not None
    assert found.enabled is enabled
