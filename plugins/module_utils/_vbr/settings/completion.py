# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What a new job still lacks. Required members differ between revisions (VBR-T37)."""

from __future__ import annotations

import typing as t

from ..._errors import Problem
from ..schema import job_types
from ..schema.references import aliases
from ..schema.revisions import CANONICAL, FAILOVER_CLUSTER_AGENT, FAILOVER_CLUSTER_TYPE, MEMBER_NAMES
from ..schema.scalars import listed
from ..schema.schemas import MISSING, Definition, Member, Schema, canonical_schema, load
from ..schema.walk import PathWalk, PlainWalk
from .initial_schedule import with_copy_schedule
from .translation import to_revision

if t.TYPE_CHECKING:
    from collections.abc import Mapping

    from ..._model import Json
    from ..._paths import Path

# Whether a job runs by itself is for the user to say, although the vendor has a default.
_NEVER_ASSUMED: t.Final = frozenset({"runAutomatically"})
# The vendor's default of a member, where other members beside it say the opposite.
_NOT_BESIDE: t.Final = {"autoSelectEnabled": "proxyIds"}
# Required objects that are left to the product when they are not written, by the name of their definition: what
# its own wizard starts with, and nothing that makes a job do more.
_LEFT_OUT: t.Final[dict[str, dict[str, t.Any]]] = {
    "BackupProxiesSettingsModel": {"autoSelectEnabled": True},
    "HyperVBackupProxiesSettingsModel": {"proxyType": "OnHost"},
    "BackupApplicationAwareProcessingModel": {"isEnabled": False},
    "GuestFileSystemIndexingModel": {"isEnabled": False},
}
# Required values for which the vendor names no default, in the same sense.
_WIZARD_STARTS_WITH: t.Final = {"backupModeType": "Incremental"}
_OPTIONS: t.Final = frozenset({"name", "type", "description"})
_CANONICAL_NAMES: t.Final = {older: name for name, older in MEMBER_NAMES.items()}


def with_defaults(job_type: str, model: Json) -> Json:
    """``model`` (canonical) with the default values of required members, inside objects that it has."""
    whole = with_own_members(job_type, model)
    schema = canonical_schema()
    filled: Json = _Filled(schema, schema.branch).object(schema.create_body(job_type), whole, None)
    return filled


def missing_members(
    job_type: str, model: Json, *, revision: str = CANONICAL, prefix: Path = ("settings",)
) -> list[Problem]:
    """Required members that the complete, resolved create body ``model`` (canonical) lacks on a server of ``revision``.

    The paths are canonical; options of the module stand without ``prefix``.
    """
    schema = load(revision)
    body = to_revision(model, job_type=job_type, revision=revision)
    definition = schema.create_body(job_types.to_revision(job_type, revision))
    walk = _Missing(schema)
    walk.object(definition, body, ())
    return [Problem(path if path[0] in _OPTIONS else (*prefix, *path), message) for path, message in walk.found]


def with_own_members(job_type: str, model: Json) -> Json:
    """``model`` (canonical) with what every job of ``job_type`` has, in the place of what it lacks."""
    whole = with_copy_schedule(job_type, model)
    return {"agentType": FAILOVER_CLUSTER_AGENT, **whole} if job_type == FAILOVER_CLUSTER_TYPE else whole


def filled_in(definition: Definition, name: str) -> t.Any:
    """What a new job gets where an object of ``definition`` (canonical) lacks ``name``, MISSING for nothing."""
    return _default(definition.members[name], name, {}) if name in definition.required else MISSING


class _Missing(PathWalk):
    def __init__(self, schema: Schema) -> None:
        super().__init__(schema, schema.branch)
        self.found: list[Problem] = []

    def inside(self, definition: Definition, here: Definition, value: Mapping[str, t.Any], at: Path) -> Path:
        del definition
        lacking = [name for name in here.required if value.get(name) is None]
        self.found += [Problem(self.below(at, name), _needed(self.schema, here, name)) for name in lacking]
        return at

    def below(self, inside: Path, name: str) -> Path:
        return (*inside, _CANONICAL_NAMES.get(name, name))


def _needed(schema: Schema, definition: Definition, name: str) -> str:
    alias = next(iter(aliases([name])), None)
    instead = f", or {alias} with a name" if alias and alias not in definition.members else ""
    if name == definition.discriminator:
        return f"is required; it is one of {listed(definition.branches)}"
    return f"is required for a new job{instead}{_choice(schema, definition.members[name])}"


def _choice(schema: Schema, member: Member) -> str:
    """What can be written, where that is not much: in the spelling in which it is written for every revision."""
    if member.kind != "enum":
        return ""
    known = canonical_schema() if canonical_schema().has(member.ref) else schema
    return f"; one of {listed(known.definition(member.ref).values)}"


class _Filled(PlainWalk):
    def completed(self, here: Definition, result: Json) -> Json:
        for name in here.required:
            default = _default(here.members[name], name, result)
            if default is not MISSING and result.get(name) is None:
                result[name] = default
        return result


def _default(member: Member, name: str, beside: Mapping[str, t.Any]) -> t.Any:
    if name in _NEVER_ASSUMED or beside.get(_NOT_BESIDE.get(name, "")):
        return MISSING
    if member.kind == "object" and member.ref in _LEFT_OUT:
        return dict(_LEFT_OUT[member.ref])
    return _WIZARD_STARTS_WITH.get(name, MISSING) if member.default is MISSING else member.default
