# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``python -m tests.tables.word_problems [FILE ...]``: what is wrong with files of words, and how far they are.

Only the form is looked at; whether a page says what is said of it, a reader has to see.
"""

from __future__ import annotations

import re
import sys
import typing as t
import urllib.parse
from pathlib import Path

from tests.checks.places import link_collection

if __name__ == "__main__":
    sys.path.insert(0, str(link_collection()))

from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.schemas import canonical_schema
from tests.tables.wording import EVERY_JOB, FOLDER, LIKE, Raw, Words, definitions, likes, read

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.schemas import Definition, Schema

HOSTS: t.Final = frozenset(
    {
        "bp.veeam.com",
        "community.veeam.com",
        "forums.veeam.com",
        "helpcenter.veeam.com",
        "learn.microsoft.com",
        "old.veeambp.com",
        "www.veeam.com",
    }
)
_VERSION: t.Final = re.compile(r"\d+(\.\d+)*( Update \d+[a-z]?)?|not stated")
_TEXTS: t.Final = frozenset({"does", "unit", "step", "window", "label", "no_page_found"})
_NUMBERS: t.Final = frozenset({"minimum", "maximum"})
_NAMED: t.Final = frozenset({"page", "documented", "not_shown"})
_STATES: t.Final = ("label", "not_shown", "no_page_found")
_LONGEST: t.Final = {"does": 300, "unit": 40, "step": 60, "window": 80, "label": 160, "no_page_found": 200}
_OF_EVERY_JOB: t.Final = frozenset({"name", "type", "description", "isHighPriority", "isDisabled", "id"})
# Words that say nothing of what a member does.
_EMPTY: t.Final = frozenset(
    "a an and any are as at be been by can do does for from has have if in into is it its list lists may name object "
    "of on option or set setting specifies specify some such that the their then there this to true false type use "
    "value what when where whether which who will with you your define defines enable enables enabled indicates "
    "model".split()
)
_CAMEL: t.Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def problems(content: Raw, vocabulary: Mapping[str, Definition]) -> list[str]:
    """What is wrong with the content of one file, a line each."""
    if set(content) != {"pages", "definitions"} or not all(isinstance(part, dict) for part in content.values()):
        return ["a file has `pages` and `definitions`, and nothing else"]
    found = [problem for key, page in content["pages"].items() for problem in _page_problems(key, page)]
    if found:
        return found
    for name, members in content["definitions"].items():
        found += [f"{name}{problem}" for problem in _definition_problems(name, members, content["pages"], vocabulary)]
    if not found:
        used = set(_pages_used(content["definitions"]))
        found += [f"pages.{key}: nothing refers to it" for key in content["pages"] if key not in used]
    return found


def unfinished(content: Raw, words: Words, vocabulary: Mapping[str, Definition]) -> list[str]:
    """Members without words in definitions that the file describes: it leaves none half done."""
    return [
        f"{name}.{member}: has no words"
        for name in content["definitions"]
        if name != EVERY_JOB
        for member in vocabulary[name].members
        if words.of(name, member) is None
    ]


def says_something(does: str, member: str) -> bool:
    """Whether ``does`` has at least two words that neither the name of its member has nor every sentence."""
    own = {_stem(word) for word in _CAMEL.findall(member)}
    others = {_stem(word) for word in re.findall(r"[A-Za-z0-9]+", does) if word.lower() not in _EMPTY}
    return len({word for word in others if not _same(word, own)} - {_stem(word) for word in _EMPTY}) > 1


def _same(word: str, own: Iterable[str]) -> bool:
    return any(word == one or (len(one) > 3 and word.startswith(one)) for one in own)


def _stem(word: str) -> str:
    lowered = word.lower()
    for ending in ("ations", "ation", "ings", "ing", "ies", "ed", "es", "s", "ly", "y", "e"):
        if lowered.endswith(ending) and len(lowered) - len(ending) > 2:
            return lowered.removesuffix(ending)
    return lowered


def _page_problems(key: str, page: t.Any) -> Iterator[str]:
    if not isinstance(page, dict) or set(page) - {"product"} != {"address", "version"}:
        yield f"pages.{key}: a page has `address` and `version`, and `product` unless it is Backup & Replication"
        return
    address = urllib.parse.urlsplit(str(page["address"]))
    if address.scheme != "https" or address.hostname not in HOSTS or len(address.path) < 2:
        yield f"pages.{key}: {page['address']} is not the https address of a page on {', '.join(sorted(HOSTS))}"
    if not isinstance(page["version"], str) or not _VERSION.fullmatch(page["version"]):
        yield f'pages.{key}: a version is a text like "12", "9.5 Update 4" or "not stated", not {page["version"]!r}'


def _definition_problems(name: str, members: t.Any, pages: Raw, vocabulary: Mapping[str, Definition]) -> Iterator[str]:
    if name != EVERY_JOB and name not in vocabulary:
        yield ": there is no such definition"
        return
    if not isinstance(members, dict):
        yield ": needs members"
        return
    yield from (f".like: there is no definition {other}" for other in likes(members) if other not in vocabulary)
    known = _OF_EVERY_JOB if name == EVERY_JOB else vocabulary[name].members.keys()
    entries = {member: entry for member, entry in members.items() if member != LIKE}
    for member, entry in entries.items():
        if member not in known:
            yield f".{member}: there is no such member"
        else:
            yield from (f".{member}{problem}" for problem in _entry_problems(member, entry, pages))
    said = [entry["does"] for entry in entries.values() if isinstance(entry, dict) and "does" in entry]
    yield from (f": two members are described as {text!r}" for text in sorted({x for x in said if said.count(x) > 1}))


def _entry_problems(member: str, entry: t.Any, pages: Raw) -> Iterator[str]:
    if not isinstance(entry, dict) or "does" not in entry:
        yield ": needs `does`"
        return
    yield from _key_problems(entry, pages, extra={"elsewhere"})
    yield from _sentence_problems(member, str(entry["does"]))
    if sum(state in entry for state in _STATES) != 1:
        yield f": has exactly one of {', '.join(_STATES)}"
    if _NUMBERS & entry.keys() and "documented" not in entry:
        yield ": limits need `documented`, the page that states them"
    if "default" in entry and "documented" not in entry:
        yield ": a default needs `documented`, the page that states it"
    yield from _elsewhere_problems(entry.get("elsewhere", {}), pages)


def _elsewhere_problems(elsewhere: t.Any, pages: Raw) -> Iterator[str]:
    if not isinstance(elsewhere, dict):
        yield ".elsewhere: names job types"
        return
    types = canonical_schema().job_types
    for job_type, other in elsewhere.items():
        place = f".elsewhere.{job_type}"
        if job_type not in types or not isinstance(other, dict):
            yield f"{place}: is not a job type with words of its own"
            continue
        yield from (f"{place}{problem}" for problem in _key_problems(other, pages, extra=set()))
        if sum(state in other for state in _STATES) > 1:
            yield f"{place}: has one of {', '.join(_STATES)} at most"


def _key_problems(entry: Raw, pages: Raw, extra: set[str]) -> Iterator[str]:
    for key, value in entry.items():
        if key not in _TEXTS | _NAMED | _NUMBERS | {"default", "opposite"} | extra:
            yield f".{key}: there is no such key"
        if key in _TEXTS and not _is_line(value, _LONGEST[key]):
            yield f".{key}: is one line of {_LONGEST[key]} characters at most"
        if key in _NAMED and value not in pages:
            yield f".{key}: no page of this file is called {value!r}"
        if key in _NUMBERS and (isinstance(value, bool) or not isinstance(value, int | float)):
            yield f".{key}: is a number"
    if entry.get("opposite", True) is not True or ("opposite" in entry and "label" not in entry):
        yield ".opposite: is true, of a label"
    yield from _label_problems(entry)


def _is_line(value: t.Any, longest: int) -> bool:
    return isinstance(value, str) and 0 < len(value) <= longest and value == " ".join(value.split())


def _label_problems(entry: Raw) -> Iterator[str]:
    if ("label" in entry) != ("page" in entry):
        yield ": a label has the page on which it was read, and nothing else has"
    if str(entry.get("label", "")).endswith((".", ":")):
        yield ".label: ends without punctuation"


def _sentence_problems(member: str, does: str) -> Iterator[str]:
    if not does.endswith(".") or not does[0].isupper():
        yield ".does: is a sentence with a capital and a full stop"
    if len(does) < 15 or not says_something(does, member):
        yield ".does: says no more than the name of the member"
    if "|" in does or "`" in does:
        yield ".does: is plain text"


def _pages_used(described: Raw) -> Iterator[str]:
    for members in described.values():
        for name, entry in members.items():
            if name != LIKE:
                for one in (entry, *entry.get("elsewhere", {}).values()):
                    yield from (one[key] for key in _NAMED if key in one)


def coverage(words: Words, vocabulary: Mapping[str, Definition]) -> str:
    """How many members of the vocabulary have words, and how many the console's."""
    found = [words.of(name, member) for name, one in vocabulary.items() for member in one.members]
    described = [word for word in found if word is not None]
    labelled = sum(bool(word.label) for word in described)
    unseen = sum(word.not_shown is not None for word in described)
    share = f"{100 * len(described) / len(found):.1f} % of {len(found)} members described"
    return (
        f"{share}, {100 * labelled / len(found):.1f} % with the label of the console, {unseen} that it does not show, "
        f"{len(described) - labelled - unseen} without a page"
    )


def main(names: list[str]) -> int:
    """Print what is wrong with the named files, or all, and the coverage. Exit status 1 when anything is."""
    schema: Schema = canonical_schema()
    vocabulary = definitions(schema)
    everything = {path.resolve(): read(path) for path in sorted(FOLDER.glob("*.yml"))}
    chosen = [Path(name).resolve() for name in names] or list(everything)
    wrong = [f"{path.name}: {line}" for path in chosen for line in problems(read(path), vocabulary)]
    if not wrong:
        # Another file may be half written at the moment.
        sound = [content for content in everything.values() if not problems(content, vocabulary)]
        words = Words(schema, sound)
        wrong = [f"{path.name}: {line}" for path in chosen for line in unfinished(read(path), words, vocabulary)]
        print(coverage(words, vocabulary))
    print("\n".join(wrong) if wrong else f"{len(chosen)} files, nothing wrong")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
