# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the simulator can be told on its command line, and the same as an object."""

from __future__ import annotations

import argparse
import dataclasses
import typing as t

from tests.simulator import faults, tls

# "admin" is short for the first one.
ROLES = ("administrator", "operator", "viewer", "restore-operator", "tape-operator", "admin")
# Where a server may stand, and what Windows calls the zone.
TIME_ZONES = {
    "Etc/UTC": "(UTC) Coordinated Universal Time",
    "America/Los_Angeles": "(UTC-08:00) Pacific Time (US & Canada)",
    "Europe/Berlin": "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna",
    "Asia/Kolkata": "(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi",
}
# What replies look like: as live servers were seen to write them, or as the vendor's documents describe them.
SHAPES = ("live", "documents")
# Revisions that servers still answer and whose documents are no longer published.
OLD_REVISIONS = ("1.1-rev0", "1.1-rev1", "1.1-rev2", "1.2-rev0")
REVISIONS = ("1.2-rev1", "1.3-rev0", "1.3-rev1", "1.3-rev2")


@dataclasses.dataclass(frozen=True)
class Options:
    """One simulator's settings. A port of None leaves that API out, 0 picks a free one."""

    vbr_port: int | None = None
    em_port: int | None = None
    revision: str = REVISIONS[-1]
    em_version: str = "13"
    shapes: str = SHAPES[0]
    jobs: int = 28
    vms: int = 40
    time_zone: str = "Europe/Berlin"
    hidden_jobs: bool = True
    seed: int = 1
    latency_ms: float = 0
    session_seconds: float = 3
    token_seconds: int = 900
    username: str = "LAB\\svc-backup"
    password: str = "p&s+w%r=d\\ü"
    role: str = ROLES[0]
    certificate: str = tls.KINDS[0]
    faults: tuple[str, ...] = ()
    check_replies: bool = False
    ready_file: str | None = None
    stop_with_stdin: bool = False

    @property
    def revisions(self) -> tuple[str, ...]:
        """The API revisions that this server has documents for, oldest first."""
        return REVISIONS[: REVISIONS.index(self.revision) + 1]

    @property
    def served_revisions(self) -> tuple[str, ...]:
        """The API revisions that this server accepts, oldest first."""
        return (*OLD_REVISIONS, *self.revisions) if self.is_live else self.revisions

    @property
    def hides_jobs(self) -> bool:
        """Whether `/jobs` counts jobs without a model and leaves them out."""
        return self.is_live and self.hidden_jobs

    @property
    def is_live(self) -> bool:
        """Whether replies look as live servers were seen to write them."""
        return self.shapes == "live"


def _parser() -> argparse.ArgumentParser:
    kinds = "\n".join(f"  {kind:16} {text}" for kind, text in faults.KINDS.items())
    parser = argparse.ArgumentParser(
        prog="python -m tests.simulator",
        description="Simulates the REST APIs of Veeam Backup & Replication and Enterprise Manager on loopback.",
        epilog=f"fault kinds:\n{kinds}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    default = Options()
    add = parser.add_argument
    add("--vbr-port", type=int, help="port of the Backup & Replication API; 0 picks a free one; leave out to omit")
    add("--em-port", type=int, help="port of the Enterprise Manager API; 0 picks a free one; leave out to omit")
    add("--revision", choices=REVISIONS, default=default.revision, help="newest revision accepted by the VBR API")
    add("--em-version", choices=("12", "13"), default=default.em_version)
    add("--shapes", choices=SHAPES, default=default.shapes, help="replies as of live servers, or as documented")
    add("--jobs", type=int, default=default.jobs, help="backup jobs in the estate")
    add("--vms", type=int, default=default.vms, help="virtual machines in the estate")
    switch = argparse.BooleanOptionalAction
    add("--hidden-jobs", action=switch, default=default.hidden_jobs, help="jobs without a model are not listed")
    add("--time-zone", choices=TIME_ZONES, default=default.time_zone, help="where the VBR server stands")
    add("--seed", type=int, default=default.seed, help="the same seed gives the same names and ids")
    add("--latency-ms", type=float, default=default.latency_ms, help="added to every request")
    add("--session-seconds", type=float, default=default.session_seconds, help="how long a job session runs")
    add("--token-seconds", type=int, default=default.token_seconds, help="life of an access token")
    add("--username", default=default.username)
    add("--password", default=default.password)
    add("--role", choices=ROLES, default=default.role, help="what that user may do")
    add("--certificate", choices=tls.KINDS, default=default.certificate, help="what the TLS certificate is like")
    add("--fault", dest="faults", action="append", default=[], metavar="KIND[:ARGS]", help="see below; repeatable")
    replies = "check every reply against the vendor's OpenAPI file (slower)"
    add("--check-replies", action=switch, default=default.check_replies, help=replies)
    add("--ready-file", help="write one JSON object there when ready")
    add("--stop-with-stdin", action="store_true", help="stop when standard input is closed")
    return parser


def parse(arguments: t.Sequence[str]) -> Options:
    """Options from command line `arguments`; ends the process with a usage message when they make no sense."""
    parser = _parser()
    values = vars(parser.parse_args(arguments))
    values["faults"] = tuple(values["faults"])
    if values["vbr_port"] is None and values["em_port"] is None:
        parser.error("give --vbr-port, --em-port or both")
    for text in values["faults"]:
        try:
            faults.parse(text)
        except ValueError as error:
            parser.error(str(error))
    return Options(**values)
