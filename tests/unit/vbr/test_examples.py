# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The example of every job type is created as it stands, by names, on every server that has the type."""

from __future__ import annotations

import pytest
import yaml

from ansible_collections.backupops.veeam.plugins.module_utils._engine.desired import DesiredJob
from ansible_collections.backupops.veeam.plugins.module_utils._engine.single_job import converge
from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema import job_types
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.revisions import REVISIONS
from tests.checks.places import ROOT
from tests.simulator.launch import launch
from tests.unit.vbr.connection import connect

EXAMPLES = ROOT / "docs" / "settings" / "examples"
# What an example refers to may be newer than the job type itself. 13.0 tells of such jobs in the list of states.
WITHOUT_SOURCE = {("1.2-rev1", "FileBackupCopy")}


def example(job_type):
    return yaml.safe_load((EXAMPLES / f"{job_type}.yml").read_text(encoding="utf-8"))


def test_every_job_type_has_an_example_of_its_own():
    assert {path.stem for path in EXAMPLES.glob("*.yml")} == set(job_types.creatable_types())
    assert all(example(job_type)["type"] == job_type for job_type in job_types.creatable_types())


@pytest.fixture(scope="module", params=REVISIONS)
def connected(request):
    with launch(revision=request.param, jobs=25, vms=20) as simulator:
        product = connect(simulator)
        yield product, simulator
        assert product.close() == []


@pytest.mark.parametrize("job_type", job_types.creatable_types())
def test_an_example_is_created_once_and_then_as_wanted(connected, job_type):
    product, simulator = connected
    desired = DesiredJob.from_params(example(job_type))
    if not job_types.is_creatable(job_type, product.api_version):
        with pytest.raises(InvalidInput, match=f"{job_type} cannot be managed by API revision {product.api_version}"):
            converge(product, desired, check_mode=False)
        return
    if (product.api_version, job_type) in WITHOUT_SOURCE:
        with pytest.raises(InvalidInput, match=r"settings\.primaryJob: there is no job"):
            converge(product, desired, check_mode=False)
        return
    predicted = converge(product, desired, check_mode=True)
    created = converge(product, desired, check_mode=False)
    assert created.action.value == "create"
    assert created.job["type"] == job_type
    assert predicted.diff == created.diff
    written = len(simulator.writes())
    assert converge(product, desired, check_mode=False).changes == []
    assert len(simulator.writes()) == written
