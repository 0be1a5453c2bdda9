"""Figures of who came through real pages: a session's, a day's, and those of a period."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cps_desktop.domain.figure_sheets import FigureReport
from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.kinds import Role, SessionKind
from cps_desktop.services.attendance import add_to_list, tick_in, untick
from cps_desktop.services.list_kinds import ListKind
from cps_desktop.services.people import add_person
from cps_desktop.services.sessions import change_session, days_of
from cps_desktop.ui.kit import Button, Words
from cps_desktop.ui.pages_of_session.attendance import AttendancePage
from cps_desktop.ui.pages_of_session.person_more import TRAINING
from cps_desktop.ui.save_figures import SaveFigures
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.who_came import WhoCamePage
from tests.documents.reading import squeezed, words_by_pdfium
from tests.ui.pages.fit import faults_of
from tests.ui.pages.host import Host, session_in_alston


class Hall:
    """Two sessions in Alston: Ann came to both, six others to the second."""

    def __init__(self, host: Host) -> None:
        self.door = host.desk.door
        self.ann = add_person(self.door, name="Ann Bell (invented)", role=Role.CARER)
        self.first = session_in_alston(host.desk, days=1)
        self.session = session_in_alston(host.desk)
        self.here(self.first, self.ann, 0)
        self.here(self.session, self.ann, 1)
        for number in range(6):
            name = f"Person {number} (invented)"
            self.here(self.session, add_person(self.door, name=name, role=Role.STAFF), 0)

    def here(self, session: str, person: str, day: int) -> None:
        entry = add_to_list(self.door, session, person=person)
        tick_in(self.door, entry, days_of(self.door.records, session)[day].id)


@pytest.fixture
def hall(host: Host) -> Hall:
    return Hall(host)


def said(report: FigureReport | None) -> dict[str, object]:
    assert report is not None
    return {what: count for _, what, count in report.lines()}


def test_figures_of_a_session_and_of_a_day(qtbot: QtBot, host: Host, hall: Hall) -> None:
    page = AttendancePage(host, hall.session)
    page.refresh(None)
    host.show_page(page)
    page.go_to("who came")
    view = page.who_came
    qtbot.waitUntil(lambda: view.figures.report is not None)
    assert page.switch.chosen() == 3
    assert said(view.figures.report)["Lay people"] == 1
    words = [one.text() for one in view.findChildren(Words) if one.isVisible()]
    assert "Ann Bell (invented)" in words, "who became a member stands there by name"
    assert "14 %" in words
    (number,) = [
        one for one in view.findChildren(Words) if one.accessibleName() == "Carer: 1, 14 %"
    ]
    assert number.text() == "1"
    for scale in (100, 200):
        theme().set_scale(scale)
        qtbot.waitUntil(lambda: faults_of(page) == [])
    theme().set_scale(100)
    first, _second = days_of(hall.door.records, hall.session)
    view.scope.set_key(first.id)
    view.scope.chosen.emit(first.id)
    qtbot.waitUntil(lambda: said(view.figures.report).get("Staff") == 6)
    assert "Ann Bell (invented)" not in [one.text() for one in view.findChildren(Words)]
    hall.here(hall.session, hall.ann, 0)
    qtbot.waitUntil(lambda: said(view.figures.report).get("Lay people") == 1)
    view.certificates.click()
    view.printer.click()
    view.across.click()
    assert [one[:2] for one in host.opened[-3:]] == [
        ("print", "certificates"),
        ("print", f"figures/{first.id}"),
        ("who_came", ""),
    ]


def test_figures_of_a_period(qtbot: QtBot, host: Host, hall: Hall) -> None:
    page = WhoCamePage(host)
    host.show_page(page)
    page.refresh(None)
    assert page.first.text() == "Friday 1 January 2027"
    qtbot.waitUntil(lambda: page.figures.report is not None)
    # Today is Thursday: who came tomorrow is not in it yet.
    assert said(page.figures.report)["Staff"] == 6
    for scale in (100, 200):
        theme().set_scale(scale)
        qtbot.waitUntil(lambda: faults_of(page) == [])
    theme().set_scale(100)
    page._ask()
    text = squeezed("".join(words_by_pdfium(page.made().pdf)))
    assert "Laypeoplenotshown" in text
    page.every.set_ticked(True)
    page._ask()
    assert "Laypeople1" in squeezed("".join(words_by_pdfium(page.made().pdf)))
    page.last.line.set_text("1 March 2026")
    page.last.date_changed.emit(page.last.value())
    assert page.order.isVisible()
    assert not page.saver.isEnabled()
    page.first.line.set_text("1 January 2026")
    page.first.date_changed.emit(page.first.value())
    assert not page.order.isVisible()
    qtbot.waitUntil(lambda: page.figures.report is not None and not page.figures.report.blocks)


def test_a_table_for_others_and_one_for_ourselves(
    qtbot: QtBot, host: Host, hall: Hall, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = WhoCamePage(host)
    host.show_page(page)
    page.refresh(None)
    (button,) = [one for one in page.findChildren(Button) if isinstance(one, SaveFigures)]
    rows = []
    for small in (False, True):
        saved = tmp_path / f"figures {small}.csv"
        monkeypatch.setattr(
            "PySide6.QtWidgets.QFileDialog.getSaveFileName",
            lambda *_args, saved=saved: (str(saved.with_suffix("")), ""),
        )
        button.make(ListKind.CSV, small=small)
        qtbot.waitUntil(saved.is_file)
        rows.append(list(csv.reader(io.StringIO(saved.read_text(encoding="utf-8-sig")))))
    assert ["Lay people and staff", "Lay people", "not shown"] in rows[0]
    assert ["Lay people and staff", "Lay people", "1"] in rows[1]


def test_a_persons_training_stands_in_their_details(qtbot: QtBot, host: Host, hall: Hall) -> None:
    change_session(hall.door, hall.first, kind_of=SessionKind.TRAINING)
    page = AttendancePage(host, hall.session)
    host.show_page(page)
    page.go_to(hall.ann)
    page.table.opened.emit(page.table.current())
    fold = page.details.more.folds[TRAINING]
    head = fold.findChildren(Button)[0]
    assert f"{TRAINING} (1)" in head.text()
    fold.set_unfolded(True)
    training = page.details.more.training
    assert training.words.text() == "1 session on 1 day, 6 hours 30 minutes."
    words = [one.text() for one in training.findChildren(Words) if one.isVisible()]
    assert "Thursday 18 March 2027, 6 hours 30 minutes" in words
    assert "Other sessions" in words
    qtbot.waitUntil(lambda: faults_of(page.details) == [])
    training.certificate.click()
    assert host.opened[-1] == ("print", hall.ann)
    assert "Trainingrecord" in squeezed("".join(words_by_pdfium(training._made().pdf)))
    untick(
        hall.door, derived_id(hall.first, hall.ann), days_of(hall.door.records, hall.first)[0].id
    )
    assert "(" not in head.text()
    assert not training.save.isVisible()
