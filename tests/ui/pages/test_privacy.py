"""Privacy through a real window: what may go is shown and goes, times are chosen, papers made."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog

from cps_desktop.domain.kinds import Person
from cps_desktop.services import access_log
from cps_desktop.services.attendance import add_to_list
from cps_desktop.services.claims import start_claim
from cps_desktop.services.people import add_person, ensure_organisation
from cps_desktop.ui.form_column import FormColumn
from cps_desktop.ui.kit import Button, Words
from cps_desktop.ui.pages_of_session.attendance import AttendancePage
from cps_desktop.ui.pages_of_session.expenses import ExpensesPage
from cps_desktop.ui.privacy import PrivacyPage
from cps_desktop.ui.theme_state import theme
from tests.documents.reading import words_by_pdfium
from tests.services.laptop import Clock
from tests.services.organisation import Organisation
from tests.ui.pages.fit import faults_of
from tests.ui.pages.host import Host, host_on, session_in_alston

NAME = "Ann Bell (invented)"
YEAR_S = 366 * 24 * 3600


class Room:
    """A person with needs, on the list of a session."""

    def __init__(self, host: Host, clock: Clock) -> None:
        self.host, self.clock, self.desk = host, clock, host.desk
        self.session = session_in_alston(self.desk)
        self.person = add_person(self.desk.door, name=NAME, contact="01632 960 010", needs="Ramp")
        add_to_list(self.desk.door, self.session, person=self.person)

    def seen(self) -> list[tuple[str, str]]:
        return [(one.page, one.about) for one in access_log.looks(self.desk.workspace)]

    def controller(self) -> PrivacyPage:
        Organisation().found([self.desk], [])
        return self.page()

    def page(self) -> PrivacyPage:
        made = PrivacyPage(self.host)
        self.host.show_page(made)
        return made


@pytest.fixture
def room(qapp: QApplication, tmp_path: Path) -> Iterator[Room]:
    del qapp
    with host_on(tmp_path) as (host, clock):
        host.show()
        yield Room(host, clock)


def said(page: PrivacyPage) -> str:
    QApplication.processEvents()
    return "\n".join(one.text() for one in page.findChildren(Words) if one.isVisible())


def test_nothing_is_due_is_said(room: Room) -> None:
    page = room.controller()
    page.due.look.click()
    assert "Nothing is kept longer than it is needed." in said(page)
    assert page.due.ticks == {}
    column = page.findChild(FormColumn)
    assert column is not None
    inside = column.parentWidget()
    assert inside is not None
    assert inside.height() == column.heightForWidth(column.width()), "it ends with its words"


def test_what_is_due_is_ticked_and_goes_on_a_yes(room: Room) -> None:
    page = room.controller()
    room.clock.later(YEAR_S)
    page.due.look.click()
    assert [one.text() for one in page.due.ticks.values()] == [
        f"{NAME}: access and dietary needs (last needed Friday 19 March 2027)"
    ]
    assert page.due.reason.text().startswith("Kept as long as it was needed")
    page.due.erase_now(page.due.chosen(), page.due.reason.text())
    person = room.desk.workspace.get(Person, room.person)
    assert person is not None
    assert (person.needs, person.contact) == ("", "01632 960 010")
    page.due.look.click()
    assert "Nothing is kept longer than it is needed." in said(page)


def test_whoever_may_not_erase_is_told_who_decides(room: Room) -> None:
    page = room.page()
    room.clock.later(YEAR_S)
    page.due.look.click()
    assert "1 thing may go. A coordinator who may erase decides" in said(page)
    assert page.due.ticks == {}
    assert not page.times.changing.isVisible()


def test_other_times_are_chosen_and_undone(room: Room) -> None:
    page = room.controller()
    assert "Access and dietary needs: 3 months" in said(page)
    page.times.which.set_key("needs")
    page.times.months.set_text("24")
    page.times.keep.click()
    assert "Access and dietary needs: 2 years" in said(page)
    assert room.host.said == ["Access and dietary needs: kept 2 years from now on."]
    room.desk.door.undo()
    assert "Access and dietary needs: 3 months" in said(page)
    for wrong in ("0", "-3", "two", "9" * 20, "३"):
        page.times.months.set_text(wrong)
        page.times.keep.click()
    assert len(room.host.faults) == 5
    assert all("Nothing was changed." in one for one in room.host.faults)


def test_who_looked_is_listed_and_old_looks_are_forgotten(room: Room) -> None:
    workspace, now = room.desk.workspace, room.desk.door.now_ms()
    access_log.looked(workspace, "claim", room.person, now)
    page = room.page()
    page.looks.fold.set_unfolded(True)
    assert f"A claim for expenses: {NAME}" in said(page)
    assert not page.looks.forget.isVisible()
    room.clock.later(YEAR_S + 30 * 24 * 3600)
    page.refresh(None)
    assert page.looks.forget.isVisible()
    page.looks.forget.click()
    assert access_log.looks(workspace) == ()


def test_opening_somebodys_details_or_claim_is_a_look(room: Room) -> None:
    door = room.desk.door
    agency = ensure_organisation(door, "Hall Trust", lead_agency=True)
    claim = start_claim(door, room.session, room.person, agency)
    list_page = AttendancePage(room.host, room.session)
    room.host.show_page(list_page)
    list_page.go_to(room.person)
    assert access_log.looks(room.desk.workspace) == (), "a list shows nobody's details"
    list_page._open_current()
    expenses = ExpensesPage(room.host, room.session)
    room.host.show_page(expenses)
    expenses.go_to(claim)
    assert room.seen() == [("claim", room.person), ("details", room.person)]


def test_what_people_need_and_this_page_again_another_day_are_looks(room: Room) -> None:
    list_page = AttendancePage(room.host, room.session)
    room.host.show_page(list_page)
    assert room.seen() == []
    list_page.switch.findChildren(Button)[2].click()
    assert list_page.ready_view.isVisible()
    assert room.seen() == [("preparation", "")]
    page = room.page()
    room.clock.later(3600)
    page.hide()
    page.show()
    assert room.seen() == [("privacy", ""), ("privacy", ""), ("preparation", "")]


@pytest.mark.parametrize("words", ["Privacy notice", "Record of processing"])
def test_both_papers_name_what_is_held_and_nobody(
    room: Room, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "paper.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(target), ""))
    page = room.controller()
    page.papers.buttons[words].click()
    text = " ".join(" ".join(words_by_pdfium(target.read_bytes())).split())
    assert "Access and dietary needs" in text
    assert "3 months" in text
    assert "Invented Care" in text
    assert "Known as" not in text, "nobody's is written down"
    assert "Bell" not in text
    assert "960 010" not in text


@pytest.mark.parametrize("percent", [100, 200])
def test_the_page_is_named_large_enough_and_whole(room: Room, percent: int) -> None:
    page = room.controller()
    theme().set_scale(percent)
    room.clock.later(YEAR_S)
    page.due.look.click()
    page.times.changing.set_unfolded(True)
    page.looks.fold.set_unfolded(True)
    QApplication.processEvents()
    try:
        assert faults_of(page) == []
    finally:
        theme().set_scale(100)
