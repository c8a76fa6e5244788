# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Values as they reach a module: plain JSON, without templates, tags and lazy containers of the controller. Pure."""

from __future__ import annotations

import json
import typing as t
from collections.abc import Mapping, Sequence, Set


def plain(arguments: Mapping[str, t.Any]) -> dict[str, t.Any]:
    """The ``arguments`` of a task, decrypted where they were encrypted in the playbook.

    Raises whatever Ansible raises for what cannot be decrypted.
    """
    crossed: dict[str, t.Any] = json.loads(json.dumps(_spelled(arguments)))
    return crossed


def _spelled(value: t.Any) -> t.Any:
    """``value`` in types that JSON knows."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if getattr(value, "__ENCRYPTED__", False):
        # What !vault makes in ansible-core 2.18: also a sequence, of characters.
        return str(value)
    if isinstance(value, Mapping):
        return {_key(name): _spelled(inner) for name, inner in value.items()}
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="surrogateescape")
    if isinstance(value, (Sequence, Set)):
        return [_spelled(inner) for inner in value]
    # Dates, and what !vault makes since ansible-core 2.19.
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _key(name: t.Any) -> t.Any:
    return name if name is None or isinstance(name, (bool, int, float)) else str(name)
