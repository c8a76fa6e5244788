# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""HTTP with one server: one keep-alive session, TLS, time limits, retries, no cookies, no secrets in messages.

A request that could do something twice is sent again only when it is certain that the server never got it, or that it
did not let it in (429).
"""

from __future__ import annotations

import contextlib
import functools
import http.cookiejar
import itertools
import math
import random
import threading
import time
import traceback
import typing as t
import urllib.parse
import warnings

from .._errors import Abandoned, InvalidInput, OutcomeUnknown, RequestRefused
from .._redaction.secrets import Secrets
from .._timing.polling import repeat
from . import deadlines, retry, tls, wire
from .address import origin_of
from .diagnosis import MAYBE, Diagnosis, Failed
from .reply import Reply
from .request import Params, Request, build
from .wanted import StillWanted, always

try:
    import requests
    import urllib3
except ImportError:
    # The module says so with missing_required_lib before it makes a transport.
    REQUESTS_MISSING: str | None = traceback.format_exc()
else:
    REQUESTS_MISSING = None

if t.TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST_BODY = 128 * 1024 * 1024
PIECE = 64 * 1024
# Replies without a body, whatever they say about its length (VBR-T10).
WITHOUT_BODY = frozenset({204, 304})
# A reply that keeps dribbling in never trips the limit for a single wait: a request as a whole has so many of them.
WAITS_OF_A_REQUEST = 10
# Seconds for logging off: somebody who ended a task waits for it.
LONGEST_END = 10.0


class _ThreadLimits(threading.local):
    """What the requests of one thread may take: until when, by the clock of the transport, and how many retries.

    ``retries`` None: as many as the transport makes. ``ending``: it is the thread that logs off.
    """

    end: float = math.inf
    retries: int | None = None
    ending: bool = False


class Transport:
    """A connection to one server. Safe to share between threads; ``pool_size`` is how many work at the same time.

    ``still_wanted`` is asked before each request and each further try, and raises a VeeamError when nothing more is to
    be begun. Raises InvalidInput for options that cannot work. Sends nothing before the first ``request``.
    """

    def __init__(
        self,
        host: str,
        port: int,
        *,
        validate_certs: bool = True,
        ca_path: str | None = None,
        timeout: float = 30,
        retries: int = 4,
        pool_size: int = 1,
        still_wanted: StillWanted = always,
        sleep: t.Callable[[float], None] = time.sleep,
        clock: t.Callable[[], float] = time.monotonic,
    ) -> None:
        _check_limits(timeout=timeout, retries=retries)
        self.host = host.strip()
        self.port = port
        self.origin = origin_of(host, port)
        self.timeout = timeout
        self.retries = retries
        self._still_wanted = still_wanted
        self._is_ending = False
        self._sleep = sleep
        self._clock = clock
        self._backoff = retry.Backoff(random.random)
        self._secrets = Secrets()
        self._diagnosis = Diagnosis(self.host, self.origin, timeout, self._secrets.redact)
        self._verify = (tls.given_ca(ca_path) or True) if validate_certs else False
        trust = tls.Trust(validate_certs=validate_certs, ca_path=ca_path)
        self._timer = deadlines.RequestTimer(clock)
        self._limits = _ThreadLimits()
        # One more for the log-off: all others may hang.
        self._session = _new_session(wire.adapter(trust, self._timer, pool_size=pool_size + 1))
        self.add_secret(*_proxy_passwords())

    @classmethod
    def from_params(cls, params: t.Mapping[str, t.Any], default_port: int, still_wanted: StillWanted) -> Transport:
        """The server that the connection options name, with a connection for each thread of the task."""
        return cls(
            params["host"],
            params["port"] or default_port,
            validate_certs=params["validate_certs"],
            ca_path=params["ca_path"],
            timeout=params["timeout"],
            retries=params["retries"],
            pool_size=params.get("concurrency") or 1,
            still_wanted=still_wanted,
        )

    def add_secret(self, *secrets: str) -> None:
        """Never show these in any message."""
        self._secrets.add(*secrets)

    @property
    def secrets(self) -> frozenset[str]:
        """The secrets in clear text, to keep them out of results and logs."""
        return self._secrets.known

    def redact(self, text: str) -> str:
        """``text`` without the secrets."""
        return self._secrets.redact(text)

    def request(
        self,
        method: str,
        path: str,
        *,
        params: Params | None = None,
        json: t.Any = None,
        form: t.Mapping[str, str] | None = None,
        headers: t.Mapping[str, str] | None = None,
        repeatable: bool | None = None,
        retries: int | None = None,
        final: t.Collection[int] = (),
    ) -> Reply:
        """Send one request and return the reply, whatever its status (redirects excepted).

        ``path`` begins with ``/`` and is sent as it is, with its query if it has one. A list in ``params`` repeats its
        key; None is left out. GET and HEAD are ``repeatable`` unless said otherwise, everything else is not. A status
        in ``final`` is an answer even when it looks temporary. Raises ConnectionFailed when nothing was done,
        OutcomeUnknown when the request may have taken effect, UnusableAnswer for an absurd reply, RequestRefused for a
        redirect.
        """
        sent = build(
            method, path, params=params, json=json, form=form, headers=headers, repeatable=repeatable, final=final
        )
        limits = (retries, self._limits.retries, self.retries)
        return self._with_retries(sent, next(limit for limit in limits if limit is not None))

    @contextlib.contextmanager
    def without_retries(self) -> Iterator[None]:
        """Inside, no request of this thread is sent again: for polls, which are repeated anyway. Others still are."""
        usual, self._limits.retries = self._limits.retries, 0
        try:
            yield
        finally:
            self._limits.retries = usual

    @contextlib.contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Inside, no request of this thread takes longer than until ``seconds`` from now, with all its retries."""
        usual, self._limits.end = self._limits.end, self._clock() + seconds
        try:
            yield
        finally:
            self._limits.end = usual

    @contextlib.contextmanager
    def ending(self) -> Iterator[None]:
        """Inside, this thread logs off: also when nothing more is wanted, and within ``LONGEST_END`` seconds.

        From here on no other thread begins anything, not even one more try: it could mean logging on again.
        """
        usual = self._limits.ending
        self._is_ending = self._limits.ending = True
        try:
            with self.within(LONGEST_END):
                yield
        finally:
            self._limits.ending = usual

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def _check_wanted(self) -> None:
        if self._limits.ending:
            return
        if self._is_ending:
            raise Abandoned("Nothing was sent: the task has ended.")
        self._still_wanted()

    def _with_retries(self, sent: Request, retries: int) -> Reply:
        attempts = itertools.count(1)
        outcome = repeat(
            lambda: self._attempt(sent),
            lambda outcome: self._pause_after(outcome, sent, attempt=next(attempts), retries=retries),
            self._attempt(sent),
            self._sleep,
        )
        if isinstance(outcome, Failed):
            raise outcome.error from None
        return self._checked(outcome, sent)

    def _pause_after(self, outcome: Reply | Failed, sent: Request, *, attempt: int, retries: int) -> float | None:
        """Seconds before the request is sent again, None when it is not."""
        if isinstance(outcome, Failed):
            again, asked = outcome.again, None
        else:
            again = retry.may_repeat(outcome.status, repeatable=sent.repeatable, final=sent.final)
            asked = outcome.headers.get("retry-after")
        pause = self._backoff.pause(attempt, asked)
        return None if attempt > retries or not again or pause >= self._left() else pause

    @functools.cached_property
    def _surroundings(self) -> dict[str, t.Any]:
        """The proxy and the authorities that the environment names: asked for once, not for each request."""
        found = requests.Session().merge_environment_settings(
            self.origin, {}, stream=True, verify=self._verify, cert=None
        )
        return {"proxies": found["proxies"], "verify": found["verify"]}

    def _left(self) -> float:
        """Seconds until this thread must be done with its request."""
        return self._limits.end - self._clock()

    def _attempt(self, sent: Request) -> Reply | Failed:
        self._check_wanted()
        try:
            return self._once(sent)
        except Failed as failed:
            return failed

    def _once(self, sent: Request) -> Reply:
        self._timer.begin(read=self.timeout, total=min(self.timeout * WAITS_OF_A_REQUEST, self._left()))
        try:
            with self._session.request(
                sent.method,
                f"{self.origin}{sent.target}",
                data=sent.body,
                headers=sent.headers,
                timeout=self.timeout,
                allow_redirects=False,
                stream=True,
                **self._surroundings,
            ) as response:
                body = self._read(response, sent)
                names = {name.lower(): value for name, value in response.headers.items()}
                return Reply(response.status_code, names, body, sent.method, sent.path, self.origin, self.redact)
        except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            raise self._diagnosis.explain(error, sent, sending=self._timer.sending) from None

    def _read(self, response: t.Any, sent: Request) -> bytes:
        answered = f"{self.origin} answered {sent.method} {sent.path} with"
        pieces: list[bytes] = []
        size = 0
        for piece in _pieces(response):
            pieces.append(piece)
            size += len(piece)
            if size > LARGEST_BODY:
                raise self._diagnosis.absurd(sent, f"{answered} more than {LARGEST_BODY >> 20} MiB.")
        length = response.headers.get("Content-Length", "")
        received = response.raw.tell()
        bare = sent.method == "HEAD" or response.status_code in WITHOUT_BODY
        if not bare and length.isdecimal() and received < int(length):
            raise self._diagnosis.lost(sent, f"{answered} only {received} of {length} bytes.")
        return b"".join(pieces)

    def _checked(self, reply: Reply, sent: Request) -> Reply:
        if reply.status in retry.OUTCOME_HIDDEN and reply.status not in sent.final and not sent.repeatable:
            raise OutcomeUnknown(
                f"{self.origin} answered {sent.method} {sent.path} with {reply.said().rstrip('.')}. {MAYBE}",
                method=sent.method,
                path=sent.path,
                status=reply.status,
            )
        if 300 <= reply.status < 400 and "location" in reply.headers:
            raise self._redirected(reply)
        return reply

    def _redirected(self, reply: Reply) -> RequestRefused:
        target = urllib.parse.urlsplit(urllib.parse.urljoin(self.origin + reply.path, reply.headers["location"]))
        place = self.redact(f"{target.scheme}://{target.netloc.rsplit('@', 1)[-1]}")
        return RequestRefused(
            f"{self.origin} answered {reply.method} {reply.path} with a redirect to {place} (status {reply.status}). "
            "Redirects are not followed, so that no password reaches another server. If that is the right server, "
            "set host and port to it.",
            status=reply.status,
            method=reply.method,
            path=reply.path,
        )


def _check_limits(*, timeout: float, retries: int) -> None:
    problems = []
    if timeout <= 0:
        problems.append(("timeout", f"{timeout:g} is not a time limit; it must be more than 0 seconds"))
    if retries < 0:
        problems.append(("retries", f"{retries} is not a number of retries; it must be 0 or more"))
    if problems:
        raise InvalidInput(problems)


def _pieces(response: t.Any) -> Iterator[bytes]:
    """The decoded body as it comes in, so that a time limit can act between two pieces."""
    read = getattr(response.raw, "read1", None)
    if read is None:
        yield from response.iter_content(PIECE)
        return
    while piece := read(PIECE, decode_content=True):
        yield piece


def _new_session(adapter: t.Any) -> t.Any:
    session = requests.Session()
    session.cookies.set_policy(http.cookiejar.DefaultCookiePolicy(allowed_domains=[]))
    # What the environment says is given with each request. What ~/.netrc says about the host would otherwise be sent
    # over our own Authorization header.
    session.trust_env = False
    session.headers["User-Agent"] = "backupops.veeam"
    session.mount("https://", adapter)
    warnings.filterwarnings("ignore", category=urllib3.exceptions.SecurityWarning)
    return session


def _proxy_passwords() -> list[str]:
    """Passwords in the proxy variables of the environment."""
    urls = requests.utils.get_environ_proxies("https://backup.invalid").values()
    found = [urllib.parse.urlsplit(url).password for url in urls]
    return [word for password in found if password for word in (password, urllib.parse.unquote(password))]
