# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import copy
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._engine.desired import DesiredJob
from ansible_collections.backupops.veeam.plugins.module_utils._engine.single_job import JobResult, converge
from ansible_collections.backupops.veeam.plugins.module_utils._errors import (
    InvalidInput,
    NotFound,
    OutcomeUnknown,
    RequestRefused,
    VerificationFailed,
)
from ansible_collections.backupops.veeam.plugins.module_utils._paths import text
from tests.unit.engine.memory_store import LISTED_ONLY, MemoryProduct

SCHEDULE = {"runAutomatically": True, "daily": {"isEnabled": True, "localTime": "22:00"}}


@pytest.fixture
def product() -> MemoryProduct:
    return MemoryProduct()


def run(product: MemoryProduct, **params: t.Any) -> JobResult:
    """Converge, and prove on the way that check mode said the same before and wrote nothing."""
    desired = DesiredJob.from_params(params)
    before = copy.deepcopy(product.jobs.contents)
    predicted = converge(t.cast("t.Any", product), desired, check_mode=True)
    assert product.jobs.contents == before
    assert not product.jobs.calls
    result = converge(t.cast("t.Any", product), desired, check_mode=False)
    assert predicted.changed == result.changed
    assert predicted.changes == result.changes
    assert predicted.diff == result.diff
    same = {member: value for member, value in result.job.items() if member in predicted.job and member != "id"}
    assert same == {member: value for member, value in predicted.job.items() if member != "id"}
    product.jobs.calls.clear()
    again = converge(t.cast("t.Any", product), desired, check_mode=False)
    assert not again.changed
    assert not product.jobs.calls
    return result


def fail(product: MemoryProduct, error: type[Exception], **params: t.Any) -> t.Any:
    with pytest.raises(error) as caught:
        converge(t.cast("t.Any", product), DesiredJob.from_params(params), check_mode=False)
    return caught.value


def test_a_new_job_is_created_and_the_second_run_finds_it(product: MemoryProduct) -> None:
    result = run(product, name="Nightly", type="VSphereBackup", settings={"schedule": SCHEDULE})
    assert result.changed
    assert result.action.value == "create"
    assert product.jobs.model("Nightly")["schedule"] == SCHEDULE
    assert result.diff["before"] == ""
    assert 'localTime: "22:00"' in result.diff["after"]


def test_a_new_job_needs_a_type(product: MemoryProduct) -> None:
    assert "type" in fail(product, InvalidInput, name="Nightly").message


def test_only_what_is_written_is_changed(product: MemoryProduct) -> None:
    product.jobs.add("Nightly", storage={"retentionPolicy": {"type": "Days", "quantity": 7}, "other": 1})
    result = run(product, name="Nightly", settings={"storage": {"retentionPolicy": {"quantity": 14}}})
    assert result.changes == [{"path": "storage.retentionPolicy.quantity", "before": 7, "after": 14}]
    assert product.jobs.model("Nightly")["storage"] == {
        "retentionPolicy": {"type": "Days", "quantity": 14},
        "other": 1,
    }
    assert result.diff == {
        "before": "name: Nightly\nstorage:\n  retentionPolicy:\n    quantity: 7\n",
        "after": "name: Nightly\nstorage:\n  retentionPolicy:\n    quantity: 14\n",
    }


def test_nothing_is_written_when_nothing_differs(product: MemoryProduct) -> None:
    product.jobs.add("Nightly", description="x")
    result = run(product, name="Nightly", description="x", enabled=True)
    assert not result.changed
    assert result.job["name"] == "Nightly"


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


def test_a_job_is_renamed_once(product: MemoryProduct) -> None:
    product.jobs.add("Old")
    result = run(product, name="New", previous_name="Old")
    assert result.changes == [{"path": "name", "before": "Old", "after": "New"}]
    assert [model["name"] for model in product.jobs.contents.values()] == ["New"]


def test_a_rename_onto_an_existing_job_is_refused(product: MemoryProduct) -> None:
    product.jobs.add("Old")
    product.jobs.add("New")
    assert "previous_name" in fail(product, InvalidInput, name="New", previous_name="Old").message
    assert not product.jobs.calls


def test_neither_old_nor_new_name_means_a_new_job(product: MemoryProduct) -> None:
    assert run(product, name="New", previous_name="Old", type="VSphereBackup").action.value == "create"


def test_an_id_renames_too(product: MemoryProduct) -> None:
    job_id = product.jobs.add("Old")
    run(product, id=job_id, name="New")
    assert product.jobs.contents[job_id]["name"] == "New"


def test_an_unknown_id_is_an_error_unless_the_job_is_to_be_absent(product: MemoryProduct) -> None:
    missing = "11111111-1111-4111-8111-111111111111"
    assert missing in fail(product, NotFound, id=missing).message
    assert not run(product, id=missing, state="absent").changed


def test_a_job_cannot_be_converted(product: MemoryProduct) -> None:
    product.jobs.add("Nightly")
    message = fail(product, InvalidInput, name="Nightly", type="HyperVBackup").message
    assert "VSphereBackup" in message
    assert "HyperVBackup" in message


@pytest.mark.parametrize("state", ["present", "absent"])
def test_types_that_are_only_listed_are_never_touched(product: MemoryProduct, state: str) -> None:
    product.jobs.add("Legacy", type=LISTED_ONLY)
    assert LISTED_ONLY in fail(product, InvalidInput, name="Legacy", state=state, enabled=False).message
    assert not product.jobs.calls


def test_a_job_is_deleted_and_stays_so(product: MemoryProduct) -> None:
    product.jobs.add("Nightly")
    result = run(product, name="Nightly", state="absent")
    assert result.job == {}
    assert result.diff == {"before": "name: Nightly\ntype: VSphereBackup\n", "after": ""}
    assert not product.jobs.contents


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


def test_dropped_settings_are_named(product: MemoryProduct) -> None:
    product.jobs.add("Nightly", storage={"a": 1})
    product.jobs.dropped = {"guestProcessing"}
    settings = {"storage": {"a": 2}, "guestProcessing": {"isEnabled": True}}
    error = fail(product, VerificationFailed, name="Nightly", settings=settings)
    assert error.paths == ["guestProcessing.isEnabled"]
    assert "wanted true, the server has nothing" in error.message
    assert product.jobs.model("Nightly")["storage"] == {"a": 2}


@pytest.mark.parametrize(
    ("params", "path"),
    [
        ({"type": "VSphereBackup"}, "name"),
        ({"id": "x", "previous_name": "y"}, "previous_name"),
        ({"name": "x", "previous_name": "x"}, "previous_name"),
        ({"name": "x", "id": "y", "clone_from": "z"}, "clone_from"),
        ({"name": "x", "settings": {"isDisabled": True}}, "settings.isDisabled"),
    ],
)
def test_contradictions_are_refused(params: dict[str, t.Any], path: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        DesiredJob.from_params(params)
    assert text(caught.value.problems[0].path) == path
