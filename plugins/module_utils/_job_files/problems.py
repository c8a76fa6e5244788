# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""What is wrong with a tree of job files, and where."""

from __future__ import annotations

import difflib
import typing as t
from dataclasses import asdict, dataclass, replace

from .._errors import VeeamError
from .._paths import as_path, text
from .._redaction.secret_members import Masking

if t.TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from .._engine.sets.job_set import SourceLocation
    from .._paths import Path

ERROR: t.Final = "error"
WARNING: t.Final = "warning"
# A message with more lines than this is not read; the result has them all.
MOST_SHOWN: t.Final = 50


class ProblemShown(t.TypedDict):
    """A mistake as a result has it. ``line`` is None where it is not known; ``path``, ``job``, ``rule`` may be ""."""

    file: str
    message: str
    line: int | None
    path: str
    job: str
    severity: str
    rule: str


@dataclass(frozen=True)
class TreeProblem:
    """One mistake. ``path`` is dotted, within the job; ``rule`` names the policy that found it, if one did."""

    file: str
    message: str
    line: int | None = None
    path: str = ""
    job: str = ""
    severity: str = ERROR
    rule: str = ""

    @classmethod
    def at(cls, place: SourceLocation, message: str, path: str | Path = "", **more: str) -> TreeProblem:
        """A problem at ``place``; ``path`` is within the job, or the name of one key."""
        return cls(file=place.file, line=place.line, message=message, path=text(as_path(path)), **more)

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        said = f"{self.path}: {self.message}" if self.path else self.message
        mark = "" if self.severity == ERROR else f"{self.severity}: "
        line = f"{place}: {mark}{said}" + (f' (job "{self.job}")' if self.job else "")
        # A name with a line feed must not look like one more problem, or end the block of a report that it is in.
        return "\n    ".join(line.splitlines())

    def as_dict(self) -> ProblemShown:
        """For the result of a module."""
        return t.cast("ProblemShown", asdict(self))


def discreet(problems: Iterable[TreeProblem], doubtful: Collection[str]) -> list[TreeProblem]:
    """``problems`` without the values that may be secrets, see ``Masking``."""
    masking = Masking(doubtful)
    return [replace(one, message=masking.text(one.message, about=one.path)) for one in problems]


class InvalidTree(VeeamError):
    """The files cannot be used as they are. Nothing was sent to any server."""

    def __init__(self, problems: Iterable[TreeProblem]) -> None:
        self.problems = ordered(problems)
        super().__init__(report(self.problems), problems=[problem.as_dict() for problem in self.problems])


_LONGEST_COMPARED: t.Final = 100
_MOST_NAMES: t.Final = 100


def ordered(problems: Iterable[TreeProblem]) -> list[TreeProblem]:
    """By file and line, each once."""
    return sorted(dict.fromkeys(problems), key=lambda one: (one.file, one.line or 0, one.path, one.message))


def report(problems: Sequence[TreeProblem], most: int = MOST_SHOWN) -> str:
    """The problems as text, a line each, cut when there are very many."""
    errors = sum(problem.severity == ERROR for problem in problems)
    warnings = len(problems) - errors
    counts = [_count(errors, "error")] if errors else []
    counts += [_count(warnings, "warning")] if warnings else []
    lines = [f"{' and '.join(counts)} in the job files:", *(str(problem) for problem in problems[:most])]
    if len(problems) > most:
        lines.append(f"… and {len(problems) - most} more, all of them in the result under problems")
    return "\n".join(lines)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``; did you mean X?``, or what there is to choose from."""
    # Comparing costs the product of the lengths.
    word = word[:_LONGEST_COMPARED]
    names = sorted(known)
    bare = {_bare(name): name for name in names}
    close = difflib.get_close_matches(_bare(word), list(bare), n=1, cutoff=0.6)
    if close:
        return f"; did you mean {bare[close[0]]}?"
    more = " …" if len(names) > _MOST_NAMES else ""
    return f"; there are {', '.join(names[:_MOST_NAMES])}{more}" if names else ""


def is_close(word: str, known: Iterable[str]) -> bool:
    """Whether ``word`` may be one of ``known``, misspelt."""
    return bool(difflib.get_close_matches(_bare(word[:_LONGEST_COMPARED]), list(map(_bare, known)), n=1, cutoff=0.6))


def _bare(word: str) -> str:
    return word.lower().replace("_", "").replace("-", "")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
