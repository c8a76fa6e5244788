# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Parts of a job for a person: names for ids as far as they are known, windows and machines in short. Sends nothing."""

from __future__ import annotations

import typing as t

from ..schema.references import BY_MEMBER, Collection, Reference, collection_of
from ..settings import backup_window
from ..settings.comparison import ECHOES, is_inventory_object

if t.TYPE_CHECKING:
    from ..._model import Json

    # What a person would write for an entry of a collection; None when that is not known.
    LabelOf: t.TypeAlias = "t.Callable[[Collection, str], str | Json | None]"

_OBJECT_MEMBERS: t.Final = ("name", "hostName", "type")


def presentable(tree: Json, label_of: LabelOf, parent: str = "") -> Json:
    """``tree`` as a person would write it. ``parent`` is the member in which it stands."""
    if backup_window.is_window(tree):
        return backup_window.shorten(tree)
    if is_inventory_object(tree) and tree.get("name"):
        return {member: tree[member] for member in _OBJECT_MEMBERS if tree.get(member)}
    if tree.get("credentialsType") and set(tree) == {"credentialsId", "credentialsType"}:
        return _credentials(tree, label_of)
    if parent in ECHOES and tree.get("id") and tree.get("name"):
        return {member: value for member, value in tree.items() if member in ("name", "type")}
    shown: Json = {}
    for member, value in tree.items():
        reference = BY_MEMBER.get(member)
        names = None if reference is None or reference.alias in tree else _names(reference, value, label_of, parent)
        if reference is not None and names is not None:
            shown[reference.alias] = names
        else:
            shown[member] = _value(member, value, label_of)
    return shown


def _value(member: str, value: t.Any, label_of: LabelOf) -> t.Any:
    if isinstance(value, dict):
        return presentable(value, label_of, member)
    if isinstance(value, list):
        return [_value(member, item, label_of) for item in value]
    return value


def _names(reference: Reference, value: t.Any, label_of: LabelOf, parent: str) -> t.Any:
    """The name or names for an id member; None unless every one is known."""
    collection = collection_of(reference, parent)
    if not reference.many:
        return label_of(collection, value) if isinstance(value, str) else None
    names = [label_of(collection, str(item)) for item in value or []]
    return names if names and None not in names else None


def _credentials(tree: Json, label_of: LabelOf) -> Json:
    label = label_of(Collection.CREDENTIALS, str(tree["credentialsId"]))
    named = {"username": label} if isinstance(label, str) else label
    return tree if named is None else {**named, "type": tree["credentialsType"]}
