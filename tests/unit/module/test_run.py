# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""However a module ends, there is one message and no logon left."""

from __future__ import annotations

import contextlib
import re
import signal
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._em.product import EmProduct
from ansible_collections.backupops.veeam.plugins.module_utils._module.tasks import veeam_jobs_validate
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.product import VbrProduct
from tests.sweep.playing import UNFORESEEN, Played, play
from tests.sweep.site import Answer, NoWatch, Site

SIGNALS = [signal.SIGTERM, signal.SIGINT, signal.SIGHUP]


@pytest.fixture(scope="module")
def sites() -> dict[str, Site]:
    return {api: Site(api, jobs=3) for api in ("vbr", "em")}


@pytest.fixture(params=["vbr", "em"])
def site(sites: dict[str, Site], request: pytest.FixtureRequest) -> Site:
    sites[request.param].reset()
    return sites[request.param]


def play_info(site: Site, **options: t.Any) -> Played:
    return play(site, "veeam_job_info", **options)


class Mistake(Exception):
    """What no code expects."""


@pytest.fixture
def mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    """A task asks the server for its jobs, and then ends in an error that is none of ours."""

    def stumble(self: t.Any) -> t.NoReturn:
        for dummy in self.jobs.reader.all():
            raise Mistake("a {b}\nc")
        raise AssertionError

    for product in (VbrProduct, EmProduct):
        monkeypatch.setattr(product, "job_search", property(stumble))


def test_a_mistake_is_one_message_and_a_log_off(site: Site, mistake: None) -> None:
    played = play_info(site)
    assert played.failed
    assert played.message.startswith(UNFORESEEN)
    assert re.search(r"Mistake: a \{b\} c \(\w+/\w+\.py, line \d+\)\. ", played.message)
    assert "Traceback" not in played.printed
    assert site.sent > 1
    assert site.open_logons == 0


def test_a_traceback_is_shown_to_those_who_ask_for_one(
    site: Site, mistake: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with contextlib.suppress(ImportError):
        # ansible-core 2.18 shows them with -vvv, newer ones have a setting.
        from ansible.module_utils._internal import _traceback

        monkeypatch.setattr(_traceback, "_is_traceback_enabled", lambda event: True)
    played = play_info(site, _ansible_verbosity=3)
    assert played.message.startswith(UNFORESEEN)
    assert "in stumble" in played.printed


def test_a_mistake_in_the_end_hides_no_result(sites: dict[str, Site], monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(self: t.Any) -> t.NoReturn:
        raise Mistake

    site = sites["vbr"]
    site.reset()
    monkeypatch.setattr(VbrProduct, "close", stumble)
    played = play_info(site)
    assert not played.failed
    assert "Could not log off: Mistake" in played.printed


def play_validate(site: Site) -> Played:
    nothing = dict.fromkeys(("api", "host", "username", "password", "validate_certs", "retries"))
    return play(site, "veeam_jobs_validate", src=["jobs"], **nothing)


def test_a_mistake_without_a_server_is_one_message(sites: dict[str, Site], monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*args: t.Any, **options: t.Any) -> t.NoReturn:
        raise Mistake

    monkeypatch.setattr(veeam_jobs_validate, "validate", stumble)
    played = play_validate(sites["vbr"])
    assert played.message.startswith(UNFORESEEN)
    assert "Traceback" not in played.printed


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_without_a_server_is_one_message(
    sites: dict[str, Site], monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    monkeypatch.setattr(veeam_jobs_validate, "validate", lambda *args: signal.raise_signal(number))
    played = play_validate(sites["vbr"])
    assert played.message == "The task was cancelled. No server was asked for anything."


class Signalling(NoWatch):
    """Sends a signal to this process when a request is about to be sent, or when its reply has come."""

    def __init__(self, number: signal.Signals, at: int, *, late: bool) -> None:
        self._number, self._at, self._late = number, at, late

    def before(self, number: int, method: str, path: str) -> None:
        if number == self._at and not self._late:
            signal.raise_signal(self._number)

    def after(self, number: int, answer: Answer) -> None:
        if number == self._at and self._late:
            signal.raise_signal(self._number)


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_ends_a_task_with_a_log_off(site: Site, number: signal.Signals) -> None:
    assert not play_info(site).failed
    usual = site.sent
    # The reply to the logon is the one that cannot be known yet.
    logon = {"vbr": 1, "em": 0}[site.api]
    tried = [(at, late) for at in range(usual - 1) for late in (False, True) if (at, late) != (logon, True)]
    for at, late in tried:
        site.reset()
        site.watch = Signalling(number, at, late=late)
        played = play_info(site)
        assert played.message.startswith("The task was cancelled."), (at, late)
        assert site.open_logons == 0, (at, late)


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_does_not_end_a_log_off(site: Site, number: signal.Signals) -> None:
    play_info(site)
    last = site.sent - 1
    site.reset()
    site.watch = Signalling(number, last, late=False)
    assert not play_info(site).failed
    assert site.open_logons == 0


@pytest.mark.parametrize("number", SIGNALS)
def test_an_ignored_signal_stays_ignored(site: Site, number: signal.Signals) -> None:
    """Under ``nohup`` nobody wants a task to end with the terminal."""
    usual = signal.signal(number, signal.SIG_IGN)
    try:
        site.watch = Signalling(number, 2, late=False)
        assert not play_info(site).failed
    finally:
        signal.signal(number, usual)
    assert site.open_logons == 0


@pytest.mark.parametrize("life", ["1e999", "NaN", "-1", '"soon"', "[]", "1" + "0" * 300, "true", "null"])
def test_an_odd_life_of_a_token_is_no_obstacle(sites: dict[str, Site], life: str) -> None:
    class Odd(NoWatch):
        def after(self, number: int, answer: Answer) -> None:
            if answer.path == "/api/oauth2/token":
                answer.body = answer.body.replace(b'"expires_in":900', f'"expires_in":{life}'.encode())
                assert life.encode() in answer.body

    site = sites["vbr"]
    site.reset()
    site.watch = Odd()
    played = play_info(site)
    assert not played.failed
    assert site.open_logons == 0
