# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What the user wants of one job. Plain data, checked for contradictions that need no server to see."""

from __future__ import annotations

import enum
import typing as t
from dataclasses import dataclass, field

from .._errors import InvalidInput

if t.TYPE_CHECKING:
    from .._model import Json
    from .._paths import Path

# Members of a job that have an option of their own, and that option.
_OWN_OPTIONS: t.Final = {
    "id": "id",
    "name": "name",
    "type": "type",
    "description": "description",
    "isHighPriority": "high_priority",
    "isDisabled": "enabled",
}


class State(enum.Enum):
    """Whether the job is to exist."""

    PRESENT = "present"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class DesiredJob:
    """One job as the user wrote it. None stands for "not written" everywhere: it is left as it is on the server."""

    name: str | None = None
    id: str | None = None
    previous_name: str | None = None
    state: State = State.PRESENT
    type: str | None = None
    description: str | None = None
    enabled: bool | None = None
    high_priority: bool | None = None
    settings: Json = field(default_factory=dict)
    clone_from: str | None = None
    allow_old_gfs_points_retention: bool = False

    @classmethod
    def from_params(cls, params: t.Mapping[str, t.Any]) -> DesiredJob:
        """The job in the options of a module (or in one entry of a set): the field names above, ``state`` as a word.

        Unknown keys are ignored, so that the options of the connection may be among them. Raises InvalidInput.
        """
        names = cls.__dataclass_fields__
        given = {key: value for key, value in params.items() if key in names and value is not None}
        if "state" in given:
            given["state"] = State(given["state"])
        desired = cls(**given)
        desired._refuse_contradictions()
        return desired

    @property
    def title(self) -> str:
        """How to call the job in a message."""
        return f'"{self.name}"' if self.name else f"with id {self.id}"

    def _refuse_contradictions(self) -> None:
        problems: list[tuple[str | Path, str]] = []
        if not self.name and not self.id:
            problems.append(("name", "name the job (or give its id)"))
        if self.previous_name and not self.name:
            problems.append(("previous_name", "needs name, which is the name that the job is to get"))
        if self.previous_name and self.previous_name == self.name:
            problems.append(("previous_name", "is the same as name"))
        if self.clone_from and self.id:
            problems.append(("clone_from", "cannot be combined with id: a new job has no id yet"))
        problems += [
            (("settings", member), f"belongs into the option {option}, beside settings")
            for member, option in _OWN_OPTIONS.items()
            if member in self.settings
        ]
        if problems:
            raise InvalidInput(problems)
