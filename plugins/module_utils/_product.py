# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What the engine asks of a backup product. One package per vendor API answers it (``_vbr``, ``_em``).

The engine imports this file only; a package never imports the engine.
"""

from __future__ import annotations

import typing as t

from ._model import BY_NAME

if t.TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager

    from ._model import Job, Json, Machine, Order, Reading, ServerIdentity, Session, Started, StartOptions
    from ._vocabulary import Vocabulary

    # The model of a new job with the members that the API requires and the user need not write, made of its type and
    # what is wanted of it. Raises InvalidInput when one is missing.
    Completion: t.TypeAlias = Callable[[str, Json], Json]


class ComparisonRules(t.Protocol):
    """The vendor's notion of equality. Pure; backed by data tables."""

    def identity(self, path: tuple[str, ...], item: t.Any) -> t.Hashable | None:
        """Key of an item of the list at ``path`` when the list is a set; None when order counts."""

    def normal(self, path: tuple[str, ...], value: t.Any) -> t.Any:
        """A value in the form in which equal values are equal (enum case, times, zero GUID, null)."""

    def volatile(self, path: tuple[str, ...]) -> bool:
        """True for members that the server computes, so that they cannot be wanted (size, urn, metadata)."""

    def server_made(self, path: tuple[str, ...], item: t.Any) -> bool:
        """True for an item that the server adds to the list at ``path`` by itself: neither wanted nor unwanted."""


class JobReader(t.Protocol):
    """Reads the jobs of one server."""

    def all(self) -> Reading[Job]:
        """Every job, all pages, also those that the API can only list or run (not ``manageable``).

        The end of the reading is its gap, if any (``Gap``): what is not among the jobs then may exist all the same.
        ``Listed.of(reader.all())`` has both.
        """

    def summaries(self) -> Reading[Job]:
        """Every job, all pages, quicker than ``all``: in words that are good enough to see that nothing differs.

        Id, name, type and state are right; ``full`` gives the rest in the words that count. Ends as ``all`` does.
        """

    def full(self, summary: Job) -> Job:
        """A job of ``summaries`` as ``all`` would give it. Sends nothing."""

    def find(self, name: str) -> Job | None:
        """The job with exactly this name, also one that the API can only list or run.

        None only when there is really none: raises IncompleteList when it was not found in a list that lacks rows,
        and Ambiguous when there are several.
        """

    def get(self, job_id: str) -> Job | None:
        """The job as it is now, None when it does not exist."""

    def read_back(self, job_id: str, written: Json | None) -> Job | None:
        """The job after a write. An API that shows late what was done is asked again a few times until it shows it.

        ``written`` is the model that was written, {} for a job that is new, None for one that was deleted. Returns
        what is shown in the end, which may still be something else.
        """

    def when_missing(self, name: str) -> str:
        """What else to say about a job that should exist and was not found by this name; "" for nothing."""


class JobModels(t.Protocol):
    """What the model of a job means. Pure: nothing is sent, and only names that were read already are known."""

    @property
    def comparison(self) -> ComparisonRules:
        """The vendor's notion of equality."""

    def option_members(self, job_type: str, *, name: str, description: str | None, high_priority: bool | None) -> Json:
        """The members of a model for the options that are not ``settings``; None leaves one out.

        Raise InvalidInput for an option that jobs of this type do not have.
        """

    def as_enabled(self, model: Json, enabled: bool) -> Json:  # noqa: FBT001
        """``model`` as it reads when the job is enabled, or is not."""

    def presentable(self, tree: Json, path: tuple[str, ...] = ()) -> Json:
        """A part of a model (``path`` says which) for a person: known names for ids, shorthands."""

    def references(self, settings: Json) -> frozenset[str]:
        """The names (or ids) of the jobs that ``settings`` refer to."""

    def without_identity(self, model: Json) -> Json:
        """``model`` of a clone that does not exist yet: without what tells its source from other jobs."""

    def carries_owner(self, job_type: str) -> bool:
        """Whether jobs of this type say here whose they are, with a marker in their description."""


class JobPlanning(t.Protocol):
    """From what the user wrote to what the server is to be told. Reads only."""

    @property
    def names_clones(self) -> bool:
        """Whether a clone has its wanted name from the start. If not, the server makes one up."""

    def check(self, job_type: str, settings: Json) -> None:
        """Raise InvalidInput for settings that no server could accept. Sends nothing but what negotiation needs."""

    def check_clone(self, source: Job) -> None:
        """Raise Unsupported when this server cannot clone ``source``. Sends nothing but what negotiation needs."""

    def check_update(self, observed: Job, model: Json) -> None:
        """Raise Unsupported when this API cannot turn ``observed`` into ``model``."""

    def check_delete(self, observed: Job) -> None:
        """Raise Unsupported when this API cannot delete ``observed``."""

    def prime(self, jobs: Iterable[Job]) -> None:
        """Take ``jobs`` for what their names mean in ``settings``, so that they are not looked up. Sends nothing."""

    def prefetch(self, jobs: Iterable[tuple[str, Json]]) -> None:
        """Read what several (job type, settings) need, in as few requests as possible. What is wrong is left alone."""

    def resolve(self, job_type: str, settings: Json, observed: Job | None) -> Json:
        """``settings`` with names turned into ids and shorthands written out."""

    def clone_settings(self, source: Job, wanted: Json, enabled: bool | None) -> tuple[Json, bool | None]:  # noqa: FBT001
        """What is wanted of a clone of ``source``: settings, and whether it is to be enabled (None: as it comes).

        Adds what a clone is to have from its source although the API does not copy it.
        """

    def creation(self) -> Completion:
        """How the model of a new job is completed. Sends nothing.

        Raise Unsupported when this API cannot make a job but by cloning another one.
        """


class JobWriter(t.Protocol):
    """Changes jobs that exist."""

    def update(self, observed: Job, model: Json, *, allow_old_gfs_points_retention: bool) -> None:
        """Turn a job, just read, into ``model``, which is the whole of it."""

    def delete(self, job_id: str) -> None:
        """Delete the job. Its backups stay. Raise NotFound for a job that is gone."""

    def clone(self, source: Job, wanted: Json) -> str:
        """Clone a job and return the id of the copy. It has as much of ``wanted`` as the request for it can say."""

    def set_enabled(self, job_id: str, enabled: bool) -> None:  # noqa: FBT001
        """Let the schedule run the job, or not."""


class JobCreator(t.Protocol):
    """Makes jobs from nothing."""

    def create(self, model: Json, *, enabled: bool | None) -> str:
        """Create the job and return its id.

        With ``enabled=False`` whatever would let the job run is left out: the caller disables it, then updates it.
        """


class JobExporter(t.Protocol):
    """Writes jobs down."""

    def export(self, jobs: Sequence[Job], *, everything: bool) -> list[Json]:
        """``jobs`` (all of them ``manageable``) as a person would write them.

        One entry of a set for each: names for ids, shorthands, nothing that a new job has anyway unless ``everything``
        is asked for. Reads every list that is referred to once.
        """


class JobStore(t.Protocol):
    """The jobs of one server, by what can be done with them. Functions ask for the part that they use.

    A part that this product does not have raises Unsupported, or another VeeamError, when it is asked for.
    """

    @property
    def reader(self) -> JobReader:
        """Reads them."""

    @property
    def models(self) -> JobModels:
        """Says what their models mean."""

    @property
    def planning(self) -> JobPlanning:
        """Turns what the user wrote into models."""

    @property
    def writer(self) -> JobWriter:
        """Changes them."""

    @property
    def creator(self) -> JobCreator:
        """Makes new ones."""

    @property
    def exporter(self) -> JobExporter:
        """Writes them down."""


class JobControl(t.Protocol):
    """Running, stopping and retrying jobs."""

    def check(self, job: Job, state: str, options: StartOptions, *, graceful: bool | None) -> None:
        """Raise for what the API cannot do with this job at all. ``state`` is the option of ``veeam_job_state``."""

    def running(self, job: Job) -> Session | None:
        """The session of the job that is running now, if any."""

    def last(self, job: Job) -> Session | None:
        """The newest session of the job, running or not."""

    def start(self, job: Job, options: StartOptions, *, before: Session | None) -> Started:
        """Start the job. ``before`` is its newest session until now, by which a new one is recognised."""

    def stop(self, job: Job, *, graceful: bool | None, chained_jobs: bool) -> Started:
        """Stop the running session of the job. ``graceful`` None: gracefully if the API can."""

    def retry(self, job: Job, *, chained_jobs: bool, before: Session | None) -> Started:
        """Process what failed in the last run again. ``before`` as in ``start``."""

    def synchronise(self, job: Job, options: StartOptions, *, before: Session | None) -> Started:
        """Run a backup copy job now. ``before`` as in ``start``."""

    def status(self, job: Job) -> str:
        """The product's word for what ``job``, just read, is doing; "Disabled" when its schedule does not run it."""


class SessionReader(t.Protocol):
    """Sessions, what they logged, and what they processed."""

    def get(self, session_id: str) -> Session | None:
        """The session, None while (or if) the server does not know it."""

    def problems(self, session: Session) -> list[str]:
        """The texts of the warnings and errors that the session logged, oldest first."""

    def search(self, filters: Json, *, limit: int | None) -> list[Session]:
        """Sessions that match every filter, newest first."""

    def check_logs(self) -> None:
        """Raise Unsupported when this API has no log lines. Sends nothing."""

    def logs(self, session: Session) -> list[Json]:
        """All log lines, oldest first."""

    def task_sessions(self, session: Session) -> list[Json]:
        """One entry per machine or object that the session processed."""


class QuickBackup(t.Protocol):
    """An incremental backup of one machine now."""

    def locate(self, machine: Machine) -> Json:
        """The machine as the product's request wants it; an error that lists candidates for none or several."""

    def newest_restore_point(self, located: Json) -> Json | None:
        """The newest restore point of the machine."""

    def age(self, restore_point: Json) -> float:
        """Seconds since the restore point was made, by the clock of the server."""

    def start(self, located: Json) -> Started:
        """Start it."""


class BackupReader(t.Protocol):
    """Backups and what is in them."""

    def search(self, filters: Json) -> list[Json]:
        """Backups that match every filter, newest first, all pages, checked again on the client. ``limit`` is one."""

    def details(self, backup: Json, parts: Mapping[str, Json]) -> Json:
        """``backup`` with the wanted parts of ``objects``, ``restore_points``, ``files``; each has its filters."""


class JobSearch(t.Protocol):
    """Lists of jobs with the filters of the API, sorted by the server.

    Both raise InvalidInput or Unsupported for a column that this API or this server does not sort by.
    """

    def jobs(self, filters: Json, order: Order = BY_NAME) -> list[Job]:
        """Jobs that match every filter."""

    def states(self, filters: Json, order: Order = BY_NAME) -> list[Json]:
        """What the jobs that match every filter are doing."""


class TokenIssuer(t.Protocol):
    """Logons that outlive a task."""

    def issue(self) -> Json:
        """Log on and return ``{token, expires_in}`` (seconds). ``Product.close`` leaves this logon alone."""

    def revoke(self) -> None:
        """End the logon of the token that was given in place of a password."""


class Connection(t.Protocol):
    """What is left to do once a task has done its work."""

    def secrets(self) -> list[str]:
        """What must not be seen in a result: the tokens of this logon, unless they were handed over."""

    def names_of_secrets(self) -> frozenset[str]:
        """The names by which the server is known to know its passwords, as far as they were read. Sends nothing."""

    def close(self) -> list[str]:
        """Log off. Never raises; returns warnings."""


class JobServer(Connection, t.Protocol):
    """What planning, applying and comparing need: a logged-on server, or a saved export in its place."""

    @property
    def api_version(self) -> str:
        """The revision of the API that is spoken."""

    @property
    def jobs(self) -> JobStore:
        """The jobs of the server."""

    def identity(self) -> ServerIdentity:
        """Which server this is. Its id is left out when it cannot be read; a connection that fails is an error."""


class JobFilesServer(JobServer, t.Protocol):
    """A ``JobServer`` that job files can be read for."""

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of its settings. Sends nothing; what it finds out about settings, ``jobs`` need not ask again."""


class Product(JobFilesServer, t.Protocol):
    """A logged-on server. Closing it logs off whatever it logged on."""

    @property
    def job_search(self) -> JobSearch:
        """Lists of jobs with filters."""

    @property
    def control(self) -> JobControl:
        """Running, stopping and retrying jobs."""

    @property
    def sessions(self) -> SessionReader:
        """Sessions, what they logged and processed."""

    @property
    def quick_backup(self) -> QuickBackup:
        """Backups of one machine."""

    @property
    def backups(self) -> BackupReader:
        """Backups and what is in them."""

    @property
    def tokens(self) -> TokenIssuer:
        """Logons for other tasks."""

    def without_retries(self, seconds: float) -> AbstractContextManager[None]:
        """Inside, what fails is not tried again at once, and nothing takes longer than ``seconds`` from now."""
