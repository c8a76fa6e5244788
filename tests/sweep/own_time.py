# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Another clock and another way to pause for code that takes both as arguments with a default."""

from __future__ import annotations

import contextlib
import sys
import time
import types
import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.simulator.launch import Running

PACKAGE = "ansible_collections.backupops.veeam.plugins."


@contextlib.contextmanager
def own_time(sleep: Callable[[float], None], monotonic: Callable[[], float]) -> Iterator[None]:
    """Inside, whatever of the collection is loaded has these in place of ``time.sleep`` and ``time.monotonic``."""
    instead = {time.sleep: sleep, time.monotonic: monotonic}
    with contextlib.ExitStack() as stack:
        for function in _functions():
            _replace(stack, function, instead)
        yield


@contextlib.contextmanager
def clocks_of(simulator: Running) -> Iterator[None]:
    """Inside, a pause of the collection takes no time: it puts the clock of ``simulator`` and its own one forward."""
    ahead = 0.0

    def pause(seconds: float) -> None:
        nonlocal ahead
        ahead += seconds
        simulator.advance(seconds)

    with own_time(pause, lambda: time.monotonic() + ahead):
        yield


def _functions() -> Iterator[types.FunctionType]:
    for name, module in list(sys.modules.items()):
        if name.startswith(PACKAGE):
            for value in list(vars(module).values()):
                inner = list(vars(value).values()) if isinstance(value, type) else []
                yield from (item for item in (value, *inner) if isinstance(item, types.FunctionType))


def _replace(stack: contextlib.ExitStack, function: t.Any, instead: dict[t.Any, t.Any]) -> None:
    by_place, by_name = function.__defaults__, function.__kwdefaults__

    def back() -> None:
        function.__defaults__, function.__kwdefaults__ = by_place, by_name

    given = [*(by_place or ()), *(by_name or {}).values()]
    if any(value is usual for value in given for usual in instead):
        stack.callback(back)
        function.__defaults__ = by_place and tuple(_other(value, instead) for value in by_place)
        function.__kwdefaults__ = by_name and {name: _other(value, instead) for name, value in by_name.items()}


def _other(value: t.Any, instead: dict[t.Any, t.Any]) -> t.Any:
    return next((other for usual, other in instead.items() if value is usual), value)
