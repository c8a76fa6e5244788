# Copyright (c) 2026, the backupops.veeam authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to the collection.

"""Sessions of the API: what ran, how it ended, what it logged."""

from __future__ import annotations

import typing as t

from ..._model import Listed, Outcome, Phase, Session, each, percentage, records
from ..api import filters as filtering
from ..api.client import PAGE_SIZE, segment
from ..api.rows import FilteredList
from ..schema.schemas import load
from ..schema.times import moment, with_offsets

if t.TYPE_CHECKING:
    from ..._model import Json
    from ..api.client import VbrClient

# Only "Stopped" is the end: in an unknown state a session counts as running (VBR-T19: nothing else tells).
PHASES: t.Final = {"stopped": Phase.FINISHED, "idle": Phase.IDLE, "actionrequired": Phase.ACTION_REQUIRED}
OUTCOMES: t.Final = {outcome.value.lower(): outcome for outcome in Outcome}
PROBLEMS: t.Final = frozenset({"warning", "failed"})
NEWEST_FIRST: t.Final = (("orderColumn", "CreationTime"), ("orderAsc", "false"))
_SESSIONS: t.Final = FilteredList("/sessions", filtering.SESSIONS)


def session_from(raw: Json) -> Session:
    """A session as the server sent it. ``result`` may be an object, null, absent or a word (VBR-T17)."""
    result = raw.get("result")
    details = result if isinstance(result, dict) else {"result": result}
    state = str(raw.get("state") or "")
    return Session(
        id=str(raw.get("id") or ""),
        name=str(raw.get("name") or ""),
        job_id=str(raw.get("jobId") or ""),
        type=str(raw.get("sessionType") or ""),
        state=state,
        phase=PHASES.get(state.lower(), Phase.RUNNING),
        outcome=OUTCOMES.get(str(details.get("result") or "none").lower(), Outcome.NONE),
        message=str(details.get("message") or ""),
        cancelled=details.get("isCanceled") is True,
        raw=raw,
        percent=percentage(raw.get("progressPercent")),
    )


class VbrSessions:
    """``SessionReader`` of Veeam Backup & Replication."""

    def __init__(self, client: VbrClient) -> None:
        self._client = client

    def get(self, session_id: str) -> Session | None:
        """The session, None when the server does not know it (yet)."""
        raw = self._client.get_or_none(f"/sessions/{segment(session_id)}")
        return session_from(with_offsets(raw, self._client.zone)) if isinstance(raw, dict) else None

    def search(self, filters: Json, *, limit: int | None) -> list[Session]:
        """The newest ``limit`` sessions that match every filter (options of ``filters.SESSIONS``), newest first.

        Raises InvalidInput for a value that no server takes.
        """
        return self.listed(filters, limit=limit).rows

    def listed(self, filters: Json, *, limit: int | None) -> Listed[Session]:
        """The same, with what the list lacks: for callers to whom it matters that there is no such session."""
        wanted = filtering.given(filters, self._client.zone)
        # A name filter of the server matches other columns too (VBR-T21): tiny pages would then mean many requests.
        small = limit is not None and "name" not in wanted
        page_size = min(limit or 1, PAGE_SIZE) if small else PAGE_SIZE
        found = _SESSIONS.rows(self._client, wanted, NEWEST_FIRST, page_size=page_size)
        return Listed.of(each(found, session_from), limit)

    def check_logs(self) -> None:
        """Every session has a log."""

    def logs(self, session: Session) -> list[Json]:
        """All log lines as the server has them, oldest first; servers disagree about the order."""
        body = self._client.get(f"/sessions/{segment(session.id)}/logs")
        return sorted(with_offsets(_records(body), self._client.zone), key=_log_order)

    def problems(self, session: Session) -> list[str]:
        """The titles of the warnings and errors, oldest first."""
        found = [record for record in self.logs(session) if str(record.get("status")).lower() in PROBLEMS]
        return [text for record in found if (text := _log_text(record))]

    def task_sessions(self, session: Session) -> list[Json]:
        """One entry per machine or object that the session processed."""
        path = f"/sessions/{segment(session.id)}/taskSessions"
        # Older revisions know no pages here and refuse to be asked for one (VBR-T20).
        if "limit" in load(self._client.revision).filters("/sessions/{id}/taskSessions"):
            found: t.Any = list(self._client.pages(path))
        else:
            found = _records(self._client.get(path))
        rows: list[Json] = with_offsets(found, self._client.zone)
        return rows


def _records(body: t.Any) -> list[Json]:
    """The items of a list that is not paged, whatever its wrapping."""
    if isinstance(body, dict):
        body = next((body[key] for key in ("records", "data") if isinstance(body.get(key), list)), [])
    return records(body)


def _log_order(record: Json) -> tuple[float, int]:
    number = record.get("id")
    begun = moment(str(record.get("startTime") or ""))
    # Not as text: when daylight saving ends, 02:10:00+01:00 is later than 02:50:00+02:00.
    return begun.timestamp() if begun else 0.0, number if isinstance(number, int) else 0


def _log_text(record: Json) -> str:
    """What a line says. ``additionalInfo`` is left alone: absent, a string or a list, by revision (VBR-T39)."""
    return str(record.get("title") or record.get("description") or "").strip()
