# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The pages agree with the code and with each other. That they can be followed is for the integration tests to show."""

from __future__ import annotations

import ast
import re

import pytest

from tests.checks.places import ROOT

BLOB = "https://github.com/backupops/backupops.veeam/blob/main/"
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "roles").glob("*/README.md")),
    *sorted((ROOT / "tests" / "simulator").rglob("README.md")),
]
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def anchors(text):
    """What GitHub makes of the headings of a page."""
    written = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.*)$", written, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_somewhere(name):
    text = read(name)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith(BLOB):
            place = ROOT / target.removeprefix(BLOB)
        elif re.match(r"\w+:", target):
            continue
        else:
            place = ROOT / name
            path, dummy, anchor = target.partition("#")
            place = place.parent / path if path else place
            assert not anchor or anchor in anchors(place.read_text(encoding="utf-8")), target
        assert place.exists(), target


def test_the_readme_has_no_links_that_galaxy_cannot_follow():
    relative = [target for target in re.findall(r"\]\(([^)\s]+)\)", read("README.md")) if ":" not in target]
    assert relative == []


def test_the_readme_has_the_headings_that_certification_asks_for():
    wanted = ["description", "requirements", "installation", "use-cases", "testing", "contributing", "support"]
    assert {*wanted, "release-notes-and-roadmap", "license"} <= anchors(read("README.md"))


def test_the_readme_lists_every_module():
    modules = {path.stem for path in (ROOT / "plugins" / "modules").glob("*.py")}
    assert set(re.findall(r"^\| `(veeam_\w+)` \|", read("README.md"), flags=re.MULTILINE)) == modules


def test_every_page_is_in_the_contents():
    pages = {path.name for path in (ROOT / "docs").glob("*.md")} - {"README.md"}
    assert pages <= set(re.findall(r"\]\(([\w-]+\.md)\)", read("docs/README.md")))


# Words of the libraries below or of Ansible, and placeholders for what a table of its own explains.
FOREIGN = re.compile(
    "Connection refused|Failed to import the required Python library|missing required arguments: host"
    "|couldn't resolve module/action|status 400|VSphere"
)


def messages_of_the_code():
    """Every text in the code, with an ellipsis in the place of what is filled in."""
    found = []
    for path in (ROOT / "plugins" / "module_utils").rglob("*.py"):
        if not path.stem.startswith("data_"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found += [_text(node) for node in ast.walk(tree) if isinstance(node, (ast.Constant, ast.JoinedStr))]
    for path in (ROOT / "roles").rglob("tasks/steps/*.yml"):
        words = " ".join(path.read_text(encoding="utf-8").split())
        found.append(re.sub(r"\{\{.*?\}\}", "…", words))
    return "\n".join(found)


def _text(node):
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    return "".join(_text(part) if isinstance(part, ast.Constant) else "…" for part in node.values)


def quoted_messages():
    text = read("docs/troubleshooting.md").partition("## Connection")[2]
    return re.findall(r"^\| `([^`]+)` \|", text, flags=re.MULTILINE)


def test_every_quoted_message_is_one_of_the_code():
    code = messages_of_the_code()
    quoted = quoted_messages()
    assert len(quoted) > 60
    split = [piece for message in quoted for piece in re.split(r"…|\(requests\)|'backupops|\. ", message)]
    pieces = [piece for text in split if len(piece := text.strip(' ".;:(')) > 3 and not FOREIGN.search(piece)]
    assert [piece for piece in pieces if piece not in code] == []
