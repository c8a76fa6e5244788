# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Addresses in replies: nothing of them but the id is ever used."""

from __future__ import annotations

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._em.api.links import find, links, up

GUID = "78c3919c-54d7-43fe-b047-485d3566f11f"


@pytest.mark.parametrize(
    "href",
    [
        f"http://local.host:9399/api/jobs/{GUID}",
        f"https://evil.example/api/jobs/{GUID}?format=Entity",
        f"https://proxy.example/veeam/em/api/jobs/{GUID}",
        f"https://em.example/jobs/{GUID}",
        f"https://em.example/API/NAS/Jobs/{GUID.upper()}/Start",
        f"/api/jobs/{GUID}?a=1&amp;b=2",
        f"https:&#x2F;&#x2F;em.example&#x2F;api&#x2F;jobs&#x2F;{GUID}",
        f"jobs/{GUID}/",
    ],
)
def test_an_address_says_which_thing_is_meant_wherever_it_points(href: str) -> None:
    link = find({"Links": [{"Rel": "Related", "Href": href, "Type": "Job"}]}, rel="Related", type_="Job")
    assert link is not None
    assert link.guid == GUID


@pytest.mark.parametrize("href", ["", "javascript:alert(1)", "https://em/api/tasks/task-1", None, 5])
def test_an_address_without_an_id_says_nothing(href: object) -> None:
    link = find({"Links": [{"Rel": "Related", "Href": href}]}, rel="Related")
    assert link is not None
    assert link.guid == ""


def test_a_link_is_chosen_by_what_it_is_and_not_by_its_place() -> None:
    child = {
        "Links": [
            {"Rel": "Up", "Href": f"x/backups/{GUID}", "Name": "Parent Backup", "Type": "BackupReference"},
            {"Rel": "Up", "Href": f"x/repositories/{GUID}", "Name": "Main", "Type": "RepositoryReference"},
            {"Rel": "up", "Href": f"x/backupservers/{GUID}", "Name": "vbr01", "Type": "BackupServerReference"},
            {"Rel": "Stop", "Href": f"x/jobs/{GUID}?action=stop"},
        ]
    }
    server, repository = up(child, "BackupServer"), up(child, "Repository")
    assert server is not None
    assert repository is not None
    assert (server.name, server.guid) == ("vbr01", GUID)
    assert repository.name == "Main"
    assert up(child, "Job") is None
    stop = find(child, rel="stop")
    assert stop is not None
    assert stop.type == ""


@pytest.mark.parametrize("item", [{}, {"Links": None}, {"Links": []}, {"Links": [None, {}]}])
def test_absent_links_are_no_problem(item: dict[str, object]) -> None:
    assert [link.href for link in links(item) if link.href] == []
    assert up(item, "BackupServer") is None


def test_an_id_is_read_from_the_path_and_nowhere_else() -> None:
    other = "00000000-1111-2222-3333-444444444444"
    link = find({"Links": [{"Rel": "Related", "Href": f"http://a/api/jobs/{GUID}?x={other}", "Type": "Job"}]})
    assert link is not None
    assert link.guid == GUID


@pytest.mark.parametrize("odd", [-1, True, "text", {}, None, [None, 1]])
def test_links_that_are_no_list_are_none(odd: object) -> None:
    assert list(links({"Links": odd})) == []
