"""A claim's way through the real page: signing on screen, the register, deciding, freezing."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from cps_desktop.bootstrap import new_desk
from cps_desktop.domain.claim_states import Stands
from cps_desktop.domain.kinds import ClaimStep, LineKind, StepKind
from cps_desktop.domain.records import RecordId
from cps_desktop.domain.signatures import read_strokes
from cps_desktop.services.attendance import add_to_list, tick_in
from cps_desktop.services.claims import add_line, change_line, start_claim
from cps_desktop.services.joining import accept_joining, read_joining, save_join_file
from cps_desktop.services.organisation import become_coordinator
from cps_desktop.services.own_details import keep_own_name
from cps_desktop.services.people import add_person, ensure_organisation
from cps_desktop.services.sessions import days_of
from cps_desktop.ui.pages_of_session.claim_step_dialog import StepDialog
from cps_desktop.ui.pages_of_session.claim_way import ClaimWay
from cps_desktop.ui.pages_of_session.expenses import ExpensesPage
from tests.ui.pages.host import THURSDAY, Host, session_in_alston

WHO = "Anna Bell (invented)"


def _opened(host: Host) -> tuple[ExpensesPage, ClaimWay, RecordId]:
    desk = host.desk
    session = session_in_alston(desk)
    person = add_person(desk.door, name="R. Hartley (invented)")
    entry = add_to_list(desk.door, session, person=person)
    tick_in(desk.door, entry, days_of(desk.door.records, session)[0].id)
    pays = ensure_organisation(desk.door, "North Cumbria (sample)", lead_agency=True)
    claim = start_claim(desk.door, session, person, pays)
    add_line(desk.door, desk.policies, claim, kind_of=LineKind.BUS, day=THURSDAY, pence=420)
    keep_own_name(desk.workspace, WHO)
    page = ExpensesPage(host, session)
    host.show_page(page)
    page.open_claim(claim)
    QTest.qWait(30)
    return page, page.sheet.way, claim


def _do(way: ClaimWay, key: str, words: str = "", who: str = "") -> StepDialog:
    dialog = way.dialog(key)
    if words:
        assert dialog.words is not None
        dialog.words.set_text(words)
    if who:
        dialog.who.set_text(who)
    dialog.buttons["do"].click()
    return dialog


def _state(page: ExpensesPage) -> Stands:
    assert page.sheet.view is not None
    return page.sheet.view.standing.state


def _words(way: ClaimWay) -> str:
    return "\n".join(one.text() for one in way.findChildren(QLabel))


def test_from_signing_on_screen_to_payment(host: Host) -> None:
    page, way, claim = _opened(host)
    assert list(way.buttons) == ["sign", "paper"]
    dialog = way.dialog("sign")
    dialog.buttons["do"].click()
    assert "Nothing is written in the box" in dialog.problem
    dialog.show()
    QTest.qWait(30)
    assert dialog.signature is not None
    paper = dialog.signature.paper
    at = paper.rect().center()
    QTest.mousePress(paper, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseMove(paper, at + QPoint(30, 12))
    QTest.mouseRelease(paper, Qt.MouseButton.LeftButton, pos=at + QPoint(30, 12))
    dialog.buttons["do"].click()
    assert dialog.answer == "do"
    (signed,) = host.desk.door.records.find(ClaimStep, claim=claim)
    assert len(read_strokes(signed.strokes)) == 1
    assert _state(page) is Stands.DECLARED
    assert list(way.buttons) == ["attend"]
    own = _do(way, "attend", who=signed.by)
    assert "Somebody else has to confirm" in own.problem
    _do(way, "attend")
    assert "Claim by" in page.sheet._foot.text()
    _do(way, "submit")
    assert "Claim by" not in page.sheet._foot.text(), "it is handed in"
    assert set(way.buttons) == {"approve", "query", "refuse"}
    silent = _do(way, "query")
    assert "Write what you want to know" in silent.problem
    _do(way, "query", "Which bus?")
    assert _state(page) is Stands.QUERIED
    _do(way, "submit", "The 680.")
    _do(way, "approve")
    assert _state(page) is Stands.APPROVED
    _do(way, "pay", "BACS 7")
    assert _state(page) is Stands.PAID
    assert not way.buttons
    said = _words(way)
    for part in ("Signed on screen", "Which bus?", "The 680.", WHO, "reference BACS 7", "£4.20"):
        assert part in said
    # It was written down by mistake: whoever pays strikes it out, and it can be paid again.
    view = page.sheet.view
    assert view is not None
    way.show_claim(dataclasses.replace(view, bank_details=True))
    striking = way.striking_out(view.standing.payments[0])
    assert "Ask for them again" in "\n".join(one.text() for one in striking.findChildren(QLabel))
    striking.buttons["do"].click()
    assert "Write what happened" in striking.problem
    assert striking.words is not None
    striking.words.set_text("The bank sent it back.")
    striking.buttons["do"].click()
    assert _state(page) is Stands.APPROVED
    said = _words(way)
    for part in ("○ Paid", "This payment was struck out.", "◆ Payment struck out", "was not paid:"):
        assert part in said
    assert "pay" in way.buttons


def test_an_approved_claim_is_left_alone_until_somebody_says_otherwise(host: Host) -> None:
    page, way, _claim = _opened(host)
    _do(way, "paper")
    _do(way, "attend")
    _do(way, "submit")
    _do(way, "approve")
    (line,) = page.sheet.view.lines if page.sheet.view is not None else ()
    slot = page.sheet.slot(line.line.id)
    assert slot.change.isHidden()
    assert not slot.acceptDrops(), "a photo dropped in passing would open it"
    assert not page.sheet.add_button.isVisible()
    assert page.sheet.remove.isHidden()
    page.sheet.begin_line()
    assert page.sheet.form is None
    way.open_asked.emit()
    assert not slot.change.isHidden()
    assert slot.acceptDrops()
    change_line(host.desk.door, host.desk.policies, line.line.id, pence=9900)
    assert _state(page) is Stands.QUERIED
    assert "another now than was approved" in way.next_words.text()
    assert list(way.buttons) == ["sign", "paper"]
    host.desk.door.undo()
    assert _state(page) is Stands.APPROVED


def test_a_mismatch_with_the_register_is_shown_and_needs_words(host: Host) -> None:
    page, way, claim = _opened(host)
    add_line(
        host.desk.door,
        host.desk.policies,
        claim,
        kind_of=LineKind.BUS,
        day=THURSDAY.replace(day=30),
        pence=420,
    )
    _do(way, "paper")
    dialog = _do(way, "attend")
    assert "how you know" in dialog.problem
    assert any("no tick then" in one.text() for one in dialog.findChildren(QLabel))
    _do(way, "attend", "They came on the 30th too.")
    assert _state(page) is Stands.ATTENDED


def test_a_step_is_taken_back_with_a_reason(host: Host) -> None:
    page, way, claim = _opened(host)
    _do(way, "paper")
    (signed,) = host.desk.door.records.find(ClaimStep, claim=claim, step=StepKind.DECLARED)
    dialog = way.taking_back(signed)
    dialog.buttons["do"].click()
    assert "Write why" in dialog.problem
    assert dialog.words is not None
    dialog.words.set_text("The wrong form.")
    dialog.buttons["do"].click()
    assert _state(page) is Stands.DRAFT
    assert "The wrong form." in _words(way)


def test_on_a_facilitators_laptop_of_an_organisation_nobody_decides(
    host: Host, tmp_path: Path
) -> None:
    _page, way, _claim = _opened(host)
    office = new_desk(tmp_path / "office", way="open")
    become_coordinator(office.workspace, "Fellside (sample)", WHO)
    paper = tmp_path / "fellside.cpsjoin"
    save_join_file(office.workspace, paper)
    accept_joining(host.desk.workspace, read_joining(host.desk.workspace, paper))
    office.close()
    _do(way, "paper")
    _do(way, "attend")
    _do(way, "submit")
    assert not way.buttons
    assert "on a coordinator's laptop" in way.next_words.text()


def test_what_a_laptop_approved_before_it_joined_is_looked_at_by_a_coordinator(
    host: Host, tmp_path: Path
) -> None:
    page, way, _claim = _opened(host)
    for key in ("paper", "attend", "submit", "approve"):
        _do(way, key)
    assert _state(page) is Stands.APPROVED
    office = new_desk(tmp_path / "office", way="open")
    become_coordinator(office.workspace, "Fellside (sample)", WHO)
    paper = tmp_path / "fellside.cpsjoin"
    save_join_file(office.workspace, paper)
    accept_joining(host.desk.workspace, read_joining(host.desk.workspace, paper))
    office.close()
    page.refresh(None)
    assert _state(page) is Stands.CONTESTED
    assert page.sheet.view is not None
    assert page.sheet.view.state_words == "◆ To be looked at by a coordinator"
    assert "no coordinator's" in way.next_words.text()
    assert "This was done on a laptop that is no coordinator's." in _words(way)
    page.show_list()
    (row,) = page.table.model.rows()
    assert row.doubted
