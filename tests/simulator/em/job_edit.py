# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``PUT /jobs/{ID}?action=edit``: what may be changed, what is silently ignored, what is refused."""

from __future__ import annotations

import copy
import datetime as dt

from tests.simulator.em.estate_model import Item, Json
from tests.simulator.em.exchange import Ask, Refusal, Reply
from tests.simulator.em.job_actions import COPIES, refuse_old_server

_EDITABLE = ("Description", "ScheduleConfigured", "ScheduleEnabled", "JobScheduleOptions")
_EDITABLE_INFO = ("GfsRetentionPolicy", "SimpleRetentionPolicy")
_IDENTITY = ("Name", "UID", "Href", "Type")


def edit(ask: Ask) -> Reply:
    """A partial document: what it holds replaces what the job has, what it leaves out stays."""
    job = ask.item("Job")
    if job.facts["JobType"] in COPIES:
        raise Refusal(400, "Editing is not supported for backup copy jobs.")
    refuse_old_server(ask, job)
    changes = _changes(ask, job)
    _check(changes)

    def effect(when: dt.datetime) -> None:
        job.facts = _merged(job.facts, changes)
        _one_calendar(job, changes)

    return ask.accept("EditJob", effect)


def edit_plain(ask: Ask) -> Reply:
    """``PUT /jobs/{ID}`` without an action, as the Edit link has it (T45)."""
    return edit(ask)


def edit_by_action(ask: Ask) -> Reply:
    """``PUT /jobs/{ID}?action=edit``."""
    if ask.site.world.faults.active("em-edit-plain"):
        raise Refusal(405, "The method is not supported on this resource.")
    return edit(ask)


def _changes(ask: Ask, job: Item) -> Json:
    """The part of the body that the product acts upon. The rest is ignored, and complained about."""
    body = ask.document
    uid = str(body.get("UID") or job.uid)
    if uid.lower() != job.uid.lower():
        ask.site.complain(f"the body of PUT /jobs/{job.guid} says that it is {uid}")  # T50
    ignored = [name for name in body if name not in (*_EDITABLE, *_IDENTITY, "JobInfo")]
    if body.get("Name") not in (None, job.name):
        ignored.append("Name")
    changes = {name: copy.deepcopy(body[name]) for name in _EDITABLE if name in body}
    for part, content in (body.get("JobInfo") or {}).items():
        editable = _EDITABLE_INFO if part == "BackupJobInfo" else ()
        kept = {name: copy.deepcopy(content[name]) for name in editable if name in content}
        ignored += [f"JobInfo.{part}.{name}" for name in content if name not in editable]
        if kept and part in job.facts["JobInfo"]:
            changes["JobInfo"] = {part: kept}
    ask.note.dropped += ignored
    for name in ignored:
        ask.site.complain(f"PUT /jobs/{job.guid} cannot change {name}")
    return _without_dropped(ask, changes)


def _without_dropped(ask: Ask, changes: Json) -> Json:
    for fault in ask.site.world.faults.active("drop-setting"):
        *parents, last = (fault.value or "").split(".")
        node = changes
        for name in parents:
            node = node.get(name) or {}
        if node.pop(last, None) is not None:
            ask.note.dropped.append(fault.value or "")
    return changes


def _check(changes: Json) -> None:
    """What the documentation demands. Raises Refusal 400."""
    if changes.get("ScheduleEnabled") is True and not changes.get("JobScheduleOptions"):
        raise Refusal(400, "JobScheduleOptions must be specified when ScheduleEnabled is true.")
    standard = (changes.get("JobScheduleOptions") or {}).get("Standart") or {}
    daily, monthly = standard.get("OptionsDaily") or {}, standard.get("OptionsMonthly") or {}
    if daily.get("Enabled") and monthly.get("Enabled"):
        raise Refusal(400, "OptionsDaily and OptionsMonthly cannot be enabled at the same time.")


def _merged(old: Json, new: Json) -> Json:
    result = dict(old)
    for name, content in new.items():
        both = isinstance(content, dict) and isinstance(old.get(name), dict)
        result[name] = _merged(old[name], content) if both else content
    return result


def _one_calendar(job: Item, changes: Json) -> None:
    """Enabling the daily schedule disables the monthly one, and the other way round."""
    wanted = (changes.get("JobScheduleOptions") or {}).get("Standart") or {}
    standard = job.facts["JobScheduleOptions"].get("Standart") or {}
    for name, other in (("OptionsDaily", "OptionsMonthly"), ("OptionsMonthly", "OptionsDaily")):
        if (wanted.get(name) or {}).get("Enabled") and other in standard:
            standard[other] = standard[other] | {"Enabled": False}
