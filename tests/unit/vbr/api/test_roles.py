# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A 403 names the role that the call needs in this version, as the vendor's reference says it."""

from __future__ import annotations

import re

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._vbr.api import roles
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.names.catalogue import FILTERED, LISTINGS
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.revisions import REVISIONS
from tests.vendor import openapi

VENDOR_ID = "3fa85f64-5717-4562-b3fc-2c963f66afa6"


def vendors_sentence(revision, method, template):
    """What the reference says after "Available to", as plain text."""
    description = openapi(revision)["paths"][f"/api/v1{template}"][method.lower()]["description"]
    return re.sub("<[^>]*>", "", description.rpartition("Available to")[2])


def known_calls(revision):
    for path, operations in openapi(revision)["paths"].items():
        template = path.removeprefix("/api/v1")
        for method in operations:
            concrete = re.sub(r"\{[^}]*\}", VENDOR_ID, template)
            if roles.letters(method.upper(), concrete, revision):
                yield method.upper(), template, concrete


@pytest.mark.parametrize("revision", REVISIONS)
def test_every_role_that_is_named_is_one_that_the_vendor_names(revision):
    calls = list(known_calls(revision))
    assert len(calls) > 100
    for method, template, concrete in calls:
        sentence = vendors_sentence(revision, method, template)
        told = roles.names(roles.letters(method, concrete, revision), revision)
        for name in told:
            word = name.removeprefix("a custom role with ") if name.startswith("a custom") else name
            assert word in sentence, (method, template)
        builtin = [name for name in told if not name.startswith("a custom")]
        assert len(builtin) == len(re.findall(r"Administrator|Operator|Viewer", sentence)), (method, template)


@pytest.mark.parametrize("revision", REVISIONS)
def test_every_list_that_names_are_looked_up_in_has_roles(revision):
    paths = {path for listing in LISTINGS.values() for path in listing.paths} | set(FILTERED.values())
    for path in paths | {"/jobs/states", "/sessions", "/inventory/vcenter01.lab.local"}:
        method = "POST" if path.startswith("/inventory/vc") else "GET"
        served = re.sub("vcenter01.lab.local", "{hostname}", path)
        there = any(
            re.sub(r"\{[^}]*\}", "{hostname}", known) == f"/api/v1{served}" for known in openapi(revision)["paths"]
        )
        assert bool(roles.letters(method, path, revision)) is there, path


@pytest.mark.parametrize(
    ("revision", "needs"),
    [
        ("1.2-rev1", "the role Veeam Backup Administrator (API revision 1.2-rev1, Veeam Backup & Replication 12.3.1)."),
        ("1.3-rev0", "the role Veeam Backup Administrator (API revision 1.3-rev0, Veeam Backup & Replication 13.0)."),
        (
            "1.3-rev1",
            "the role Veeam Backup Administrator, Veeam Backup Operator, Veeam Restore Operator or Veeam Tape",
        ),
        (
            "1.3-rev2",
            "the role Backup Administrator, Backup Operator, Restore Operator or a custom role with backup or",
        ),
    ],
)
def test_the_role_depends_on_the_version(revision, needs):
    said = roles.hint("POST", "/inventory/vcenter%2Fwith%20odd.name", revision)
    assert f"The role of this user does not allow it: this call needs {needs}" in said
    assert "four-eyes" not in said


def test_a_word_in_a_path_is_not_taken_for_a_name():
    assert roles.letters("POST", "/inventory/physical", "1.3-rev1") == "A"
    assert roles.letters("POST", "/inventory/vcenter01", "1.3-rev1") == "AORT"


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/nothing/like/this"), ("PATCH", "/jobs"), ("POST", "/jobs/1/fly")]
)
def test_a_call_that_nobody_knows_is_refused_in_general_words(method, path):
    assert roles.hint(method, path, "1.3-rev2") == "The role of this user does not allow it."


def test_a_delete_may_be_about_four_eyes():
    assert roles.hint("DELETE", f"/jobs/{VENDOR_ID}", "1.3-rev2").endswith(
        "needs the role Backup Administrator (API revision 1.3-rev2, Veeam Backup & Replication 13.1). "
        "With four-eyes authorization the API refuses to delete."
    )
