# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an error becomes: one message for a person, and the details of an error of the collection."""

from __future__ import annotations

import pathlib
import runpy
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._errors import VeeamError
from ansible_collections.backupops.veeam.plugins.module_utils._module.failure import LONGEST, failure
from ansible_collections.backupops.veeam.plugins.module_utils._module.signals import Cancelled


class Module:
    when_cancelled = "It goes on."
    when_mistaken = "Look at the server."


def failed(error: BaseException) -> t.Any:
    return failure(error, t.cast("t.Any", Module()))


def test_an_error_of_the_collection_is_its_message_and_its_details() -> None:
    error = VeeamError("No such job.", candidates=["Web"])
    assert failed(error) == {"msg": "No such job.", "candidates": ["Web"]}


@pytest.mark.parametrize("error", [Cancelled(), KeyboardInterrupt()])
def test_a_cancelled_task_says_what_becomes_of_the_server(error: BaseException) -> None:
    assert failed(error) == {"msg": "The task was cancelled. It goes on."}


def test_a_mistake_is_one_line_of_bounded_length_that_says_what_to_do() -> None:
    (name,) = failed(KeyError("a\n" + "b" * 1000))
    message = failed(KeyError("a\n" + "b" * 1000))[name]
    assert message.startswith("This is a mistake in the collection")
    assert "\n" not in message
    assert LONGEST - 10 < message.count("b") < LONGEST + 20
    assert "(nowhere). Look at the server. Please report it with its traceback" in message
    assert ": ValueError (nowhere)" in failed(ValueError())["msg"]


def test_a_mistake_is_where_the_code_of_the_collection_was_last(tmp_path: pathlib.Path) -> None:
    """Not in a library that it called, whose file says nothing to those who read the message."""
    ours = tmp_path / "plugins" / "module_utils" / "_vbr" / "tokens.py"
    ours.parent.mkdir(parents=True)
    ours.write_text("import json\n\njson.loads('{')\n", encoding="utf-8")
    with pytest.raises(ValueError, match="Expecting") as caught:
        runpy.run_path(str(ours))
    assert "(_vbr/tokens.py, line 3)" in failed(caught.value)["msg"]
