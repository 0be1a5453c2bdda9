"""Expenses through a real window: a claim begun, written, priced, proved and made ready."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cps_desktop.domain.kinds import (
    Attendance,
    Claim,
    ClaimState,
    LineKind,
    Person,
    Receipt,
    Session,
)
from cps_desktop.domain.records import RecordId
from cps_desktop.services.attendance import add_to_list
from cps_desktop.services.claims import add_line, lines_of, start_claim
from cps_desktop.services.desk import Desk
from cps_desktop.services.policy_files import load_policies
from cps_desktop.ui.kit import Button, LinkButton, MessagePanel
from cps_desktop.ui.pages_of_session.claim_line_form import LineForm
from cps_desktop.ui.pages_of_session.claim_receipts import ReceiptDialog, Taken, Thumbnail
from cps_desktop.ui.pages_of_session.expenses import ExpensesPage
from cps_desktop.ui.settings_content import ContentCard
from cps_desktop.ui.theme import TARGET
from cps_desktop.ui.theme_state import theme
from tests.ui.accessibility import read_out, small_targets, unnamed_controls
from tests.ui.pages.host import THURSDAY, Host, cut_off, session_in_alston


def _page(host: Host, session: RecordId = "") -> ExpensesPage:
    page = ExpensesPage(host, session or session_in_alston(host.desk))
    host.show_page(page)
    return page


def _claim(host: Host, session: RecordId, name: str) -> RecordId:
    door = host.desk.door
    entry = add_to_list(door, session, name=name)
    agency = door.must_exist(Session, session).lead_agency
    return start_claim(door, session, door.must_exist(Attendance, entry).person, agency)


def _open_claim(host: Host, *, with_lines: bool = False) -> tuple[ExpensesPage, RecordId]:
    session = session_in_alston(host.desk)
    claim = _claim(host, session, "R. Hartley (invented)")
    if with_lines:
        _three_lines(host, claim)
    page = _page(host, session)
    page.open_claim(claim)
    QTest.qWait(30)
    return page, claim


def _three_lines(host: Host, claim: RecordId) -> list[RecordId]:
    door, policies = host.desk.door, host.desk.policies
    return [
        add_line(
            door,
            policies,
            claim,
            day=THURSDAY,
            from_place="Nenthead",
            to_place="Alston Village Hall",
            return_journey=True,
            miles_tenths=90,
            passengers=1,
        ),
        add_line(
            door,
            policies,
            claim,
            kind_of=LineKind.PARKING,
            day=THURSDAY,
            description="Townfoot",
            pence=280,
        ),
        add_line(
            door,
            policies,
            claim,
            kind_of=LineKind.ADDITIONAL_NEEDS,
            day=THURSDAY,
            description="Taxi with wheelchair ramp",
            from_place="Alston",
            to_place="Penrith station",
            pence=3800,
            agreed_by="the facilitator",
        ),
    ]


def _form(page: ExpensesPage) -> LineForm:
    assert page.sheet.form is not None
    return page.sheet.form


def _picture(path: Path, colour: str = "#f4efe2") -> Path:
    image = QImage(600, 900, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    assert image.save(str(path))
    return path


def _drop(form: LineForm, mime: QMimeData) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    QApplication.sendEvent(form, QDragEnterEvent(QPoint(5, 5), copy, mime, left, none))
    QApplication.sendEvent(form, QDropEvent(QPointF(5, 5), copy, mime, left, none))


def _said(page: ExpensesPage) -> list[str]:
    return [name for _role, name in read_out(page)]


def test_a_policy_file_that_cannot_be_used_is_named_above_the_claims(
    host: Host, tmp_path: Path
) -> None:
    page = _page(host)
    assert page.unused == []
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "eden-trust.toml").write_text("title = \n", encoding="utf-8")
    mine = host.desk
    host.desk = Desk(
        mine.workspace,
        mine.door,
        mine.planners,
        load_policies([mine.resources / "policies", tmp_path / "policies"]),
        resources=mine.resources,
    )
    page = _page(host)
    (words,) = page.unused
    assert words.isVisible()
    assert "“eden-trust”" in words.text()
    assert "Nothing was changed" in words.text()
    card = ContentCard(host)
    assert [one.text() for one in card.unused] == [words.text()]
    host.desk = mine
    assert ContentCard(host).unused == []


def test_a_claim_is_begun_for_somebody_on_the_list_by_keys(host: Host) -> None:
    session = session_in_alston(host.desk)
    entry = add_to_list(host.desk.door, session, name="Ruth Hartley")
    page = _page(host, session)
    assert any(said.startswith("Nobody has claimed anything yet.") for said in _said(page))
    page.main_button.click()
    assert page.start.claimant.hasFocus()
    assert page.start.agency.text() == "North Cumbria (sample)"
    QTest.keyClicks(page.start.claimant, "hart")
    assert page.start.people.offered() == ("Ruth Hartley",)
    QTest.keyClick(page.start.claimant, Qt.Key.Key_Down)
    QTest.keyClick(page.start.claimant, Qt.Key.Key_Return)
    person = host.desk.door.must_exist(Attendance, entry).person
    assert [one.person for one in host.desk.door.records.find(Claim)] == [person]
    assert page.title.text() == "Claim for Ruth Hartley"
    assert "Lead agency: North Cumbria (sample)" in page.line.text()
    assert page.sheet.add_button.hasFocus()
    assert ExpensesPage.count(host.desk, session) == "1"


def test_a_claim_for_a_name_that_is_new_and_what_is_missing_said_beside_it(host: Host) -> None:
    page = _page(host)
    page.main_button.click()
    QTest.keyClick(page.start.claimant, Qt.Key.Key_Return)
    assert "Write whose claim it is." in page.start.claimant.accessibleDescription()
    page.start.agency.set_text("")
    QTest.keyClicks(page.start.claimant, "Tom Nixon")
    QTest.keyClick(page.start.claimant, Qt.Key.Key_Return)
    assert "which organisation pays" in page.start.agency.accessibleDescription()
    assert host.desk.door.records.find(Person) == ()
    QTest.keyClicks(page.start.agency, "Eden (sample)")
    QTest.keyClick(page.start.agency, Qt.Key.Key_Return)
    assert [one.name for one in host.desk.door.records.find(Person)] == ["Tom Nixon"]
    assert page.title.text() == "Claim for Tom Nixon"


def test_beginning_the_same_claim_again_opens_the_one_there_is(host: Host) -> None:
    session = session_in_alston(host.desk)
    claim = _claim(host, session, "Ruth Hartley")
    page = _page(host, session)
    page.main_button.click()
    QTest.keyClicks(page.start.claimant, "ruth hartley")
    QTest.keyClick(page.start.claimant, Qt.Key.Key_Return)
    assert page.claim == claim
    assert len(host.desk.door.records.find(Claim)) == 1


def test_the_claim_reads_like_the_paper_form(host: Host) -> None:
    page, _claim_id = _open_claim(host, with_lines=True)
    said = _said(page)
    for words in (
        "Car, Nenthead to Alston Village Hall and back",
        "9 miles · 1 passenger",
        "£4.50",
        "Parking, Townfoot",
        "Taxi with wheelchair ramp, Alston to Penrith station",
        "Agreed beforehand by the facilitator.",
    ):
        assert words in said
    assert any(one.startswith("45p a mile and 5p for a passenger: HMRC") for one in said)
    assert page.sheet.total.text() == "£45.30"
    panel = page.sheet.findChild(MessagePanel)
    assert panel is not None
    assert panel.accessibleName() == "2 receipts are still to come"
    assert any("until Thursday 15 April 2027 (28 days)" in one for one in said)


def test_a_journey_is_written_priced_as_it_is_typed_and_keeps_itself(host: Host) -> None:
    page, claim = _open_claim(host)
    QTest.keyClick(page.sheet.add_button, Qt.Key.Key_Space)
    form = _form(page)
    assert form.fields.kind.hasFocus()
    assert form.fields.day.text() == "Thursday 18 March 2027"
    assert form.fields.to_place.text() == "Alston Village Hall"
    assert lines_of(host.desk.door.records, claim) == (), "nothing was typed yet"
    QTest.keyClicks(form.fields.miles, "9")
    assert form.price.text() == "£4.05", "priced before it is kept"
    QTest.keyClicks(form.fields.from_place, "Nenthead")
    form.fields.back.click()
    form.fields.passengers.set_key("1")
    form.fields.passengers.chosen.emit("1")
    form.fields.flush()
    (line,) = lines_of(host.desk.door.records, claim)
    assert (line.miles_tenths, line.pence, line.passengers) == (90, 450, 1)
    assert (line.from_place, line.return_journey) == ("Nenthead", True)
    assert form.price.text() == "£4.50"
    assert page.sheet.total.text() == "£4.50"
    QTest.keyClick(form.fields.miles, Qt.Key.Key_Return)
    assert page.sheet.form is None
    assert page.sheet.add_button.hasFocus()
    assert "Car, Nenthead to Alston Village Hall and back" in _said(page)
    assert _said(page).count("Car, Nenthead to Alston Village Hall and back") == 1


def test_a_line_keeps_itself_soon_after_the_last_key(qtbot: QtBot, host: Host) -> None:
    page, claim = _open_claim(host)
    page.sheet.begin_line()
    QTest.keyClicks(_form(page).fields.miles, "9.5")
    records = host.desk.door.records
    qtbot.waitUntil(lambda: [one.miles_tenths for one in lines_of(records, claim)] == [95])


def test_a_line_of_which_nothing_was_typed_is_never_made(host: Host) -> None:
    page, claim = _open_claim(host)
    page.sheet.begin_line()
    QTest.keyClick(_form(page).fields.kind, Qt.Key.Key_Escape)
    assert page.sheet.form is None
    assert lines_of(host.desk.door.records, claim) == ()


def test_one_way_miles_are_doubled_once_when_asked(host: Host) -> None:
    page, claim = _open_claim(host)
    page.sheet.begin_line()
    fields = _form(page).fields
    QTest.keyClicks(fields.miles, "4.5")
    assert not fields.double.isVisible()
    fields.back.click()
    fields.flush()
    assert fields.double.isVisible()
    fields.double.click()
    assert fields.miles.text() == "9"
    assert not fields.double.isVisible()
    assert lines_of(host.desk.door.records, claim)[0].miles_tenths == 90


def test_a_fare_is_what_was_paid_and_shows_only_its_own_fields(host: Host) -> None:
    page, claim = _open_claim(host)
    page.sheet.begin_line()
    form = _form(page)
    form.fields.kind.set_key(LineKind.PARKING)
    form.fields.kind.chosen.emit(LineKind.PARKING)
    assert not form.fields.miles.isVisible()
    assert form.fields.description.accessibleName() == "Where did you park?"
    QTest.keyClicks(form.fields.description, "Townfoot")
    QTest.keyClicks(form.fields.amount.line, "2.8")
    page.leave()
    (line,) = lines_of(host.desk.door.records, claim)
    assert (line.kind_of, line.description, line.pence) == (LineKind.PARKING, "Townfoot", 280)


def test_miles_that_cannot_be_read_are_asked_about_and_absurd_ones_refused(host: Host) -> None:
    page, claim = _open_claim(host)
    page.sheet.begin_line()
    fields = _form(page).fields
    QTest.keyClicks(fields.from_place, "Nenthead")
    QTest.keyClicks(fields.miles, "nine or so")
    fields.flush()
    assert "Write it like 9 or 9.5" in fields.miles.accessibleDescription()
    assert fields.miles.text() == "nine or so"
    fields.miles.set_text("")
    QTest.keyClicks(fields.miles, "99999")
    fields.flush()
    assert "Miles are between 0 and 10,000 a line." in fields.miles.accessibleDescription()
    assert lines_of(host.desk.door.records, claim)[0].miles_tenths == 0
    assert host.faults == [], "said beside the field, not elsewhere"


def test_an_unlikely_day_is_asked_about_and_never_changed(host: Host) -> None:
    page, claim = _open_claim(host, with_lines=True)
    line = lines_of(host.desk.door.records, claim)[0]
    page.sheet.change_line(line.id)
    day = _form(page).fields.day
    day.choose(dt.date(2026, 3, 18))
    assert "before the session begins. Is the date right?" in day.accessibleDescription()
    assert lines_of(host.desk.door.records, claim)[0].day == dt.date(2026, 3, 18)


def test_undo_while_a_line_is_open_shows_in_its_fields(host: Host) -> None:
    page, claim = _open_claim(host, with_lines=True)
    parking = lines_of(host.desk.door.records, claim)[1]
    page.sheet.change_line(parking.id)
    fields = _form(page).fields
    fields.description.selectAll()
    QTest.keyClicks(fields.description, "Market Square")
    fields.flush()
    assert lines_of(host.desk.door.records, claim)[1].description == "Market Square"
    host.desk.door.undo()
    assert fields.description.text() == "Townfoot"


def test_undo_of_a_new_line_closes_its_form(host: Host) -> None:
    page, claim = _open_claim(host)
    page.sheet.begin_line()
    QTest.keyClicks(_form(page).fields.miles, "9")
    page.leave()
    host.desk.door.undo()
    assert page.sheet.form is None
    assert lines_of(host.desk.door.records, claim) == ()
    assert page.sheet.add_button.isVisible()


def test_lines_move_and_go_and_come_back(host: Host) -> None:
    page, claim = _open_claim(host, with_lines=True)
    records = host.desk.door.records
    first, second, third = (one.id for one in lines_of(records, claim))
    page.sheet.change_line(third)
    _form(page).up.click()
    assert [one.id for one in lines_of(records, claim)] == [first, third, second]
    _form(page).up.click()
    _form(page).up.click()
    assert [one.id for one in lines_of(records, claim)] == [third, first, second]
    _form(page).remove.click()
    assert page.sheet.form is None
    assert page.sheet.total.text() == "£7.30"
    assert host.said[-1] == "Line removed."
    host.desk.door.undo()
    assert [one.id for one in lines_of(records, claim)] == [third, first, second]


def test_receipts_come_by_file_by_drop_and_by_paste(host: Host, tmp_path: Path) -> None:
    page, claim = _open_claim(host, with_lines=True)
    records = host.desk.door.records
    parking = lines_of(records, claim)[1].id
    page.sheet.change_line(parking)
    form = _form(page)
    form.shelf.take(Taken((_picture(tmp_path / "ticket.jpg"),)))
    assert host.jobs == ["Adding the receipt"]
    assert len(records.find(Receipt, line=parking)) == 1
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(_picture(tmp_path / "other.png", "#336699")))])
    _drop(form, mime)
    assert len(records.find(Receipt, line=parking)) == 2
    image = QImage(300, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("#993333"))
    QGuiApplication.clipboard().setImage(image)
    QTest.keyClick(form.fields.description, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert len(records.find(Receipt, line=parking)) == 3
    QTest.qWait(30)
    assert len(form.findChildren(Thumbnail)) >= 3
    page.sheet.finish_line()
    panel = page.sheet.findChild(MessagePanel)
    assert panel is not None
    assert panel.accessibleName() == "One receipt is still to come"


@pytest.mark.parametrize("content", [b"", b"not a picture", b"\xff\xd8\xff\xe0 broken off"])
def test_a_file_that_is_no_receipt_is_refused_beside_the_receipts(
    host: Host, tmp_path: Path, content: bytes
) -> None:
    page, claim = _open_claim(host, with_lines=True)
    parking = lines_of(host.desk.door.records, claim)[1].id
    page.sheet.change_line(parking)
    (tmp_path / "odd.jpg").write_bytes(content)
    _form(page).shelf.take(Taken((tmp_path / "odd.jpg",)))
    assert "Nothing was added." in _form(page).shelf.problem()
    assert host.desk.door.records.find(Receipt) == ()
    assert host.faults == []


def test_nothing_to_paste_is_said(host: Host) -> None:
    page, claim = _open_claim(host, with_lines=True)
    page.sheet.change_line(lines_of(host.desk.door.records, claim)[1].id)
    QGuiApplication.clipboard().setText("only words")
    _form(page).shelf.paste.click()
    assert "no picture to paste" in _form(page).shelf.problem()


def test_a_receipt_is_looked_at_and_removed(host: Host, tmp_path: Path) -> None:
    page, claim = _open_claim(host, with_lines=True)
    parking = lines_of(host.desk.door.records, claim)[1].id
    page.sheet.change_line(parking)
    _form(page).shelf.take(Taken((_picture(tmp_path / "ticket.jpg"),)))
    page.sheet.finish_line()
    slot = page.sheet.slot(parking)
    small = slot.findChild(Thumbnail)
    assert small is not None
    seen: list[str] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ReceiptDialog)
        seen.extend(name for _role, name in read_out(dialog))
        dialog.buttons["remove"].click()

    QTimer.singleShot(100, answer)
    small.click()
    assert "Picture of the receipt" in seen
    assert host.desk.door.records.find(Receipt, line=parking) == ()
    host.desk.door.undo()
    assert len(host.desk.door.records.find(Receipt, line=parking)) == 1


def test_ready_to_sign_and_back_and_what_is_missing_said_on_the_claim(host: Host) -> None:
    page, claim = _open_claim(host)
    page.main_button.click()
    panel = page.sheet.findChild(MessagePanel)
    assert panel is not None
    assert "There is nothing on this claim yet." in panel.accessibleName()
    assert host.faults == []
    _three_lines(host, claim)
    page.main_button.click()
    assert host.desk.door.must_exist(Claim, claim).state == ClaimState.READY
    assert page.line.text().startswith("✔ Ready to sign")
    assert page.main_button.text() == "Print the claim"
    page.main_button.click()
    assert host.opened == [("print", claim)]
    page.draft_button.click()
    assert host.desk.door.must_exist(Claim, claim).state == ClaimState.DRAFT
    assert page.main_button.text() == "Ready to sign"


def test_keys_of_the_claim(host: Host) -> None:
    page, claim = _open_claim(host)
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(page.sheet.add_button, Qt.Key.Key_N, control)
    assert page.sheet.form is not None
    QTest.keyClicks(_form(page).fields.miles, "9")
    QTest.keyClick(_form(page).fields.miles, Qt.Key.Key_P, control)
    assert host.opened == [("print", claim)]
    assert len(lines_of(host.desk.door.records, claim)) == 1, "kept before it is printed"
    for left in ("form", "claim"):
        assert page.claim == claim, left
        QTest.keyClick(page.sheet.add_button, Qt.Key.Key_Escape)
    assert page.claim == ""
    assert page.table.view.hasFocus()


def test_the_list_counts_sorts_filters_and_totals(host: Host) -> None:
    session = session_in_alston(host.desk)
    ruth = _claim(host, session, "Ruth Hartley")
    _three_lines(host, ruth)
    aled = _claim(host, session, "Aled Hughes")
    add_line(host.desk.door, host.desk.policies, aled, day=THURSDAY, miles_tenths=735)
    page = _page(host, session)
    rows = page.table.model.rows()
    assert [row.claimant for row in rows] == ["Aled Hughes", "Ruth Hartley"]
    assert page.table.model.index(1, 3).data() == "2 receipts"
    assert page.foot_total.text() == "£78.38"
    assert page.foot_words.text() == "2 claims · 2 receipts still to come"
    page.table.sort_by(5, descending=True)
    assert [row.total for row in page.table.model.rows()] == ["£45.30", "£33.08"]
    QTest.keyClicks(page.table.filter, "ruth")
    assert [row.claimant for row in page.table.model.rows()] == ["Ruth Hartley"]
    page.table.choose(ruth)
    QTest.keyClick(page.table.view, Qt.Key.Key_Return)
    assert page.claim == ruth


def test_a_claim_is_removed_and_comes_back(host: Host) -> None:
    page, claim = _open_claim(host, with_lines=True)
    page.sheet.remove.click()
    assert page.claim == ""
    assert page.table.model.rows() == ()
    host.desk.door.undo()
    assert [row.claim for row in page.table.model.rows()] == [claim]
    assert page.table.model.rows()[0].total == "£45.30"


def test_a_search_result_opens_the_claim_it_is_on(host: Host) -> None:
    session = session_in_alston(host.desk)
    claim = _claim(host, session, "Ruth Hartley")
    line = _three_lines(host, claim)[2]
    page = _page(host, session)
    assert page.place() == ""
    page.go_to(line)
    assert page.place() == claim


@pytest.mark.parametrize(("name", "scale"), [("light", 100), ("contrast", 200)])
def test_everything_has_a_name_and_a_size_and_one_button_is_primary(
    host: Host, name: str, scale: int
) -> None:
    theme().set_theme(name)
    theme().set_scale(scale)
    page, claim = _open_claim(host, with_lines=True)
    parking = lines_of(host.desk.door.records, claim)[1].id
    steps: tuple[Callable[[], object], ...] = (
        page.sheet.leave,
        page.sheet.begin_line,
        lambda: page.sheet.change_line(parking),
        page.show_list,
        page.new_claim,
    )
    for show in steps:
        show()
        QTest.qWait(100)
        assert unnamed_controls(host) == []
        assert small_targets(host, TARGET) == []
        shown = [one for one in host.findChildren(Button) if one.isVisible()]
        assert sum(one.primary for one in shown) == 1
        assert [one.text() for one in shown if one.width() < one.sizeHint().width()] == []


@pytest.mark.parametrize("scale", [100, 200])
def test_no_words_of_the_claim_are_cut_off(host: Host, scale: int) -> None:
    theme().set_scale(scale)
    page, _claim_id = _open_claim(host, with_lines=True)
    steps: tuple[Callable[[], object], ...] = (page.sheet.leave, page.sheet.begin_line)
    for show in steps:
        show()
        QTest.qWait(200)
        assert cut_off(page.sheet) == []


def test_care_is_hours_times_what_an_hour_cost_and_hours_are_written_as_people_do(
    host: Host,
) -> None:
    page, claim = _open_claim(host)
    page.sheet.begin_line()
    form = _form(page)
    fields = form.fields
    assert fields.kind.findData(LineKind.FARE) < 0, "what it was called before is not offered"
    fields.kind.set_key(LineKind.CHILD_CARE)
    fields.kind.chosen.emit(LineKind.CHILD_CARE)
    assert not fields.amount.isVisible()
    QTest.keyClicks(fields.hours, "ten till late")
    fields.flush()
    assert "10:00 to 13:30" in fields.hours.accessibleDescription()
    fields.hours.clear()
    QTest.keyClicks(fields.hours, "10 to 13.30")
    QTest.keyClicks(fields.hour_cost.line, "12")
    assert form.price.text() == "£42.00"
    page.leave()
    (line,) = lines_of(host.desk.door.records, claim)
    assert (line.minutes, line.hour_pence, line.pence) == (210, 1200, 4200)
    page.sheet.finish_line()
    page.sheet.change_line(line.id)
    assert _form(page).fields.hours.text() == "10:00 to 13:30"


def test_a_journey_claimed_before_is_taken_with_one_press(host: Host) -> None:
    page, claim = _open_claim(host, with_lines=True)
    page.sheet.begin_line()
    form = _form(page)
    (link,) = [one for one in form.findChildren(LinkButton) if "Nenthead" in one.text()]
    assert link.isVisible()
    link.click()
    assert not link.isVisible()
    page.sheet.finish_line()
    line = lines_of(host.desk.door.records, claim)[-1]
    taken = (line.from_place, line.to_place, line.return_journey, line.miles_tenths, line.pence)
    assert taken == ("Nenthead", "Alston Village Hall", True, 90, 405)


def test_a_fare_of_the_first_release_keeps_its_name(host: Host) -> None:
    page, claim = _open_claim(host)
    line = add_line(
        host.desk.door, host.desk.policies, claim, kind_of=LineKind.FARE, day=THURSDAY, pence=420
    )
    page.sheet.change_line(line)
    assert _form(page).fields.kind.currentText() == "Bus, train or taxi fare"
