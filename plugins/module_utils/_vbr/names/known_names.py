# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What looking names up needs of a server, or of an export in its place."""

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..._model import Gap, Json
    from ..._paths import Path
    from ..schema.references import Collection
    from .inventory import Want
    from .names_to_ids import Written
    from .resolver import Resolver


class Entries(t.Protocol):
    """The lists of repositories, credentials, jobs …"""

    def entry(self, collection: Collection, written: Written, path: Path) -> Json:
        """The one entry that ``written`` means. Raise InvalidInput with ``path`` when it is not exactly one."""

    def known(self, collection: Collection) -> frozenset[str]:
        """The names of a collection that were read already. Sends nothing."""

    def label(self, collection: Collection, identifier: str) -> str | Json | None:
        """What a person would write for an entry that was read already; None when it is not known. Sends nothing."""

    def prime_jobs(self, jobs: Iterable[Json]) -> None:
        """Take each of ``jobs`` (as the server lists them) for the only one of its name."""


class Objects(t.Protocol):
    """The inventories: machines, folders, tags …"""

    def load(self, wants: Iterable[Want]) -> None:
        """Read everything that is wanted and not known yet."""

    def matches(self, want: Want) -> list[Json]:
        """The objects that ``want`` can mean."""

    def lacks_container(self, want: Want) -> bool:
        """Whether the path of ``want`` leads through something that does not exist."""

    def servers(self) -> list[Json]:
        """The servers that have inventories."""

    def groups(self) -> Mapping[str, set[str]]:
        """The ids of the protection groups that were read, by name."""

    def gap(self, want: Want) -> Gap | None:
        """What the lists lack in which ``want`` was looked for."""

    def is_unknown(self, host: str) -> bool:
        """Whether there is certainly no server of this name."""


class KnownNames(t.Protocol):
    """Both of them, and what makes ids of names with them."""

    @property
    def catalogue(self) -> Entries:
        """The lists."""

    @property
    def resolver(self) -> Resolver:
        """Makes ids of names."""
