# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What leaves a task: no secret in any spelling, no value that may be one, no character that hides what is written."""

from __future__ import annotations

import base64
import html
import json
import re
import typing as t
import urllib.parse
import xml.sax.saxutils

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.backupops.veeam.plugins.module_utils._engine.yaml_text import as_yaml
from ansible_collections.backupops.veeam.plugins.module_utils._redaction.outgoing import Outgoing
from ansible_collections.backupops.veeam.plugins.module_utils._redaction.secret_members import (
    doubtful_values,
    mentions_a_secret,
    sounds_secret,
)
from ansible_collections.backupops.veeam.plugins.module_utils._redaction.visible_text import visible

PASSWORD = "p\\ss\"wörd'<&>\u202e/+ %"
SPELLINGS: dict[str, t.Callable[[str], str]] = {
    "as it is": str,
    "JSON": lambda text: json.dumps(text)[1:-1],
    "readable JSON": lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    "the diff": lambda text: as_yaml({"a": text})[3:-1].removeprefix('"').removesuffix('"'),
    "YAML in single quotes": lambda text: text.replace("'", "''"),
    "YAML of a library": lambda text: yaml.safe_dump(text, allow_unicode=True, default_style='"', width=999)[1:-2],
    "Python": lambda text: repr(text)[1:-1],
    "HTML": html.escape,
    "XML": xml.sax.saxutils.escape,
    "an address": urllib.parse.quote,
    "a form": urllib.parse.quote_plus,
    "an address in small letters": lambda text: re.sub(
        "%..", lambda found: found[0].lower(), urllib.parse.quote(text, safe="")
    ),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 for addresses": lambda text: base64.urlsafe_b64encode(text.encode()).decode(),
    "a logon": lambda text: base64.b64encode(f"LAB\\svc:{text}".encode()).decode(),
}


@pytest.mark.parametrize(
    "member", ["encryptionPassword", "passPhrase", "clientSecret", "apiKey", "ACCESSKEY", "privateKey", "bearerToken"]
)
@pytest.mark.parametrize("before", ["", "ß \u0130\u0307 ", "maxToken minToken "])
def test_a_file_with_such_a_member_mentions_it(member: str, before: str) -> None:
    # In letters that are the same to a search that ignores case.
    odd = member.replace("i", "\u0131").replace("S", "\u017f").replace("K", "\u212a")
    for name in (member, odd, member.upper().replace("I", "\u0130")):
        assert sounds_secret(name)
        assert mentions_a_secret(f"{before}settings:\n  {name}: x\n")
    assert not mentions_a_secret(f"{before}settings:\n  maxTokens: 1\n")


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_passwords_are_masked_in_every_spelling_and_place(spelling: str) -> None:
    out = Outgoing({"username": "LAB\\svc", "password": PASSWORD})
    written = SPELLINGS[spelling](PASSWORD)
    result = {
        "msg": f"no: {written}!",
        "diff": [{"before": "", "after": f"a: {written}\n"}],
        "jobs": [{"description": written, f"key {written}": [{"deep": written}]}],
        "query_result": [written],
    }
    assert written not in json.dumps(out.result(result), ensure_ascii=False)
    assert json.dumps(written)[1:-1] not in json.dumps(out.result(result))
    assert written not in out.text(f"a warning about {written}")


@given(st.text(min_size=8, max_size=30), st.sampled_from(sorted(SPELLINGS)))
def test_any_password(password: str, spelling: str) -> None:
    out = Outgoing({"username": "LAB\\svc", "password": password, "token": None})
    if spelling == "YAML of a library" and not password.isprintable():
        return
    written = SPELLINGS[spelling](password)
    assert out.text(f"[{written}]") == "[********]"


def settings(value: str) -> dict[str, t.Any]:
    return {"storage": {"advancedSettings": {"storageData": {"encryption": {"encryptionPassword": value}}}}}


def test_what_may_be_a_password_is_masked_until_the_server_knows_such_a_name() -> None:
    result = {"msg": 'there is none "Tr0ub4dor"', "plan": [{"changes": [{"path": "a", "after": "Tr0ub4dor"}]}]}
    out = Outgoing({"settings": settings("Tr0ub4dor")})
    assert "Tr0ub4dor" not in str(out.result(result))
    assert out.masked_everywhere() == {"Tr0ub4dor"}
    known = Outgoing({"settings": settings("Tr0ub4dor")})
    known.learn([], ["tr0ub4dor"])
    assert known.result(result) == result
    assert known.masked_everywhere() == set()


def test_values_of_files_are_doubted_as_well() -> None:
    out = Outgoing({"src": ["jobs"]})
    out.doubt(doubtful_values(settings("Tr0ub4dor")))
    assert out.text("what is Tr0ub4dor?") == "what is ********?"


def test_short_values_are_masked_at_their_place_only() -> None:
    out = Outgoing({"settings": settings("main")})
    text = "domain: main\nsettings.encryptionPassword: main -> domain main\n"
    assert out.text(text) == "domain: main\nsettings.encryptionPassword: ******** -> domain ********\n"
    assert out.result({"results": [settings("main")]}) == {"results": [settings("********")]}
    assert out.arguments({"settings": settings("main"), "name": "main"}) == {
        "settings": settings("********"),
        "name": "main",
    }
    assert out.masked_everywhere() == set()


@pytest.mark.parametrize(
    "member",
    ["encryptionPassword", "password", "Passphrase", "clientSecret", "api_token", "privateKey", "secretAccessKey"],
)
def test_members_that_sound_like_a_secret(member: str) -> None:
    assert sounds_secret(member)


@pytest.mark.parametrize(
    "member", ["encryptionPasswordId", "encryptionPasswordTag", "passwordHint", "name", "PasswordKeyId", "credentials"]
)
def test_members_that_do_not(member: str) -> None:
    assert not sounds_secret(member)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[2Jb", "a\\u001b[2Jb"),
        ("pay\u202egnp.exe", "pay\\u202egnp.exe"),
        ("\u2066x\u2069\u200f\ufeff", "\\u2066x\\u2069\\u200f\\ufeff"),
        ("a\rb\x00\x7f\x9b", "a\\u000db\\u0000\\u007f\\u009b"),
        ("line\u2028line", "line\\u2028line"),
        ("Два  пробела\n\tи «кавычки» 中文 é\u0301", "Два  пробела\n\tи «кавычки» 中文 é\u0301"),
    ],
)
def test_characters_that_hide_something_are_shown(text: str, shown: str) -> None:
    assert visible(text) == shown
    out = Outgoing({})
    assert out.text(text) == shown
    assert out.result({"msg": text, "diff": [{"before_header": text}], "jobs": [{"name": text}]}) == {
        "msg": shown,
        "diff": [{"before_header": shown}],
        "jobs": [{"name": text}],
    }


def test_half_a_character_of_a_server_ends_no_task() -> None:
    found = Outgoing({}).result({"jobs": [{"name": "a\ud800b", "k\udfff": ["\ud800"]}], "msg": "\ud83d\ude00"})
    json.dumps(found, ensure_ascii=False).encode()
    assert found["jobs"] == [{"name": "a\\ud800b", "k\\udfff": ["\\ud800"]}]


def test_a_password_of_digits_without_quotes_is_masked() -> None:
    settings = {"encryptionPassword": 87654321, "password": [31415926, {"value": 2.7182818}], "quantity": 14}
    out = Outgoing({"settings": {**settings, "token": 12}})
    said = out.result(
        {"msg": "no 87654321, 31415926, 2.7182818; quantity 12\ntoken: 12", "changes": [{"after": settings}]}
    )
    assert said["msg"] == "no ********, ********, ********; quantity 12\ntoken: ********"
    masked = {"encryptionPassword": "********", "password": ["********", {"value": "********"}], "quantity": 14}
    assert said["changes"] == [{"after": masked}]
    assert out.arguments({"settings": settings}) == {"settings": masked}
    assert out.masked_everywhere() == {"87654321", "31415926", "2.7182818"}


@pytest.mark.parametrize("password", ['s3cret "word', "ab12"])
def test_a_change_at_a_path_that_sounds_secret_is_masked_in_files(password: str) -> None:
    out = Outgoing({})
    out.doubt([password])
    change = {"path": "a.encryptionPassword", "before": password, "after": [password], "origin": "x.yml:1"}
    plan = {"jobs": [{"name": f"Shop {password}!", "changes": [change]}]}
    covered = out.content(plan)["jobs"][0]["changes"][0]
    assert covered == {**change, "before": "********", "after": ["********"]}
    out.learn([], [password])
    assert Outgoing({}).content(plan) == plan
