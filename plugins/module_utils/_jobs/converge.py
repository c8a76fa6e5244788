# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Make one job of a server what the user wants it to be."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

if t.TYPE_CHECKING:
    from ansible_collections.backupops.veeam.plugins.module_utils._jobs.desired import DesiredJob
    from ansible_collections.backupops.veeam.plugins.module_utils._model import Json
    from ansible_collections.backupops.veeam.plugins.module_utils._product import Product


@dataclass(frozen=True)
class JobResult:
    """What a run did, or in check mode would do.

    ``action`` is one of create, update, delete, none. ``job`` is the whole job as the server has it now ({} when
    absent). ``changes`` is a list of {path, before, after}. ``diff`` is {before, after} as YAML text.
    """

    changed: bool
    action: str
    job: Json = field(default_factory=dict)
    changes: list[Json] = field(default_factory=list)
    diff: dict[str, str] = field(default_factory=dict)
    api_version: str = ""

    def as_dict(self) -> Json:
        """The keys of the module's result."""
        return {
            "changed": self.changed,
            "job": self.job,
            "changes": self.changes,
            "diff": self.diff,
            "api_version": self.api_version,
        }


def converge(product: Product, desired: DesiredJob, *, check_mode: bool) -> JobResult:
    """Bring one job to the wanted state and prove it; in check mode only say what would be done.

    Raises the errors of ``_errors``; each says whether something was written.
    """
    raise NotImplementedError
