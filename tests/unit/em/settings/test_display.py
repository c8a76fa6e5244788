# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Jobs for people: machines go by their names, and nothing is shown that is no setting."""

from __future__ import annotations

import typing as t

from ansible_collections.backupops.veeam.plugins.module_utils._em.settings.display import shown, without_own

MACHINE = {"HierarchyObjRef": "urn:VMware:Vm:x.vm-1", "Name": "web01", "ObjectInJobId": "1", "Href": "https://em/1"}
JOB: dict[str, t.Any] = {
    "UID": "urn:veeam:Job:1",
    "Name": "Web",
    "NextRun": "2026-01-31T22:00:00Z",
    "Links": [{"Href": "https://em/api/jobs/1"}],
    "JobInfo": {"Includes": {"ObjectInJobs": [MACHINE, {**MACHINE, "Name": ""}]}},
}


def test_a_machine_is_its_name_and_one_without_a_name_is_shown_as_it_is() -> None:
    includes = shown(JOB)["JobInfo"]["Includes"]["ObjectInJobs"]
    assert includes == [{"Name": "web01"}, {"HierarchyObjRef": "urn:VMware:Vm:x.vm-1", "Name": ""}]


def test_addresses_are_not_shown_and_ids_are() -> None:
    assert shown(JOB).keys() == {"UID", "Name", "NextRun", "JobInfo"}
    assert (shown("text"), shown(None), shown([1, {"Href": "x"}])) == ("text", None, [1, {}])


def test_a_job_that_does_not_exist_yet_has_no_identity_at_any_depth() -> None:
    assert without_own(JOB) == {
        "Name": "Web",
        "JobInfo": {
            "Includes": {
                "ObjectInJobs": [
                    {"HierarchyObjRef": "urn:VMware:Vm:x.vm-1", "Name": "web01"},
                    {"HierarchyObjRef": "urn:VMware:Vm:x.vm-1", "Name": ""},
                ]
            }
        },
    }
    assert "UID" in JOB, "the source of a clone is left as it is"
