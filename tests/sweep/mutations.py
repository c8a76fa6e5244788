# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a reply can hold that no document speaks of. Pure, but for the chance that is handed in."""

from __future__ import annotations

import json
import typing as t

if t.TYPE_CHECKING:
    import random

DEEP = 20_000


class Raw(bytes):
    """A body that is not made of JSON values."""


# In place of one value somewhere in a reply.
ODD_VALUES: tuple[t.Any, ...] = (
    *(
        None,
        True,
        False,
        0,
        -1,
        1.5,
        10**30,
        -(10**400),
        float("nan"),
        float("inf"),
        "",
        " ",
        "0",
        "\ud800",
        "\x00\x1b[2J",
    ),
    *("x" * 70_000, "../../etc/passwd", "{{ 7 * 7 }}", [], [None], [[]], {}, {"a": None}, [1, "two", {}], {"": {}}),
)
# In place of the whole body.
ODD_BODIES: tuple[t.Any, ...] = (
    *(None, True, 0, 1.5, "text", "", [], [None], [[]], {}, {"data": None}, {"data": {}}, {"data": [None]}),
    *({"data": ["x"], "pagination": None}, {"data": [{}], "pagination": {"total": "many"}}),
    {"data": [], "pagination": {"total": 10**12, "count": -1, "skip": None, "limit": 0}},
    *(Raw(b""), Raw(b"\xef\xbb\xbf"), Raw(b"{"), Raw(b"NaN"), Raw(b"\xff\xfe\x00"), Raw(b"<html>no</html>")),
    *(Raw(b"[" * DEEP), Raw(b"[" * DEEP + b"]" * DEEP), Raw(b'{"data":' * DEEP + b"1" + b"}" * DEEP)),
    *(Raw(b'{"data": ' + b"9" * 5000 + b"}"), Raw(b'{"a": 1, "a": [2]}'), Raw(b'{"data": [Infinity]}')),
)


class Mutation(t.NamedTuple):
    """One change to one reply: its place, and what stands there instead. ``gone``: the member is left out."""

    path: tuple[str | int, ...]
    value: t.Any = None
    gone: bool = False

    def __str__(self) -> str:
        what = "left out" if self.gone else f"= {self.value!r:.40}"
        return f"{'.'.join(map(str, self.path)) or 'the body'} {what}"


def places(tree: t.Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place in ``tree``; of a list the first two items."""
    found = [path] if path else []
    if isinstance(tree, dict):
        for key, value in tree.items():
            found += places(value, (*path, key))
    elif isinstance(tree, list):
        for index, value in enumerate(tree[:2]):
            found += places(value, (*path, index))
    return found


def mutation(tree: t.Any, chance: random.Random) -> Mutation:
    """A change to ``tree``; the further down a place, the less likely it is chosen."""
    known = places(tree)
    kind = chance.random()
    if not known or kind < 0.1:
        return Mutation((), chance.choice(ODD_BODIES))
    depth = min(1 + int(chance.expovariate(0.6)), max(map(len, known)))
    path = chance.choice([place for place in known if len(place) == depth] or known)
    if kind < 0.35:
        return Mutation(path, gone=True)
    return Mutation(path, chance.choice(ODD_VALUES))


def changed(body: bytes, change: Mutation) -> bytes:
    """``body`` with the change; as it was when the place does not exist (the reply is another one)."""
    if not change.path:
        return change.value if isinstance(change.value, Raw) else json.dumps(change.value).encode()
    try:
        tree = json.loads(body)
        within = tree
        for step in change.path[:-1]:
            within = within[step]
        if change.gone:
            del within[change.path[-1]]
        else:
            within[change.path[-1]] = change.value
    except (ValueError, KeyError, IndexError, TypeError):
        return body
    return json.dumps(tree).encode()
