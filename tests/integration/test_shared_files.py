# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Several servers, one file: one report for all, and never one output over another one."""

from __future__ import annotations

import contextlib
import json
import pathlib
import typing as t
from xml.etree import ElementTree

import pytest

from tests.integration.job_trees import DEFAULTS, GROUP, Checkout, inventory, job, write, writes_to_jobs
from tests.simulator.launch import Running, launch

EVERYWHERE = ("--inventory", "inventory.yml")


@pytest.fixture(scope="module")
def servers() -> t.Iterator[dict[str, Running]]:
    with contextlib.ExitStack() as stack:
        yield {name: stack.enter_context(launch(jobs=1, vms=6, session_seconds=0.2)) for name in ("berlin", "paris")}


@pytest.fixture
def checkout(servers: dict[str, Running], tmp_path: pathlib.Path) -> Checkout:
    for server in servers.values():
        server.reset()
    checkout = Checkout.of(tmp_path / "tree", servers["berlin"])
    down = {"rome": (servers["paris"], {"job_config_port": 1, "job_config_retries": 0})}
    write(
        checkout.folder,
        {
            "jobs/_defaults.yml": {"managed_by": "backup-jobs", **DEFAULTS},
            "jobs/shop.yml": job("Shop"),
            "inventory.yml": inventory({**{name: (server, {}) for name, server in servers.items()}, **down}),
        },
    )
    return checkout


def test_one_report_has_a_section_for_each_server_also_for_one_that_is_down(
    servers: dict[str, Running], checkout: Checkout
) -> None:
    reports = ["out/all.md", "out/all.json"]
    checkout.run("plan", *EVERYWHERE, job_config_hosts=GROUP, job_config_report=reports, fails=True)
    text = (checkout.folder / "out" / "all.md").read_text(encoding="utf-8")
    assert text.count("## Plan for ") == 3
    assert text.count("+ create  Shop") == 2
    assert text.count("There is no plan. See the log.") == 1
    found = json.loads((checkout.folder / "out" / "all.json").read_text(encoding="utf-8"))["servers"]
    assert [bool(server["plan"]) for server in found] == [True, True, False]
    # In batches, each adds its own; the first failure ends the run, which the last section says.
    checkout.run(
        "apply",
        *EVERYWHERE,
        job_config_hosts="berlin,rome,paris",
        job_config_serial=1,
        job_config_report=reports,
        fails=True,
    )
    text = (checkout.folder / "out" / "all.md").read_text(encoding="utf-8")
    assert text.count("## Applied to berlin (localhost)\n") == 1
    assert text.count("There is no plan. See the log.") == 1
    assert "## paris\n\nThe run ended before this server" in text
    drift = [f"out/drift.{ending}" for ending in ("md", "html", "json", "xml", "sarif")]
    checkout.run("drift", *EVERYWHERE, job_config_hosts=GROUP, job_config_report=drift, fails=True)
    assert_drift_reports(checkout.folder / "out")


def assert_drift_reports(folder: pathlib.Path) -> None:
    content = {path.suffix: path.read_text(encoding="utf-8") for path in folder.glob("drift.*")}
    assert content[".md"].count("## Backup jobs on localhost") == 2
    assert "## Backup jobs on rome (localhost)" in content[".md"]
    assert content[".md"].count("There is no comparison. See the log.") == 1
    assert content[".html"].count("<h1>Backup jobs on ") == 3
    assert content[".html"].count("</html>") == 1
    assert content[".html"].count("<footer>") == 2
    found = json.loads(content[".json"])["servers"]
    assert [server.get("drifted") for server in found] == [False, True, None]
    suites = list(ElementTree.fromstring(content[".xml"]))
    assert [suite.get("errors") for suite in suites] == ["0", "0", "1"]
    assert len(suites[1]) == 1
    runs = json.loads(content[".sarif"])["runs"]
    assert [run["invocations"][0]["executionSuccessful"] for run in runs] == [True, True, False]


def test_what_would_overwrite_something_is_refused_before_anything_is_done(
    servers: dict[str, Running], checkout: Checkout
) -> None:
    (checkout.folder / "fifo.md").symlink_to("/dev/null")
    own_mistakes = {
        "berlin": {"job_config_plan": "a.json", "job_config_report": "./a.json"},
        "paris": {"job_config_report": "jobs/report.json"},
        "rome": {"job_config_report": "fifo.md"},
    }
    write(checkout.folder, {f"host_vars/{host}.yml": variables for host, variables in own_mistakes.items()})
    ran = checkout.run("plan", *EVERYWHERE, job_config_hosts=GROUP, fails=True)
    assert "two of them are one file" in ran.output
    assert "would be read as job file" in ran.output
    assert "is a plan, or no file at all" in ran.output
    assert ran.output.count("failed=1") == 3
    write(checkout.folder, {f"host_vars/{host}.yml": {} for host in own_mistakes})
    two: dict[str, t.Any] = {"job_config_hosts": "berlin,paris", "fails": True}
    ran = checkout.run("plan", *EVERYWHERE, job_config_plan="plan.json", **two)
    assert "job_config_plan=plan-{{ inventory_hostname }}.json" in ran.output
    ran = checkout.run("export", *EVERYWHERE, job_config_dest="saved", **two)
    assert "job_config_dest=saved/{{ inventory_hostname }}" in ran.output
    assert not any(server.requests() for server in servers.values())
    assert not (checkout.folder / "saved").exists()
    checkout.environment["ANSIBLE_STRATEGY"] = "free"
    with pytest.raises(AssertionError, match="must run in step"):
        # Ansible warns as well.
        checkout.run("apply", *EVERYWHERE, job_config_report="all.md", **two)
    assert not any(writes_to_jobs(server) for server in servers.values())
    assert not (checkout.folder / "all.md").exists()
