"""Training records and certificates: only for who was there, and with nothing else of anybody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from cps_desktop.domain.dates import DayTimes
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.kinds import Alike, Coming, Role, Session, SessionKind
from cps_desktop.services import attendance, people, sessions
from cps_desktop.services.attendance_signing import sign_on_screen
from cps_desktop.services.desk import Desk
from cps_desktop.services.merging import make_one
from cps_desktop.services.print_preview import ALL, Wanted, choices_of, make, nothing_to_print
from cps_desktop.services.printing import Paper, register_sheet
from cps_desktop.services.training import (
    certificate_sheets,
    training_record,
    training_sheet,
    who_may_have_one,
)
from cps_desktop.services.training_paper import make_training
from tests.documents.reading import squeezed, words_by_pdfium
from tests.services.desks import desk_of
from tests.services.laptop import THURSDAY, laptop

FROM, TO = dt.time(9, 30), dt.time(16)


class Course:
    """A training of two days, led by Morag."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.door = desk, desk.door
        self.morag = people.add_person(self.door, name="Morag Teal", role=Role.FACILITATOR)
        self.ann = people.add_person(self.door, name="Ann Bell", role=Role.CARER)
        people.change_person(self.door, self.ann, email="ann@example.invalid", community="Eden")
        self.session = self.held("First steps", SessionKind.TRAINING, 0)

    def held(self, title: str, kind: str, weeks: int, *, times: bool = True) -> str:
        first = THURSDAY + dt.timedelta(weeks=weeks)
        days = [DayTimes(first + dt.timedelta(at), *((FROM, TO) if times else ())) for at in (0, 1)]
        return sessions.create_session(
            self.door, title=title, kind_of=kind, days=days, facilitators=(self.morag,)
        )

    def here(self, person: str, session: str, *days: int) -> None:
        entry = attendance.add_to_list(self.door, session, person=person)
        every = sessions.days_of(self.door.records, session)
        for day in days:
            attendance.tick_in(self.door, entry, every[day].id, arrived=FROM)

    def found(self) -> Session:
        return self.door.must_exist(Session, self.session)


@pytest.fixture
def course(tmp_path: Path) -> Iterator[Course]:
    with laptop(tmp_path) as one:
        yield Course(desk_of(one))


def test_a_record_holds_what_was_attended_with_days_and_hours(course: Course) -> None:
    assert training_record(course.door.records, course.ann).words == "No training is noted."
    course.here(course.ann, course.session, 0, 1)
    course.here(course.ann, course.held("Kaizen week", SessionKind.RPIW, 1), 1)
    course.here(course.ann, course.held("Steering group", SessionKind.COPRODUCTION, 2), 0)
    course.here(course.ann, course.held("Only listed", SessionKind.TRAINING, 3))
    record = training_record(course.door.records, course.ann)
    assert [one.session.title for one in record.sessions] == ["First steps", "Kaizen week"]
    first, week = record.sessions
    assert first.days_words == "Thursday 18 and Friday 19 March 2027"
    assert (first.hours_words, week.hours_words) == ("13 hours", "6 hours 30 minutes")
    assert record.words == "2 sessions on 3 days, 19 hours 30 minutes."
    course.here(course.ann, course.held("No times", SessionKind.TRAINING, 4, times=False), 0)
    again = training_record(course.door.records, course.ann)
    assert again.sessions[0].hours_words == ""
    assert "not every day has its times" in again.words
    sessions.delete_session(course.door, course.session)
    left = training_record(course.door.records, course.ann)
    assert [one.session.title for one in left.sessions] == ["No times", "Kaizen week"]
    made = make_training(course.desk, course.ann)
    text = squeezed("".join(words_by_pdfium(made.pdf)))
    assert "Kaizenweek" in text
    assert "Ann" not in made.name, "whose it is does not stand in the name of a file"
    with pytest.raises(InputRefused):
        make_training(course.desk, "00" * 16)


def test_what_was_ticked_under_another_entry_is_theirs(course: Course) -> None:
    twice = people.add_person(course.door, name="A. Bell")
    course.here(course.ann, course.session, 0)
    course.here(twice, course.session, 1)
    other = course.held("Second steps", SessionKind.TRAINING, 1)
    course.here(twice, other, 0)
    stays = make_one(course.door, Alike.PERSON, course.ann, twice)
    record = training_record(course.door.records, stays)
    assert [len(one.days) for one in record.sessions] == [1, 2]
    assert [one.person for one in who_may_have_one(course.door.records, course.session)] == [stays]


def test_certificates_are_for_who_was_there(course: Course) -> None:
    paper = Wanted(Paper.CERTIFICATES)
    assert nothing_to_print(course.desk, course.session, paper)
    with pytest.raises(InputRefused):
        certificate_sheets(course.desk, course.found())
    away = people.add_person(course.door, name="Zed Away", role=Role.PUBLIC)
    course.here(course.ann, course.session, 1)
    course.here(course.morag, course.session, 0, 1)
    course.here(away, course.session)
    assert not nothing_to_print(course.desk, course.session, paper)
    (ann,) = certificate_sheets(course.desk, course.found())
    assert (ann.name, ann.days, ann.hours) == (
        "Ann Bell",
        "Friday 19 March 2027",
        "6 hours 30 minutes",
    )
    assert ann.facilitators == ("Morag Teal",), "who led it signs"
    (own,) = certificate_sheets(course.desk, course.found(), course.morag)
    assert own.name == "Morag Teal", "and is given one where that is asked for"
    with pytest.raises(InputRefused):
        certificate_sheets(course.desk, course.found(), away)
    offered = choices_of(course.desk, course.session, Paper.CERTIFICATES)
    assert [name for _, name in offered] == ["Everybody who came", "Ann Bell", "Morag Teal"]
    made = make(course.desk, course.session, Wanted(Paper.CERTIFICATES, ALL))
    (page,) = words_by_pdfium(made.pdf)
    for of_hers in ("Zed", "example.invalid", "Eden", "Carer"):
        assert of_hers not in page
    alone = make(course.desk, course.session, Wanted(Paper.CERTIFICATES, course.ann))
    assert "Ann" not in alone.name


def test_a_register_of_one_day_counts_that_day(course: Course) -> None:
    course.here(course.ann, course.session, 1)
    course.here(course.morag, course.session, 0, 1)
    first, second = sessions.days_of(course.door.records, course.session)
    days = choices_of(course.desk, course.session, Paper.REGISTER)
    assert [key for key, _ in days] == [ALL, first.id, second.id]

    def text(which: str) -> str:
        made = make(course.desk, course.session, Wanted(Paper.REGISTER, which))
        return squeezed("".join(words_by_pdfium(made.pdf)))

    assert "2peoplecameonatleastoneday" in text(ALL)
    one = text(first.id)
    assert "1personcameonthisday:0laypeople,1staff" in one
    assert "Thursday18March2027" in one
    assert "Fri19Mar" not in one
    assert "AnnBell" in one, "who came on another day is on the list all the same"
    assert "1personcameforthefirsttime" in text(second.id)
    made = make(course.desk, course.session, Wanted(Paper.REGISTER, first.id))
    assert made.title == "Register, Thursday 18 March 2027 - First steps"
    with pytest.raises(InputRefused):
        make(course.desk, course.session, Wanted(Paper.REGISTER, course.ann))


def test_who_was_made_one_stands_on_one_row_of_the_register(course: Course) -> None:
    twice = people.add_person(course.door, name="A. Bell")
    stays = make_one(course.door, Alike.PERSON, course.ann, twice)
    gone = twice if stays == course.ann else course.ann
    course.here(stays, course.session, 0)
    entry = derived_id(course.session, gone)
    listed = attendance.listing_edits(None, course.session, gone, entry, "", Coming.EXPECTED)
    course.door.do("As it came in", listed)
    second = sessions.days_of(course.door.records, course.session)[1]
    attendance.tick_in(course.door, entry, second.id)
    sheet = register_sheet(course.desk, course.found())
    (person,) = sheet.people
    assert [mark.state for mark in person.days] == ["here", "here"]
    assert len(sheet.came()) == 1
    # A signature under the entry that came in again is theirs, and so are the earlier times.
    first = sessions.days_of(course.door.records, course.session)[0]
    sign_on_screen(course.door, entry, first.id, "10,10 90,40")
    attendance.set_times(course.door, entry, first.id, arrived=dt.time(9), left=None)
    day = register_sheet(course.desk, course.found(), first.id)
    (person,) = day.people
    assert person.strokes
    assert (person.days[0].arrived, person.days[0].signed) == ("09:00", True)
    # Whoever was asked for by the entry that is gone is who they are now.
    (given,) = certificate_sheets(course.desk, course.found(), gone)
    assert given == certificate_sheets(course.desk, course.found(), stays)[0]
    assert given.hours == "13 hours"
    assert training_sheet(course.desk, gone) == training_sheet(course.desk, stays)
