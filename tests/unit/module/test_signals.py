# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A signal ends a task with one message and a log-off, wherever the task stands."""

from __future__ import annotations

import signal

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._module.tasks import veeam_jobs_validate
from tests.sweep.playing import Played, play
from tests.sweep.site import Answer, NoWatch, Site

SIGNALS = [signal.SIGTERM, signal.SIGINT, signal.SIGHUP]


def play_info(site: Site) -> Played:
    return play(site, "veeam_job_info")


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
    """Under ``nohup`` a task goes on when the terminal is closed."""
    usual = signal.signal(number, signal.SIG_IGN)
    try:
        site.watch = Signalling(number, 2, late=False)
        assert not play_info(site).failed
    finally:
        signal.signal(number, usual)
    assert site.open_logons == 0
