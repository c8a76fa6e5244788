# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A mistake in the code, or an odd answer, ends in one message at most, and no logon is left."""

from __future__ import annotations

import contextlib
import re
import typing as t

import pytest

from ansible_collections.backupops.veeam.plugins.module_utils._em.product import EmProduct
from ansible_collections.backupops.veeam.plugins.module_utils._module.tasks import veeam_jobs_validate
from ansible_collections.backupops.veeam.plugins.module_utils._vbr.product import VbrProduct
from tests.sweep.playing import UNFORESEEN, play
from tests.sweep.site import Answer, NoWatch, Site


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
    played = play(site, "veeam_job_info")
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
    played = play(site, "veeam_job_info", _ansible_verbosity=3)
    assert played.message.startswith(UNFORESEEN)
    assert "in stumble" in played.printed


def test_a_mistake_without_a_server_is_one_message(vbr: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*args: t.Any, **options: t.Any) -> t.NoReturn:
        raise Mistake

    monkeypatch.setattr(veeam_jobs_validate, "validate", stumble)
    nothing = dict.fromkeys(("api", "host", "username", "password", "validate_certs", "retries"))
    played = play(vbr, "veeam_jobs_validate", src=["jobs"], **nothing)
    assert played.message.startswith(UNFORESEEN)
    assert "Traceback" not in played.printed


@pytest.mark.parametrize("life", ["1e999", "NaN", "-1", '"soon"', "[]", "1" + "0" * 300, "true", "null"])
def test_an_odd_life_of_a_token_is_no_obstacle(vbr: Site, life: str) -> None:
    class Odd(NoWatch):
        def after(self, number: int, answer: Answer) -> None:
            if answer.path == "/api/oauth2/token":
                answer.body = answer.body.replace(b'"expires_in":900', f'"expires_in":{life}'.encode())
                assert life.encode() in answer.body

    vbr.watch = Odd()
    played = play(vbr, "veeam_job_info")
    assert not played.failed
    assert vbr.open_logons == 0
