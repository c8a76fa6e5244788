# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The JSON Schema of job files says the same as the modules: what one refuses the other refuses."""

from __future__ import annotations

import functools
import json

import jsonschema
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.memo import Memo
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.validation import validate_settings
from tests import strategies
from tests.checks.places import ROOT
from tests.strategies.mistakes import mistakes

# Keys of a job of their own.
BESIDE_SETTINGS = ("description", "isHighPriority")
SCHEMA = ROOT / "docs" / "schema" / "veeam-jobs.schema.json"


@functools.cache
def validator():
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


def accepts(document) -> bool:
    return validator().is_valid(document)


def job(job_type, wanted):
    return {"name": "Job", "type": job_type, "settings": wanted}


@pytest.mark.parametrize("job_type", strategies.job_types())
def test_both_take_what_the_api_takes_and_refuse_every_mistake(job_type):
    @settings(max_examples=15, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def check(data):
        drawn = data.draw(strategies.settings(job_type))
        wanted = {name: value for name, value in drawn.items() if name not in BESIDE_SETTINGS}
        assert validate_settings(job_type, wanted, memo=Memo()) == []
        assert accepts(job(job_type, wanted))
        wrong = data.draw(mistakes(job_type, wanted))
        assert validate_settings(job_type, wrong, memo=Memo()) != []
        assert not accepts(job(job_type, wrong))

    check()


def test_what_has_no_type_fits_any_type_that_has_such_settings():
    assert accepts({"profiles": {"gold": {"settings": {"storage": {"retentionPolicy": {"quantity": 31}}}}}})
    assert accepts({"profiles": {"gold": {"settings": {"mode": "Immediate"}}}})
    assert not accepts({"profiles": {"gold": {"settings": {"storge": {}}}}})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name: A",
        "{name: A, profile: gold, enabled: false, state: absent}",
        "{id: 00000000-0000-0000-0000-000000000001, profile: [gold, daily]}",
        "[{name: A}, {name: B}]",
        "{defaults: {profile: gold}, profiles: {gold: {enabled: true}}, jobs: [{name: A}]}",
        "{name: A, type: VSphereBackup, settings: {virtualMachines: {includes: [web01, {name: web02}]}}}",
        "{name: A, type: VSphereBackup, settings: {storage: {backupRepository: Main, retentionPolicy: null}}}",
        "{name: A, type: VSphereBackup, settings: {storage: {backupProxies: {proxies: [p1, p2]}}}}",
        "{name: A, type: VSphereBackup, settings: {schedule: {backupWindow: {isEnabled: true, backupWindow: "
        "{allowed: ['Mon-Fri 22:00-06:00']}}}}}",
        "{policies: [{name: a, assert: settings}, {name: b, kind: minimum_retention, days: 7, severity: warning}]}",
    ],
)
def test_good_files(text):
    assert accepts(yaml.safe_load(text))


@pytest.mark.parametrize(
    "text",
    [
        "type: VSphereBackup",
        "{name: A, nmae: B}",
        "{name: A, state: gone}",
        "{name: A, type: VMwareBackup}",
        "{jobs: {name: A}}",
        "{jobs: [], job: []}",
        "{defaults: {name: A}}",
        "{profiles: {gold: {profile: silver}}}",
        "{name: A, type: VSphereBackup, settings: {schedule: {daily: {localTime: 22:00}}}}",
        "{name: A, type: VSphereBackup, settings: {schedule: {backupWindow: {backupWindow: {allowed: [Mon]}}}}}",
        "{name: A, type: VSphereBackup, settings: {storage: {backupRepository: Main, "
        "backupRepositoryId: 00000000-0000-0000-0000-000000000001}}}",
        "{name: A, type: VSphereBackup, settings: {storage: {backupRepositoryId: Main}}}",
        "{policies: [{name: a}]}",
        "{policies: [{name: a, kind: minimum_retention}]}",
        "{policies: [{name: a, kind: minimum_retention, days: 7, at_most: 5}]}",
        "{policies: [{name: a, kind: retention, days: 7}]}",
    ],
)
def test_bad_files(text):
    assert not accepts(yaml.safe_load(text))
