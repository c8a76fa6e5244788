# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How forks and slices of the inventory spread many servers: sets in which nothing differs, one for each server."""

from __future__ import annotations

import contextlib
import functools
import pathlib
import tempfile
import typing as t
from concurrent.futures import ThreadPoolExecutor

from tests.bench.job_sets import PLAIN, as_written, requests_without_change, write_tree
from tests.bench.playing import CONTROLLER, MODULE, WAYS, connection, playbook, task
from tests.bench.report import Section, Table
from tests.bench.turns import take_turns, wall
from tests.simulator.launch import Running, launch

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.bench.effort import Effort
    from tests.bench.report import Cell

LATENCY: t.Final = 20
SLICES: t.Final = 2
_CONNECTION: t.Final = {"host": "localhost", "port": "{{ port }}", "ca_path": "{{ ca_path }}"}


def measure(effort: Effort) -> Section:
    """All servers, so many at a time; then in slices side by side, as AWX spreads them over its nodes."""
    with _site(effort) as (servers, folder):
        ways = {key: functools.partial(_spread, servers, folder, key) for key in _keys(len(servers))}
        taken = take_turns(ways, effort.servers_rounds, warm_up=False)
    one = {way: taken[_Spread(way, servers=1, forks=1)] for way in WAYS}
    spreads = [key for key in taken if key.way == CONTROLLER]
    rows: list[list[Cell]] = [
        [key.text, *(taken[each] / one[each.way] for each in (key, key.as_module()))] for key in spreads
    ]
    notes = (
        f"{effort.jobs_of_a_server:,} jobs each, a link of {LATENCY} ms, everything on this one machine; median of "
        f"{effort.servers_rounds}. One server alone takes {one[CONTROLLER]:.2f} s in the controller and "
        f"{one[MODULE]:.2f} s as a module."
    )
    columns = ("time over that of one server", "in the controller", "as a module")
    return Section("Many servers", tables=[Table(columns, rows)], notes=notes)


class _Spread(t.NamedTuple):
    """One way to work on ``servers``: ``forks`` at a time in each of ``slices``."""

    way: str
    servers: int
    forks: int
    slices: int = 1

    @property
    def text(self) -> str:
        """For the table."""
        servers = "one server" if self.servers == 1 else f"{self.servers} servers"
        slices = f"{self.slices} slices side by side with " if self.slices > 1 else ""
        return f"{servers}, {slices}`--forks {self.forks}`"

    def as_module(self) -> _Spread:
        """The same as a module."""
        return self._replace(way=MODULE)


def _keys(servers: int) -> list[_Spread]:
    spreads = [
        (1, 1, 1),
        *((servers, forks, 1) for forks in (1, servers // 2, servers)),
        (servers, servers // SLICES, SLICES),
    ]
    return list(dict.fromkeys(_Spread(way, *spread) for spread in spreads for way in WAYS))


@contextlib.contextmanager
def _site(effort: Effort) -> Iterator[tuple[list[Running], str]]:
    """Servers that have the same jobs, and the folder with the files of them."""
    flags = {**PLAIN, "jobs": effort.jobs_of_a_server, "latency_ms": LATENCY}
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        servers = [stack.enter_context(launch(**flags)) for dummy in range(effort.servers)]
        write_tree(pathlib.Path(folder), as_written(servers[0]))
        for each in (servers[0], servers[-1]):
            requests_without_change(each, pathlib.Path(folder))
        yield servers, folder


def _spread(servers: Sequence[Running], folder: str, spread: _Spread) -> float:
    """The seconds until the last server is done."""
    chosen = servers[: spread.servers]
    parts = [chosen[start :: spread.slices] for start in range(spread.slices)]
    with ThreadPoolExecutor(spread.slices) as pool:
        run = functools.partial(_run, folder=folder, way=spread.way, forks=spread.forks)
        return wall(lambda: list(pool.map(run, parts)))


def _run(servers: Sequence[Running], *, folder: str, way: str, forks: int) -> None:
    tasks = [task("veeam_jobs", {**_CONNECTION, "src": [folder]}, way)]
    environment = {**connection(servers[0]), "ANSIBLE_FORKS": str(forks)}
    with playbook(tasks, environment, inventory=_inventory(servers)) as prepared:
        prepared.run()


def _inventory(servers: Sequence[Running]) -> dict[str, t.Any]:
    hosts = {
        f"server{number}": {"port": each.vbr_port, "ca_path": each.ca_path} for number, each in enumerate(servers, 1)
    }
    # As for the implicit localhost.
    local = {"ansible_connection": "local", "ansible_python_interpreter": "{{ ansible_playbook_python }}"}
    return {"all": {"hosts": hosts, "vars": local}}
