# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every page of the documentation can be followed: what it shows is written, run and succeeds, from top to bottom.

How a page says what to do with a block is described in ``documentation.py``.
"""

from __future__ import annotations

import contextlib
import os
import pathlib
import shlex
import subprocess
import sys
import typing as t

import pytest

from tests.checks.places import ROOT, link_collection
from tests.integration import documentation
from tests.integration.documentation import Block
from tests.integration.em_playbooks import EmPlaybooks
from tests.integration.playbooks import PREFIX, Outcome, Playbooks, Task
from tests.simulator.launch import Running, launch

# A shell that goes on where the one before it stopped.
SCRIPT = (
    "set -eu\n. ./.state\n{text}\n{{ export -p; echo cd \"$(pwd | sed \"s/'/'\\\\''/g;s/.*/'&'/\")\"; }} > {state}\n"
)


@pytest.fixture(scope="module")
def tarball(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """The collection as Galaxy would hand it out, built from what is in this checkout."""
    folder = tmp_path_factory.mktemp("package")
    source = folder / "source"
    source.mkdir()
    for name in ("galaxy.yml", "README.md", "CHANGELOG.md", "meta", "plugins", "playbooks", "roles"):
        if (ROOT / name).exists():
            (source / name).symlink_to(ROOT / name)
    command = [sys.executable, "-m", "ansible", "galaxy", "collection", "build", "--output-path", str(folder)]
    copied = folder / "copied"
    subprocess.run(["cp", "-RL", str(source), str(copied)], check=True)
    subprocess.run([*command, str(copied)], check=True, capture_output=True)
    return next(folder.glob("*.tar.gz"))


class Page:
    """Plays one page against a simulator."""

    def __init__(self, playbooks: Playbooks, tarball: pathlib.Path) -> None:
        self.playbooks = playbooks
        self.simulator = playbooks.simulator
        self.folder = playbooks.folder
        self.state = self.folder / ".state"
        self.state.write_text("", encoding="utf-8")
        self.tarball = tarball
        self.tasks: list[Task] = []

    def play(self, blocks: list[Block]) -> None:
        """Play every block in order."""
        commands = "\n".join(block.text for block in blocks if block.language == "shell")
        for block in blocks:
            text = documentation.replaced(block.text, self.simulator, self.tarball)
            here = Block(block.language, text, block.line, block.marks)
            if here.file:
                target = self.folder / here.file
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, encoding="utf-8")
            if here.language == "yaml":
                self.yaml(here, named=bool(here.file) and str(here.file) in commands)
            elif here.language == "shell" and "not run" not in here.marks:
                self.finish_tasks()
                self.shell(here)
        self.finish_tasks()

    def yaml(self, block: Block, *, named: bool) -> None:
        """Run a playbook, remember tasks for later."""
        kind = documentation.kind(block)
        if kind == "playbook" and not named:
            self.finish_tasks()
            path = self.folder / (block.file or "page.yml")
            path.write_text(block.text, encoding="utf-8")
            self.shell(Block("shell", f"ansible-playbook {shlex.quote(path.name)}", block.line, block.marks))
        elif kind == "tasks":
            self.tasks += block.loaded()
        elif kind == "settings":
            self.tasks.append(self.planned(block))
        elif kind in ("not run", "file"):
            block.loaded()

    def planned(self, block: Block) -> Task:
        """A task that would change a job of the type in question as the block says."""
        job_type = block.marks["settings"]
        jobs = self.simulator.state()["vbr"]["jobs"]
        name = next(job["name"] for job in jobs if job["type"] == job_type)
        options = {"name": name, "settings": block.loaded()}
        return {"name": f"settings in line {block.line}", PREFIX + "veeam_job": options, "check_mode": True}

    def finish_tasks(self) -> None:
        """Run the tasks that have come together."""
        tasks, self.tasks = self.tasks, []
        if tasks:
            outcome = self.playbooks.run([{"tasks": tasks, "vars": self.variables, "module_defaults": self.defaults}])
            assert outcome.code == 0, outcome.output
            self.playbooks.inspect(outcome)

    def shell(self, block: Block) -> None:
        """Run commands in bash, after those of the blocks before."""
        script = SCRIPT.format(text=block.text, state=shlex.quote(str(self.state)))
        self.folder.joinpath("block.sh").write_text(script, encoding="utf-8")
        done = subprocess.run(
            ["bash", "block.sh"],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=280,
        )
        output = done.stdout + done.stderr
        assert done.returncode == int(block.marks.get("exit status", "0")), (
            f"line {block.line}:\n{block.text}\n{output}"
        )
        self.playbooks.inspect(Outcome(done.returncode, output, []))

    @property
    def environment(self) -> dict[str, str]:
        """What a reader has exported who has done what the pages say."""
        return {
            **os.environ,
            "ANSIBLE_LOCALHOST_WARNING": "false",
            "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
            "ANSIBLE_COLLECTIONS_PATH": f"{self.folder / 'collections'}{os.pathsep}{link_collection()}",
            "ANSIBLE_HOME": str(self.folder / ".ansible"),
            **self.playbooks.connection,
        }

    @property
    def variables(self) -> dict[str, str]:
        """What the examples take from a vault."""
        return {"veeam_username": self.simulator.username, "veeam_password": self.simulator.password}

    defaults: t.ClassVar[dict[str, t.Any]] = {}


@pytest.mark.parametrize("path", documentation.pages())
def test_a_page_can_be_followed(
    path: str, simulators: t.Callable[[str], Running], tmp_path: pathlib.Path, tarball: pathlib.Path
) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    with contextlib.ExitStack() as stack:
        flags = documentation.simulator_flags(text)
        if flags:
            simulator = stack.enter_context(launch_with(flags))
        else:
            simulator = simulators("1.3-rev2")
            simulator.reset()
        kind = Playbooks if simulator.vbr_port else EmPlaybooks
        Page(kind(simulator, tmp_path), tarball).play(documentation.blocks(text))


def launch_with(flags: list[str]) -> contextlib.AbstractContextManager[Running]:
    """A simulator of its own for a page, with the flags as written. Without ports it is Backup & Replication."""
    named: dict[str, t.Any] = {"session_seconds": 0.3, "check_replies": True}
    if not any(flag.endswith("-port") for flag in flags):
        named["vbr_port"] = 0
    for flag, value in zip(flags[::2], flags[1::2], strict=True):
        name = flag.removeprefix("--").replace("-", "_")
        if name == "fault":
            named.setdefault("faults", []).append(value)
        else:
            named[name] = value
    return launch(**named)
