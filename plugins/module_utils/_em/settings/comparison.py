# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What counts as equal in a job of Enterprise Manager. Pure functions on canonical entities."""

from __future__ import annotations

import json
import typing as t

from ..api.shapes import ZERO_GUID, guid, time_of_day
from .editable import ENUMERATIONS

Path = tuple[str, ...]

# What tells the items of a list apart. No list of this API has an order that means something.
IDENTITIES: t.Final = {
    "ObjectInJobs": "HierarchyObjRef",
    "Days": "Name",
    "LinkedJobObjects": "LinkedJobUid",
    "LinkedBackupRepositories": "LinkedBackupRepositoryUid",
}
# What cannot be wanted, because the server makes it; and what is about a clone and not in the job afterwards.
VOLATILE: t.Final = frozenset({"ObjectInJobId", "Href", "Links", "NextRun", "TimeOffsetUtc", "JobCloneSpec"})
_HOURS_AND_MINUTES: t.Final = 5


class EmComparison:
    """``ComparisonRules`` for entities of jobs."""

    def identity(self, path: Path, item: t.Any) -> t.Hashable | None:
        """Every list is a set."""
        member = IDENTITIES.get(path[-1]) if path else None
        if member and isinstance(item, dict) and item.get(member):
            return t.cast("t.Hashable", self.normal((*path, member), item[member]))
        if isinstance(item, str):
            return item.lower()
        return json.dumps(item, sort_keys=True, default=str)

    def normal(self, path: Path, value: t.Any) -> t.Any:
        """Times are compared by hour and minute (EM-T83), UIDs by their guid (EM-T49)."""
        if not isinstance(value, str):
            return value
        if value in ("", ZERO_GUID):
            return None
        member = path[-1] if path else ""
        if member == "Time":
            return (time_of_day(value) or value)[:_HOURS_AND_MINUTES]
        if member.endswith("Uid") or member == "UID":
            return guid(value) or value
        of_day = member == "Name" and path[-2:-1] == ("Days",)
        return value.lower() if of_day or member == "HierarchyObjRef" or member in ENUMERATIONS else value

    def volatile(self, path: Path) -> bool:
        return path[-1] in VOLATILE

    def server_made(self, path: Path, item: t.Any) -> bool:  # noqa: ARG002
        """Nothing is."""
        return False
