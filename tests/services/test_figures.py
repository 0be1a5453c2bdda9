"""Figures in words: what the screen shows, and what is left out of what leaves the laptop."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from cps_desktop.domain.dates import DayTimes
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.figure_sheets import FigureReport
from cps_desktop.domain.kinds import Role
from cps_desktop.services import attendance, people, sessions
from cps_desktop.services.desk import Desk
from cps_desktop.services.figure_papers import make_figures_table
from cps_desktop.services.figures import (
    AGAIN,
    BECAME,
    BEEN_BEFORE,
    FIRST_TIME,
    MEMBERS,
    MIX,
    ORGANISATIONS,
    FigureScope,
    figure_report,
    who_came,
)
from cps_desktop.services.list_kinds import ListKind
from cps_desktop.services.print_preview import Wanted, make
from cps_desktop.services.printing import Paper
from tests.documents.reading import squeezed, words_by_pdfium
from tests.services.desks import desk_of
from tests.services.laptop import THURSDAY, laptop

YEAR = FigureScope(first=dt.date(2027, 1, 1), last=dt.date(2027, 12, 31))


class Town:
    """Twelve people, of whom three have a role that few have; two meetings, a year apart."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.door = desk, desk.door
        roles = [Role.CARER] * 6 + [Role.STAFF] * 4 + [Role.SPONSOR, Role.OBSERVER]
        self.people = [
            people.add_person(
                self.door, name=f"Person {n:02}", role=role, organisation="Hub" if n < 7 else "Tiny"
            )
            for n, role in enumerate(roles)
        ]
        self.last_year = self.meeting(-52, [self.people[:6]])
        self.session = self.meeting(0, [self.people, self.people[:6]])

    def meeting(self, weeks: int, days: list[list[str]]) -> str:
        first = THURSDAY + dt.timedelta(weeks=weeks)
        dated = [DayTimes(first + dt.timedelta(at)) for at in range(len(days))]
        made = sessions.create_session(self.door, title=f"Meeting {weeks}", days=dated)
        for day, came in zip(sessions.days_of(self.door.records, made), days, strict=True):
            for person in came:
                entry = attendance.add_to_list(self.door, made, person=person)
                attendance.tick_in(self.door, entry, day.id)
        return made


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with laptop(tmp_path) as one:
        yield Town(desk_of(one))


def figures_in(report: FigureReport, title: str) -> dict[str, int | None]:
    (block,) = [one for one in report.blocks if one.title == title]
    return {row.name: row.count for row in block.rows}


def test_the_screen_shows_every_figure_and_names_who_became_a_member(town: Town) -> None:
    shown = who_came(town.door.records, FigureScope(town.session))
    mix = figures_in(shown.report, MIX)
    assert (mix["Lay people"], mix["Staff"], mix["Sponsor"]) == (6, 5, 1)
    assert figures_in(shown.report, ORGANISATIONS) == {"Hub": 7, "Tiny": 5}
    assert figures_in(shown.report, "New, and coming again")[FIRST_TIME] == 6
    assert [one.name for one in shown.became] == [f"Person {n:02}" for n in range(6)]
    assert shown.report.summary == (
        "12 people came.",
        "Adding up each person's days makes 18 days.",
        "Lay people made up 50 % of those who came.",
        "6 people came for the first time.",
    )
    table = shown.report.table
    assert table is not None
    assert table.rows == (
        ("Thursday 18 March 2027", (12, 6, 5, 6)),
        ("Friday 19 March 2027", (6, 6, 0, 0)),
    )
    (day, _) = sessions.days_of(town.door.records, town.session)
    of_day = who_came(town.door.records, FigureScope(town.session, day.id))
    assert of_day.report.about == ("Meeting 0", "Thursday 18 March 2027")
    assert of_day.report.table is None


def test_what_leaves_the_laptop_shows_no_small_figure(town: Town) -> None:
    report = figure_report(town.door.records, FigureScope(town.session), small=False)
    mix = figures_in(report, MIX)
    # One observer is hidden, and with them the next greater, and what that is made of.
    assert (mix["Lay people"], mix["Staff"]) == (6, None)
    assert mix["Members of staff"] is mix["Sponsor"] is None
    assert mix["Carer"] == 6
    for _, _, count in report.lines():
        assert not isinstance(count, int) or count == 0 or count >= 5
    made = make(town.desk, town.session, Wanted(Paper.FIGURES))
    text = squeezed("".join(words_by_pdfium(made.pdf)))
    assert "Staffnotshown" in text
    assert "Person0" not in text
    whole = make(town.desk, town.session, Wanted(Paper.FIGURES, small=True))
    assert "Staff542%" in squeezed("".join(words_by_pdfium(whole.pdf)))
    assert "may say who somebody is" in whole.classification


def test_too_few_people_for_any_figure(town: Town) -> None:
    few = town.meeting(1, [town.people[:3]])
    report = figure_report(town.door.records, FigureScope(few), small=False)
    assert report.summary == ("Fewer than 5 people came, so no figures are shown.",)
    assert not report.blocks
    period = figure_report(town.door.records, YEAR, small=False)
    assert period.table is not None
    assert dict(period.table.rows)["Meeting 1, Thu 25 Mar 2027"] == (None,) * 4
    nobody = town.meeting(2, [[]])
    assert who_came(town.door.records, FigureScope(nobody)).report.summary == (
        "Nobody was ticked in.",
    )


def test_no_small_figure_is_left_between_those_that_are_shown(town: Town) -> None:
    new = [people.add_person(town.door, name=f"New {n:02}", role=Role.PUBLIC) for n in range(18)]
    session = town.meeting(
        2,
        [
            # Two of twelve had come before: the day's first-timers are left out, and so are those
            # of a second day, for all of them together are shown.
            [*new[:10], *town.people[:2]],
            [*new[10:], *town.people[6:]],
            town.people[:3],
        ],
    )
    report = figure_report(town.door.records, FigureScope(session), small=False)
    assert report.table is not None
    assert [counts[0] for _, counts in report.table.rows] == [12, 14, None]
    assert [counts[3] for _, counts in report.table.rows] == [None, None, None]
    # Twelve and fourteen from all days would be the three of the last one.
    assert not any("Adding up" in one for one in report.summary)
    again = figures_in(report, AGAIN)
    assert (again[FIRST_TIME], again[BEEN_BEFORE], again[MEMBERS]) == (18, 9, 9)
    assert again[BECAME] is None  # six of nine: three had been members before
    every = figure_report(town.door.records, FigureScope(session), small=True)
    assert figures_in(every, AGAIN)[BECAME] == 6
    assert "Adding up each person's days makes 29 days." in every.summary


def test_a_period_takes_no_day_of_another_year(town: Town) -> None:
    shown = who_came(town.door.records, YEAR)
    assert shown.figures.sessions == 1
    assert figures_in(shown.report, "New, and coming again")[BECAME] == 6
    both = FigureScope(first=dt.date(2026, 1, 1), last=dt.date(2027, 12, 31))
    report = figure_report(town.door.records, both, small=True)
    assert report.about == (
        "All sessions",
        "From Thursday 1 January 2026 to Friday 31 December 2027",
    )
    assert report.table is not None
    assert [name for name, _ in report.table.rows] == [
        "Meeting -52, Thu 19 Mar 2026",
        "Meeting 0, Thu 18 Mar 2027",
    ]
    with pytest.raises(InputRefused):
        figure_report(town.door.records, FigureScope(first=YEAR.last, last=YEAR.first), small=True)
    with pytest.raises(InputRefused):
        figure_report(town.door.records, FigureScope(), small=True)
    sessions.delete_session(town.door, town.session)
    with pytest.raises(InputRefused):
        who_came(town.door.records, FigureScope(town.session))


def test_the_table_says_the_same_to_another_program(town: Town) -> None:
    people.rename_organisation(
        town.door, people.organisations(town.door.records)[0].id, "=HYPERLINK(1)"
    )
    made = make_figures_table(town.desk, FigureScope(town.session), ListKind.CSV, small=True)
    rows = list(csv.reader(io.StringIO(made.data.decode("utf-8-sig"))))
    assert ["Lay people and staff", "Lay people", "6"] in rows
    assert ["Friday 19 March 2027", "People", "6"] in rows
    assert ["About", "Meeting 0", ""] in rows
    assert not any(cell.startswith("=") for row in rows for cell in row)
    hidden = make_figures_table(town.desk, FigureScope(town.session), ListKind.CSV, small=False)
    assert b"Staff,not shown" in hidden.data.replace(b'"', b"")
    assert hidden.name.endswith(".csv")
