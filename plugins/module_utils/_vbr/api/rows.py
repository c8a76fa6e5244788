# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Rows of a list that match filters, read page by page."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ..._errors import InvalidInput, RequestRefused, check_absence
from ..schema.times import with_offsets
from . import filters as lists
from .client import PAGE_SIZE

if t.TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ..._model import Gap, Json, Reading
    from .client import VbrClient

    Order = Sequence[tuple[str, str]]
    Pages = Callable[[VbrClient, str, Order, int], Reading[Json]]

BAD_REQUEST: t.Final = 400


def _pages(client: VbrClient, path: str, params: Order, page_size: int) -> Reading[Json]:
    return client.pages(path, params, page_size=page_size)


@dataclass(frozen=True)
class FilteredList:
    """A list of the API: ``template`` is its path in the vendor's description, ``rules`` are its filters.

    ``pages`` reads it, where that takes more than its pages.
    """

    template: str
    rules: lists.Rules
    pages: Pages = _pages

    def rows(
        self,
        client: VbrClient,
        wanted: Json,
        order: Order = (),
        *,
        path: str = "",
        page_size: int = PAGE_SIZE,
    ) -> Reading[Json]:
        """The rows that match every filter of ``wanted`` (as ``filters.given`` returns it), as they are consumed.

        Each time in them has an offset. ``path`` is where the list is, if it is not ``template`` itself. A value that
        the API description does not have is asked for all the same; where the server refuses it, the client looks for
        it in every row. Raises InvalidInput when no row has it either.
        """
        asked = lists.query(self.template, self.rules, wanted, revision=client.revision)
        strange = lists.undocumented(self.template, self.rules, wanted, revision=client.revision)
        read = self.pages(client, path or self.template, [*asked, *order], page_size)
        try:
            return (yield from self._matching(read, client, wanted))
        except RequestRefused as error:
            if error.status != BAD_REQUEST or not strange:
                raise
        # Only the first page can be refused for what was asked: nothing was yielded yet.
        return (yield from self._found_without_asking(client, wanted, strange, order, path))

    def _found_without_asking(
        self, client: VbrClient, wanted: Json, strange: dict[str, str], order: Order, path: str
    ) -> Reading[Json]:
        rest = {option: value for option, value in wanted.items() if option not in strange}
        asked = lists.query(self.template, self.rules, rest, revision=client.revision)
        found = self._matching(self.pages(client, path or self.template, [*asked, *order], PAGE_SIZE), client, wanted)
        try:
            first = next(found)
        except StopIteration as end:
            check_absence(end.value, f"An entry with this {' and '.join(strange)}")
            raise InvalidInput(list(strange.items())) from None
        yield first
        return (yield from found)

    def _matching(self, read: Iterator[Json], client: VbrClient, wanted: Json) -> Reading[Json]:
        while True:
            try:
                row = with_offsets(next(read), client.zone)
            except StopIteration as end:
                gap: Gap | None = end.value
                return gap
            if lists.keeps(self.rules, wanted, row):
                yield row
