# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A real ansible-playbook on a terminal of its own that is ended while a task works in it, and what it leaves."""

from __future__ import annotations

import contextlib
import dataclasses
import fcntl
import os
import pty
import select
import signal
import subprocess
import termios
import threading
import time
import typing as t

import ansible
import yaml

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.integration.playbooks import Playbooks

# No end takes longer: five seconds for what is under way, ten to log off, and a busy machine.
PATIENCE: t.Final = 60.0
# Since ansible-core 2.19 workers have a group of their own, and outlive the death of Ansible's.
WORKERS_STAND_APART: t.Final = not ansible.__version__.startswith("2.18")
LOGONS: t.Final = ("/api/oauth2/token", "/api/sessionMngr/")
LOG_OFFS: t.Final = ("/api/oauth2/logout", "/api/logonSessions/")

Way = t.Callable[["Running"], None]


@dataclasses.dataclass
class Running:
    """A play that runs. ``terminal`` is our side of its terminal, the play is the leader of the group in front."""

    process: subprocess.Popen[bytes]
    terminal: int
    life: int
    output: bytearray = dataclasses.field(default_factory=bytearray)
    reader: threading.Thread | None = None

    def read(self) -> None:
        """Keep what is written to the terminal, in a thread, until ``hang_up``."""
        self.reader = threading.Thread(target=self._read, args=(self.terminal,), daemon=True)
        self.reader.start()

    def hang_up(self) -> None:
        """Close our side of the terminal. A thread that reads from it would keep it open."""
        if self.terminal >= 0:
            terminal, self.terminal = self.terminal, -1
            if self.reader is not None:
                self.reader.join()
            os.close(terminal)

    def _read(self, terminal: int) -> None:
        # On Linux the read fails when nobody has the other side open any more.
        with contextlib.suppress(OSError):
            while self.terminal >= 0:
                if select.select([terminal], [], [], 0.05)[0]:
                    said = os.read(terminal, 65536)
                    if not said:
                        return
                    self.output += said

    def workers(self) -> list[int]:
        """The processes that Ansible has forked."""
        listed = subprocess.check_output(["ps", "-A", "-o", "pid=,ppid="], text=True)
        pairs = [line.split() for line in listed.splitlines()]
        return [int(pid) for pid, parent in pairs if int(parent) == self.process.pid]


@dataclasses.dataclass
class Ended:
    """How a play ended: its exit status, what it printed, what it asked the server for and what is left there.

    ``parent_late`` are the requests that the server got after Ansible's own process was gone, but for the log-off;
    ``late`` those after it was told to end. ``processes_left``: some process of it would not end.
    """

    code: int | None
    output: str
    requests: list[dict[str, t.Any]]
    late: list[dict[str, t.Any]]
    parent_late: list[dict[str, t.Any]]
    open_logons: int
    processes_left: bool
    seconds: float

    @property
    def knew_its_logon(self) -> bool:
        """Whether the task got the answer to its logon: it asked for something with it."""
        kept = [entry["path"] for entry in self.requests if not entry["path"].startswith(LOG_OFFS)]
        return bool(kept) and not kept[-1].startswith(LOGONS)

    @property
    def ended_its_logon_last(self) -> bool:
        """Whether nothing was asked for after the log-off, or there was no logon to end."""
        paths = [entry["path"] for entry in self.requests]
        return paths[-1].startswith(LOG_OFFS) or not any(path.startswith(LOGONS) for path in paths)


def press_ctrl_c(running: Running) -> None:
    """As a person does at a terminal: SIGINT to all of the group in front."""
    os.write(running.terminal, b"\x03")


def close_the_terminal(running: Running) -> None:
    """As a lost connection does: SIGHUP to all of the group in front."""
    running.hang_up()


def send(number: signal.Signals) -> Way:
    """``kill`` of ansible-playbook alone."""
    return lambda running: running.process.send_signal(number)


def kill_the_group(running: Running) -> None:
    """As AWX cancels a job."""
    os.killpg(running.process.pid, signal.SIGKILL)


def kill_a_worker(running: Running) -> None:
    """As the kernel does that is short of memory."""
    for pid in running.workers():
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def wait_for_its_end(running: Running) -> None:
    """The task ends by its own time-out."""
    running.process.wait(PATIENCE)


def end_a_play(playbooks: Playbooks, tasks: list[t.Any], way: Way, *, after: float, begun_with: str = "") -> Ended:
    """Play ``tasks`` and end the play ``after`` so many seconds, counted from the first request.

    ``begun_with``: from the first request to an address that ends so.
    """
    with _running(playbooks, tasks) as running:
        _await_request(playbooks, running, begun_with)
        with contextlib.suppress(subprocess.TimeoutExpired):
            running.process.wait(after)
        struck = time.time()
        if running.process.poll() is None:
            way(running)
        code = _code(running)
        gone = time.time()
        left = not select.select([running.life], [], [], PATIENCE)[0]
        return _ended(playbooks, running, code, struck, gone, processes_left=left)


def _code(running: Running) -> int | None:
    try:
        return running.process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        return None


def _ended(
    playbooks: Playbooks, running: Running, code: int | None, struck: float, gone: float, *, processes_left: bool
) -> Ended:
    seconds = time.time() - struck
    requests = playbooks.simulator.requests()
    state = playbooks.simulator.state()
    others = [entry for entry in requests if not entry["path"].startswith(LOG_OFFS)]
    return Ended(
        code=code,
        output=running.output.decode("utf-8", "replace"),
        requests=requests,
        late=[entry for entry in others if entry["at"] > struck],
        parent_late=[entry for entry in others if entry["at"] > gone],
        open_logons=sum(state[api]["open_tokens"] for api in ("vbr", "em") if api in state),
        processes_left=processes_left,
        seconds=seconds,
    )


def _await_request(playbooks: Playbooks, running: Running, begun_with: str) -> None:
    until = time.monotonic() + PATIENCE
    while running.process.poll() is None and time.monotonic() < until:
        if any(entry["path"].endswith(begun_with) for entry in playbooks.simulator.requests()):
            return
        time.sleep(0.02)
    raise RuntimeError(f"the task did not begin: {running.output.decode('utf-8', 'replace')}")


@contextlib.contextmanager
def _running(playbooks: Playbooks, tasks: list[t.Any]) -> Iterator[Running]:
    play = playbooks.folder / "ended.yml"
    plays = [{"hosts": "localhost", "gather_facts": False, "tasks": tasks}]
    play.write_text(yaml.safe_dump(plays, sort_keys=False), encoding="utf-8")
    ours, theirs = pty.openpty()
    life, held = os.pipe()
    process = subprocess.Popen(
        playbooks.command(play),
        env=playbooks.environment(playbooks.folder / "ended.json", None),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        # Every process that is forked from it has this open: it is closed when the last one is gone.
        pass_fds=[held],
        start_new_session=True,
        preexec_fn=_take_the_terminal,  # noqa: PLW1509 -- no other way to give a process a terminal
    )
    os.close(theirs)
    os.close(held)
    running = Running(process, ours, life)
    running.read()
    try:
        yield running
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        os.close(life)
        running.hang_up()


def _take_the_terminal() -> None:
    # Whoever runs the tests in the background has some of them ignored, and so would the play.
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, signal.SIG_DFL)
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
