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
_LOADER: t.Final = "init_plugin_loader()\n"
_LOAD: t.Final = "action_loader.get('backupops.veeam.{name}', class_only=True)"
# What comes before each way to load a plugin, and the way. Python's own loader keeps what it compiles.
_ONCE: t.Final = "once in a run"
_WAYS: t.Final = {
    _ONCE: (_LOADER, _LOAD),
    "where `requests` was imported before": (_LOADER + "import requests\n", _LOAD),
    "where `requests` was imported and its own files were compiled before": (
        "import requests\n",
        f"import {_OWN}.action.{{name}}",
    ),
}
PLUGINS: t.Final = ("veeam_job", "veeam_jobs")


def measure(effort: Effort) -> Section:
    """Medians over fresh processes, in turns."""
    ways: dict[t.Any, t.Callable[[], float]] = {
        **{name: functools.partial(_processor_time, code) for name, code in {**MODULES, _ANSIBLE: _ANSIBLE}.items()},
        **{(name, how): functools.partial(_loading, name, how) for name in PLUGINS for how in _WAYS},
    }
    taken = take_turns(ways, effort.rounds)
    empty = taken[_EMPTY]
    rows = [Row(f"{name}: its process over that of an empty module", module=taken[name] / empty) for name in MODULES]
    rows += [
        Row(f"loading the action plugin of `{name}`, {how}, over an empty module", taken[name, how] / empty)
        for name in PLUGINS
        for how in _WAYS
    ]
    once = ", ".join(f"{taken[name, _ONCE] * 1000:.0f} ms" for name in PLUGINS)
    notes = (
        f"Processor time, modules from compiled files; median of {effort.rounds}. The process of an empty module takes "
        f"{empty * 1000:.0f} ms, what `ansible-playbook` imports itself {taken[_ANSIBLE] * 1000:.0f} ms, the two "
        f"plugins {once}."
    )
    return Section("Loading the code", rows, [_archives(archives(("bench_empty", *PLUGINS)))], notes)


def _loading(name: str, how: str) -> float:
    """Seconds of a processor that loading the plugin takes in a fresh process that has what Ansible imports."""
    before, load = _WAYS[how]
    timed = f"import time\nbegan = time.process_time()\n{load.format(name=name)}\nprint(time.process_time() - began)"
    done = subprocess.run([sys.executable, "-c", _ANSIBLE + before + timed], check=True, capture_output=True, text=True)
    return float(done.stdout)


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
