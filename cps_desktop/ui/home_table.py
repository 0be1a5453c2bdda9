"""The list of sessions on the home page: when, what, where, how many people, how far."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from cps_desktop.domain.dates import say_short_date
from cps_desktop.services.sessions import SessionRow, SessionState
from cps_desktop.ui.kit import Column, RecordTable, State
from cps_desktop.ui.kit.status import FINISHED, HANDED_OVER, PLANNED, UNDER_WAY

if TYPE_CHECKING:
    from cps_desktop.ui.kit import EmptyState

STATES = {
    SessionState.PLANNED: PLANNED,
    SessionState.UNDER_WAY: UNDER_WAY,
    SessionState.FINISHED: FINISHED,
    SessionState.HANDED_OVER: HANDED_OVER,
}


def when(row: SessionRow) -> str:
    """The days in few words: "Thu 18 Mar 2027", "Mon 22 – Fri 26 Mar 2027"."""
    if not row.days:
        return "No day yet"
    first, last = row.days[0], row.days[-1]
    if first == last:
        return say_short_date(first)
    begin = say_short_date(first).split()
    if first.year == last.year:
        begin = begin[:2] if first.month == last.month else begin[:3]
    return f"{' '.join(begin)} – {say_short_date(last)}"


def _state(row: SessionRow) -> State | None:
    return STATES[row.state]


def _first_day(row: SessionRow) -> dt.date:
    return row.days[0] if row.days else dt.date.max


def _kind(row: SessionRow) -> str:
    marks = [row.kind_and_length]
    if row.contested:
        marks.append("two people changed this")
    return " · ".join(marks)


def sessions_table(empty: Callable[[], EmptyState]) -> RecordTable[SessionRow]:
    """The list, sorted at first as the rows come: to come, then past."""
    columns: tuple[Column[SessionRow], ...] = (
        Column("When", when, sort=_first_day),
        Column("Session", lambda row: row.title, quiet=_kind, strong=True, wide=True),
        Column("Where", lambda row: row.venue),
        Column(
            "People", lambda row: str(row.people or ""), sort=lambda row: row.people, number=True
        ),
        Column(
            "State",
            lambda row: STATES[row.state].word,
            sort=lambda row: list(STATES).index(row.state),
            state=_state,
        ),
    )
    return RecordTable(
        "Sessions",
        columns,
        lambda row: row.session,
        empty=empty,
        filter_hint="Filter the sessions",
    )
