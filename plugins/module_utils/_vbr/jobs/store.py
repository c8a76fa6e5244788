# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""The jobs of a server of Veeam Backup & Replication, in canonical words whatever the server speaks.

What a task does not use is neither imported nor built.
"""

from __future__ import annotations

import functools
import typing as t

from ..names.server_names import ServerNames

if t.TYPE_CHECKING:
    from ..api.client import VbrClient
    from ..settings.memo import Memo
    from .exporter import VbrJobExporter
    from .models import VbrJobModels
    from .planning import VbrJobPlanning
    from .reader import VbrJobReader
    from .writer import VbrJobWriter


class VbrJobs:
    """``JobStore`` of this API. Safe to share between threads."""

    def __init__(self, client: VbrClient, memo: Memo) -> None:
        self._client = client
        self._memo = memo
        self.names = ServerNames(client, memo)
        # What the user should know although nothing went wrong.
        self.warnings: list[str] = []

    @functools.cached_property
    def reader(self) -> VbrJobReader:
        """Reads jobs."""
        from .reader import VbrJobReader

        return VbrJobReader(self._client)

    @functools.cached_property
    def models(self) -> VbrJobModels:
        """What models mean."""
        from .models import VbrJobModels

        return VbrJobModels(self.names.catalogue)

    @functools.cached_property
    def planning(self) -> VbrJobPlanning:
        """Checks and resolves settings."""
        from .planning import VbrJobPlanning

        return VbrJobPlanning(self._client, self.names, self._memo)

    @functools.cached_property
    def writer(self) -> VbrJobWriter:
        """Changes jobs."""
        from .writer import VbrJobWriter

        return VbrJobWriter(self._client, self.warnings)

    @property
    def creator(self) -> VbrJobWriter:
        """Makes jobs."""
        return self.writer

    @functools.cached_property
    def exporter(self) -> VbrJobExporter:
        """Writes jobs down."""
        from .exporter import VbrJobExporter

        return VbrJobExporter(self._client, self.names, self.models.comparison, self.warnings)
