# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What one job of a set may say: the options of a single job, and a profile."""

from __future__ import annotations

import json
import typing as t
from collections.abc import Mapping
from dataclasses import dataclass

from .._errors import Problem
from .problems import did_you_mean, is_close

if t.TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from .._model import Json

_BOOLEANS: t.Final = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_MOST_NAMES: t.Final = 20
_STATES: t.Final = ("present", "absent")
# Spellings of the vendor's own files and of the API.
_OTHER_NAMES: t.Final = {
    "isDisabled": ("enabled", "write enabled: {opposite} instead"),
    "isHighPriority": ("high_priority", "this is called high_priority here"),
    "profiles": ("profile", "this is called profile here"),
}


@dataclass(frozen=True)
class JobKey:
    """A key of a job. ``kind`` is text, boolean, state, mapping or words; ``own``: says which job it is."""

    kind: str
    own: bool = False


KEYS: t.Final = {
    "name": JobKey("text", own=True),
    "id": JobKey("text", own=True),
    "previous_name": JobKey("text", own=True),
    "state": JobKey("state"),
    "type": JobKey("text"),
    "description": JobKey("text"),
    "enabled": JobKey("boolean"),
    "high_priority": JobKey("boolean"),
    "settings": JobKey("mapping"),
    "clone_from": JobKey("text"),
    "allow_old_gfs_points_retention": JobKey("boolean"),
    "profile": JobKey("words"),
}
OWNER_IS_AT_THE_TOP: t.Final = (
    "is the owner of all jobs together, so it stands beside defaults in the _defaults.yml at the top of the tree only"
)
_SHARED: t.Final = frozenset(name for name, key in KEYS.items() if not key.own)
IN_A_JOB: t.Final = frozenset(KEYS)
IN_DEFAULTS: t.Final = _SHARED
IN_A_PROFILE: t.Final = _SHARED - {"profile"}


def key_problems(tree: t.Any, allowed: Collection[str]) -> Iterator[Problem]:
    """The mistakes in the keys of a job, of defaults or of a profile. What is in ``settings`` is for the vocabulary."""
    if not isinstance(tree, Mapping):
        yield Problem((), f"must have keys such as {', '.join(sorted(allowed)[:4])}, not {_shown(tree)}")
        return
    settings = [name for name, value in tree.items() if name not in allowed and _is_setting(name, value)]
    told: frozenset[str] = frozenset()
    if len(settings) > 1:
        # A job as the API, or an export of the product itself, has it.
        told = frozenset(settings)
        yield Problem((settings[0],), f"{_some(settings)} stand below settings")
    for name, value in tree.items():
        if name not in allowed and name not in told:
            yield Problem((name,), _misplaced(name, value, allowed))
        elif name in allowed and value is not None:
            message = _value_problem(KEYS[name].kind, value)
            if message:
                yield Problem((name,), message)


def _some(names: list[str]) -> str:
    return ", ".join(names[:_MOST_NAMES]) + (" …" if len(names) > _MOST_NAMES else "")


def params(tree: Json) -> Json:
    """A checked, composed job as the options of a module, with booleans and texts as such."""
    kinds = {name: KEYS[name].kind for name in tree if name in KEYS}
    meant = {name: _meant(kind, tree[name]) for name, kind in kinds.items()}
    return {name: value for name, value in meant.items() if name != "profile"}


def profiles_of(tree: Json) -> list[str]:
    """The profiles that a checked job names, in order."""
    written = tree.get("profile")
    if written is None:
        return []
    return [str(name) for name in (written if isinstance(written, list) else [written])]


def _is_setting(name: str, value: t.Any) -> bool:
    """Whether an unknown key looks like a member of ``settings``: only these hold more than a word."""
    return (
        isinstance(value, Mapping | list) and name not in _OTHER_NAMES and not is_close(name, ("settings", "profile"))
    )


def _misplaced(name: str, value: t.Any, allowed: Collection[str]) -> str:
    if name in KEYS:
        return "says which job it is, so it can only stand in a job" if KEYS[name].own else "cannot stand in a profile"
    if name == "managed_by":
        return OWNER_IS_AT_THE_TOP
    if name in _OTHER_NAMES and _OTHER_NAMES[name][0] in allowed:
        said = _OTHER_NAMES[name][1].format(opposite="false" if _meant("boolean", value) is True else "true")
        return f"unknown key; {said}"
    if _is_setting(name, value):
        return "unknown key; if it is a setting of the job, it stands below settings"
    return f"unknown key{did_you_mean(name, allowed)}"


def _value_problem(kind: str, value: t.Any) -> str:
    meant = _meant(kind, value)
    if kind == "text" and (not isinstance(meant, str) or not meant.strip()):
        return "" if value == "" else f"must be a text, not {_shown(value)}"
    if kind == "boolean" and not isinstance(meant, bool):
        return f"must be true or false, not {_shown(value)}"
    if kind == "state" and meant not in _STATES:
        return f"must be present or absent, not {_shown(value)}"
    if kind == "mapping" and not isinstance(value, Mapping):
        return f"must have members, not {_shown(value)}"
    if kind == "words" and not all(isinstance(word, str) for word in (value if isinstance(value, list) else [value])):
        return f"must be a name or a list of names, not {_shown(value)}"
    return ""


def _meant(kind: str, value: t.Any) -> t.Any:
    if kind == "boolean" and isinstance(value, str):
        return _BOOLEANS.get(value.strip().lower(), value)
    if kind == "text" and isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value


def _shown(value: t.Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:57]}..."
