# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Names into ids for the settings of a job: first collect every name, then read what is needed, then write ids."""

from __future__ import annotations

import contextlib
import functools
import typing as t
from collections.abc import Mapping

from ..._errors import InvalidInput, Problem
from ..schema.references import ZERO_GUID, Collection
from ..settings.semantics import INVOLVED, SCHEDULE_KINDS, added_multitags, contradictions
from . import inventory as inventories
from .catalogue import FILTERED
from .names_to_ids import names_to_ids
from .present_objects import Lookups, fitting, inventory_objects, settles

if t.TYPE_CHECKING:
    from collections.abc import Iterable

    from ..._model import Gap, Json
    from ..._paths import Path
    from ..settings.memo import Key, Memo
    from .inventory import Want
    from .known_names import Entries, Objects
    from .names_to_ids import Written

_MOST_CANDIDATES: t.Final = 10
_MULTITAG: t.Final = "multitag"
_MOST_REMEMBERED: t.Final = 2000


class Resolver:
    """Resolves the settings of any number of jobs of one server; what was read once is not read again."""

    def __init__(self, catalogue: Entries, inventory: Objects, memo: Memo) -> None:
        self._catalogue = catalogue
        self._memo = memo
        self._lookups = Lookups(inventory)
        self._prefetched: set[tuple[str, Key | None]] = set()
        self._known: dict[tuple[str, Key | None], Json] = {}

    def prefetch(self, jobs: Iterable[tuple[str, Json]]) -> None:
        """Note what (job type, settings) pairs may need of the inventories, to be read for all of them together.

        Nothing is read before one of them needs it: what a job has already is not looked up. Settings that cannot be
        resolved are passed over: ``resolve`` says what is wrong with them.
        """
        collected = _Collected()
        for job_type, settings in jobs:
            collected.job_type = job_type
            for name, key in self._memo.keys(settings).items():
                if key is None or (job_type, key) not in self._prefetched:
                    self._prefetched.add((job_type, key))
                    with contextlib.suppress(InvalidInput):
                        names_to_ids(job_type, {name: settings[name]}, collected)
        self._lookups.expect(collected.wants)

    def resolve(self, job_type: str, settings: Json, observed: Json | None) -> Json:
        """``settings`` (checked, canonical spelling) with ids for names. Raises InvalidInput with every problem."""
        self.prefetch([(job_type, settings)])
        names = _Resolved(self._catalogue, self._lookups, job_type, observed)
        resolved: Json = {}
        for name, key in self._memo.keys(settings).items():
            resolved.update(self._member(job_type, name, settings[name], key, names))
        problems = names.problems + (added_multitags(resolved, observed) if names.tagged else [])
        resolved = with_one_schedule(resolved, observed)
        problems += _new_contradictions(job_type, resolved, observed or {})
        if problems:
            raise InvalidInput(problems)
        return resolved

    def _member(self, job_type: str, name: str, value: t.Any, key: Key | None, names: _Resolved) -> Json:
        """One member resolved. What is the same for every job of the type is remembered."""
        known = self._known.get((job_type, key))
        if known is not None:
            return known
        names.special = False
        found = names_to_ids(job_type, {name: value}, names)
        if key is not None and not names.special and not names.problems and len(self._known) < _MOST_REMEMBERED:
            self._known[job_type, key] = found
        return found


def _new_contradictions(job_type: str, settings: Json, observed: Json) -> list[Problem]:
    """What cannot be true together once ``settings`` are laid over the present job, and could before (VBR-T43)."""
    involved = [member for member in INVOLVED if member in settings or member in observed]
    after = contradictions(job_type, {member: _together(member, settings, observed) for member in involved})
    before = contradictions(job_type, observed) if after else []
    return [found for found in after if found not in before]


def _together(member: str, settings: Json, observed: Json) -> t.Any:
    wanted, present = settings.get(member), observed.get(member)
    if isinstance(wanted, dict) and isinstance(present, dict):
        return {**present, **wanted}
    return wanted if member in settings else present


def with_one_schedule(settings: Json, observed: Json | None) -> Json:
    """Where one way to start a job is switched on, the one that was on before is switched off.

    In the product's console these are radio buttons; the API takes several and does not say which of them counts.
    """
    wanted, present = settings.get("schedule"), (observed or {}).get("schedule")
    if not isinstance(wanted, Mapping) or not isinstance(present, Mapping):
        return settings
    if not any(_is_on(wanted, kind) for kind in SCHEDULE_KINDS):
        return settings
    others = {
        kind: {"isEnabled": False, **(wanted.get(kind) or {})}
        for kind in SCHEDULE_KINDS
        if _is_on(present, kind) and not _is_on(wanted, kind)
    }
    return {**settings, "schedule": {**wanted, **others}} if others else settings


def _is_on(schedule: Mapping[str, t.Any], kind: str) -> bool:
    branch = schedule.get(kind)
    return isinstance(branch, Mapping) and branch.get("isEnabled") is True


class _Collected:
    """The first walk: notes what will have to be looked up, and knows nothing."""

    job_type = ""

    def __init__(self) -> None:
        self.wants: list[Want] = []

    def entry(self, collection: Collection, written: Written, path: Path) -> Json:  # noqa: ARG002
        return {"id": ZERO_GUID}

    def inventory_object(self, written: Written, path: Path) -> Json:
        want = inventories.want_of(written, self.job_type, path)
        if want is not None:
            self.wants.append(want)
        return {}


class _Resolved:
    """The second walk: everything that can be known is known. Problems are collected, to be told all at once."""

    def __init__(self, catalogue: Entries, lookups: Lookups, job_type: str, observed: Json | None) -> None:
        self._catalogue = catalogue
        self._lookups = lookups
        self._job_type = job_type
        self._observed = observed
        self.problems: list[Problem] = []
        # Whether there is a combination of tags, and whether anything depends on the job itself or on other jobs.
        self.tagged = False
        self.special = False

    def entry(self, collection: Collection, written: Written, path: Path) -> Json:
        self.special = self.special or collection in FILTERED
        try:
            return self._catalogue.entry(collection, written, path)
        except InvalidInput as error:
            self.problems += error.problems
            return {"id": ZERO_GUID}

    def inventory_object(self, written: Written, path: Path) -> Json:
        self.special = True
        item = self._object(written, path)
        self.tagged = self.tagged or str(item.get("type", "")).lower() == _MULTITAG
        return item

    @functools.cached_property
    def _present(self) -> list[Json]:
        """The inventory objects of the job, found once for all that is written."""
        return inventory_objects(self._observed or {})

    def _object(self, written: Written, path: Path) -> Json:
        want = inventories.want_of(written, self._job_type, path)
        if want is None:
            return inventories.completed(written, self._job_type)
        # What is in the job already settles it, even when it is gone from the inventory or one of several.
        present = fitting(want, self._present)
        if len(present) == 1 and settles(want, present[0]):
            return inventories.result(present[0])
        inventory = self._lookups.inventory()
        found = inventory.matches(want)
        if found and inventory.lacks_container(want):
            known = "; ".join(inventories.describe(item) for item in found[:_MOST_CANDIDATES])
            gap = f'there is no "{want.parent}" on {want.host}, where the path leads through'
            self.problems.append(Problem(path, f"{gap}; of that name there is {known}"))
            return {}
        if len(found) == 1:
            return inventories.result(found[0])
        missing = None if found else inventory.gap(want)
        if len(present) == 1 and (missing is not None or _is_of_the_group(want, present[0], inventory)):
            return inventories.result(present[0])
        nowhere = _no_host(want, inventory) or (missing is None and _no_group(want, inventory))
        self.problems.append(Problem(path, nowhere or _no_single(want, found, missing)))
        return {}


def _no_host(want: Want, inventory: Objects) -> str | None:
    if not inventory.is_unknown(want.host):
        return None
    known = sorted({str(server.get("name")) for server in inventory.servers()})
    return f'no server "{want.host}" is in the backup infrastructure; there are {", ".join(known)}'


def _is_of_the_group(want: Want, present: Json, inventory: Objects) -> bool:
    """Whether an object of the job is in the protection group that is written, if one is."""
    return not want.group or str(present.get("protectionGroupId")) in inventory.groups().get(want.group, ())


def _no_group(want: Want, inventory: Objects) -> str | None:
    if not want.group or want.group in inventory.groups():
        return None
    return f'there is no protection group "{want.group}"; there are {", ".join(sorted(inventory.groups()))}'


def _no_single(want: Want, found: list[Json], gap: Gap | None) -> str:
    where = f" on {want.host}" if want.host else f" in the protection group {want.group}" if want.group else ""
    kind = want.type or "object"
    if gap is not None:
        return (
            f'the {kind} "{want.name}" was not found in the {want.platform} inventory{where}, which does not mean that '
            f"there is none: {gap}"
        )
    if not found:
        view = f" (looked at the view {want.view})" if want.view and not want.type else ""
        advice = (
            ""
            if want.type or want.platform == "Agent"
            else "; for folders, tags, datastores and networks give the type"
        )
        return f'there is no {kind} "{want.name}" in the {want.platform} inventory{where}{view}{advice}'
    lines = "".join(f"\n  - {inventories.describe(item)}" for item in found[:_MOST_CANDIDATES])
    telling = "the protectionGroup" if want.platform == "Agent" else "type, hostName, a path or the objectId"
    return (
        f'there are {len(found)} objects "{want.name}" in the {want.platform} inventory{where}; give {telling}:{lines}'
    )
