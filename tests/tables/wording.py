# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The words of the settings: what each member does, and what the product's console calls it.

They are written in ``tests/tables/words``, a file for each area, and described there in ``README.md``. A definition is
described once, wherever it is used. What is wrong with a file, ``word_problems`` finds.
"""

from __future__ import annotations

import dataclasses
import typing as t

import yaml

from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.schemas import MISSING
from tests.checks.places import ROOT

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.schemas import Definition, Member, Schema

FOLDER: t.Final = ROOT / "tests" / "tables" / "words"
# Stands for the members that every job has and that are options of the module, in the place of a definition.
EVERY_JOB: t.Final = "EveryJob"
# Beside the members of a definition: other definitions whose words count for what is not described here.
LIKE: t.Final = "like"

Raw = dict[str, t.Any]
Key = tuple[str, str]


@dataclasses.dataclass(frozen=True)
class Page:
    """A public page, and the product and its version that it is about; "not stated" when the page does not say."""

    address: str
    version: str
    product: str = "Backup & Replication"


@dataclasses.dataclass(frozen=True)
class Word:
    """What is said of one member.

    Of the console exactly one is known: ``label`` as ``page`` has it, that the step on the page ``not_shown`` lists
    nothing for it, or what was looked for in vain (``no_page_found``). ``step`` of the wizard and ``window`` or tab
    count for everything below, too. ``opposite`` says that what is selected on the screen is false here. ``elsewhere``
    holds what is different in some job types. Limits and the default are those that the page ``documented`` states.
    """

    does: str
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    default: t.Any = MISSING
    documented: Page | None = None
    step: str = ""
    window: str = ""
    label: str = ""
    page: Page | None = None
    not_shown: Page | None = None
    no_page_found: str = ""
    opposite: bool = False
    elsewhere: Mapping[str, Word] = dataclasses.field(default_factory=dict)


def on_page(label: str) -> str:
    """``label`` in Markdown, which would take the ``<N>`` of a field within it for a tag and drop it."""
    return label.replace("<", "\\<")


def turned(word: Word) -> str:
    """What follows a label that says the opposite of its setting, else nothing."""
    return ", the other way round" if word.opposite else ""


def files() -> dict[str, Raw]:
    """File name -> content, of every file of words."""
    return {path.name: read(path) for path in sorted(FOLDER.glob("*.yml"))}


def read(path: Path) -> Raw:
    """What one file holds."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content if isinstance(content, dict) else {}


class Words:
    """Finds the words of a member of ``vocabulary``."""

    def __init__(self, vocabulary: Schema, contents: Iterable[Raw]) -> None:
        self._vocabulary = vocabulary
        self._twins = twins(vocabulary)
        self._entries: dict[Key, Word] = {}
        self._like: dict[str, list[str]] = {}
        for content in contents:
            self._add(content)

    def of(self, definition: str, member: str, job_type: str = "") -> Word | None:
        """The words of ``member``, in jobs of ``job_type`` where they are different there; None when there are none."""
        return self.own(definition, member, job_type) or self._everywhere(definition, member)

    def own(self, definition: str, member: str, job_type: str) -> Word | None:
        """The words that ``member`` has in jobs of ``job_type`` alone; None when it has the same as elsewhere."""
        found = self._everywhere(definition, member)
        return None if found is None else found.elsewhere.get(job_type)

    def _everywhere(self, definition: str, member: str) -> Word | None:
        found = self._found(definition, member, frozenset())
        if found is None and definition in self._twins:
            found = self._found(self._twins[definition], member, frozenset())
        if found is None and definition in bodies(self._vocabulary):
            found = self._entries.get((EVERY_JOB, member))
        return found

    def _found(self, definition: str, member: str, seen: frozenset[str]) -> Word | None:
        own = self._entries.get((definition, member))
        if own is not None or definition in seen:
            return own
        others = (self._found(name, member, seen | {definition}) for name in self._like.get(definition, []))
        return next((word for word in others if word is not None), None)

    def _add(self, content: Raw) -> None:
        pages = {key: Page(**page) for key, page in content["pages"].items()}
        for definition, members in content["definitions"].items():
            self._like[definition] = likes(members)
            entries = {name: entry for name, entry in members.items() if name != LIKE}
            self._entries.update({(definition, name): _word(entry, pages) for name, entry in entries.items()})


def likes(members: Raw) -> list[str]:
    """The other definitions that a definition is like."""
    written = members.get(LIKE, [])
    return [written] if isinstance(written, str) else list(written)


def _word(entry: Raw, pages: Mapping[str, Page]) -> Word:
    plain = {key: value for key, value in entry.items() if key != "elsewhere"}
    states = ("label", "page", "not_shown", "no_page_found")
    common = {key: value for key, value in plain.items() if key not in states}
    special = {}
    for job_type, other in entry.get("elsewhere", {}).items():
        base = common if any(state in other for state in states) else plain
        special[job_type] = Word(**_resolved({**base, **other}, pages))
    return Word(**_resolved(plain, pages), elsewhere=special)


def _resolved(entry: Raw, pages: Mapping[str, Page]) -> Raw:
    named = {"page", "documented", "not_shown"}
    return {key: pages[value] if key in named else value for key, value in entry.items()}


def load(vocabulary: Schema) -> Words:
    """The words of all files."""
    return Words(vocabulary, files().values())


def bodies(vocabulary: Schema) -> frozenset[str]:
    """The definitions that are whole jobs."""
    return frozenset(name for pair in vocabulary.job_types.values() for name in (pair.spec, pair.model))


def definitions(vocabulary: Schema) -> dict[str, Definition]:
    """Every object that a job of any type may contain, as it is created and as it is changed."""
    found: dict[str, Definition] = {}
    waiting = sorted(bodies(vocabulary))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = vocabulary.definition(name)
            waiting += below(found[name])
    return dict(sorted(found.items()))


def below(definition: Definition) -> list[str]:
    """The definitions of the objects in ``definition``, and those that it may turn out to be."""
    inner = [object_of(member) for member in definition.members.values()]
    return [*definition.branches.values(), *(name for name in inner if name)]


def object_of(member: Member) -> str:
    """The definition of the object that ``member`` is or lists, "" when it is something else."""
    while member.items is not None:
        member = member.items
    return member.ref if member.kind == "object" else ""


def twins(vocabulary: Schema) -> dict[str, str]:
    """What a definition is called when a job is changed -> what stands in its place when it is created."""
    found: dict[str, str] = {}
    waiting = [(pair.model, pair.spec) for pair in vocabulary.job_types.values()]
    while waiting:
        changed, created = waiting.pop()
        if changed != created and changed not in found:
            found[changed] = created
            waiting += _pairs(vocabulary.definition(changed), vocabulary.definition(created))
    return found


def _pairs(changed: Definition, created: Definition) -> list[tuple[str, str]]:
    both = changed.members.keys() & created.members.keys()
    pairs = [(object_of(changed.members[name]), object_of(created.members[name])) for name in sorted(both)]
    return [(one, other) for one, other in pairs if one and other]
