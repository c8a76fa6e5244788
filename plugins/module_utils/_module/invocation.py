# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What a module is for whatever runs it, and one call of a module. Knows nothing of Ansible."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .._http.wanted import StillWanted, always
from .._progress import SILENT

if t.TYPE_CHECKING:
    from collections.abc import Callable

    from .._model import Json
    from .._product import Connection
    from .._progress import Progress
    from .._redaction.outgoing import Outgoing
    from .options import Options, Params


def _unshielded() -> None:
    """Signals do what they do."""


@dataclass(frozen=True)
class Invocation:
    """One call of a module. ``params`` are its options, checked by the argument spec and with every default.

    ``check_mode``: nothing may be written to a server or a file. ``show_warning`` brings a text to the terminal.
    ``progress`` is told what the task does while it works, from its main thread only.
    ``still_wanted`` is asked before each request. ``shield`` is called when the work is over: what remains, logging off
    and the result, is not to be interrupted by signals.
    """

    params: Params
    check_mode: bool
    outgoing: Outgoing
    show_warning: Callable[[str], None]
    progress: Progress = SILENT
    still_wanted: StillWanted = always
    shield: Callable[[], None] = _unshielded

    def warn(self, text: str) -> None:
        """Show a warning, without secrets."""
        self.show_warning(self.outgoing.text(text))

    def for_a_file(self, tree: Json, product: Connection) -> Json:
        """``tree`` as it may be written to a file: without secrets. Sends nothing."""
        self.learn_secrets(product)
        return self.outgoing.content(tree)

    def learn_secrets(self, product: Connection) -> None:
        """Ask ``product`` for what must not be shown from now on. Sends nothing."""
        self.outgoing.learn(product.secrets(), product.names_of_secrets())


class MissingLibrary(t.NamedTuple):
    """A library that cannot be imported: its name for pip, what needs it ("" for all), and the traceback."""

    name: str
    needed_for: str
    traceback: str


class Module(t.Protocol):
    """A module without its documentation."""

    @property
    def options(self) -> Options:
        """What it takes."""

    @property
    def when_cancelled(self) -> str:
        """What became of the server when the task was cancelled: a sentence."""

    @property
    def when_mistaken(self) -> str:
        """What became of the server when the code made a mistake: a sentence."""

    def missing_library(self, params: Params) -> MissingLibrary | None:
        """The first library that it needs for these options and that is not there."""

    def perform(self, invocation: Invocation) -> Json:
        """Do the work and return the result. Leaves no logon behind, whatever happens. Raises VeeamError."""
