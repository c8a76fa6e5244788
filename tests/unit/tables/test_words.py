# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The words of the settings: each is about something that exists, says something, and is where it came from."""

from __future__ import annotations

import copy

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.revisions import MEMBER_NAMES, REVISIONS
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.schemas import canonical_schema, load
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.guest_credentials import (
    DEFINITION,
    MACHINE_DEFINITION,
)
from tests.tables.word_problems import coverage, problems, says_something, unfinished
from tests.tables.wording import EVERY_JOB, LIKE, Words, definitions, files, twins

VOCABULARY = definitions(canonical_schema())
CONTENTS = files()
WORDS = Words(canonical_schema(), CONTENTS.values())

# Percent of the members that have words at least. Raised as they are written, never lowered.
DESCRIBED = 100

# Lists of the objects of a backup that a job copies, which 1.3-rev1 returns and nobody writes.
_RETURNED = "BackupObjectModel"

GOOD = {
    "pages": {"gfs": {"address": "https://helpcenter.veeam.com/docs/gfs.html", "version": "12.3"}},
    "definitions": {
        "SymbolicLinksSettingsModel": {
            "includeSymbolicLinkContent": {"does": "Reads what links lead to.", "label": "Follow", "page": "gfs"}
        }
    },
}


@pytest.mark.parametrize("name", sorted(CONTENTS))
def test_a_file_of_words_is_sound(name):
    assert problems(CONTENTS[name], VOCABULARY) == []


@pytest.mark.parametrize("name", sorted(CONTENTS))
def test_a_definition_that_is_begun_has_words_for_every_member(name):
    assert unfinished(CONTENTS[name], WORDS, VOCABULARY) == []


def test_no_definition_is_described_in_two_files():
    described = [name for content in CONTENTS.values() for name in content["definitions"]]
    assert sorted(described) == sorted(set(described))


def test_every_member_has_words():
    lacking = [
        f"{name}.{member}"
        for name, definition in VOCABULARY.items()
        for member in definition.members
        if WORDS.of(name, member) is None
    ]
    assert lacking == []


def test_the_words_cover_no_less_than_before():
    assert float(coverage(WORDS, VOCABULARY).partition(" %")[0]) >= DESCRIBED


@pytest.mark.parametrize("revision", REVISIONS)
def test_every_member_of_every_revision_is_one_of_the_vocabulary(revision):
    """So that words for the vocabulary are words for each revision."""
    canonical = {older: name for name, older in MEMBER_NAMES.items()}
    reshaped = {DEFINITION, MACHINE_DEFINITION}
    lacking = [
        f"{name}.{member}"
        for name, definition in definitions(load(revision)).items()
        if not name.endswith(_RETURNED) and name not in reshaped
        for member in definition.members
        if name not in VOCABULARY or not {member, canonical.get(member)} & VOCABULARY[name].members.keys()
    ]
    assert lacking == []


def test_what_a_job_is_changed_with_has_the_words_of_what_it_is_created_with():
    assert twins(canonical_schema())["BackupJobModel"] == "BackupJobSpec"
    described = Words(canonical_schema(), [changed(definition="BackupJobSpec", member="storage")])
    assert described.of("BackupJobModel", "storage") is described.of("BackupJobSpec", "storage")
    assert described.of("BackupJobSpec", "storage") is not None
    assert described.of("HyperVBackupJobModel", "storage") is None


def test_a_definition_can_be_like_another():
    content = copy.deepcopy(GOOD)
    content["definitions"]["ACLHandlingSettingsModel"] = {LIKE: "SymbolicLinksSettingsModel"}
    words = Words(canonical_schema(), [content])
    assert words.of("ACLHandlingSettingsModel", "includeSymbolicLinkContent").label == "Follow"
    assert unfinished(content, words, VOCABULARY) == ["ACLHandlingSettingsModel.backupMode: has no words"]


def test_a_job_type_can_call_a_member_differently():
    content = changed(elsewhere={"FileBackup": {"label": "Include", "page": "gfs"}})
    words = Words(canonical_schema(), [content])
    said = [words.of("SymbolicLinksSettingsModel", "includeSymbolicLinkContent", job) for job in ("", "FileBackup")]
    assert [word.label for word in said] == ["Follow", "Include"]
    assert said[0].does == said[1].does


@pytest.mark.parametrize(
    ("does", "member", "enough"),
    [
        ("Retention policy settings.", "retentionPolicy", False),
        ("Specifies the type of the retention policies.", "retentionPolicy", False),
        ("Defines whether the setting is enabled.", "isEnabled", False),
        ("Number of weeks to keep.", "keepForNumberOfWeeks", False),
        ("How long a marked backup can be neither changed nor deleted.", "keepForNumberOfWeeks", True),
        ("Starts the next run as soon as one has ended.", "continuously", True),
    ],
)
def test_words_say_more_than_the_name(does, member, enough):
    assert says_something(does, member) is enough


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"does": "Reads what links lead to"}, "full stop"),
        ({"does": "Includes symbolic link content."}, "no more than the name"),
        ({"does": "Reads " + "what links lead to " * 20 + "."}, "300 characters"),
        ({"not_shown": "gfs"}, "exactly one of"),
        ({"label": None, "page": None}, "exactly one of"),
        ({"page": None}, "a label has the page"),
        ({"page": "other"}, "no page of this file"),
        ({"label": "Follow:"}, "without punctuation"),
        ({"minimum": 1}, "need `documented`"),
        ({"default": True}, "needs `documented`"),
        ({"tooltip": "Follow"}, "no such key"),
        ({"opposite": False}, "is true, of a label"),
        ({"opposite": True, "label": None, "page": None, "not_shown": "gfs"}, "is true, of a label"),
        ({"elsewhere": {"VMwareBackup": {"label": "Include", "page": "gfs"}}}, "not a job type"),
    ],
)
def test_a_wrong_entry_is_found(change, complaint):
    found = problems(changed(**change), VOCABULARY)
    assert any(complaint in line for line in found), found


@pytest.mark.parametrize(
    ("definition", "member", "complaint"),
    [
        ("NoSuchModel", "isEnabled", "no such definition"),
        ("SymbolicLinksSettingsModel", "isEnabled", "no such member"),
        (EVERY_JOB, "storage", "no such member"),
    ],
)
def test_words_without_a_member_are_found(definition, member, complaint):
    found = problems(changed(definition=definition, member=member), VOCABULARY)
    assert any(complaint in line for line in found), found


@pytest.mark.parametrize(
    ("address", "version", "complaint"),
    [
        ("http://helpcenter.veeam.com/docs/gfs.html", "12", "https address"),
        ("https://example.com/gfs.html", "12", "https address"),
        ("https://helpcenter.veeam.com", "12", "https address"),
        ("https://helpcenter.veeam.com/docs/gfs.html", "newest", "a version is a text"),
        ("https://helpcenter.veeam.com/docs/gfs.html", 12.3, "a version is a text"),
    ],
)
def test_a_page_that_nobody_could_look_up_is_found(address, version, complaint):
    content = copy.deepcopy(GOOD)
    content["pages"]["gfs"] = {"address": address, "version": version}
    assert any(complaint in line for line in problems(content, VOCABULARY))


def test_a_page_that_nothing_refers_to_is_found():
    content = copy.deepcopy(GOOD)
    content["pages"]["more"] = dict(content["pages"]["gfs"])
    assert problems(content, VOCABULARY) == ["pages.more: nothing refers to it"]
    assert problems(GOOD, VOCABULARY) == []


def changed(*, definition="SymbolicLinksSettingsModel", member="includeSymbolicLinkContent", **entry):
    """GOOD with another member or entry; None takes a key away."""
    content = copy.deepcopy(GOOD)
    first = content["definitions"].pop("SymbolicLinksSettingsModel")["includeSymbolicLinkContent"]
    whole = {**first, **entry}
    content["definitions"][definition] = {member: {key: value for key, value in whole.items() if value is not None}}
    return content
