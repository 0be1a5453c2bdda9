"""The Print page: what is seen is the file that is saved."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from cps_desktop.domain.kinds import LineKind, Role
from cps_desktop.services import attendance, claims, people, planners, sessions
from cps_desktop.services.print_preview import ALL
from cps_desktop.ui.kit import Button, Words
from cps_desktop.ui.pages_of_session.printing import BLANK, EVERY_FIGURE, PrintPage
from cps_desktop.ui.pages_of_session.printing_paper import draw_on, printer_names
from cps_desktop.ui.theme_state import theme
from tests.documents.reading import squeezed, words_by_pdfium
from tests.ui.pages.fit import faults_of
from tests.ui.pages.host import THURSDAY, Host, session_in_alston

LONG = 240_000


@pytest.fixture
def session(host: Host) -> str:
    made = session_in_alston(host.desk)
    planner = planners.add_planner(host.desk.door, made, host.desk.planners.choices()[0])
    planners.add_note(host.desk.door, planner, "now", "Too many forms")
    return made


def show(qtbot: QtBot, host: Host, session: str) -> PrintPage:
    page = PrintPage(host, session)
    page.refresh(None)
    host.show_page(page)
    settled(qtbot, page)
    return page


def settled(qtbot: QtBot, page: PrintPage) -> None:
    qtbot.waitUntil(lambda: page.made is not None and not page.background.busy, timeout=LONG)


def text_of(page: PrintPage) -> str:
    assert page.made is not None
    return squeezed("".join(words_by_pdfium(page.made.pdf)))


def choose(qtbot: QtBot, page: PrintPage, paper: str) -> None:
    page.paper.set_key(paper)
    page.paper.chosen.emit(paper)
    settled(qtbot, page)


def test_the_file_that_is_seen_is_the_file_that_is_saved(
    qtbot: QtBot, host: Host, session: str, tmp_path: Path
) -> None:
    page = show(qtbot, host, session)
    assert page.made is not None
    assert "Toomanyforms" in text_of(page)
    assert page.saver.isEnabled()
    page.save_to(tmp_path / "planner.pdf")
    assert (tmp_path / "planner.pdf").read_bytes() == page.made.pdf
    assert "Saved as planner.pdf" in host.said[-1]
    page.save_to(tmp_path / "gone" / "planner.pdf")
    assert "not there any more" in host.faults[-1]


def test_a_change_draws_the_preview_anew(qtbot: QtBot, host: Host, session: str) -> None:
    page = show(qtbot, host, session)
    before = page.made
    (planner,) = planners.planners_of(host.desk.workspace, session)
    planners.add_note(host.desk.door, planner.id, "now", "One more note")
    qtbot.waitUntil(lambda: page.made is not before, timeout=LONG)
    assert "Onemorenote" in text_of(page)


def test_a_page_that_is_not_seen_makes_nothing_until_it_is(
    qtbot: QtBot, host: Host, session: str
) -> None:
    page = PrintPage(host, session)
    page.refresh(None)
    assert not page.background.busy
    assert page.made is None
    host.show_page(page)
    settled(qtbot, page)


def test_pages_are_turned_by_keys_and_said(qtbot: QtBot, host: Host, session: str) -> None:
    page = show(qtbot, host, session)
    choose(qtbot, page, "pack")
    assert page.made is not None
    pages = page.made.pages
    assert pages > 1
    room = page.preview.room
    room.setFocus()
    qtbot.keyClick(room, Qt.Key.Key_PageDown)
    assert page.preview.where.text() == f"Page 2 of {pages}"
    assert room.accessibleName().startswith(f"Page 2 of {pages}, Print pack")
    qtbot.keyClick(room, Qt.Key.Key_End)
    assert page.preview.page == pages - 1
    assert not page.preview.after.isEnabled()
    qtbot.keyClick(room, Qt.Key.Key_PageDown)
    assert page.preview.page == pages - 1
    qtbot.keyClick(room, Qt.Key.Key_Home)
    assert page.preview.page == 0
    settled(qtbot, page)
    small = page.preview.small
    assert small.isVisible()
    assert small.count() == pages
    small.setCurrentRow(1)
    assert page.preview.page == 1
    settled(qtbot, page)


def test_larger_is_larger_and_the_whole_page_fits(qtbot: QtBot, host: Host, session: str) -> None:
    page = show(qtbot, host, session)
    sheet, room = page.preview.room.sheet, page.preview.room
    whole = sheet.width()
    assert sheet.height() <= room.viewport().height()
    assert sheet.width() <= room.viewport().width()
    qtbot.keyClick(room, Qt.Key.Key_Plus)
    settled(qtbot, page)
    assert sheet.width() > whole
    qtbot.keyClick(room, Qt.Key.Key_Minus)
    settled(qtbot, page)
    assert abs(sheet.width() - whole) <= 2
    page.preview.fits.findChildren(Button)[1].click()
    settled(qtbot, page)
    assert sheet.width() >= whole
    qtbot.keyClick(room, Qt.Key.Key_0)
    settled(qtbot, page)
    assert sheet.width() == whole


def test_what_there_is_to_choose_follows_the_paper(qtbot: QtBot, host: Host, session: str) -> None:
    door = host.desk.door
    agency = people.ensure_organisation(door, "Trust", lead_agency=True)
    some = [people.add_person(door, name=name, role=Role.CARER) for name in ("Ann Lee", "Bob Ray")]
    made = [claims.start_claim(door, session, one, agency) for one in some]
    for one in made:
        claims.add_line(
            door, host.desk.policies, one, kind_of=LineKind.PARKING, day=THURSDAY, pence=280
        )
    page = show(qtbot, host, session)
    assert page.page_size.isVisible()
    choose(qtbot, page, "pack")
    assert not page.which.isVisible()
    choose(qtbot, page, "register")
    assert page.which.accessibleName() == "Which day"
    assert page.which.count() == 3
    assert not page.page_size.isVisible()
    choose(qtbot, page, "claims")
    assert page.which.accessibleName() == "Whose claim"
    assert page.which.count() == 3
    page.go_to(made[1])
    settled(qtbot, page)
    assert page.which.key() == made[1]
    assert "BobRay" in text_of(page)
    assert "AnnLee" not in text_of(page)
    assert page.place() == made[1]
    page.which.set_key(ALL)
    page.which.chosen.emit(ALL)
    settled(qtbot, page)
    assert "AnnLee" in text_of(page)
    assert "DRAFT" in page.words.text()
    assert "personal information" in page.words.text()


def test_papers_of_who_came(qtbot: QtBot, host: Host, session: str) -> None:
    door = host.desk.door
    ann = people.add_person(door, name="Ann Lee", role=Role.CARER)
    page = show(qtbot, host, session)
    page.go_to("certificates")
    assert not page.saver.isEnabled(), "nobody is ticked in yet"
    entry = attendance.add_to_list(door, session, person=ann)
    day = sessions.days_of(door.records, session)[1]
    attendance.tick_in(door, entry, day.id)
    page.go_to(ann)
    settled(qtbot, page)
    assert (page.paper.key(), page.which.key()) == ("certificates", ann)
    assert "AnnLee" in text_of(page)
    assert page.place() == "certificates"
    page.go_to(day.id)
    settled(qtbot, page)
    assert (page.paper.key(), page.which.key()) == ("register", day.id)
    assert "1personcameonthisday" in text_of(page)
    page.go_to(f"figures/{day.id}")
    settled(qtbot, page)
    assert (page.paper.key(), page.which.key()) == ("figures", day.id)
    choose(qtbot, page, EVERY_FIGURE)
    assert page.wanted.small
    assert "1personcame." in text_of(page)
    choose(qtbot, page, "figures")
    assert "Fewerthan5peoplecame" in text_of(page)
    assert "under 5" in page.words.text()


def test_a_note_or_a_planner_brings_its_planner(qtbot: QtBot, host: Host, session: str) -> None:
    door = host.desk.door
    other = planners.add_planner(door, session, host.desk.planners.choices()[1])
    note = planners.add_note(door, other, "background", "Look here")
    page = show(qtbot, host, session)
    page.go_to(note)
    settled(qtbot, page)
    assert page.which.key() == other
    assert "Lookhere" in text_of(page)
    page.go_to(BLANK)
    settled(qtbot, page)
    assert "Lookhere" not in text_of(page)
    assert page.place() == BLANK


def test_nothing_to_print_says_what_to_do(qtbot: QtBot, host: Host) -> None:
    empty = session_in_alston(host.desk)
    page = PrintPage(host, empty)
    page.refresh(None)
    host.show_page(page)
    said = [one.text() for one in page.findChildren(Words) if one.isVisible()]
    assert any("no planner yet" in one for one in said)
    assert not page.saver.isEnabled()
    assert not page.printer.isEnabled()
    blank = next(b for b in page.findChildren(Button) if b.text() == "Print a blank planner")
    blank.click()
    settled(qtbot, page)
    assert page.saver.isEnabled()
    assert page.paper.key() == BLANK


def test_without_a_printer_the_pdf_is_offered(qtbot: QtBot, host: Host, session: str) -> None:
    if printer_names():
        pytest.skip("this machine has a printer")
    page = show(qtbot, host, session)
    qtbot.keyClick(page.preview.room, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    said = [one.text() for one in page.findChildren(Words) if one.isVisible()]
    assert any("No printer is set up" in one for one in said)


def test_every_page_is_drawn_on_paper(
    qtbot: QtBot, host: Host, session: str, tmp_path: Path
) -> None:
    from PySide6.QtPrintSupport import QPrinter

    page = show(qtbot, host, session)
    choose(qtbot, page, "pack")
    assert page.made is not None
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    told: list[int] = []
    drawn = draw_on(printer, page.made, lambda _what, done, _of: told.append(done))
    assert drawn == page.made.pages == len(told)
    from cps_desktop.documents import page_count, render_pages

    paper = (tmp_path / "paper.pdf").read_bytes()
    assert page_count(paper) == page.made.pages
    for one in render_pages(paper, 20):
        image = QImage(one.rgb, one.width, one.height, one.width * 3, QImage.Format.Format_RGB888)
        dark = sum(
            image.pixelColor(x, y).lightness() < 200
            for x in range(image.width())
            for y in range(image.height())
        )
        assert dark > 20, "a page came out empty"


@pytest.mark.parametrize("scale", [100, 200])
def test_every_control_is_named_and_nothing_is_cut(
    qtbot: QtBot, host: Host, session: str, scale: int
) -> None:
    attendance.add_to_list(
        host.desk.door, session, person=people.add_person(host.desk.door, name="Ann")
    )
    theme().set_scale(scale)
    page = show(qtbot, host, session)
    choose(qtbot, page, "pack")
    qtbot.wait(50)
    assert faults_of(page) == []
