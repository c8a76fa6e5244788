# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Jobs for people. Pure functions."""

from __future__ import annotations

import typing as t

# What is about the job as a thing of its own.
_OWN: t.Final = frozenset({"UID", "Href", "Links", "NextRun", "ObjectInJobId"})
_SHOWN_LESS: t.Final = frozenset({"Href", "Links", "ObjectInJobId"})


def shown(value: t.Any) -> t.Any:
    """A part of a job for a person: machines go by their names."""
    if isinstance(value, list):
        return [shown(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get("HierarchyObjRef") and value.get("Name"):
        return {"Name": value["Name"]}
    return {name: shown(below) for name, below in value.items() if name not in _SHOWN_LESS}


def without_own(value: t.Any) -> t.Any:
    """A job that does not exist yet, without what tells its source from others."""
    if isinstance(value, list):
        return [without_own(item) for item in value]
    if isinstance(value, dict):
        return {name: without_own(below) for name, below in value.items() if name not in _OWN}
    return value
