# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Parts of a job for a person: names for ids as far as they are known, windows and machines in short. Sends nothing."""

from __future__ import annotations

import typing as t

from ansible_collections.backupops.veeam.plugins.module_utils._vbr import backup_window
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.comparison import is_inventory_object
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.references import (
    BY_MEMBER,
    Collection,
    Reference,
    collection_of,
)

if t.TYPE_CHECKING:
    from ansible_collections.backupops.veeam.plugins.module_utils._model import Json

    NameOf: t.TypeAlias = "t.Callable[[Collection, str], str | None]"

_OBJECT_MEMBERS: t.Final = ("name", "hostName", "type")


def presentable(tree: Json, name_of: NameOf, parent: str = "") -> Json:
    """``tree`` as somebody would write it. ``parent`` is the member in which it stands."""
    if backup_window.is_window(tree):
        return backup_window.shorten(tree)
    if is_inventory_object(tree) and tree.get("name"):
        return {member: tree[member] for member in _OBJECT_MEMBERS if tree.get(member)}
    if tree.get("credentialsType") and set(tree) == {"credentialsId", "credentialsType"}:
        return _credentials(tree, name_of)
    shown: Json = {}
    for member, value in tree.items():
        reference = BY_MEMBER.get(member)
        names = None if reference is None or reference.alias in tree else _names(reference, value, name_of, parent)
        if reference is not None and names is not None:
            shown[reference.alias] = names
        else:
            shown[member] = _value(member, value, name_of)
    return shown


def _value(member: str, value: t.Any, name_of: NameOf) -> t.Any:
    if isinstance(value, dict):
        return presentable(value, name_of, member)
    if isinstance(value, list):
        return [_value(member, item, name_of) for item in value]
    return value


def _names(reference: Reference, value: t.Any, name_of: NameOf, parent: str) -> t.Any:
    """The name or names for an id member; None unless every one is known."""
    collection = collection_of(reference, parent)
    if not reference.many:
        return name_of(collection, value) if isinstance(value, str) else None
    names = [name_of(collection, str(item)) for item in value or []]
    return names if names and None not in names else None


def _credentials(tree: Json, name_of: NameOf) -> Json:
    name = name_of(Collection.CREDENTIALS, str(tree["credentialsId"]))
    return tree if name is None else {"username": name, "type": tree["credentialsType"]}
