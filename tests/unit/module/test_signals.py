# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A signal ends a task with one message and a log-off, wherever the task stands."""

from __future__ import annotations

import os
import signal
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._module.signals import Cancelled, Signals
from ansible_collections.backupops.veeam.plugins.module_utils._module.tasks import veeam_jobs_validate
from tests.sweep.playing import Played, play, play_in_controller
from tests.sweep.site import Answer, NoWatch, Site

SIGNALS = [signal.SIGTERM, signal.SIGINT, signal.SIGHUP]


Play = t.Callable[[Site], Played]


def as_a_module(site: Site) -> Played:
    return play(site, "veeam_job_info")


def in_the_controller(site: Site) -> Played:
    return play_in_controller(site, "veeam_job_info")


each_way = pytest.mark.parametrize("play_info", [as_a_module, in_the_controller])


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_without_a_server_is_one_message(
    vbr: Site, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    monkeypatch.setattr(veeam_jobs_validate, "validate", lambda *args: signal.raise_signal(number))
    nothing = dict.fromkeys(("api", "host", "username", "password", "validate_certs", "retries"))
    played = play(vbr, "veeam_jobs_validate", src=["jobs"], **nothing)
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


@each_way
@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_ends_a_task_with_a_log_off(site: Site, number: signal.Signals, play_info: Play) -> None:
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
        assert played.signals == ((number,) if play_info is in_the_controller else ()), (at, late)


@each_way
@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_does_not_end_a_log_off(site: Site, number: signal.Signals, play_info: Play) -> None:
    play_info(site)
    last = site.sent - 1
    site.reset()
    site.watch = Signalling(number, last, late=False)
    assert not play_info(site).failed
    assert site.open_logons == 0


class TookTooLong(BaseException):
    """As Ansible raises it in its handler when the ``timeout`` of a task is over."""


def test_a_time_out_of_the_task_ends_it_with_a_log_off_also_in_that_very_moment(site: Site) -> None:
    def at_alarm(number: int, frame: t.Any) -> t.NoReturn:
        raise TookTooLong

    assert not in_the_controller(site).failed
    logon = {"vbr": 1, "em": 0}[site.api]
    usual = signal.signal(signal.SIGALRM, at_alarm)
    try:
        for at, late in [
            (at, late) for at in range(site.sent) for late in (False, True) if (at, late) != (logon, True)
        ]:
            site.reset()
            site.watch = Signalling(signal.SIGALRM, at, late=late)
            with pytest.raises(TookTooLong):
                in_the_controller(site)
            assert site.open_logons == 0, (at, late)
            assert signal.getsignal(signal.SIGALRM) is at_alarm
    finally:
        signal.signal(signal.SIGALRM, usual)


@each_way
@pytest.mark.parametrize("number", SIGNALS)
def test_an_ignored_signal_stays_ignored(site: Site, number: signal.Signals, play_info: Play) -> None:
    """Under ``nohup`` a task goes on when the terminal is closed."""
    usual = signal.signal(number, signal.SIG_IGN)
    try:
        site.watch = Signalling(number, 2, late=False)
        assert not play_info(site).failed
    finally:
        signal.signal(number, usual)
    assert site.open_logons == 0


def send(number: int) -> None:
    os.kill(os.getpid(), number)


@pytest.fixture
def heard() -> t.Iterator[list[int]]:
    """Every signal that reaches the handlers which were there before, of all that end a task and of the alarm."""
    numbers: list[int] = []
    usual = {number: signal.getsignal(number) for number in (*SIGNALS, signal.SIGALRM)}
    for number in usual:
        signal.signal(number, lambda number, frame: numbers.append(number))
    yield numbers
    for number, handler in usual.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", SIGNALS)
def test_the_first_signal_cancels_and_is_sent_again_in_the_end(heard: list[int], number: signal.Signals) -> None:
    signals = Signals()
    signals.cancel()
    with pytest.raises(Cancelled):
        send(number)
    # Ansible sends another one right after the first: it does not end the log-off.
    send(signal.SIGTERM)
    signals.shield()
    assert heard == []
    signals.restore()
    assert heard == list(dict.fromkeys([number, signal.SIGTERM]))


def test_nothing_interrupts_a_shielded_task_and_nothing_is_lost(heard: list[int]) -> None:
    signals = Signals()
    signals.cancel()
    signals.shield()
    for number in (signal.SIGALRM, signal.SIGHUP):
        send(number)
    assert heard == []
    signals.restore()
    # Ansible raises its time-out at the alarm: what came after would be lost.
    assert heard == [signal.SIGHUP, signal.SIGALRM]
    send(signal.SIGINT)
    assert heard[-1] == signal.SIGINT


def test_an_alarm_ends_a_task_that_is_not_shielded(heard: list[int]) -> None:
    Signals().cancel()
    send(signal.SIGALRM)
    assert heard == [signal.SIGALRM]


def test_handlers_are_those_of_before(heard: list[int]) -> None:
    before = [signal.getsignal(number) for number in (*SIGNALS, signal.SIGALRM)]
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signals = Signals()
    signals.cancel()
    signals.shield()
    send(signal.SIGHUP)
    signals.restore()
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    signal.signal(signal.SIGHUP, before[2])
    assert [signal.getsignal(number) for number in (*SIGNALS, signal.SIGALRM)] == before
    assert heard == []
