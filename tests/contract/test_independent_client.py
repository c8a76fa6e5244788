# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The generated client ``veeam-br``, which nobody wrote with this simulator in mind, works against it."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import ssl
import typing as t

import pytest
from veeam_br.client import VeeamClient
from veeam_br.discovery import detect_api_version
from veeam_br.exceptions import VeeamAuthenticationError, VeeamSessionError

from tests.contract.conftest import SESSION_SECONDS
from tests.contract.verdict import complaints
from tests.simulator.launch import Running

WRONG_PASSWORD = {"live": "The provided user credentials are invalid", "documents": "user name or password"}
Steps = t.Callable[[VeeamClient], t.Awaitable[None]]


def test_it_detects_the_newest_revision(simulator: Running, revision: str) -> None:
    found = asyncio.run(detect_api_version(simulator.url, verify_ssl=_trusting(simulator)))
    assert found == revision


def test_it_is_turned_away_with_a_wrong_password(simulator: Running, revision: str, shapes: str) -> None:
    async def log_on() -> None:
        async with _client(simulator, revision, password="wrong") as client:
            await client.connect()

    with pytest.raises(VeeamAuthenticationError, match=WRONG_PASSWORD[shapes]):
        asyncio.run(log_on())


def test_it_lists_jobs_repositories_and_backups(simulator: Running, revision: str, shapes: str) -> None:
    async def steps(client: VeeamClient) -> None:
        jobs = await client.call(client.api("jobs").get_all_jobs)
        assert "Daily VMs" in [job.name for job in jobs.data]
        repositories = await client.call(client.api("repositories").get_all_repositories, limit=50)
        assert "Main" in [repository.name for repository in repositories.data]
        backups = await client.call(client.api("backups").get_all_backups, name_filter="Daily*")
        assert [backup.name for backup in backups.data] == ["Daily VMs"]
        assert (backups.data[0].creation_time.tzinfo is None) == (shapes == "live")
        machines = await client.call(client.api("backup_objects").get_all_backup_objects)
        assert "app01" in [machine.name for machine in machines.data]

    _run(simulator, revision, steps)


def test_it_creates_reads_changes_and_deletes_a_job(simulator: Running, revision: str) -> None:
    async def steps(client: VeeamClient) -> None:
        models = _Models(client)
        listed = await client.call(client.api("jobs").get_all_jobs, name_filter="Daily VMs")
        wanted = listed.data[0].to_dict() | {"name": "Made by veeam-br", "description": "generated"}
        spec = models.named("BackupJobSpec").from_dict(
            {k: v for k, v in wanted.items() if k not in ("id", "isDisabled")}
        )
        made = await client.call(client.api("jobs").create_job, body=spec)
        job = models.named("BackupJobModel").from_dict(made.to_dict())
        assert job.description == "generated"
        job.description = "changed"
        await client.call(client.api("jobs").update_job, id=made.id, body=job)
        found = await client.call(client.api("jobs").get_job, id=made.id)
        assert models.named("BackupJobModel").from_dict(found.to_dict()).description == "changed"
        # Up to 1.3-rev0 the vendor's file declares a body for a 204, and this client insists on it (trap T10).
        with contextlib.suppress(VeeamSessionError):
            await client.call(client.api("jobs").delete_job, id=made.id)
        gone = await client.call(client.api("jobs").get_job, id=made.id)
        assert gone.error_code.value == "NotFound"

    _run(simulator, revision, steps, allowed=["not found"])


def test_it_starts_a_job_and_follows_the_session(simulator: Running, revision: str) -> None:
    async def steps(client: VeeamClient) -> None:
        models = _Models(client)
        jobs = await client.call(client.api("jobs").get_all_jobs, name_filter="Databases")
        body = models.named("JobStartSpec")(perform_active_full=False)
        session = await client.call(client.api("jobs").start_job, id=jobs.data[0].id, body=body)
        simulator.advance(SESSION_SECONDS)
        session = await client.call(client.api("sessions").get_session, id=session.id)
        assert session.result.result.value == "Success"
        log = await client.call(client.api("sessions").get_session_logs, id=session.id)
        assert log.records
        listed = await client.call(client.api("sessions").get_all_sessions, job_id_filter=jobs.data[0].id)
        assert session.id in [one.id for one in listed.data]

    _run(simulator, revision, steps)


class _Models:
    """The generated classes of the client's revision."""

    def __init__(self, client: VeeamClient) -> None:
        self._module = importlib.import_module(f"{client.package}.models")

    def named(self, name: str) -> t.Any:
        """The class of a schema."""
        return getattr(self._module, name)


def _client(simulator: Running, revision: str, *, password: str | None = None) -> VeeamClient:
    return VeeamClient(
        host=simulator.url,
        username=simulator.username,
        password=password or simulator.password,
        api_version=revision,
        verify_ssl=_trusting(simulator),
    )


def _trusting(simulator: Running) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=simulator.ca_path)


def _run(simulator: Running, revision: str, steps: Steps, *, allowed: t.Iterable[str] = ()) -> None:
    """Do ``steps`` with a client that is logged on; neither side may have broken the vendor's contract."""

    async def everything() -> None:
        async with _client(simulator, revision) as client:
            await client.connect()
            await steps(client)

    asyncio.run(everything())
    assert complaints(simulator.requests(), allowed=allowed) == []
