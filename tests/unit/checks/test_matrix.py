# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which pairs of ansible-core and Python are tried."""

from __future__ import annotations

import pathlib

import pytest

from tests.checks import matrix


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What pip would have installed, one entry for each pair that is tried. Nothing is."""
    wanted: list[str] = []
    present = {python: pathlib.Path(f"python{python}") for python in matrix.PYTHONS}

    def environment(pair: matrix.Pair, interpreter: pathlib.Path) -> None:
        wanted.append(f"{matrix._ansible_core(pair)} on {interpreter}")

    monkeypatch.setattr(matrix.interpreters, "find", lambda: present)
    monkeypatch.setattr(matrix, "_environment", environment)
    return wanted


def test_every_supported_pair_is_tried(installed: list[str]) -> None:
    matrix.main([])
    assert len(installed) == 12
    assert installed[0] == "ansible-core==2.18.* on python3.11"
    assert installed[-1] == "ansible-core==2.21.* on python3.14"


def test_a_pre_release_is_tried_when_it_is_named(installed: list[str]) -> None:
    matrix.main(["next-3.14"])
    assert installed == ["ansible-core>=2.18.0b1 on python3.14"]
