# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What it takes to load the code: in the process of each module, and once for a run of ``ansible-playbook``.

A module brings its code along in an archive. The controller imports it from the collection; Ansible's loader for
collections compiles the source files each time, and keeps nothing.
"""

from __future__ import annotations

import functools
import resource
import subprocess
import sys
import typing as t

from tests.bench.archive import Archive, archives
from tests.bench.report import Row, Section, Table
from tests.bench.turns import take_turns

if t.TYPE_CHECKING:
    from tests.bench.effort import Effort
    from tests.bench.report import Cell

_OWN: t.Final = "ansible_collections.backupops.veeam.plugins"
_WORKING: t.Final = (
    "jobs",
    "job_server",
    "names.catalogue",
    "names.inventory",
    "names.resolver",
    "settings.completion",
    "settings.support",
    "settings.validation",
)
_ALL: t.Final = f"import {_OWN}.modules.veeam_job\n" + "".join(
    f"import {_OWN}.module_utils._vbr.{name}\n" for name in _WORKING
)
_TABLES: t.Final = (
    f"from {_OWN}.module_utils._vbr.schema.schemas import canonical_schema, load\n"
    "canonical_schema(), load('1.3-rev2')\n"
)
_EMPTY: t.Final = "empty module"
MODULES: t.Final = {
    "Python alone": "pass",
    _EMPTY: "import ansible.module_utils.basic",
    "empty module and `requests`": "import ansible.module_utils.basic, requests",
    "`veeam_job`": f"import {_OWN}.modules.veeam_job",
    "`veeam_job` with all that a run may need": _ALL,
    "the same and the tables of a revision": _ALL + _TABLES,
}
# What every run of ansible-playbook has imported before it loads the first action plugin.
_ANSIBLE: t.Final = (
    "import ansible.cli.playbook, ansible.executor.playbook_executor, ansible.plugins.strategy.linear\n"
    "import ansible.plugins.action.normal\n"
    "from ansible.plugins.loader import action_loader, init_plugin_loader\n"
)
_LOAD: t.Final = "action_loader.get('backupops.veeam.{name}', class_only=True)\n"
_BARE: t.Final = "ansible"
_WITH_REQUESTS: t.Final = "ansible and requests"
_COMPILED: t.Final = "ansible, no loader"
_BASES: t.Final = {
    _BARE: _ANSIBLE + "init_plugin_loader()\n",
    _WITH_REQUESTS: _ANSIBLE + "init_plugin_loader()\nimport requests\n",
    _COMPILED: _ANSIBLE,
}
PLUGINS: t.Final = ("veeam_job", "veeam_jobs")


def measure(effort: Effort) -> Section:
    """Medians over fresh processes, in turns."""
    codes = {**MODULES, **_BASES, **_controller()}
    taken = take_turns({name: functools.partial(_processor_time, code) for name, code in codes.items()}, effort.rounds)
    empty = taken[_EMPTY]
    rows = [Row(f"{name}: its process over that of an empty module", module=taken[name] / empty) for name in MODULES]
    rows += [
        Row(f"the action plugin of `{name}`{what}, over an empty module", (taken[name, base] - taken[base]) / empty)
        for name in PLUGINS
        for base, what in (
            (_BARE, ", once in a run"),
            (_WITH_REQUESTS, ", where `requests` was imported before"),
            (_COMPILED, ", if its files were compiled before"),
        )
    ]
    notes = (
        f"Processor time of whole processes, modules from compiled files; median of {effort.rounds}. An empty "
        f"module takes {empty * 1000:.0f} ms, what `ansible-playbook` imports itself {taken[_BARE] * 1000:.0f} ms."
    )
    return Section("Loading the code", rows, [_archives(archives(("bench_empty", *PLUGINS)))], notes)


def _controller() -> dict[t.Any, str]:
    """The code that loads each plugin on top of each base. Python's own loader keeps what it compiles."""
    plain = f"import {_OWN}.action.{{name}}\n"
    return {
        (name, base): code + (plain if base == _COMPILED else _LOAD).format(name=name)
        for name in PLUGINS
        for base, code in _BASES.items()
    }


def _archives(found: dict[str, Archive]) -> Table:
    empty = found["bench_empty"]
    rows: list[list[Cell]] = [
        [f"`{name}`" if name in PLUGINS else _EMPTY, each.files, each.kibibytes, each.kibibytes / empty.kibibytes]
        for name, each in found.items()
    ]
    return Table(("what Ansible packs for a module", "files", "KiB", "over an empty module"), rows)


def _processor_time(code: str) -> float:
    """Seconds of a processor that a fresh Python needs for ``code``. What else the machine does hardly counts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
