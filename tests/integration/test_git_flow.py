# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Jobs as code with a real Git repository: branch, plan, merge, apply, revert; two servers; trouble in the middle."""

from __future__ import annotations

import os
import pathlib
import signal
import subprocess
import time
import typing as t

import pytest
import yaml

from tests.breadth import is_whole
from tests.integration.job_trees import (
    DEFAULTS,
    GROUP,
    Checkout,
    inventory,
    job,
    logged_on,
    names_on,
    plan_of,
    write,
    writes_to_jobs,
)
from tests.simulator.launch import Running

OWNED: t.Final = {"job_config_managed_by": "backup-jobs", "job_config_prune": "delete", "job_config_prune_limit": 2}


class Repository:
    """A bare repository, a working copy in which people commit, and fresh checkouts as a pipeline makes them."""

    def __init__(self, folder: pathlib.Path, server: Running) -> None:
        self.folder = folder
        self.server = server
        self.work = folder / "work"
        self.checkouts = 0
        self.git("init", "--quiet", "--bare", "--initial-branch=main", "origin.git", within=folder)
        self.git("clone", "--quiet", "origin.git", "work", within=folder)
        self.git("switch", "--quiet", "--orphan", "main")

    def git(self, *arguments: str, within: pathlib.Path | None = None) -> None:
        """Run Git in the working copy."""
        who = ["-c", "user.name=Somebody", "-c", "user.email=somebody@lab.local"]
        subprocess.run(["git", *who, *arguments], cwd=within or self.work, check=True, capture_output=True)

    def commit(self, message: str, files: dict[str, t.Any]) -> None:
        """Commit and push ``files`` to the branch that is checked out."""
        write(self.work, files)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)
        self.push()

    def push(self) -> None:
        """Hand over what was committed."""
        self.git("push", "--quiet", "origin", "HEAD")

    def checkout(self, branch: str) -> Checkout:
        """A new checkout of ``branch``."""
        self.checkouts += 1
        name = f"checkout-{self.checkouts}"
        self.git("clone", "--quiet", "--branch", branch, "origin.git", name, within=self.folder)
        return Checkout.of(self.folder / name, self.server)


@pytest.fixture
def repository(simulator: Running, tmp_path: pathlib.Path) -> Repository:
    repository = Repository(tmp_path, simulator)
    repository.commit(
        "The jobs that there are",
        {
            "jobs/_defaults.yml": DEFAULTS,
            "jobs/shop/web.yml": job("Shop web"),
            "jobs/shop/data.yml": job("Shop data", days=31),
            "jobs/office.yml": [job("Office files"), job("Office mail")],
        },
    )
    return repository


def exported(checkout: Checkout, name: str) -> dict[str, bytes]:
    """The jobs of the server as files."""
    checkout.run("export", job_config_dest=name)
    return {path.name: path.read_bytes() for path in sorted((checkout.folder / name).iterdir())}


def test_branch_plan_merge_apply_and_revert(repository: Repository) -> None:
    server = repository.server
    foreign = names_on(server)
    first = repository.checkout("main")
    first.run("apply", **OWNED)
    assert names_on(server) == sorted([*foreign, "Office files", "Office mail", "Shop data", "Shop web"])
    before = exported(first, "before")

    repository.git("switch", "--quiet", "--create", "more")
    repository.commit(
        "Longer, one more, one less",
        {
            "jobs/shop/data.yml": job("Shop data", days=62),
            "jobs/shop/print.yml": job("Shop print"),
            "jobs/office.yml": [job("Office files")],
        },
    )
    written = len(writes_to_jobs(server))
    plan = plan_of(repository.checkout("more").run("plan", **OWNED))
    assert plan[-1] == "Plan: 1 to create, 1 to update, 1 to delete, 2 unchanged"
    assert [line for line in plan if line[0] in "+~-"] == [
        "~ update  Shop data",
        "+ create  Shop print",
        "- delete  Office mail",
    ]
    assert "    storage.retentionPolicy.quantity: 31 -> 62  # job (jobs/shop/data.yml:10)" in plan
    assert len(writes_to_jobs(server)) == written, "a plan writes nothing"

    repository.git("switch", "--quiet", "main")
    repository.git("merge", "--quiet", "--no-ff", "--message", "Merge the branch", "more")
    repository.push()
    merged = repository.checkout("main")
    applied = merged.run("apply", **OWNED)
    assert applied["Write what the plan says"]["summary"] == {
        "create": 1,
        "update": 1,
        "delete": 1,
        "disable": 0,
        "unchanged": 2,
        "failed": 0,
    }
    assert names_on(server) == sorted([*foreign, "Office files", "Shop data", "Shop print", "Shop web"])
    assert plan_of(merged.run("plan", **OWNED)) == ["Plan: 0 to create, 0 to update, 0 to delete, 4 unchanged"]

    repository.git("revert", "--no-edit", "--mainline", "1", "HEAD")
    repository.push()
    reverted = repository.checkout("main")
    reverted.run("apply", **OWNED)
    assert exported(reverted, "after") == before
    assert logged_on(server) == 0


def test_a_reviewed_plan_is_applied_later_and_only_if_it_still_holds(repository: Repository) -> None:
    server = repository.server
    proposed = repository.checkout("main")
    proposed.run("plan", job_config_plan="out/plan.json")
    plan_file = proposed.folder / "out" / "plan.json"

    # Another runner, another checkout: only the file comes along.
    later = repository.checkout("main")
    (later.folder / "plan.json").write_bytes(plan_file.read_bytes())
    lines = later.folder / "jobs" / "shop" / "web.yml"
    lines.write_text(f"# Who to ask: somebody@lab.local\n{lines.read_text(encoding='utf-8')}", encoding="utf-8")
    later.run("apply", job_config_plan="plan.json")
    assert {"Shop web", "Shop data"} <= set(names_on(server))

    repository.commit("Longer", {"jobs/shop/web.yml": job("Shop web", days=20)})
    proposed = repository.checkout("main")
    proposed.run("plan", job_config_plan="plan.json")
    write(later.folder, {"other/web.yml": job("Shop web", days=99), "other/_defaults.yml": DEFAULTS})
    later.run("apply", job_config_src="other")
    written = len(writes_to_jobs(server))
    refused = proposed.run("apply", job_config_plan="plan.json", fails=True)
    assert "The reviewed plan is not what would be done now. Nothing was written." in refused.output
    assert "changed on the server after the plan was made" in refused.output
    assert len(writes_to_jobs(server)) == written
    assert logged_on(server) == 0


def test_a_plan_against_a_saved_export_is_that_against_the_server(repository: Repository) -> None:
    checkout = repository.checkout("main")
    checkout.run("apply")
    checkout.run("export", job_config_dest="saved.yml", job_config_complete_export=True)
    write(checkout.folder, {"jobs/shop/web.yml": job("Shop web", days=20), "jobs/shop/print.yml": job("Shop print")})
    online = plan_of(checkout.run("plan"))
    seen = len(repository.server.requests())
    checkout.environment = {}
    offline = plan_of(checkout.run("plan", job_config_export_src="saved.yml"))
    assert offline[-1] == online[-1] == "Plan: 1 to create, 1 to update, 0 to delete, 3 unchanged"
    assert [line for line in offline if line[0] in "+~-"] == ["+ create  Shop print", "~ update  Shop web"]
    assert len(repository.server.requests()) == seen
    drifted = checkout.run("drift", job_config_export_src="saved.yml", fails=True)
    assert "retentionPolicy.quantity" in drifted.output
    assert len(repository.server.requests()) == seen


def test_check_mode_of_apply_is_the_plan(repository: Repository) -> None:
    ran = repository.checkout("main").run("apply", "--check", "--diff")
    assert plan_of(ran)[-1] == "Plan: 4 to create, 0 to update, 0 to delete, 0 unchanged"
    assert ran.status("Write what the plan says") == "skipped"
    assert ran.changed["Compare the files with the server"]
    assert writes_to_jobs(repository.server) == []


def test_mistakes_end_every_run_before_the_server_is_asked(repository: Repository) -> None:
    repository.commit(
        "Mistakes",
        {"jobs/shop/web.yml": job("Shop web", profile="golden"), "jobs/shop/twice.yml": job("Shop data")},
    )
    checkout = repository.checkout("main")
    for playbook in ("validate", "plan", "apply"):
        output = checkout.run(playbook, fails=True).output
        assert "jobs/shop/web.yml:2" in output
        assert "golden" in output
        assert "jobs/shop/twice.yml:1" in output
    assert repository.server.requests() == []


def test_a_policy_of_the_tree_ends_every_run_before_the_server_is_asked(repository: Repository) -> None:
    policy = {"name": "three weeks", "kind": "minimum_retention", "days": 21}
    repository.commit("House rules", {"jobs/_policies.yml": {"policies": [policy]}})
    checkout = repository.checkout("main")
    for playbook in ("validate", "apply"):
        output = checkout.run(playbook, fails=True).output
        assert "three weeks" in output
        assert "Shop web" in output, output
        assert "Shop data" not in output
    assert repository.server.requests() == []


def test_one_bad_job_keeps_no_other_from_being_applied(repository: Repository) -> None:
    bad = job("Office mail")
    bad["settings"]["storage"] = {"backupRepository": "Mian"}
    repository.commit("A slip", {"jobs/office.yml": [job("Office files"), bad]})
    checkout = repository.checkout("main")
    planned = checkout.run("plan", fails=True)
    assert "! failed  Office mail" in plan_of(planned)
    assert writes_to_jobs(repository.server) == []
    applied = checkout.run("apply", job_config_report=["out/apply.md"], fails=True)
    assert applied["Write what the plan says"]["summary"]["create"] == 3
    assert "Office mail" not in names_on(repository.server)
    report = (checkout.folder / "out" / "apply.md").read_text(encoding="utf-8")
    assert "3 created, 0 updated, 0 deleted, 0 disabled, 0 unchanged, 1 failed" in report
    assert "! failed  Office mail" in report
    assert logged_on(repository.server) == 0


def test_a_plan_with_a_bad_job_is_all_that_is_applied(repository: Repository) -> None:
    bad = job("Office mail")
    bad["settings"]["storage"] = {"backupRepository": "Mian"}
    repository.commit("A slip", {"jobs/office.yml": [job("Office files"), bad]})
    checkout = repository.checkout("main")
    checkout.run("plan", job_config_plan="plan.json", fails=True)
    assert "Mian" in (checkout.folder / "plan.json").read_text(encoding="utf-8")

    good = {"other/office.yml": [job("Office files"), job("Office mail")], "other/_defaults.yml": DEFAULTS}
    write(checkout.folder, good)
    refused = checkout.run("apply", job_config_plan="plan.json", job_config_src="other", fails=True)
    assert "The reviewed plan is not what would be done now. Nothing was written." in refused.output
    assert writes_to_jobs(repository.server) == []

    applied = checkout.run("apply", job_config_plan="plan.json", fails=True)
    assert applied["Write what the plan says"]["invocation"]["module_args"]["plan_src"] == "plan.json"
    assert applied["Write what the plan says"]["summary"]["create"] == 3
    assert "Office mail" not in names_on(repository.server)


def test_two_servers_from_one_tree(
    simulators: t.Callable[[str], Running], simulator: Running, tmp_path: pathlib.Path
) -> None:
    older = simulators("1.3-rev0")
    older.reset()
    checkout = Checkout.of(tmp_path / "tree", simulator)
    del checkout.environment["VEEAM_HOST"], checkout.environment["VEEAM_PORT"]
    write(
        checkout.folder,
        {
            "jobs/base/_defaults.yml": DEFAULTS,
            "jobs/base/shop.yml": job("Shop"),
            "jobs/base/office.yml": job("Office"),
            "jobs/paris/office.yml": job("Office", days=99),
            "jobs/paris/only.yml": job("Only in Paris", profile="short"),
            "inventory.yml": inventory({"berlin": (simulator, {}), "paris": (older, {})}),
            "host_vars/berlin.yml": {"job_config_src": ["jobs/base"]},
            "host_vars/paris.yml": {
                "job_config_src": ["jobs/base", "jobs/paris"],
                "job_config_defaults": {"high_priority": True},
                "job_config_profiles": {"short": {"settings": {"storage": {"retentionPolicy": {"quantity": 3}}}}},
            },
            "group_vars/veeam.yml": {"job_config_managed_by": "both"},
        },
    )
    ran = checkout.run(
        "apply",
        "--inventory",
        "inventory.yml",
        job_config_hosts=GROUP,
        job_config_report="out/{{ inventory_hostname }}.md",
    )
    assert ran.output.count("Plan: 2 to create") == 1
    assert ran.output.count("Plan: 3 to create") == 1
    assert {"Shop", "Office"} <= set(names_on(simulator))
    assert "Only in Paris" not in names_on(simulator)
    assert {"Shop", "Office", "Only in Paris"} <= set(names_on(older))
    assert {path.name for path in (checkout.folder / "out").iterdir()} == {"berlin.md", "paris.md"}

    exports = checkout.run(
        "export",
        *("--inventory", "inventory.yml"),
        job_config_hosts=GROUP,
        job_config_dest="export/{{ inventory_hostname }}.yml",
        job_config_names=["O*i*"],
        job_config_types=["VSphereBackup"],
    )
    assert exports.code == 0
    days = {
        (city, entry["name"]): entry["settings"]["storage"]["retentionPolicy"]["quantity"]
        for city in ("berlin", "paris")
        for entry in yaml.safe_load((checkout.folder / "export" / f"{city}.yml").read_text(encoding="utf-8"))["jobs"]
    }
    assert days[("berlin", "Office")] == 14
    assert days[("paris", "Office")] == 99
    assert days[("paris", "Only in Paris")] == 3
    again = checkout.run("apply", "--inventory", "inventory.yml", job_config_hosts=GROUP)
    assert again.output.count("Plan: 0 to create, 0 to update, 0 to delete") == 2
    assert logged_on(simulator) == logged_on(older) == 0


def many_jobs(folder: pathlib.Path) -> list[str]:
    names = [f"Bulk {number:02}" for number in range(20)]
    write(folder, {"jobs/_defaults.yml": DEFAULTS, "jobs/bulk.yml": [job(name) for name in names]})
    return names


def assert_converges(checkout: Checkout, server: Running, names: list[str]) -> None:
    """Running again ends with every job there once, and once more changes nothing."""
    checkout.run("apply")
    bulk = [name for name in names_on(server) if name.startswith("Bulk")]
    assert bulk == names
    assert plan_of(checkout.run("plan")) == ["Plan: 0 to create, 0 to update, 0 to delete, 20 unchanged"]


# A connection that breaks is tried with the whole of a playbook in make matrix, and at each request in make sweep.
TROUBLE = ("restart:requests=6:POST /api/v1/jobs:after=7", "reset-after:POST /api/v1/jobs:after=5")


@pytest.mark.parametrize("fault", TROUBLE if is_whole() else TROUBLE[:1])
def test_a_server_that_restarts_in_the_middle(simulator: Running, tmp_path: pathlib.Path, fault: str) -> None:
    checkout = Checkout.of(tmp_path / "tree", simulator)
    names = many_jobs(checkout.folder)
    simulator.fault(fault)
    done = subprocess.run(
        checkout.command("apply"), cwd=checkout.folder, env=checkout.variables(), capture_output=True, check=False
    )
    assert b"Traceback" not in done.stdout + done.stderr
    assert any(each["faults"] for each in simulator.requests()), "the server was not in trouble"
    simulator.clear_faults()
    assert_converges(checkout, simulator, names)


def test_a_run_that_is_killed_in_the_middle(simulator: Running, tmp_path: pathlib.Path) -> None:
    checkout = Checkout.of(tmp_path / "tree", simulator)
    names = many_jobs(checkout.folder)
    simulator.fault("slow-answer:0.2:POST /api/v1/jobs:count=100")
    process = subprocess.Popen(
        checkout.command("apply", job_config_concurrency=2),
        cwd=checkout.folder,
        env=checkout.variables(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    while len(writes_to_jobs(simulator)) < 4:
        assert process.poll() is None, "the run ended before it was killed"
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=60)
    simulator.clear_faults()
    left = len([name for name in names_on(simulator) if name.startswith("Bulk")])
    assert 0 < left < len(names)
    assert_converges(checkout, simulator, names)
