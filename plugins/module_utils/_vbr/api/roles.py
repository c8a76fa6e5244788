# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Which role a call needs, in the words of the vendor's reference ("Available to").

Read only after the server has answered 403.
"""

from __future__ import annotations

import typing as t

from ..schema.data_roles import REVISIONS, ROLES
from ..schema.revisions import at_least, product

# The letters of the generated table, in the order in which the roles are told.
NAMES: t.Final[dict[str, str]] = {
    "A": "Backup Administrator",
    "O": "Backup Operator",
    "R": "Restore Operator",
    "V": "Backup Viewer",
    "T": "Tape Operator",
    "S": "Security Administrator",
}
# Custom roles, by what they must be allowed to do.
CUSTOM: t.Final[dict[str, str]] = {
    "x": "a custom role with backup or restore permissions",
    "b": "a custom role with backup permissions",
    "r": "a custom role with restore permissions",
}
INCIDENTS: t.Final = {"I": "Incident API Operator"}
# Before, the names of the roles began with the vendor's.
_SHORT_SINCE: t.Final = "1.3-rev2"

GENERAL_HINT: t.Final = "The role of this user does not allow it."
FOUR_EYES_HINT: t.Final = "With four-eyes authorization the API refuses to delete."


def letters(method: str, path: str, revision: str) -> str:
    """The roles that may make a call, as letters; "" when the call is not in the table. ``path`` is below /api/v1."""
    parts = path.split("/")
    fitting = [template for template in _templates(method, len(parts)) if _fits(template.split("/"), parts)]
    if not fitting:
        return ""
    # A word in a path goes before the id that it could be.
    closest = min(fitting, key=lambda template: template.count("{}"))
    return ROLES[f"{method} {closest}"][REVISIONS.index(revision)]


def names(found: str, revision: str) -> list[str]:
    """The roles behind ``found`` as the product of ``revision`` calls them."""
    prefix = "" if at_least(revision, _SHORT_SINCE) else "Veeam "
    builtin = [prefix + name for letter, name in NAMES.items() if letter in found]
    return builtin + [name for letter, name in (INCIDENTS | CUSTOM).items() if letter in found]


def hint(method: str, path: str, revision: str) -> str:
    """What to say when the server answers 403 to a call: which role it needs in this version."""
    allowed = names(letters(method, path, revision), revision)
    if not allowed:
        said = GENERAL_HINT
    else:
        listed = allowed[0] if len(allowed) == 1 else f"{', '.join(allowed[:-1])} or {allowed[-1]}"
        said = (
            f"The role of this user does not allow it: this call needs the role {listed} "
            f"(API revision {revision}, {product(revision)})."
        )
    return f"{said} {FOUR_EYES_HINT}" if method == "DELETE" else said


def _templates(method: str, length: int) -> t.Iterator[str]:
    for call in ROLES:
        verb, dummy, template = call.partition(" ")
        if verb == method and template.count("/") == length - 1:
            yield template


def _fits(template: list[str], parts: list[str]) -> bool:
    return all(known in ("{}", part) for known, part in zip(template, parts, strict=True))
