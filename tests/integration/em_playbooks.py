# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Playbooks against the simulated Enterprise Manager, in both of its versions."""

from __future__ import annotations

import json
import typing as t

import pytest

from tests.breadth import is_whole
from tests.integration.playbooks import Outcome, Playbooks, is_question

VERSIONS = ("12", "13")
# The newest; both are tried in make matrix, and in process in every run.
each_version = pytest.mark.parametrize("em_version", VERSIONS if is_whole() else VERSIONS[-1:])


class EmPlaybooks(Playbooks):
    """Like Playbooks, with ``api: em`` from the environment."""

    @property
    def connection(self) -> dict[str, str]:
        """The simulator as environment variables."""
        return {
            "VEEAM_API": "em",
            "VEEAM_HOST": "localhost",
            "VEEAM_PORT": str(self.simulator.em_port),
            "VEEAM_USERNAME": self.simulator.username,
            "VEEAM_PASSWORD": self.simulator.password,
            "VEEAM_CA_PATH": self.simulator.ca_path,
        }

    def inspect(self, outcome: Outcome, *, open_tokens: int = 0, refused: bool = False) -> None:
        """Nothing is left logged on, nothing was refused, ignored or sloppy, no secret was shown."""
        state = self.simulator.state()["em"]
        assert state["open_tokens"] == open_tokens, outcome.output
        assert not state["complaints"]
        if not refused:
            wrong = [
                {key: entry[key] for key in ("method", "path", "query", "body", "status", "refused", "dropped")}
                for entry in self.simulator.requests()
                if (entry["refused"] and not is_question(entry)) or entry["dropped"]
            ]
            assert not wrong, json.dumps(wrong, indent=1)
        self.look_for_secrets(outcome)

    def calls(self, method: str = "GET", ending: str = "") -> list[str]:
        """Path and query of the requests of a kind so far."""
        found = [entry for entry in self.simulator.requests() if entry["method"] == method]
        return [text for entry in found if (text := _target(entry)).endswith(ending)]


def _target(entry: dict[str, t.Any]) -> str:
    query = "&".join("=".join(pair) for pair in entry["query"])
    return f"{entry['path']}?{query}" if query else str(entry["path"])


def comparable(value: t.Any) -> t.Any:
    """A result without what is different in every simulator: addresses and ports."""
    if isinstance(value, dict):
        return {key: comparable(item) for key, item in value.items() if key not in ("Href", "Links")}
    return [comparable(item) for item in value] if isinstance(value, list) else value
