# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import copy
import random
import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.backupops.veeam.plugins.module_utils._engine.compare import differences, project, without_nulls
from ansible_collections.backupops.veeam.plugins.module_utils._engine.merge import merge
from ansible_collections.backupops.veeam.plugins.module_utils._engine.presentation import changes
from ansible_collections.backupops.veeam.plugins.module_utils._paths import text
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.comparison import VbrComparison

RULES = VbrComparison()
GUIDS = st.uuids(version=4).map(str)
NAMES = st.sampled_from(["web01", "web02", "db01", "db02", "files"])
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]


def machine(name: str) -> dict[str, t.Any]:
    return {
        "platform": "VSphere",
        "hostName": "vc01.lab",
        "name": name,
        "type": "VirtualMachine",
        "objectId": f"vm-{name}",
    }


machines = st.lists(NAMES, unique=True).map(lambda names: [machine(name) for name in names])
per_machine = st.lists(
    st.fixed_dictionaries(
        {"vmObject": NAMES.map(machine)},
        optional={
            "vss": st.sampled_from(["RequireSuccess", "IgnoreFailures", "requireSuccess"]),
            "sql": st.fixed_dictionaries({}, optional={"logsProcessing": st.sampled_from(["Truncate", "Backup"])}),
        },
    ),
    unique_by=lambda item: item["vmObject"]["name"],
)
rules_in_order = st.lists(
    st.fixed_dictionaries({"ruleType": st.just("IPv4")}, optional={"description": st.sampled_from(["a", "b"])}),
    max_size=3,
)
settings = st.fixed_dictionaries(
    {},
    optional={
        "virtualMachines": st.fixed_dictionaries({}, optional={"includes": machines}),
        "guestProcessing": st.fixed_dictionaries({}, optional={"appSettings": per_machine}),
        "reIp": st.fixed_dictionaries({}, optional={"rules": rules_in_order}),
        "storage": st.fixed_dictionaries(
            {},
            optional={
                "backupRepositoryId": GUIDS,
                "quantity": st.one_of(st.integers(1, 5), st.sampled_from([1.0, 2.0])),
                "proxyIds": st.lists(GUIDS, unique=True, max_size=3),
                "isEnabled": st.booleans(),
            },
        ),
        "schedule": st.fixed_dictionaries(
            {},
            optional={
                "localTime": st.sampled_from(["22:00", "4:00", "04:00:00", ""]),
                "days": st.lists(st.sampled_from([*DAYS, "monday"]), unique_by=str.lower),
                "afterThisJob": st.none(),
            },
        ),
    },
)


def found(wanted: t.Any, observed: t.Any) -> list[str]:
    return [
        text(change.path) for change in changes(differences(wanted, observed, RULES), RULES, lambda tree, dummy: tree)
    ]


def shuffled(value: t.Any, chance: random.Random, name: str = "") -> t.Any:
    """``value`` as a server may send it back: sets in any order."""
    if isinstance(value, dict):
        return {member: shuffled(below, chance, member) for member, below in value.items()}
    if isinstance(value, list):
        items = [shuffled(item, chance) for item in value]
        return items if name == "rules" else chance.sample(items, len(items))
    return value


@given(settings, settings)
def test_what_was_merged_is_what_was_wanted(observed: t.Any, wanted: t.Any) -> None:
    merged = merge(observed, wanted, RULES)
    assert found(wanted, merged) == []
    assert merge(merged, wanted, RULES) == merged


@given(settings, settings)
def test_a_merge_changes_neither_argument(observed: t.Any, wanted: t.Any) -> None:
    before = copy.deepcopy((observed, wanted))
    merge(observed, wanted, RULES)
    assert (observed, wanted) == before


@given(settings, st.randoms(use_true_random=False))
def test_the_order_of_sets_means_nothing(wanted: t.Any, chance: random.Random) -> None:
    assert found(wanted, shuffled(wanted, chance)) == []


@given(settings)
def test_everything_is_as_itself(wanted: t.Any) -> None:
    assert found(wanted, copy.deepcopy(wanted)) == []
    assert merge(wanted, wanted, RULES) == without_nulls(wanted)


@given(settings, settings)
def test_what_nobody_wrote_about_stays(observed: t.Any, wanted: t.Any) -> None:
    merged = merge(observed, wanted, RULES)
    for member in set(observed) - set(wanted):
        assert merged[member] == observed[member]


@given(settings, settings)
def test_the_shown_members_differ_exactly_when_something_differs(observed: t.Any, wanted: t.Any) -> None:
    merged = merge(observed, wanted, RULES)
    if not found(wanted, observed):
        assert project(wanted, observed, RULES) == project(wanted, merged, RULES) or merged != observed
    else:
        assert project(wanted, observed, RULES) != project(wanted, merged, RULES)


EQUAL: list[tuple[t.Any, t.Any]] = [
    ({"localTime": "22:00"}, {"localTime": "22:00:00"}),
    ({"localTime": "4:00"}, {"localTime": "04:00"}),
    ({"dailyKind": "everyday"}, {"dailyKind": "Everyday"}),
    ({"credentialsId": "00000000-0000-0000-0000-000000000000"}, {}),
    (
        {"primaryJobId": "88788F9E-D8F5-4EB4-BC4F-9B3F5403BCEC"},
        {"primaryJobId": "88788f9e-d8f5-4eb4-bc4f-9b3f5403bcec"},
    ),
    ({"quantity": 3}, {"quantity": 3.0}),
    ({"description": None}, {}),
    ({"description": ""}, {"description": None}),
    ({"proxyIds": []}, {}),
    ({"gfsPolicy": {"weekly": {}}}, {}),
    ({"days": ["monday", "Tuesday"]}, {"days": ["Tuesday", "Monday"]}),
    ({"includes": [machine("a") | {"size": "1 GB", "urn": "x"}]}, {"includes": [machine("a") | {"size": "2 GB"}]}),
    ({"includes": [machine("a") | {"hostName": "VC01.LAB"}]}, {"includes": [machine("a")]}),
    ({"size": "1 GB"}, {"size": "2 GB"}),
    ({"jobs": [{"id": "A"}]}, {"jobs": [{"id": "a", "name": "echo", "type": "VSphereBackup"}]}),
    (
        {"backupWindow": {"days": [{"day": "Monday", "hours": "1," * 23 + "1"}]}},
        {"backupWindow": {"days": [{"day": "Sunday", "hours": "0, 0"}, {"day": "monday", "hours": "1, " * 23 + "1"}]}},
    ),
    (
        {"credentialsPerMachine": []},
        {"credentialsPerMachine": [{"vmObject": machine("a"), "default": True, "credentials": []}]},
    ),
    (
        {"appSettings": [{"vmObject": machine("a"), "vss": "IgnoreFailures"}]},
        {
            "appSettings": [
                {"vmObject": machine("b"), "vss": "requireSuccess", "sql": {"logsProcessing": "truncate"}},
                {"vmObject": machine("a"), "vss": "IgnoreFailures", "transactionLogs": "Process"},
            ]
        },
    ),
]


@pytest.mark.parametrize(("wanted", "observed"), EQUAL)
def test_equal(wanted: t.Any, observed: t.Any) -> None:
    assert found(wanted, observed) == []


DIFFERENT: list[tuple[t.Any, t.Any, list[str]]] = [
    ({"isEnabled": True}, {"isEnabled": 1}, ["isEnabled"]),
    ({"replicaNameSuffix": "_Replica"}, {"replicaNameSuffix": "_replica"}, ["replicaNameSuffix"]),
    ({"days": ["Monday"]}, {"days": ["Monday", "Friday"]}, ["days"]),
    (
        {"virtualMachines": {"includes": [machine("a"), machine("b")]}},
        {"virtualMachines": {"includes": [machine("a"), machine("c")]}},
        ["virtualMachines.includes[b]", "virtualMachines.includes[c]"],
    ),
    (
        {"appSettings": [{"vmObject": machine("a"), "vss": "IgnoreFailures"}]},
        {"appSettings": [{"vmObject": machine("a"), "vss": "RequireSuccess"}]},
        ["appSettings[a].vss"],
    ),
    (
        {"appSettings": []},
        {"appSettings": [{"vmObject": machine("a"), "vss": "IgnoreFailures"}]},
        ["appSettings[a]"],
    ),
    (
        {"network": [{"sourceNetwork": machine("a")}, {"sourceNetwork": machine("b")}]},
        {"network": [{"sourceNetwork": machine("b")}, {"sourceNetwork": machine("a")}]},
        ["network[a].sourceNetwork", "network[b].sourceNetwork"],
    ),
    (
        {"backupWindow": {"days": [{"day": "Monday", "hours": "1," * 23 + "1"}]}},
        {"backupWindow": {"days": [{"day": "Monday", "hours": "0," * 23 + "1"}]}},
        ["backupWindow"],
    ),
]


@pytest.mark.parametrize(("wanted", "observed", "paths"), DIFFERENT)
def test_different(wanted: t.Any, observed: t.Any, paths: list[str]) -> None:
    assert found(wanted, observed) == paths


def test_an_item_that_stays_keeps_what_only_the_server_knows() -> None:
    observed = {"computers": [{"platform": "Agent", "id": "1", "name": "a", "path": "/x", "size": "1 GB"}]}
    wanted = {"computers": [{"platform": "Agent", "id": "1"}, {"platform": "Agent", "id": "2"}]}
    assert merge(observed, wanted, RULES)["computers"] == [*observed["computers"], {"platform": "Agent", "id": "2"}]


def test_entries_that_the_server_made_are_sent_back() -> None:
    made = {"vmObject": machine("a"), "default": True}
    own = {"vmObject": machine("b"), "default": False}
    merged = merge({"credentialsPerMachine": [made]}, {"credentialsPerMachine": [own]}, RULES)
    assert merged["credentialsPerMachine"] == [own, made]
