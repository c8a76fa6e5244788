# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""The names of one server, each part built when the first task needs it."""

from __future__ import annotations

import functools
import typing as t

from ..schema.references import Collection

if t.TYPE_CHECKING:
    from ..api.client import VbrClient
    from ..settings.memo import Memo
    from .catalogue import Catalogue
    from .inventory import Inventory
    from .resolver import Resolver


class ServerNames:
    """``KnownNames`` of a server; what was read once is not read again. Safe to share between threads."""

    def __init__(self, client: VbrClient, memo: Memo) -> None:
        self._client = client
        self._memo = memo

    @functools.cached_property
    def catalogue(self) -> Catalogue:
        """The lists of repositories, credentials, jobs …"""
        from .catalogue import Catalogue

        return Catalogue(self._client)

    @functools.cached_property
    def inventory(self) -> Inventory:
        """The inventories of machines, folders, tags …"""
        from .inventory import Inventory

        return Inventory(self._client)

    @functools.cached_property
    def resolver(self) -> Resolver:
        """Makes ids of names."""
        from .resolver import Resolver

        return Resolver(self.catalogue, self.inventory, self._memo)

    def password_hints(self) -> frozenset[str]:
        """The hints of the passwords for encryption, as far as they were read. Sends nothing."""
        return self.catalogue.known(Collection.ENCRYPTION_PASSWORDS) if "catalogue" in vars(self) else frozenset()
