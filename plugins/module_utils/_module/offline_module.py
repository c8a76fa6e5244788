# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""A module that needs no server."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .._expressions.query import JMESPATH_MISSING
from .._job_files.reading import YAML_MISSING
from .invocation import MissingLibrary
from .options import change_directory, check_values

if t.TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .._model import Json
    from .invocation import Invocation
    from .options import Options, Params


@dataclass(frozen=True)
class OfflineModule:
    """``execute`` does the work, with nothing but the options."""

    when_cancelled: t.ClassVar = "No server was asked for anything."
    when_mistaken: t.ClassVar = "No server was asked for anything."

    options: Options
    execute: Callable[[Invocation], Mapping[str, t.Any]]

    def missing_library(self, params: Params) -> MissingLibrary | None:
        del params
        if YAML_MISSING:
            return MissingLibrary("PyYAML", "", YAML_MISSING)
        if JMESPATH_MISSING:
            return MissingLibrary("jmespath", "for policies", JMESPATH_MISSING)
        return None

    def perform(self, invocation: Invocation) -> Json:
        check_values(invocation.params)
        change_directory(invocation.params)
        return dict(self.execute(invocation))
