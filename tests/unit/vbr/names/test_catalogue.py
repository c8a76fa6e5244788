# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names in the lists of a server: each list is read once, and what a name can mean is told."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import InvalidInput
from ansible_collections.backupops.veeam.plugins.module_utils._model import Gap
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.names.catalogue import Catalogue
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.references import Collection
from tests.unit.vbr.lists import Lists

if t.TYPE_CHECKING:
    from ansible_collections.backupops.veeam.plugins.module_utils._model import Json

INFRASTRUCTURE = "/backupInfrastructure"
REPOSITORIES, SCALE_OUT = f"{INFRASTRUCTURE}/repositories", f"{INFRASTRUCTURE}/scaleOutRepositories"
R1, R2, P1 = (f"{digit * 8}-2222-4333-8444-555555555555" for digit in "abc")
MAIN, OFFSITE = {"id": R1, "name": "Main", "type": "WinLocal"}, {"id": R2, "name": "Offsite", "type": "LinuxLocal"}
PROXIES: list[Json] = [
    {"id": P1, "name": "proxy01", "type": "ViProxy"},
    {"id": R2, "name": "proxy01", "type": "HvProxy"},
    {"id": R1, "name": "vbr01", "type": "GeneralPurposeProxy"},
]
USERS: list[Json] = [
    {"id": "1", "username": "LAB\\svc", "description": "SQL servers", "type": "Standard"},
    {"id": "2", "username": "LAB\\svc", "description": "Web servers", "type": "Standard"},
    {"id": "3", "username": "LAB\\svc", "description": "Web servers", "type": "Linux"},
    {"id": "4", "username": "root", "description": "", "type": "Linux"},
]
KEYS: list[Json] = [{"id": "1", "hint": "Main key"}, {"id": "2", "hint": "Old key"}, {"id": "3", "hint": "Old key"}]


def lists(**given: t.Any) -> Lists:
    rows: dict[str, t.Any] = {
        REPOSITORIES: [MAIN, OFFSITE],
        SCALE_OUT: [{"id": P1, "name": "Pool"}],
        f"{INFRASTRUCTURE}/proxies": PROXIES,
        f"{INFRASTRUCTURE}/managedServers": [{"id": R1, "name": "proxy01.lab.local"}],
        "/credentials": USERS,
        "/encryptionPasswords": KEYS,
        "/inventory/unstructuredDataServers": [{"id": R1, "account": {"friendlyName": "Bucket"}}],
        "/backups": [{"id": R1, "name": "Nightly"}],
        "/jobs": [],
        "/jobs/states": [{"id": R1, "name": "Proxmox machines", "type": "ProxmoxBackupJob"}],
    }
    return Lists(rows, **given)


def catalogue(of: Lists | None = None) -> Catalogue:
    return Catalogue(t.cast("t.Any", of or lists()))


def refused(collection: Collection, written: t.Any, of: Lists | None = None) -> str:
    with pytest.raises(InvalidInput) as caught:
        catalogue(of).entry(collection, written, ("settings", "here"))
    [(path, message)] = caught.value.problems
    assert path == ("settings", "here")
    return message


def test_a_list_is_read_once_and_only_when_something_refers_to_it() -> None:
    server = lists()
    known = catalogue(server)
    assert known.known(Collection.REPOSITORIES) == frozenset()
    assert known.label(Collection.REPOSITORIES, R1) is None
    assert server.read == []
    assert known.entry(Collection.REPOSITORIES, "Main", ()) == MAIN
    assert known.entry(Collection.REPOSITORIES, R2.upper(), ()) == OFFSITE
    assert known.known(Collection.REPOSITORIES) == {"Main", "Offsite", "Pool"}
    assert known.label(Collection.REPOSITORIES, R1.upper()) == "Main"
    assert server.read == [REPOSITORIES, SCALE_OUT]


def test_a_scale_out_repository_is_a_repository_and_has_its_type() -> None:
    found = catalogue().entry(Collection.REPOSITORIES, "Pool", ())
    assert found == {"id": P1, "name": "Pool", "type": "ExtendableRepository"}


@pytest.mark.parametrize(("revision", "excluded"), [("1.2-rev1", False), ("1.3-rev0", True), ("1.3-rev2", True)])
def test_extents_are_left_out_where_the_server_can(revision: str, excluded: bool) -> None:
    server = lists(revision=revision)
    catalogue(server).entry(Collection.REPOSITORIES, "Main", ())
    assert ["excludeExtents" in params for params in server.asked] == [excluded, False]


@pytest.mark.parametrize(
    ("collection", "written", "message"),
    [
        (Collection.REPOSITORIES, "Mian", 'there is no backup repository "Mian" on the server; close to it are Main'),
        (Collection.REPOSITORIES, "main", 'there is no backup repository "main" on the server; close to it are Main'),
        (
            Collection.REPOSITORIES,
            "zzz",
            'there is no backup repository "zzz" on the server; there are Main, Offsite, Pool',
        ),
        (
            Collection.PROXIES,
            {"name": "vbr01", "type": "ViProxy"},
            'there is no backup proxy name "vbr01", type "ViProxy" on the server; close to it are vbr01',
        ),
        (
            Collection.PROXIES,
            "proxy01",
            (
                'there are 2 backup proxies "proxy01" on the server, give the id:'
                f"\n  - proxy01 (ViProxy, id {P1})\n  - proxy01 (HvProxy, id {R2})"
            ),
        ),
        (Collection.ENCRYPTION_PASSWORDS, "Old key", 'there are 2 encryption passwords "Old key" on the server'),
        (Collection.CREDENTIALS, "lab\\SVC", "on the server, give description or type too, or the id:"),
        (Collection.CREDENTIALS, {"username": "root", "type": "Standard"}, 'username "root", type "Standard" on'),
        (Collection.JOBS, "Nightly", 'there is no job "Nightly" on the server'),
    ],
)
def test_names_that_mean_nothing_or_too_much(collection: Collection, written: t.Any, message: str) -> None:
    assert message in refused(collection, written)


def test_what_is_no_hint_may_be_the_password_itself_and_is_not_repeated() -> None:
    said = refused(Collection.ENCRYPTION_PASSWORDS, "hunter22")
    assert "write its hint, never the password" in said
    assert "hunter22" not in said


def test_a_list_with_a_gap_does_not_prove_that_there_is_none() -> None:
    server = lists(gap=Gap("GET /api/v1/credentials", 5, 4))
    said = refused(Collection.CREDENTIALS, "guest", server)
    assert said == (
        'the credentials record "guest" was not found, which does not mean that there is none: '
        "the server counts 5 entries in GET /api/v1/credentials and gave 4"
    )
    assert server.warned == [server.gap]


@pytest.mark.parametrize(
    ("collection", "written", "identifier"),
    [
        (Collection.MANAGED_SERVERS, "PROXY01.lab.local", R1),
        (Collection.CREDENTIALS, "ROOT", "4"),
        (Collection.CREDENTIALS, {"username": "lab\\svc", "description": "SQL servers"}, "1"),
        (Collection.CREDENTIALS, {"username": "LAB\\svc", "description": "Web servers", "type": "linux"}, "3"),
        (Collection.CREDENTIALS, {"username": "root", "description": None}, "4"),
        (Collection.PROXIES, {"name": "proxy01", "type": "ViProxy"}, P1),
        (Collection.UNSTRUCTURED_SERVERS, "Bucket", R1),
        (Collection.BACKUPS, "Nightly", R1),
    ],
)
def test_an_entry_is_found_by_what_tells_it_apart(collection: Collection, written: t.Any, identifier: str) -> None:
    assert catalogue().entry(collection, written, ())["id"] == identifier


@pytest.mark.parametrize(
    ("collection", "identifier", "kind", "written"),
    [
        (Collection.REPOSITORIES, R1, None, "Main"),
        (Collection.REPOSITORIES, "gone", None, None),
        # Which of the two is good for the place is known there.
        (Collection.PROXIES, P1, "ViProxy", "proxy01"),
        (Collection.PROXIES, P1, "HvProxy", None),
        (Collection.PROXIES, P1, None, None),
        (Collection.CREDENTIALS, "4", None, "root"),
        (Collection.CREDENTIALS, "1", None, {"username": "LAB\\svc", "description": "SQL servers"}),
        (
            Collection.CREDENTIALS,
            "3",
            None,
            {"username": "LAB\\svc", "type": "Linux"},
        ),
        (Collection.ENCRYPTION_PASSWORDS, "2", None, None),
        (Collection.BACKUPS, R1, None, "Nightly"),
    ],
)
def test_what_is_written_for_an_entry_finds_it_again(
    collection: Collection, identifier: str, kind: str | None, written: t.Any
) -> None:
    assert catalogue().reference(collection, identifier, kind=kind) == written


def test_credentials_are_shown_with_their_description_where_the_username_is_not_enough() -> None:
    known = catalogue()
    known.entry(Collection.CREDENTIALS, "root", ())
    shown = [known.label(Collection.CREDENTIALS, user["id"]) for user in USERS]
    described = [{"username": user["username"], "description": user["description"]} for user in USERS]
    assert shown == [*described[:2], "LAB\\svc", "root"]


def test_a_job_that_was_read_already_is_not_looked_up() -> None:
    server = lists()
    known = catalogue(server)
    known.prime_jobs([{"id": R1, "name": "Nightly"}])
    assert known.entry(Collection.JOBS, "Nightly", ())["id"] == R1
    assert known.label(Collection.JOBS, R1) == "Nightly"
    assert server.read == []


def test_a_reference_to_a_job_without_a_model_costs_two_lists() -> None:
    server = lists()
    known = catalogue(server)
    for dummy in range(2):
        assert known.entry(Collection.JOBS, "Proxmox machines", ("primaryJob",))["id"] == R1
    assert server.read == ["/jobs", "/jobs/states"]
