"""Figures, certificates and training records by ``report``: of a day, a session, a period."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from cps_desktop.bootstrap import new_desk
from cps_desktop.domain.dates import DayTimes
from cps_desktop.domain.kinds import Role, SessionKind
from cps_desktop.services.attendance import add_to_list, tick_in
from cps_desktop.services.people import add_person
from cps_desktop.services.sessions import create_session, days_of
from tests.commands.test_command_line import run_here, told_here
from tests.documents.reading import squeezed, words_by_pdfium

FIRST = dt.date(2024, 3, 12)
YEAR = ("--from", "2024-01-01", "--until", "2024-12-31")


class Course:
    """A training of two days, long ago: Ann on both, six others on the first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        desk = new_desk(folder, way="open")
        days = [DayTimes(FIRST + dt.timedelta(at), dt.time(10), dt.time(15)) for at in (0, 1)]
        door = desk.door
        self.session = create_session(
            door, title="First steps", kind_of=SessionKind.TRAINING, days=days
        )
        self.days = [one.id for one in days_of(door.records, self.session)]
        self.ann = add_person(door, name="Ann Bell (invented)", role=Role.CARER)
        others = [add_person(door, name=f"Person {n}", role=Role.STAFF) for n in range(6)]
        for person in (self.ann, *others):
            entry = add_to_list(door, self.session, person=person)
            tick_in(door, entry, self.days[0])
            if person == self.ann:
                tick_in(door, entry, self.days[1])
        desk.close()

    def report(self, kind: str, to: Path, *more: object, code: int = 0) -> str:
        done = run_here(
            "report", "--workspace", self.folder, "--kind", kind, "--to", to, *more, code=code
        )
        if code:
            assert not to.exists()
            return done.stderr
        return squeezed("".join(words_by_pdfium(to.read_bytes())))


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return Course(tmp_path_factory.mktemp("course") / "one")


def test_figures_of_a_session_a_day_and_a_period(course: Course, tmp_path: Path) -> None:
    session = ("--session", course.session)
    assert "Laypeoplenotshown" in course.report("figures", tmp_path / "1.pdf", *session)
    every = course.report("figures", tmp_path / "2.pdf", *session, "--every-figure")
    assert "Laypeople114%" in every
    day = ("--record", course.days[1], "--every-figure")
    assert "1personcame." in course.report("figures", tmp_path / "3.pdf", *session, *day)
    assert "7peoplecame." in course.report("figures", tmp_path / "4.pdf", *YEAR)
    other = ("--from", "2023-01-01", "--until", "2023-12-31")
    assert "Nobodywastickedin." in course.report("figures", tmp_path / "5.pdf", *other)
    table = tmp_path / "6.csv"
    run_here(
        "report", "--workspace", course.folder, "--kind", "figures", "--to", table, *YEAR,
        "--every-figure",
    )  # fmt: skip
    with table.open(encoding="utf-8-sig", newline="") as file:
        assert ["Lay people and staff", "Staff", "6"] in list(csv.reader(file))


def test_a_register_of_a_day_a_certificate_and_a_training_record(
    course: Course, tmp_path: Path
) -> None:
    session = ("--session", course.session)
    day = ("--record", course.days[1])
    assert "1personcameonthisday" in course.report("register", tmp_path / "1.pdf", *session, *day)
    whose = ("--record", course.ann)
    assert "AnnBell" in course.report("certificates", tmp_path / "2.pdf", *session, *whose)
    made = told_here(
        "report", "--workspace", course.folder, "--kind", "certificates",
        "--to", tmp_path / "3.pdf", *session,
    )  # fmt: skip
    assert made["pages"] == 7
    record = course.report("training", tmp_path / "4.pdf", *whose)
    assert "1sessionon2days,10hours." in record


def test_what_is_not_said_or_not_a_day_is_refused(course: Course, tmp_path: Path) -> None:
    target = tmp_path / "x.pdf"
    course.report("register", target, code=2)
    assert "--session" in course.report("figures", target, code=3)
    assert "Write it as" in course.report(
        "figures", target, "--from", "12/03/2024", "--until", "2024-12-31", code=3
    )
    late = ("--from", "2024-12-31", "--until", "2024-01-01")
    assert "is before" in course.report("figures", target, *late, code=3)
    assert "--record" in course.report("training", target, code=3)
    assert "was there" in course.report(
        "certificates", target, "--session", course.session, "--record", "00" * 16, code=3
    )
