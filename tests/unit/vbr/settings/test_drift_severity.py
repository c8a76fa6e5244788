# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""After an export every critical rule of drift fires: the table of rules, over every job type that has the setting.

The cases are made of the rules and of the vendor's schema. A new rule that has no case here, or a test of rules that
nobody knows how to break, fails.
"""

from __future__ import annotations

import copy
import re
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils import _severity_rules as rules
from ansible_collections.backupops.veeam.plugins.module_utils._engine.desired import DesiredJob
from ansible_collections.backupops.veeam.plugins.module_utils._engine.plan import plan
from ansible_collections.backupops.veeam.plugins.module_utils._engine.presentation import plan_changes
from ansible_collections.backupops.veeam.plugins.module_utils._model import Job
from ansible_collections.backupops.veeam.plugins.module_utils._paths import members
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.jobs.exporter import exported_options
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema import job_types
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.schemas import (
    Definition,
    Member,
    canonical_schema,
)
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.comparison import (
    _IDENTITIES,
    ORDERED,
    VbrComparison,
)
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.drift_severity import (
    RULES,
    judge,
    logs_left_alone,
)
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.memo import Memo
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.minimal_settings import settings_of
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.semantics import SCHEDULE_KINDS
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.settings.validation import validate_settings
from ansible_collections.backupops.veeam.plugins.module_utils._vocabulary import Severity

Json = dict[str, t.Any]
Way = tuple[str, ...]
COMPARISON = VbrComparison()
CRITICAL = [rule for rule in RULES if rule.judgement.severity is Severity.CRITICAL]
GUID = "11111111-1111-4111-8111-111111111111"
MACHINE = {"platform": "VSphere", "hostName": "vc", "type": "VirtualMachine", "name": "db01", "objectId": "vm-1"}
# What is done by hand on the server to break a rule: what was there, and what is there then.
BY_HAND: dict[rules.Test, list[tuple[t.Any, t.Any]]] = {
    rules.off: [(True, False)],
    rules.on: [(False, True)],
    rules.less: [(14, 7)],
    rules.gone: [(["one"], [])],
    rules.fewer: [(["one"], [])],
    logs_left_alone: [("Backup", "Truncate")],
    rules.more_left_out: [([], ["one"])],
    rules.filled: [("", "/tmp/x.sh")],
    rules.anything: [("one", "another"), (7, 14), (False, True)],
}


def sample(member: Member, *, number: int = 1) -> t.Any:
    """A value that is there; ``number`` keeps values apart."""
    if member.kind == "array":
        return []
    if member.kind == "object":
        if member.ref == "InventoryObjectModel":
            return {**MACHINE, "name": f"db{number}", "objectId": f"vm-{number}"}
        if member.ref == "AgentObjectModel":
            return {
                "platform": "Agent",
                "type": "LinuxComputer",
                "name": f"db{number}",
                "id": GUID,
                "protectionGroupId": GUID,
            }
        return quiet(canonical_schema().definition(member.ref), number=number)
    if member.kind == "enum":
        return canonical_schema().definition(member.ref).values[number - 1]
    if member.kind == "uuid":
        return f"{number}{number}111111-1111-4111-8111-111111111111"
    if member.kind == "time":
        return "22:00"
    return {"boolean": False, "integer": 7 * number, "string": f"text {number}"}.get(member.kind)


def quiet(definition: Definition, above: tuple[str, ...] = (), *, number: int = 1) -> Json:
    """A whole object of a job in which everything is off and every list is empty."""
    here, made = definition, {}
    if definition.discriminator is not None:
        key = next(iter(definition.branches))
        here, made = canonical_schema().definition(definition.branches[key]), {definition.discriminator: key}
    for name, member in here.members.items():
        if member.kind == "object" and member.ref not in above and name not in made:
            inner = canonical_schema().definition(member.ref)
            windows = member.ref == "BackupWindowSettingModel"
            made[name] = None if windows else quiet(inner, (*above, member.ref), number=number)
            if member.ref in ("InventoryObjectModel", "AgentObjectModel"):
                made[name] = sample(member, number=number)
        elif name not in made and member.kind != "object":
            made[name] = "" if name.endswith("Script") else sample(member, number=number)
    return {name: value for name, value in made.items() if value is not None}


def nothing_on(job_type: str) -> Json:
    """A job of this type in which everything is off."""
    model = {**quiet(canonical_schema().edit_body(job_type)), "type": job_type, "id": "1", "name": "a"}
    if "agentType" in model:
        model["agentType"] = "FailoverCluster" if job_type.endswith("FailoverCluster") else "Server"
    return model


def ways(definition: Definition, path: Way = (), above: tuple[str, ...] = ()) -> t.Iterator[tuple[Way, Member]]:
    """Every setting of a job."""
    here = definition
    if definition.discriminator is not None:
        first, *dummy = definition.branches.values()
        here = canonical_schema().definition(first)
    for name, member in here.members.items():
        yield (*path, name), member
        inner = member.items if member.kind == "array" else member
        if (
            inner is not None
            and inner.kind == "object"
            and inner.ref not in (*above, "InventoryObjectModel", "AgentObjectModel")
        ):
            yield from ways(canonical_schema().definition(inner.ref), (*path, name), (*above, inner.ref))


class Case(t.NamedTuple):
    rule: rules.Rule
    job_type: str
    way: Way
    wanted: t.Any
    actual: t.Any


def fitting(member: Member, value: t.Any) -> t.Any:
    """``value`` of ``BY_HAND`` as this setting can have it; None when it cannot."""
    if isinstance(value, list):
        inner = member.items
        if member.kind != "array" or inner is None:
            return None
        return [sample(inner, number=2)] if value else []
    if isinstance(value, bool):
        return value if member.kind == "boolean" else None
    if isinstance(value, int):
        return value if member.kind == "integer" else None
    if member.kind == "string":
        return value
    if member.kind == "enum" and value in canonical_schema().definition(member.ref).values:
        return value
    if member.kind in ("uuid", "enum") and value in ("one", "another"):
        return sample(member, number=1 if value == "one" else 2)
    return None


def cases(job_type: str) -> t.Iterator[Case]:
    settings = [(("enabled",), Member("boolean")), *ways(canonical_schema().edit_body(job_type))]
    # Another value there is another item: the one is gone, the other is there.
    lists = [way for way, member in settings if member.kind == "array"]
    apart = {(*way, name) for way in lists for names in _IDENTITIES for name in names}
    for rule in CRITICAL:
        for way, member in settings:
            if not re.fullmatch(rule.setting, ".".join(way)) or COMPARISON.volatile(way) or way in apart:
                continue
            for before, after in BY_HAND[rule.test]:
                wanted, actual = fitting(member, before), fitting(member, after)
                if wanted is not None and actual is not None and wanted != actual and meant(rule, way, wanted, actual):
                    yield Case(rule, job_type, way, wanted, actual)


def meant(rule: rules.Rule, way: Way, wanted: t.Any, actual: t.Any) -> bool:
    """Whether it is this rule that counts for the change."""
    for each in (actual, wanted):
        if isinstance(each, list) and each and isinstance(each[0], dict):
            here, there = (each[0] if one is each else None for one in (wanted, actual))
            return judge(way, here, there) == rule.judgement
    return judge(way, wanted, actual) == rule.judgement


ALL = [case for job_type in job_types.creatable_types() for case in cases(job_type)]


def put(tree: Json, way: Way, value: t.Any) -> None:
    """Set a value, with whatever lies above it switched on and there."""
    here: t.Any = tree
    definition = canonical_schema().edit_body(tree["type"])
    for depth, name in enumerate(way):
        if "isEnabled" in here and name != "isEnabled":
            here["isEnabled"] = True
        if "runAutomatically" in here and name in SCHEDULE_KINDS:
            here["runAutomatically"] = True
        branch = canonical_schema().branch(definition, here)
        if depth == len(way) - 1:
            here[name] = value
            return
        member = branch.members[name]
        inner = t.cast("Member", member.items if member.kind == "array" else member)
        if member.kind == "array" and not here.get(name):
            here[name] = [sample(inner)]
        below = here.setdefault(name, {})
        here = below[0] if isinstance(below, list) else below
        definition = canonical_schema().definition(inner.ref)


def job_of(model: Json, *, enabled: bool) -> Job:
    return Job("1", "a", model["type"], model, enabled=enabled)


def drift(entry: Json, job: Job) -> set[tuple[Way, str]]:
    """The settings that differ, and what that means."""
    desired = DesiredJob.from_params(entry)
    found = plan(desired, desired.settings, job, COMPARISON)
    listed = plan_changes(found, COMPARISON, lambda tree, dummy: tree)
    return {(members(change.path), judge(change.path, change.after, change.before).rule) for change in listed}


@pytest.mark.parametrize("everything", [False, True], ids=["plain", "complete"])
@pytest.mark.parametrize("job_type", job_types.creatable_types())
def test_after_an_export_every_critical_rule_fires(job_type: str, everything: bool) -> None:
    silent = []
    for case in ALL:
        if case.job_type != job_type:
            continue
        model = nothing_on(job_type)
        disabled = case.way == ("enabled",)
        if not disabled:
            put(model, case.way, copy.deepcopy(case.wanted))
        before = job_of(model, enabled=True)
        settings = settings_of(job_type, model, COMPARISON, everything=everything)
        assert validate_settings(job_type, settings, memo=Memo()) == []
        entry = {**exported_options(before), "settings": settings}
        assert drift(entry, before) == set(), case
        changed = copy.deepcopy(model)
        if not disabled:
            put(changed, case.way, copy.deepcopy(case.actual))
        after = job_of(changed, enabled=not disabled)
        if (case.way, case.rule.judgement.rule) not in drift(entry, after):
            silent.append(f"{'.'.join(case.way)}: {case.rule.judgement.rule}")
    assert silent == []


def test_every_critical_rule_has_a_case() -> None:
    assert {case.rule for case in ALL} == set(CRITICAL)


@pytest.mark.parametrize("everything", [False, True], ids=["plain", "complete"])
def test_what_comes_with_a_machine_of_its_own_is_judged_by_what_it_brings(everything: bool) -> None:
    """Nobody wrote settings for that machine: then somebody did, on the server."""
    for job_type in job_types.creatable_types():
        model = nothing_on(job_type)
        lists = {case.way for case in ALL if case.job_type == job_type and case.rule.test in rules.ADDITIONS}
        for way in sorted(each for each in lists if "appSettings" in each):
            depth = way.index("appSettings") + 1
            put(model, way[:depth], [])
            entry = {
                "name": "a",
                "type": job_type,
                "settings": settings_of(job_type, model, COMPARISON, everything=everything),
            }
            changed = copy.deepcopy(model)
            case = next(case for case in ALL if (case.job_type, case.way) == (job_type, way))
            put(changed, way, copy.deepcopy(case.actual))
            found = drift(entry, job_of(changed, enabled=True))
            assert (way[:depth], case.rule.judgement.rule) in found, (job_type, way, found)


def test_nothing_that_has_an_order_is_a_set() -> None:
    """What the cases above take for sets."""
    assert not {case.way[-1] for case in ALL} & ORDERED
