# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists in pages. Pure. PRIVATE to the collection."""

from __future__ import annotations

import typing as t
from concurrent.futures import Future, ThreadPoolExecutor

from ansible_collections.backupops.veeam.plugins.module_utils._errors import UnusableAnswer

if t.TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ansible_collections.backupops.veeam.plugins.module_utils._model import Json


# A list from which something is removed during each of these readings is taken as it is.
_MOST_READINGS: t.Final = 3


def all_items(fetch: Callable[[int], t.Any], *, what: str) -> Iterator[Json]:
    """Every item of a list, each item once, page by page as it is consumed.

    ``fetch(skip)`` returns the body of one page. Counts items and trusts nothing else: servers leave ``skip`` and
    ``limit`` out of their replies (T20) and some lists come whole. A list that changes meanwhile can move an item to
    the next page, hence the look at ids, or to a page that was read before: a list that gets shorter is read again for
    what was missed. Raises UnusableAnswer for a body without a list and for a list without end.
    """
    known: set[t.Any] = set()
    for dummy in range(_MOST_READINGS):
        totals: list[int] = []
        for items, total in _read_once(fetch, what):
            totals += [] if total is None else [total]
            fresh = [item for item in items if _key(item) is None or _key(item) not in known]
            known.update(_key(item) for item in fresh)
            yield from fresh
        # Items that cannot be told apart would come twice.
        if totals == sorted(totals) or None in known:
            return


def _read_once(fetch: Callable[[int], t.Any], what: str) -> Iterator[tuple[list[Json], int | None]]:
    seen: set[t.Any] = set()
    skip = 0
    while True:
        items, total = _page(fetch(skip), what)
        keys = {_key(item) for item in items}
        if items and None not in keys and keys <= seen:
            raise UnusableAnswer(f"{what}: the server sends the same page again and again.")
        seen |= keys
        yield items, total
        skip += len(items)
        if not items or (total is not None and skip >= total):
            return


def fetched_ahead(fetch: Callable[[int], t.Any]) -> Callable[[int], t.Any]:
    """``fetch`` that has the next page on its way while the last one is being worked on. For lists read to the end."""
    pool: ThreadPoolExecutor | None = None
    coming: dict[int, Future[t.Any]] = {}

    def ahead(skip: int) -> t.Any:
        nonlocal pool
        body = coming.pop(skip).result() if skip in coming else fetch(skip)
        pagination = body.get("pagination") if isinstance(body, dict) else None
        total = pagination.get("total") if isinstance(pagination, dict) else None
        items = body.get("data") if isinstance(body, dict) else None
        following = skip + len(items) if isinstance(items, list) and items else skip
        if isinstance(total, int) and skip < following < total:
            pool = pool or ThreadPoolExecutor(1, thread_name_prefix="page")
            coming[following] = pool.submit(fetch, following)
        elif pool is not None:
            pool.shutdown(wait=False)
            # The list may be read once more.
            pool = None
        return body

    return ahead


def _key(item: Json) -> t.Any:
    """What makes an item itself; a computer is listed once per protection group. None for items without an id."""
    return None if item.get("id") is None else (item["id"], item.get("protectionGroupId"))


def _page(body: t.Any, what: str) -> tuple[list[Json], int | None]:
    pagination = body.get("pagination") if isinstance(body, dict) else None
    items = body.get("data") if isinstance(body, dict) else body
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise UnusableAnswer(f"{what}: the server answered with something that is not a list.")
    total = pagination.get("total") if isinstance(pagination, dict) else len(items)
    return items, total if isinstance(total, int) else None
