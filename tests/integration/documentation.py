# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a page of the documentation asks its reader to write and to run.

A page is a story: its blocks are played from top to bottom in one folder.

* A ``yaml`` block whose first line is a comment with a file name (``# jobs/web.yml``) is written to that file; so are
  ``ini`` and ``jinja`` blocks. A playbook in a file that no command of the page names is run all the same.
* A ``yaml`` block that is a list of plays is run; one that is a list of tasks becomes part of a play.
* A ``shell`` block is run by bash; what it exports and the folder it changes to stay for the next one.
* Blocks in other languages (``text``, ``json``, ``mermaid``) are there to be looked at.

A comment on the line before a block says more. Nobody sees it on the rendered page.

* ``<!-- settings: VSphereBackup -->``: the block is a part of the settings of such a job; it is planned in check mode.
* ``<!-- exit status: 2 -->``: the commands end like this.
* ``<!-- not run: why -->``: nobody runs the block; it must still be YAML.
* ``<!-- simulator: --jobs 30 --fault session-failed:Web* -->``, anywhere on the page: flags for a simulator of its own.
  With ``--em-port 0`` the page is about Enterprise Manager.

Names that stand for something of the reader's own are replaced before (``replaced``).
"""

from __future__ import annotations

import json
import re
import shlex
import typing as t
from dataclasses import dataclass, field

import yaml

from tests.checks.places import ROOT

if t.TYPE_CHECKING:
    import pathlib

    from tests.simulator.launch import Running

_FENCE = re.compile(r"^(?P<indent> *)```(?P<language>\w+)\n(?P<text>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL)
_MARK = re.compile(r"<!-- (?P<name>[a-z ]+): (?P<value>.*?) -->\s*\Z")
_FLAGS = re.compile(r"^<!-- simulator: (?P<flags>.*?) -->$", re.MULTILINE)
_FILE = re.compile(r"# (?P<file>[\w./-]+\.\w+)\n")
_FILES = frozenset({"yaml", "ini", "jinja"})
_MARKS = frozenset({"settings", "exit status", "not run"})


@dataclass(frozen=True)
class Block:
    """A code block. ``line`` is where it stands; ``marks`` is what the comment before it says, by name."""

    language: str
    text: str
    line: int
    marks: t.Mapping[str, str] = field(default_factory=dict)

    @property
    def file(self) -> str | None:
        """The file that the block is, by its first line."""
        found = _FILE.match(self.text) if self.language in _FILES else None
        return found["file"] if found else None

    def loaded(self) -> t.Any:
        """The YAML of the block."""
        return yaml.load(self.text, Loader=_Loader)


PLAYED_ELSEWHERE = "docs/enterprise-manager.md"


class _Loader(yaml.SafeLoader):
    """Ansible's own tags are texts here."""


for _tag in ("!vault", "!unsafe"):
    _Loader.add_constructor(_tag, lambda loader, node: loader.construct_scalar(node))


def pages() -> list[str]:
    """Every page with blocks to play, relative to the root.

    The generated settings pages have a test of their own, and so has the guide to Enterprise Manager, which is played
    twice there.
    """
    found = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), *sorted((ROOT / "roles").glob("*/README.md"))]
    names = [str(path.relative_to(ROOT)) for path in found if any(map(_is_played, blocks(path.read_text("utf-8"))))]
    return [name for name in names if name != PLAYED_ELSEWHERE]


def _is_played(block: Block) -> bool:
    return block.language in (*_FILES, "shell")


def blocks(text: str) -> list[Block]:
    """The code blocks of a page in Markdown, top to bottom, with the indentation of lists taken away."""
    return [
        Block(
            found["language"],
            re.sub(rf"^{found['indent']}", "", found["text"], flags=re.MULTILINE),
            text.count("\n", 0, found.start()) + 1,
            _marks(text[: found.start()]),
        )
        for found in _FENCE.finditer(text)
    ]


def _marks(before: str) -> dict[str, str]:
    """The comments that stand right before a block."""
    marks: dict[str, str] = {}
    while (found := _MARK.search(before)) and found["name"] in _MARKS:
        marks[found["name"]] = found["value"]
        before = before[: found.start()]
    return marks


def simulator_flags(text: str) -> list[str]:
    """The flags that the page wants the simulator to have."""
    return [flag for found in _FLAGS.finditer(text) for flag in shlex.split(found["flags"])]


def replaced(text: str, simulator: Running, tarball: pathlib.Path | None = None) -> str:
    """``text`` with the simulator in the place of the reader's servers, and nothing that leaves this machine.

    A logon that is exported in a shell is left out: the environment has that of the simulator. A certificate that the
    reader fetched is used. ``make`` only says
    what it would do. The collection is installed from ``tarball``, which was built from this checkout.
    """
    text = re.sub(r"^export VEEAM_(HOST|PORT|USERNAME|PASSWORD|CA_PATH(?==/))=.*$", ":", text, flags=re.MULTILINE)
    text = re.sub(r"vbr\.example\.com(\W{1,3})9419\b", rf"localhost\g<1>{simulator.vbr_port}", text)
    ports = {"vbr": simulator.vbr_port, "em": simulator.em_port}
    for api, port in ports.items():
        # The port goes on a line of its own below the host, as far in.
        text = re.sub(rf"^([ -]*)host: {api}\.example\.com$", _with_port(port), text, flags=re.MULTILINE)
        text = text.replace(f"{api}.example.com", "localhost")
    text = text.replace("vcenter.example.com", "vcenter01.lab.local").replace(".example.com", ".lab.local")
    text = re.sub(r"^make ", f"make --dry-run --directory {shlex.quote(str(ROOT))} ", text, flags=re.MULTILINE)
    if tarball is not None:
        text = re.sub(r"\bbackupops-veeam-\S+\.tar\.gz", str(tarball), text)
        source = r"(collection install) (backupops\.veeam|git\+https\S+)$"
        text = re.sub(source, rf"\1 {tarball}", text, flags=re.MULTILINE)
    return text


def _with_port(port: int | None) -> t.Callable[[re.Match[str]], str]:
    def lines(found: re.Match[str]) -> str:
        below = f"\n{' ' * len(found[1])}port: {port}" if port else ""
        return f"{found[1]}host: localhost{below}"

    return lines


def kind(block: Block) -> str:
    """What a ``yaml`` block is: a play, tasks, settings, a file, or something that is not run.

    Raises ValueError for a block that nobody could tell how to run.
    """
    if "not run" in block.marks:
        return "not run"
    if "settings" in block.marks:
        return "settings"
    content = block.loaded()
    listed = isinstance(content, list) and all(isinstance(item, dict) for item in content) and bool(content)
    if listed and all("hosts" in item or "ansible.builtin.import_playbook" in item for item in content):
        return "playbook"
    if block.file:
        return "file"
    if listed and all("name" in item for item in content):
        return "tasks"
    raise ValueError(f"line {block.line}: say in a comment before the block what it is: {json.dumps(block.text[:60])}")
