"""A person's data through a real window: given, asked to be erased, erased."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cps_desktop.domain.kinds import Attendance, Person, Planner
from cps_desktop.services import access_log, planners
from cps_desktop.services.attendance import add_to_list
from cps_desktop.services.erasing import TEXTS, ask_for_erasure, requests
from cps_desktop.services.inbox_places import Found
from cps_desktop.services.people import add_person
from cps_desktop.ui.home import HomePage
from cps_desktop.ui.kit import LinkButton, Words
from cps_desktop.ui.person_data import PersonDataPage
from cps_desktop.ui.theme_state import theme
from tests.services.organisation import Organisation
from tests.ui.pages.fit import faults_of
from tests.ui.pages.host import Host, session_in_alston

NAME = "Ann Bell (invented)"


class Held:
    """What is held about one person."""

    def __init__(self, host: Host) -> None:
        desk = host.desk
        self.session = session_in_alston(desk)
        self.person = add_person(desk.door, name=NAME, contact="01632 960 010", needs="Ramp")
        self.other = add_person(desk.door, name="Tom Hill (invented)")
        add_to_list(desk.door, self.session, person=self.person)
        planner = planners.add_planner(desk.door, self.session, desk.planners.choices()[0])
        self.note = planners.add_note(desk.door, planner, "now", f"{NAME} was kind")


@pytest.fixture
def held(host: Host) -> Held:
    return Held(host)


@pytest.fixture
def page(host: Host, held: Held) -> PersonDataPage:
    made = PersonDataPage(host)
    host.show_page(made)
    made.go_to(held.person)
    return made


@pytest.fixture
def controller(host: Host, held: Held) -> PersonDataPage:
    Organisation().found([host.desk], [])
    made = PersonDataPage(host)
    host.show_page(made)
    made.go_to(held.person)
    return made


def said(page: PersonDataPage) -> str:
    QApplication.processEvents()  # what was added is shown with the next turn
    return "\n".join(one.text() for one in page.findChildren(Words) if one.isVisible())


def test_a_person_is_found_by_any_part_of_the_name(host: Host, held: Held) -> None:
    page = PersonDataPage(host)
    host.show_page(page)
    assert page.find_card.isVisible()
    assert not page.give.isVisible()
    QTest.keyClicks(page.name, "bel")
    assert page.suggestions.offered() == (NAME,)
    page.suggestions.chosen.emit(held.person)
    assert page.who.text() == NAME
    assert page.place() == held.person
    page.other.click()
    assert page.find_card.isVisible()
    assert not page.give.isVisible()


def test_their_data_is_written_where_it_was_wanted(page: PersonDataPage, tmp_path: Path) -> None:
    page.give.mentions.set_ticked(True)
    page.give.give_to(tmp_path / "stick")
    seen = access_log.looks(page.desk.workspace)
    assert {one.page for one in seen} == {"person_data", "given"}, "who looked is written down"
    (folder,) = (tmp_path / "stick").iterdir()
    data = json.loads((folder / "data.json").read_text(encoding="utf-8"))
    assert data["name"] == NAME
    assert [one["text"] for one in data["mentions"]] == [f"{NAME} was kind"]
    assert (folder / "data.pdf").read_bytes().startswith(b"%PDF")
    assert "Their data is written." in said(page)
    assert "It is not encrypted" in said(page)


def test_who_may_not_erase_asks_for_it(host: Host, page: PersonDataPage, held: Held) -> None:
    assert page.ask.isVisible()
    assert not page.erase.isVisible()
    assert not page.ask.ask.isEnabled()
    page.ask.why.set_text("They moved away")
    page.ask.why.edited.emit("They moved away")
    page.ask.ask.click()
    (request,) = requests(host.desk.workspace)
    assert (request.person, request.why) == (held.person, "They moved away")
    assert "They moved away" in said(page)
    assert page.ask.why.text() == ""
    assert host.said == ["Asked. It goes along with your next bundle."]
    host.desk.door.undo()
    assert not page.requests_card.isVisible()


def test_a_coordinator_sees_what_was_asked_and_may_decline(
    host: Host, page: PersonDataPage, held: Held
) -> None:
    page.ask.why.set_text("They moved away")
    page.ask._ask()
    Organisation().found([host.desk], [])
    coordinator = PersonDataPage(host)
    host.show_page(coordinator)
    assert coordinator.requests_card.isVisible()
    ((look, refuse),) = coordinator.buttons.values()
    look.click()
    assert coordinator.place() == held.person
    refuse.click()
    assert requests(host.desk.workspace) == ()
    assert not coordinator.requests_card.isVisible()


def test_what_would_go_is_shown_and_a_reason_is_needed(
    qtbot: QtBot, host: Host, controller: PersonDataPage, held: Held
) -> None:
    card = controller.erase
    assert card.isVisible()
    assert not controller.ask.isVisible()
    card.look.click()
    text = " ".join(one.text() for one in card.ticks.values())
    assert "1 entry" in text
    assert "1 list they are on" in text
    assert not card.ticks[TEXTS].isChecked(), "what others wrote is offered, not taken"
    assert list(card.text_ticks[TEXTS]) == [held.note]
    assert "cannot be called back" in said(controller)
    assert not card.erase.isEnabled()
    card.reason.set_text("They asked for it")
    card.reason.edited.emit("They asked for it")
    assert card.erase.isEnabled()
    card.leave.click()
    assert not card._preview.isVisible()
    assert host.desk.workspace.get(Person, held.person) is not None


def test_a_person_is_erased_and_what_went_and_what_remains_is_said(
    host: Host, controller: PersonDataPage, held: Held
) -> None:
    card = controller.erase
    card.look.click()
    card.ticks[TEXTS].set_ticked(True)
    card.text_ticks[TEXTS][held.note].set_ticked(False)
    card.erase_now(card.chosen(), "They asked for it")
    assert host.desk.workspace.get(Person, held.person) is None
    assert host.desk.workspace.find(Attendance) == ()
    assert planners.notes_in(host.desk.workspace, _planner(host), "now")[0].text != ""
    text = said(controller)
    assert f"Erased: {NAME}" in text
    assert "sticks or in mails" in text
    assert not controller.give.isVisible()
    assert not card.look.isEnabled()
    assert host.desk.door.can_undo == ""
    controller.other.click()
    assert controller.find_card.isVisible()
    assert f"Erased: {NAME}" not in said(controller)
    controller.show_person(held.other)
    assert card.look.isEnabled()


def test_one_field_can_be_erased_alone(host: Host, controller: PersonDataPage, held: Held) -> None:
    card = controller.erase
    card.what.setCurrentIndex(card.what.findText("Only: Phone or e-mail"))
    card.look.click()
    assert len(card.ticks) == 1
    card.erase_now(card.chosen(), "No longer theirs")
    person = host.desk.workspace.get(Person, held.person)
    assert person is not None
    assert (person.name, person.contact) == (NAME, "")
    assert controller.give.isVisible()
    card.look.click()
    assert "Nothing is written there" in said(controller)


def test_home_says_what_was_asked_to_whom_may_decide(qtbot: QtBot, host: Host, held: Held) -> None:
    ask_for_erasure(host.desk.door, held.person, "They moved away")
    home = HomePage(host)
    host.show_page(home)
    home._show_due(Found((), watched_there=True))
    assert not [one for one in home.findChildren(Words) if "to be erased" in one.text()]
    Organisation().found([host.desk], [])
    home._show_due(Found((), watched_there=True))
    QApplication.processEvents()
    links = [one for one in home.due.findChildren(LinkButton) if "erased" in one.accessibleName()]
    links[0].click()
    assert host.opened[-1] == ("person_data", "")


def _planner(host: Host) -> str:
    return host.desk.workspace.find(Planner)[0].id


@pytest.mark.parametrize("scale", [100, 200])
def test_every_control_is_named_and_nothing_is_cut(
    qtbot: QtBot, controller: PersonDataPage, scale: int
) -> None:
    theme().set_scale(scale)
    controller.erase.look.click()
    qtbot.wait(50)
    assert faults_of(controller) == []
