# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Short texts that tell whether something still is as it was. Pure functions."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import typing as t

if t.TYPE_CHECKING:
    from ..._model import Json
    from ..._product import ComparisonRules, JobModels
    from ..desired import DesiredJob


def model_digest(model: Json, models: JobModels) -> str:
    """What a job looks like; what the server computes by itself is left out."""
    return _digest(json.dumps(_steady(model, models.comparison), sort_keys=True, ensure_ascii=True))


def desired_digest(desired: DesiredJob) -> str:
    """What is wanted of a job."""
    return _digest(json.dumps(dataclasses.asdict(desired), sort_keys=True, default=str))


def value_digest(value: t.Any) -> str:
    """An option; "" for one that is not given."""
    return _digest(json.dumps(value, sort_keys=True, default=str)) if value else ""


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _steady(value: t.Any, rules: ComparisonRules, path: tuple[str, ...] = ()) -> t.Any:
    if isinstance(value, dict):
        below = ((member, (*path, member)) for member in value)
        kept = ((member, place) for member, place in below if not rules.volatile(place))
        return {member: _steady(value[member], rules, place) for member, place in kept}
    if isinstance(value, list):
        # Servers do not keep the order of what is a set.
        items = [_steady(item, rules, path) for item in value]
        return sorted(items, key=lambda item: json.dumps(item, sort_keys=True))
    return value
