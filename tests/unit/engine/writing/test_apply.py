# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The steps of a write, and what is done and said when one of them goes wrong."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.desired import DesiredJob
from ansible_collections.backupops.veeam.plugins.module_utils._engine.single_job import converge
from ansible_collections.backupops.veeam.plugins.module_utils._errors import (
    NotFound,
    OutcomeUnknown,
    RequestRefused,
)
from tests.unit.engine.jobs import SCHEDULE, fail, run
from tests.unit.engine.memory_store import MemoryProduct


@pytest.mark.parametrize("enabled", [True, False])
def test_the_state_is_flipped_without_touching_the_settings(product: MemoryProduct, enabled: bool) -> None:
    product.jobs.add("Nightly", isDisabled=enabled)
    result = run(product, name="Nightly", enabled=enabled)
    assert result.changes == [{"path": "enabled", "before": not enabled, "after": enabled}]
    assert product.jobs.model("Nightly")["isDisabled"] is not enabled


def test_a_new_disabled_job_never_gets_a_chance_to_run(product: MemoryProduct) -> None:
    run(product, name="Nightly", type="VSphereBackup", enabled=False, settings={"schedule": SCHEDULE})
    assert product.jobs.model("Nightly")["schedule"]["runAutomatically"] is True
    assert product.jobs.model("Nightly")["isDisabled"] is True
    assert not product.jobs.ran


def test_a_job_is_disabled_before_and_enabled_after_its_settings_change(product: MemoryProduct) -> None:
    product.jobs.add("Nightly", schedule={"runAutomatically": False})
    fail_free = {"name": "Nightly", "enabled": False, "settings": {"schedule": {"runAutomatically": True}}}
    converge(t.cast("t.Any", product), DesiredJob.from_params(fail_free), check_mode=False)
    assert product.jobs.calls == ["disable", "update"]
    assert not product.jobs.ran
    product.jobs.calls.clear()
    wanted = {"name": "Nightly", "enabled": True, "description": "on"}
    converge(t.cast("t.Any", product), DesiredJob.from_params(wanted), check_mode=False)
    assert product.jobs.calls == ["update", "enable"]


def test_a_clone_is_renamed_and_changed(product: MemoryProduct) -> None:
    product.jobs.add("Template", storage={"a": 1, "b": 2}, schedule={"runAutomatically": True})
    product.jobs.ran.clear()
    run(product, name="Nightly", clone_from="Template", settings={"storage": {"b": 3}})
    assert product.jobs.model("Nightly")["storage"] == {"a": 1, "b": 3}
    assert product.jobs.model("Template")["storage"] == {"a": 1, "b": 2}


@pytest.mark.parametrize("kind", ["refused", "before"])
def test_a_copy_that_cannot_be_changed_is_removed_again(product: MemoryProduct, kind: str) -> None:
    product.jobs.add("Template")
    product.jobs.trouble["update"] = kind
    error = fail(product, (RequestRefused, OutcomeUnknown), name="Nightly", clone_from="Template")  # type: ignore[arg-type]
    assert "removed again" in error.message
    assert [model["name"] for model in product.jobs.contents.values()] == ["Template"]


def test_a_copy_that_cannot_be_removed_either_is_named(product: MemoryProduct) -> None:
    product.jobs.add("Template")
    product.jobs.trouble.update(update="refused", delete="refused")
    message = fail(product, RequestRefused, name="Nightly", clone_from="Template").message
    assert next(job_id for job_id, model in product.jobs.contents.items() if model["name"] != "Template") in message


def test_a_create_without_an_answer_is_looked_up_and_not_repeated(product: MemoryProduct) -> None:
    product.jobs.trouble["create"] = "after"
    wanted = DesiredJob.from_params({"name": "Nightly", "type": "VSphereBackup", "description": "d"})
    result = converge(t.cast("t.Any", product), wanted, check_mode=False)
    assert result.changed
    assert len(product.jobs.contents) == 1
    assert product.jobs.calls == ["create"]


def test_a_create_that_did_not_happen_says_so(product: MemoryProduct) -> None:
    product.jobs.trouble["create"] = "before"
    message = fail(product, OutcomeUnknown, name="Nightly", type="VSphereBackup").message
    assert 'There is no job "Nightly"' in message
    assert product.jobs.calls == ["create"]


def test_a_lost_answer_to_an_update_is_decided_by_reading(product: MemoryProduct) -> None:
    product.jobs.add("Nightly")
    product.jobs.trouble["update"] = "after"
    wanted = DesiredJob.from_params({"name": "Nightly", "description": "new"})
    assert converge(t.cast("t.Any", product), wanted, check_mode=False).changed
    assert product.jobs.calls == ["update"]


def test_an_update_that_did_not_happen_says_that_the_old_state_is_there(product: MemoryProduct) -> None:
    product.jobs.add("Nightly")
    product.jobs.trouble["update"] = "before"
    assert "as it was before" in fail(product, OutcomeUnknown, name="Nightly", description="new").message


def test_a_refused_update_says_that_the_old_state_is_there(product: MemoryProduct) -> None:
    product.jobs.add("Nightly")
    product.jobs.trouble["update"] = "refused"
    message = fail(product, RequestRefused, name="Nightly", description="new").message
    assert "The server refused it: no." in message
    assert "as they were before" in message


def test_a_lost_answer_to_a_delete_is_decided_by_reading(product: MemoryProduct) -> None:
    product.jobs.add("Nightly")
    product.jobs.trouble["delete"] = "after"
    wanted = DesiredJob.from_params({"name": "Nightly", "state": "absent"})
    assert converge(t.cast("t.Any", product), wanted, check_mode=False).changed
    product.jobs.add("Nightly")
    product.jobs.trouble["delete"] = "before"
    assert "still exists" in fail(product, OutcomeUnknown, name="Nightly", state="absent").message


def test_a_lost_answer_to_enable_is_decided_by_reading(product: MemoryProduct) -> None:
    product.jobs.add("Nightly", isDisabled=True)
    product.jobs.trouble["enable"] = "after"
    wanted = DesiredJob.from_params({"name": "Nightly", "enabled": True})
    assert converge(t.cast("t.Any", product), wanted, check_mode=False).changed
    product.jobs.trouble["disable"] = "before"
    assert "still enabled" in fail(product, OutcomeUnknown, name="Nightly", enabled=False).message


def test_what_somebody_else_changed_meanwhile_is_kept(product: MemoryProduct) -> None:
    job_id = product.jobs.add("Nightly", storage={"a": 1, "b": 2})
    product.jobs.meanwhile = lambda: product.jobs.contents[job_id]["storage"].update(b=5)
    wanted = DesiredJob.from_params({"name": "Nightly", "settings": {"storage": {"a": 9}}})
    converge(t.cast("t.Any", product), wanted, check_mode=False)
    assert product.jobs.contents[job_id]["storage"] == {"a": 9, "b": 5}


def test_a_job_that_vanishes_meanwhile_is_an_error(product: MemoryProduct) -> None:
    job_id = product.jobs.add("Nightly")
    product.jobs.meanwhile = lambda: t.cast("None", product.jobs.contents.pop(job_id))
    assert "deleted by somebody else" in fail(product, NotFound, name="Nightly", description="x").message
