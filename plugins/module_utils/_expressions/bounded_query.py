# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""JMESPath with an end: some forty characters can make a value of a terabyte (``[@,@][]|[@,@][]|…``) or loop for years.

Expressions of policies come in merge requests.
"""

from __future__ import annotations

import functools
import typing as t

# What an expression may do, whatever it looks at, and for each value (or character) that it looks at.
LEAST_STEPS: t.Final = 200_000
STEPS_FOR_EACH: t.Final = 50
LEAST_SIZE: t.Final = 200_000
SIZES_OF_INPUT: t.Final = 10
# Twice of what replies and files may have.
MOST_LEVELS: t.Final = 200


class Endless(ValueError):
    """An expression that does, or makes, far more than what it looks at can be worth."""


class _Sizes:
    """How large values are once each is written out as often as it is referred to; each list is measured once."""

    def __init__(self) -> None:
        # By identity: size, levels, and the value itself, so that no other gets the identity of one that is gone.
        self._known: dict[int, tuple[int, int, t.Any]] = {}

    def of(self, value: t.Any) -> int:
        """One for each value, and one for each character of a text. Raises Endless for what is nested too deep."""
        return self._measured(value)[0]

    def _measured(self, value: t.Any) -> tuple[int, int]:
        if isinstance(value, str):
            return 1 + len(value), 1
        if not isinstance(value, (dict, list)):
            return 1, 1
        known = self._known.get(id(value))
        if known is None:
            inner = [self._measured(each) for each in (value.values() if isinstance(value, dict) else value)]
            size, levels = 1 + sum(each[0] for each in inner), 1 + max((each[1] for each in inner), default=0)
            if levels > MOST_LEVELS:
                raise Endless(f"it makes something that is nested deeper than {MOST_LEVELS} levels")
            known = self._known[id(value)] = (size, levels, value)
        return known[:2]


@functools.cache
def _interpreter() -> type[t.Any]:
    """The class of the interpreter, made when an expression is at hand: without one jmespath may be missing."""
    import jmespath.functions
    import jmespath.visitor

    class Functions(jmespath.functions.Functions):
        """The functions of the language; the only one that makes a product of what it is given looks first."""

        def __init__(self, largest: int) -> None:
            super().__init__()
            self._largest = largest

        @jmespath.functions.signature({"types": ["string"]}, {"types": ["array-string"]})
        def _func_join(self, separator: str, array: list[str]) -> str:
            if len(separator) * len(array) > self._largest:
                raise Endless("it makes a text that is far larger than what it looks at")
            return separator.join(array)

    class Interpreter(jmespath.visitor.TreeInterpreter):
        """Goes through an expression as jmespath does, and counts."""

        def __init__(self, size: int, sizes: _Sizes) -> None:
            self._largest = LEAST_SIZE + SIZES_OF_INPUT * size
            self._left = LEAST_STEPS + STEPS_FOR_EACH * size
            self._sizes = sizes
            super().__init__(jmespath.visitor.Options(custom_functions=Functions(self._largest)))

        def visit(self, node: t.Any, *arguments: t.Any, **more: t.Any) -> t.Any:
            self._left -= 1
            if self._left < 0:
                raise Endless("it takes far more steps than what it looks at can be worth")
            found = super().visit(node, *arguments, **more)
            if isinstance(found, (dict, list, str)) and self._sizes.of(found) > self._largest:
                raise Endless("it makes something that is far larger than what it looks at")
            return found

    return Interpreter


def search(expression: t.Any, value: t.Any) -> t.Any:
    """What the parsed ``expression`` finds in ``value``. Raises Endless, and all that jmespath raises."""
    sizes = _Sizes()
    return _interpreter()(sizes.of(value), sizes).visit(expression, value)
