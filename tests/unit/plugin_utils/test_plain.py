# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Arguments reach the controller as they reach a module."""

from __future__ import annotations

import collections
import datetime
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.plugin_utils._plain import plain


class Tagged(str):
    """A text of the controller that knows where it comes from."""

    __slots__ = ("origin",)


class EncryptedBefore219(collections.UserString):
    """What ``!vault`` makes in ansible-core 2.18: a sequence of characters that is decrypted when it is read."""

    __ENCRYPTED__ = True


class EncryptedSince219:
    """What ``!vault`` makes since ansible-core 2.19: no text, and decrypted when one is asked for."""

    def __str__(self) -> str:
        return "opened"


class Lazy(collections.UserDict[str, t.Any]):
    """A dict that makes its values when they are asked for."""

    def __getitem__(self, name: str) -> t.Any:
        return f"made of {super().__getitem__(name)}"


@pytest.mark.parametrize(
    ("value", "crossed"),
    [
        (Tagged("text"), "text"),
        (EncryptedBefore219("opened"), "opened"),
        (EncryptedSince219(), "opened"),
        ([EncryptedSince219(), {"deep": EncryptedBefore219("opened")}], ["opened", {"deep": "opened"}]),
        (Lazy(a="b"), {"a": "made of b"}),
        ((1, 2.5, True, None), [1, 2.5, True, None]),
        ({1: "a", None: "b", False: "c", Tagged("d"): "e"}, {"1": "a", "null": "b", "false": "c", "d": "e"}),
        (datetime.date(2026, 11, 30), "2026-11-30"),
        (datetime.datetime(2026, 11, 30, 22, 0, tzinfo=datetime.UTC), "2026-11-30T22:00:00+00:00"),
        (b"octets", "octets"),
        ("\ud800", "\ud800"),
    ],
)
def test_values_cross_as_plain_json(value: t.Any, crossed: t.Any) -> None:
    found = plain({"option": value})
    assert found == {"option": crossed}
    assert type(found["option"]) is type(crossed)


def test_what_cannot_be_decrypted_is_told_by_ansible() -> None:
    class Locked:
        def __str__(self) -> str:
            raise RuntimeError("no vault secret")

    with pytest.raises(RuntimeError, match="no vault secret"):
        plain({"option": [Locked()]})
