"""Figures of who came in words and rows: of a day, a session, or all sessions of a period.

What leaves the laptop shows no figure under five, nor what it could be worked out from
(docs/decisions/figures.md); the screen shows every figure, and paper does where that is asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import msgspec

from cps_desktop.domain.dates import say_date, say_days, say_short_date
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.figure_sheets import FigureBlock, FigureReport, FigureRow, FigureTable
from cps_desktop.domain.kinds import Person, Role, Session
from cps_desktop.domain.list_sheets import ListSheet
from cps_desktop.domain.records import RecordId
from cps_desktop.domain.who_came import (
    LEAST,
    NOT_SAID,
    OTHERS,
    Figures,
    Group,
    Tally,
    hidden,
    together,
    without_small,
)
from cps_desktop.services.door import Records
from cps_desktop.services.people import ROLE_WORDS, folded, shown_name
from cps_desktop.services.sessions import day_title, days_of
from cps_desktop.services.who_came import Everyone, Step, everyone

GROUP_WORDS: dict[Group, str] = {
    "lay": "Lay people",
    "staff": "Staff",
    "": "Observers, and those whose role is not said",
}
FIRST_TIME = "Came for the first time"
BEEN_BEFORE = "Had come before"
MEMBERS = "Members: have been to more than one session"
BECAME = "Became a member this time"
MIX, AGAIN = "Lay people and staff", "New, and coming again"
ORGANISATIONS, COMMUNITIES = "By organisation", "By Integrated Care Community"
_PART_HEADINGS = ("People", "Lay people", "Staff", "First time")
_ONE_EACH = "Everybody counts once, however many days they came."
_AS_TODAY = "An organisation that became part of another counts as that one, also for before."
_SMALL_HIDDEN = (
    f"Figures under {LEAST} are not shown, nor others from which they could be worked out: "
    "they might say who it was."
)
_SMALL_SHOWN = "It shows small figures, which may say who somebody is. Keep it among yourselves."


class FigureScope(msgspec.Struct, frozen=True):
    """Of what figures are: a ``session``, one ``day`` of it, or all days ``first`` to ``last``."""

    session: RecordId = ""
    day: RecordId = ""
    first: dt.date | None = None
    last: dt.date | None = None


class NewMember(msgspec.Struct, frozen=True):
    """Somebody for whom this was the second session, with their name as it is shown."""

    person: RecordId
    name: str


class WhoCame(msgspec.Struct, frozen=True):
    """Everything the screen shows: every figure, and by name who became a member."""

    report: FigureReport
    figures: Figures
    became: tuple[NewMember, ...] = ()


def who_came(records: Records, scope: FigureScope, step: Step = lambda: None) -> WhoCame:
    """Figures with names, for the screen of those who may see them. Raises InputRefused."""
    found = everyone(records, step)
    figures = _figures(found, scope)
    people = records.several(Person, figures.became)
    became = [NewMember(one, shown_name(people.get(one))) for one in figures.became]
    became.sort(key=lambda one: (folded(one.name), one.person))
    return WhoCame(_report(records, found, scope, small=True), figures, tuple(became))


def figure_report(
    records: Records, scope: FigureScope, *, small: bool, step: Step = lambda: None
) -> FigureReport:
    """Figures for paper and tables; ``small`` shows those under five too. Raises InputRefused."""
    return _report(records, everyone(records, step), scope, small=small)


def figure_table(report: FigureReport) -> ListSheet:
    """The same as a table for other programs."""
    return ListSheet(
        f"{report.title} - {report.about[0]}" if report.about else report.title,
        ("Figures of", "What", "People"),
        (
            *(("About", line, "") for line in report.about),
            *report.lines(),
            *(("Note", line, "") for line in report.notes),
        ),
    )


def _figures(found: Everyone, scope: FigureScope) -> Figures:
    if scope.day:
        return found.of_day(scope.day)
    if scope.session:
        return found.of_session(scope.session)
    first, last = _period(scope)
    return found.of_period(first, last)


def _period(scope: FigureScope) -> tuple[dt.date, dt.date]:
    if scope.first is None or scope.last is None:
        raise InputRefused("Say from which day to which day. Nothing was counted.")
    if scope.last < scope.first:
        raise InputRefused(
            f"{say_date(scope.last)} is before {say_date(scope.first)}. "
            "Change one of the two days; nothing was counted."
        )
    return scope.first, scope.last


def _report(records: Records, found: Everyone, scope: FigureScope, *, small: bool) -> FigureReport:
    figures = _figures(found, scope)
    about = _about(records, scope)
    notes = [_ONE_EACH, _AS_TODAY, _SMALL_SHOWN if small else _SMALL_HIDDEN]
    if not figures.people:
        return FigureReport("Who came", about, ("Nobody was ticked in.",))
    if not small and figures.count < LEAST:
        few = f"Fewer than {LEAST} people came, so no figures are shown."
        return FigureReport("Who came", about, (few,), notes=(_SMALL_HIDDEN,))
    table = _table(records, found, scope, small=small)
    return FigureReport(
        "Who came",
        about,
        tuple(_summary(figures, table, small=small)),
        tuple(_blocks(figures, small=small)),
        table,
        tuple(notes),
    )


def _about(records: Records, scope: FigureScope) -> tuple[str, ...]:
    if not scope.session:
        first, last = _period(scope)
        return ("All sessions", f"From {say_date(first)} to {say_date(last)}")
    session = records.get(Session, scope.session)
    if session is None or session.deleted:
        raise InputRefused("This session is not in this workspace. Nothing was counted.")
    title = session.title or "A session without a title"
    days = days_of(records, scope.session)
    if scope.day:
        day = next((one for one in days if one.id == scope.day), None)
        if day is None:
            raise InputRefused("This day is not one of the session's any more.")
        return title, day_title(day)
    dated = [one.day for one in days if one.day is not None]
    return (title, say_days(dated)) if dated else (title,)


# -- sentences and blocks --------------------------------------------------------------------------


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number:,} people"


def _summary(figures: Figures, table: FigureTable | None, *, small: bool) -> Iterable[str]:
    sessions = "" if figures.sessions < 2 else f" to {figures.sessions:,} sessions"
    yield f"{_people(figures.count)} came{sessions}."
    # The sum less the other rows would tell how many came to the one that is left out.
    whole = small or table is None or all(counts[0] is not None for _, counts in table.rows)
    if figures.visits != figures.count and whole:
        yield f"Adding up each person's days makes {figures.visits:,} days."
    lay = _hide([one.count or 0 for one in figures.groups], small=small)[0]
    if lay:
        share = round(100 * lay / figures.count)
        yield f"Lay people made up {share} % of those who came."
    first = _of_all(len(figures.first), figures.count, small=small)
    if first is not None:
        yield f"{_people(first) if first else 'Nobody'} came for the first time."


def _hide(counts: Sequence[int], *, small: bool) -> tuple[int | None, ...]:
    return tuple(counts) if small else without_small(counts)


def _of_all(count: int, whole: int, *, small: bool) -> int | None:
    """A part of a whole that is shown; None where it, or the rest, is too small to be shown."""
    return _hide((count, whole - count), small=small)[0]


def _blocks(figures: Figures, *, small: bool) -> Iterable[FigureBlock]:
    yield FigureBlock(MIX, tuple(_mix(figures, small=small)), whole=figures.count)
    yield FigureBlock(
        AGAIN,
        tuple(FigureRow(name, count) for name, count in _again(figures, small=small)),
        "Somebody is a member who has been to more than one session.",
        whole=figures.count,
    )
    for title, tallies in (
        (ORGANISATIONS, figures.organisations),
        (COMMUNITIES, figures.communities),
    ):
        # Where nobody was asked there is nothing to tell.
        if any(one.name != NOT_SAID for one in tallies):
            shown = tallies if small else together(tallies)
            if [one.name for one in shown] == [OTHERS]:
                continue  # they are too small, all of them
            rows_of = (FigureRow(_first_up(one.name), one.count) for one in shown)
            yield FigureBlock(title, tuple(rows_of), whole=figures.count)


def _again(figures: Figures, *, small: bool) -> Iterable[tuple[str, int | None]]:
    """Some of these are among others of them: what one is more than the other is shown with it."""
    first = len(figures.first)
    been, became, members = figures.count - first, len(figures.became), len(figures.members)
    shown = {
        one: _of_all(one, figures.count, small=small) for one in (first, been, became, members)
    }

    def beside(count: int, *others: int) -> int | None:
        tells = any(shown[one] is not None and 0 < abs(one - count) < LEAST for one in others)
        return None if tells and not small else shown[count]

    yield FIRST_TIME, shown[first]
    yield BEEN_BEFORE, shown[been]
    yield BECAME, beside(became, been, members)
    yield MEMBERS, beside(members, been)


def _mix(figures: Figures, *, small: bool) -> Iterable[FigureRow]:
    groups = figures.groups if small else hidden(figures.groups)
    for group, name in GROUP_WORDS.items():
        count = next(one.count for one in groups if one.name == group)
        if count == 0 and not group:
            continue
        yield FigureRow(name, count)
        roles = figures.roles.get(group, ())
        if not small:
            roles = hidden(roles) if count is not None else _all_gone(roles)
        for one in roles:
            yield FigureRow(_role_words(one.name), one.count, within=True)


def _role_words(role: str) -> str:
    # Facilitators are staff too: the row above is not said a second time.
    if role == Role.STAFF:
        return "Members of staff"
    return ROLE_WORDS.get(role, "Role not said")


def _all_gone(tallies: Sequence[Tally]) -> tuple[Tally, ...]:
    return tuple(Tally(one.name, None) for one in tallies)


def _first_up(name: str) -> str:
    return name[:1].upper() + name[1:]


# -- days and sessions -----------------------------------------------------------------------------


def _table(
    records: Records, found: Everyone, scope: FigureScope, *, small: bool
) -> FigureTable | None:
    """The days of a session, or the sessions of a period, with the same figures of each."""
    if scope.day:
        return None
    parts: list[tuple[str, Figures]]
    if scope.session:
        days = days_of(records, scope.session)
        parts = [(day_title(one), found.of_day(one.id)) for one in days]
        title, first = "Day by day", "Day"
    else:
        parts = _sessions(records, found, *_period(scope))
        title, first = "Session by session", "Session"
    if len(parts) < 2:
        return None
    new = _first_timers([one for _, one in parts], small=small)
    rows = tuple(
        (name, _part(figures, column, small=small))
        for (name, figures), column in zip(parts, new, strict=True)
    )
    return FigureTable(title, (first, *_PART_HEADINGS), rows)


def _first_timers(parts: Sequence[Figures], *, small: bool) -> tuple[int | None, ...]:
    """Of each row. They add up, so one that is left out beside the rest of its row takes another
    along."""
    counts = [len(one.first) for one in parts]
    if small:
        return tuple(counts)
    beside = [
        place
        for place, one in enumerate(parts)
        if one.first and _of_all(len(one.first), one.count, small=False) is None
    ]
    return without_small(counts, also=beside)


def _part(figures: Figures, new: int | None, *, small: bool) -> tuple[int | None, ...]:
    if not small and 0 < figures.count < LEAST:
        return (None,) * len(_PART_HEADINGS)
    lay, staff, _ = _hide([one.count or 0 for one in figures.groups] or [0, 0, 0], small=small)
    return figures.count, lay, staff, new


def _sessions(
    records: Records, found: Everyone, first: dt.date, last: dt.date
) -> list[tuple[str, Figures]]:
    begins: dict[RecordId, dt.date] = {}
    for one in found.visits:
        if one.date is not None and first <= one.date <= last:
            begins[one.session] = min(one.date, begins.get(one.session, dt.date.max))
    titles = {one.id: one.title for one in records.find(Session)}

    def of(session: RecordId) -> Figures:
        return found.chosen(
            lambda one: (
                one.session == session and one.date is not None and first <= one.date <= last
            )
        )

    def order(session: RecordId) -> tuple[dt.date, RecordId]:
        return begins[session], session

    return [
        (
            f"{titles.get(one) or 'A session without a title'}, {say_short_date(begins[one])}",
            of(one),
        )
        for one in sorted(begins, key=order)
    ]
