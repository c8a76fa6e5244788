# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Jobs as entries of a set: what every job has unless it is written is left out."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._model import Job
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.jobs.exporter import VbrJobExporter, exported_options
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.jobs.planning import DEFAULT_DESCRIPTION
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.names.server_names import ServerNames
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.comparison import VbrComparison
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.memo import Memo
from tests.unit.vbr.lists import Lists

if t.TYPE_CHECKING:
    from ansible_collections.backupops.veeam.plugins.module_utils._model import Json


def job(name: str = "Nightly", enabled: bool | None = True, **model: t.Any) -> Job:
    return Job(id="1", name=name, type="VSphereBackup", model=model, enabled=enabled)


HEAD: Json = {"name": "Nightly", "type": "VSphereBackup", "enabled": True}


@pytest.mark.parametrize(
    ("exported", "options"),
    [
        (job(description=DEFAULT_DESCRIPTION, isHighPriority=False), HEAD),
        (job(description=None), HEAD),
        (job(description="Ours", isHighPriority=True), {**HEAD, "description": "Ours", "high_priority": True}),
        (job(enabled=False), {**HEAD, "enabled": False}),
        (job(enabled=None), {"name": "Nightly", "type": "VSphereBackup"}),
    ],
)
def test_an_option_is_written_where_it_is_not_what_every_job_has(exported: Job, options: Json) -> None:
    assert exported_options(exported) == options


@pytest.mark.parametrize("everything", [False, True], ids=["tidy", "everything"])
def test_every_job_is_an_entry_with_its_own_settings_by_name(everything: bool) -> None:
    repositories = "/backupInfrastructure/repositories"
    rows = {repositories: [{"id": "r1", "name": "Main"}], "/backupInfrastructure/scaleOutRepositories": []}
    client = t.cast("t.Any", Lists(rows))
    warnings: list[str] = []
    exporter = VbrJobExporter(client, ServerNames(client, Memo()), VbrComparison(), warnings)
    daily, monthly = {"isEnabled": True, "localTime": "22:00"}, {"isEnabled": False, "localTime": "23:00"}
    schedule: Json = {"runAutomatically": True, "daily": daily, **({"monthly": monthly} if everything else {})}
    jobs = [
        job(storage={"backupRepositoryId": "r1"}, schedule={**schedule, "monthly": monthly}),
        job("Other", storage={"backupRepositoryId": "r2"}, fromTheFuture=1),
    ]
    assert exporter.export(jobs, everything=everything) == [
        {**HEAD, "settings": {"storage": {"backupRepository": "Main"}, "schedule": schedule}},
        {**HEAD, "name": "Other", "settings": {"storage": {"backupRepositoryId": "r2"}}},
    ]
    assert warnings == []
