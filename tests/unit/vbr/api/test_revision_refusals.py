# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every way in which a server may refuse a revision, for servers of every age, with the exact number of requests."""

from __future__ import annotations

import json
import typing as t
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.backupops.veeam.plugins.module_utils._errors import RequestRefused, UnusableAnswer, VeeamError
from ansible_collections.backupops.veeam.plugins.module_utils._http.reply import Reply
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.api.negotiation import Negotiated, negotiate
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.schema.revisions import REVISIONS

NEWEST_FIRST = list(reversed(REVISIONS))
# What live servers of 13.1 list, and older ones the beginning of it.
EVER = ["1.0-rev1", "1.0-rev2", "1.1-rev0", "1.1-rev1", "1.1-rev2", "1.2-rev0", *REVISIONS]
TIME = {"serverTime": "2026-08-25T15:20:13.2300016-07:00", "timeZone": "(UTC-08:00) Pacific Time (US & Canada)"}
PROBE, LIST, ROOT = "/api/v1/serverTime", "/swagger/index.js", "/api/"


def error(code: str, message: str) -> dict[str, t.Any]:
    return {"errorCode": code, "message": message, "resourceId": ""}


def uri(asked: str) -> str:
    return (
        "The HTTP resource that matches the request URI 'https://127.0.0.1:9419/api/v1/serverTime' does not support "
        f"the API version '{asked}'."
    )


def listed(served: list[str]) -> str:
    return "Unsupported RESTAPI version. The following versions are supported: " + ", ".join(f"v{v}" for v in served)


Body = t.Callable[[str, list[str]], t.Any]
# Words with the list of what is served: whatever the status and the code, no other list is asked for.
WITH_LIST: dict[str, tuple[int, Body]] = {
    "list": (400, lambda dummy, served: error("NotImplemented", listed(served))),
    "list with another code": (400, lambda dummy, served: error("BadRequest", listed(served))),
    "list with no code": (400, lambda dummy, served: {"message": listed(served)}),
    "list in text": (400, lambda dummy, served: listed(served)),
    "list by 500": (500, lambda dummy, served: error("UnknownError", listed(served))),
    "list by 422": (422, lambda dummy, served: error("InvalidArgument", listed(served))),
}
# Words about versions, or no words.
CLEAR: dict[str, tuple[int, Body]] = {
    "live": (400, lambda asked, dummy: error("NotImplemented", uri(asked))),
    "documented": (400, lambda *dummy: error("NotImplemented", "The specified API version is not supported.")),
    "another code": (400, lambda asked, dummy: error("InvalidArgument", uri(asked))),
    "framework": (400, lambda asked, dummy: {"error": {"code": "UnsupportedApiVersion", "message": uri(asked)}}),
    "problem details": (404, lambda asked, dummy: {"title": "Unsupported API version", "detail": uri(asked)}),
    "code only": (400, lambda *dummy: {"errorCode": "NotImplemented"}),
    "empty 400": (400, lambda *dummy: None),
    "empty 404": (404, lambda *dummy: None),
    "empty 406": (406, lambda *dummy: None),
    "empty 501": (501, lambda *dummy: None),
    "500 with words": (500, lambda asked, dummy: error("UnknownError", uri(asked))),
}
# Words about something else, and statuses that say nothing about versions.
DOUBTFUL: dict[str, tuple[int, Body]] = {
    "other words": (400, lambda *dummy: error("UnexpectedContent", "The request is invalid.")),
    "other words by 404": (404, lambda *dummy: error("NotFound", "There is nothing here.")),
    "no words by 405": (405, lambda *dummy: None),
    "no words by 410": (410, lambda *dummy: None),
}


@dataclass
class Server:
    """Stands in for a transport: a server that serves ``served`` and refuses the rest by ``form``."""

    served: list[str]
    form: tuple[int, Body]
    shows_list: bool = True
    asked: list[str] = field(default_factory=list)
    origin: str = "https://vbr.example.com:9419"
    port: int = 9419

    def request(self, method: str, path: str, *, headers: t.Any = None, **dummy: t.Any) -> Reply:
        wanted = (headers or {}).get("x-api-version", "")
        self.asked.append(f"{path.rpartition('/')[2] or path} {wanted}".strip())
        status, body = self.answer(path, wanted)
        content = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        kind = "application/json" if content[:1] in (b"{", b'"') else "text/html"
        return Reply(status, {"content-type": kind}, content, method, path, self.origin, lambda text: text)

    def answer(self, path: str, wanted: str) -> tuple[int, t.Any]:
        if path == LIST and self.shows_list:
            urls = [{"url": f"/swagger/v{v}/swagger.json", "name": f"v{v}"} for v in self.served]
            return 200, f"var configObject = JSON.parse('{json.dumps({'urls': urls})}');".encode()
        if path != PROBE:
            return 404, b"<html>Not Found</html>"
        return (200, TIME) if wanted in self.served else (self.form[0], self.form[1](wanted, self.served))


def negotiated(server: Server) -> Negotiated:
    return negotiate(t.cast("t.Any", server))


def spoken(server: Server) -> str:
    """The revision that is chosen without a doubt, with the server's clock."""
    found = negotiated(server)
    assert found.server_time is not None
    assert (found.server_time.text, found.warnings) == (TIME["serverTime"], ())
    return found.revision


def outcome(server: Server) -> tuple[Negotiated | None, VeeamError | None]:
    try:
        return negotiated(server), None
    except VeeamError as failure:
        return None, failure


def age(newest: str) -> list[str]:
    return EVER[: EVER.index(newest) + 1]


@pytest.mark.parametrize("newest", REVISIONS)
@pytest.mark.parametrize("form", WITH_LIST)
def test_a_sentence_with_a_list_decides_whatever_the_code(form: str, newest: str) -> None:
    server = Server(age(newest), WITH_LIST[form])
    assert spoken(server) == newest
    refused = newest != "1.3-rev2"
    assert server.asked == ["serverTime 1.3-rev2"] + [f"serverTime {newest}"] * refused


@pytest.mark.parametrize("newest", REVISIONS)
@pytest.mark.parametrize("form", [*CLEAR, *DOUBTFUL])
def test_without_words_about_it_the_servers_own_list_decides(form: str, newest: str) -> None:
    server = Server(age(newest), {**CLEAR, **DOUBTFUL}[form])
    assert spoken(server) == newest
    refused = newest != "1.3-rev2"
    assert server.asked == ["serverTime 1.3-rev2"] + ["index.js", f"serverTime {newest}"] * refused


@pytest.mark.parametrize("newest", REVISIONS)
@pytest.mark.parametrize("form", CLEAR)
def test_without_any_list_one_step_down_after_the_other(form: str, newest: str) -> None:
    server = Server(age(newest), CLEAR[form], shows_list=False)
    assert spoken(server) == newest
    steps = NEWEST_FIRST[: NEWEST_FIRST.index(newest) + 1]
    assert [entry for entry in server.asked if entry != "index.js"] == [f"serverTime {step}" for step in steps]
    assert server.asked.count("index.js") == (len(steps) > 1)


@pytest.mark.parametrize("newest", REVISIONS)
@pytest.mark.parametrize("form", DOUBTFUL)
def test_other_words_lead_down_only_to_an_answer_and_with_a_warning(form: str, newest: str) -> None:
    server = Server(age(newest), DOUBTFUL[form], shows_list=False)
    found = negotiated(server)
    assert found.revision == newest
    refused = NEWEST_FIRST[: NEWEST_FIRST.index(newest)]
    for revision, warning in zip(refused, found.warnings, strict=True):
        assert f"refused revision {revision} of the API (status {DOUBTFUL[form][0]}" in warning
        assert f"and answered in {newest}, which is spoken now." in warning


@pytest.mark.parametrize("form", ["other words", "other words by 404"])
def test_when_nothing_is_answered_the_first_words_are_told(form: str) -> None:
    server = Server([], DOUBTFUL[form], shows_list=False)
    with pytest.raises(RequestRefused, match=r"its words tell what is wrong\.$") as caught:
        negotiated(server)
    assert f"Tried 1.3-rev2 (status {DOUBTFUL[form][0]}, " in caught.value.message


@pytest.mark.parametrize("shows_list", [True, False])
@pytest.mark.parametrize("form", ["list", "live"])
def test_a_server_that_is_too_old_is_told_what_both_sides_speak(form: str, shows_list: bool) -> None:
    server = Server(age("1.1-rev0"), {**WITH_LIST, **CLEAR}[form], shows_list=shows_list)
    with pytest.raises(RequestRefused) as caught:
        negotiated(server)
    known = form == "list" or shows_list
    said = "1.0-rev1, 1.0-rev2, 1.1-rev0" if known else "it does not say which"
    assert f"The server speaks: {said}. This collection speaks: {', '.join(REVISIONS)}." in caught.value.message
    assert "Veeam Backup & Replication 12.3.1 or newer is needed." in caught.value.message
    assert len(server.asked) == (1 if form == "list" else 2 if shows_list else 5)


def test_a_server_that_is_too_new_wants_a_newer_collection() -> None:
    server = Server(["1.10-rev0", "2.0-rev0"], CLEAR["live"])
    with pytest.raises(RequestRefused, match=r"speaks: 1\.10-rev0, 2\.0-rev0\..*A newer version of this collection"):
        negotiated(server)


def test_a_listed_revision_that_is_refused_is_a_warning() -> None:
    class Odd(Server):
        def answer(self, path: str, wanted: str) -> tuple[int, t.Any]:
            if path == PROBE and wanted == "1.3-rev2":
                return 400, error("UnexpectedContent", "Not today.")
            return super().answer(path, wanted)

    server = Odd(age("1.3-rev2"), CLEAR["live"])
    found = negotiated(server)
    assert found.revision == "1.3-rev1"
    assert ["Not today." in warning for warning in found.warnings] == [True]
    assert server.asked == ["serverTime 1.3-rev2", "index.js", "serverTime 1.3-rev1"]


@pytest.mark.parametrize("status", [401, 403, 429, 500, 502, 503, 504])
def test_trouble_and_logons_are_no_refusals_of_a_revision(status: int) -> None:
    trouble: Body = lambda *dummy: error("ServiceUnavailable", "The database has another version.")  # noqa: E731
    server = Server(["1.2-rev1"], (status, trouble), shows_list=False)
    with pytest.raises(RequestRefused, match=rf"refused GET /api/v1/serverTime: status {status}"):
        negotiated(server)
    assert [entry for entry in server.asked if entry.startswith("serverTime")] <= ["serverTime 1.3-rev2"] * 2


def test_a_500_does_not_count_against_what_the_server_lists() -> None:
    server = Server(["1.2-rev1"], (500, lambda *dummy: None))
    assert negotiated(server).revision == "1.2-rev1"


anything = st.one_of(
    st.none(),
    st.binary(max_size=40),
    st.text(max_size=40),
    st.fixed_dictionaries(
        {},
        optional={
            "errorCode": st.one_of(st.text(max_size=9), st.integers()),
            "message": st.one_of(
                st.text(max_size=20), st.just("version"), st.sampled_from(EVER).map(lambda v: f"v{v}")
            ),
            "serverTime": st.text(max_size=9),
            "error": st.dictionaries(st.text(max_size=4), st.text(max_size=4), max_size=2),
        },
    ),
)
answers = st.tuples(st.one_of(st.integers(200, 599), st.sampled_from([200, 400, 404, 500])), anything)


@given(st.lists(answers, min_size=1, max_size=8), st.lists(st.sampled_from([*EVER, "2.0-rev0"]), max_size=4))
def test_a_negotiation_ends_whatever_the_server_says(script: list[t.Any], listing: list[str]) -> None:
    class Anything(Server):
        def answer(self, path: str, wanted: str) -> tuple[int, t.Any]:
            if path == LIST and listing:
                return 200, " ".join(listing).encode()
            return t.cast("tuple[int, t.Any]", script[len(self.asked) % len(script)])

    server = Anything([], CLEAR["live"])
    found, failure = outcome(server)
    assert isinstance(failure, RequestRefused | UnusableAnswer | None)
    if found is None:
        assert server.origin in str(failure)
    else:
        assert found.revision in REVISIONS
        assert server.asked[-1] == f"serverTime {found.revision}"
    # Each revision once and a 500 once more, the list, and a look at what else it may be.
    assert len(server.asked) <= 2 * len(REVISIONS) + 2
    assert server.asked.count("index.js") <= 1
