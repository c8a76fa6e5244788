# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""JSON values as YAML text for ``--diff``. Written here, because a module may run where there is no YAML library."""

from __future__ import annotations

import json
import re
import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Iterator

# What reads the same with and without quotes, in YAML 1.1 and 1.2. Anything that begins with a digit is quoted: 22:00
# without quotes is the number 1320 to a YAML 1.1 reader.
_PLAIN = re.compile(r"[A-Za-z_/\\][A-Za-z0-9_./\\@+()-]*( [A-Za-z0-9_./\\@+()-]+)*")
_WORDS_WITH_A_MEANING = {"true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf"}


def as_yaml(value: t.Any) -> str:
    """``value`` as a block of YAML that ends with a line feed; nothing at all for {} and None."""
    if value is None or value == {}:
        return ""
    return "".join(f"{line}\n" for line in _lines(value))


def _lines(value: t.Any) -> Iterator[str]:
    if isinstance(value, dict) and value:
        for key, below in value.items():
            yield from _entry(f"{_scalar(str(key))}:", below, indent="  ")
    elif isinstance(value, list) and value:
        for item in value:
            yield from _item(item)
    else:
        yield _scalar(value)


def _entry(head: str, below: t.Any, *, indent: str) -> Iterator[str]:
    if isinstance(below, dict | list) and below:
        yield head
        yield from (indent + line for line in _lines(below))
    else:
        yield f"{head} {_scalar(below)}"


def _item(item: t.Any) -> Iterator[str]:
    first, *others = _lines(item)
    yield f"- {first}"
    yield from (f"  {line}" for line in others)


def _scalar(value: t.Any) -> str:
    if isinstance(value, str):
        if _PLAIN.fullmatch(value) and value.lower() not in _WORDS_WITH_A_MEANING:
            return value
        quoted = json.dumps(value, ensure_ascii=False)
        return "".join(char if char.isprintable() else f"\\U{ord(char):08x}" for char in quoted)
    return json.dumps(value)
