# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""JMESPath expressions on results."""

from __future__ import annotations

import traceback
import typing as t

from .._errors import InvalidInput

try:
    import jmespath
    import jmespath.exceptions
except ImportError:
    JMESPATH_MISSING: str | None = traceback.format_exc()
else:
    JMESPATH_MISSING = None


_LONGEST: t.Final = 10_000
_LONGEST_SHOWN: t.Final = 500
# What jmespath lets through where an expression nests too deep, steps by 0 or compares what cannot be compared.
_OTHER_ERRORS: t.Final = (RecursionError, ValueError, TypeError, ArithmeticError, AttributeError, LookupError)


class Query:
    """An expression that was read successfully. Raises InvalidInput for one that cannot be."""

    def __init__(self, expression: str) -> None:
        self._expression = expression if len(expression) <= _LONGEST_SHOWN else f"{expression[:_LONGEST_SHOWN]}…"
        if len(expression) > _LONGEST:
            raise self._refused(f"it has more than {_LONGEST} characters")
        try:
            self._compiled = jmespath.compile(expression)
        except jmespath.exceptions.JMESPathError as error:
            raise self._refused(str(error)) from None
        except _OTHER_ERRORS as error:
            raise self._refused(str(error)) from None

    def search(self, result: t.Any) -> t.Any:
        """What the expression finds in ``result``. Raises InvalidInput when a function gets what it cannot take."""
        try:
            from .bounded_query import search

            return search(self._compiled.parsed, result)
        except jmespath.exceptions.JMESPathError as error:
            raise self._refused(str(error)) from None
        except _OTHER_ERRORS as error:
            raise self._refused(str(error)) from None

    def _refused(self, reason: str) -> InvalidInput:
        return InvalidInput([("query", f'"{self._expression}" does not work: {reason}')])
