# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever a revision can say about a job, the server takes, keeps and says again in any revision."""

from __future__ import annotations

import typing as t

import pytest

from tests.openapi import Checker, Shape, check_schema, document
from tests.openapi.shapes import Shapes
from tests.simulator.options import REVISIONS
from tests.simulator.vbr import reshape
from tests.simulator.vbr.job_store import Job, job_shape

CHOICES = 9


class Sampler:
    """Makes values with every member that a schema has, taking the `choice`-th variant and enum value everywhere."""

    def __init__(self, shapes: Shapes, choice: int) -> None:
        self._shapes, self._choice = shapes, choice

    def job(self, shape: Shape, job_type: str) -> dict[str, t.Any]:
        variant = self._shapes.variant(shape, {"type": job_type})
        assert variant is not None
        return {**self.sample(variant), "type": job_type}

    def sample(self, shape: Shape) -> t.Any:
        if shape.discriminator:
            name = list(shape.variants)[self._choice % len(shape.variants)]
            variant = self._shapes.variant(shape, {shape.discriminator: name})
            assert variant is not None
            return {**self.sample(variant), shape.discriminator: name}
        if shape.kind == "object":
            return {name: self.sample(member) for name, member in shape.members.items()}
        if shape.kind == "array":
            return [self.sample(shape.items)] if shape.items else []
        if shape.values:
            return shape.values[self._choice % len(shape.values)]
        number = max(shape.limits.get("minimum", 1), self._choice)
        return {"string": f"text {number}", "boolean": bool(self._choice % 2)}.get(shape.kind, number)


def lost(given: t.Any, found: t.Any, path: str = "") -> t.Iterator[str]:
    """Paths of what was given and is not found; sizes are the server's own."""
    if isinstance(given, dict) and isinstance(found, dict):
        for name, member in given.items():
            if name != "size":
                yield from lost(member, found.get(name), f"{path}.{name}")
    elif isinstance(given, list) and isinstance(found, list) and len(given) <= len(found):
        for index, item in enumerate(given):
            yield from lost(item, found[index], f"{path}[{index}]")
    elif given != found:
        yield f"{path}: {given!r} became {found!r}"


@pytest.mark.parametrize("choice", range(CHOICES))
@pytest.mark.parametrize("revision", REVISIONS)
def test_nothing_gets_lost_and_every_revision_can_read_it(revision: str, choice: int) -> None:
    shape, shapes = job_shape(revision), document(revision).shapes
    for job_type in shape.variants:
        given = Sampler(shapes, choice).job(shape, job_type)
        assert Checker(shapes).check(given, shape).all() == []
        job = Job(reshape.to_newest(given, job_shape(reshape.NEWEST)), live=False, foreign=True)
        assert list(lost(given, job.as_revision(revision))) == []
        for other in REVISIONS:
            if job.is_known_to(other):
                assert check_schema(other, "JobModel", job.as_revision(other)) == []
