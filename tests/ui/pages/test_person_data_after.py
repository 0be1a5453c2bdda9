"""What came in after an erasure, through a real window: erased too, left, or asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cps_desktop.domain.changes import creating
from cps_desktop.domain.dates import DayTimes
from cps_desktop.domain.kinds import Attendance, NamedAs, Note, Person
from cps_desktop.services import exchange, planners, sessions
from cps_desktop.services.after_erasure import came_after
from cps_desktop.services.attendance import add_to_list
from cps_desktop.services.erasing import erase, foresee_person
from cps_desktop.services.inbox import look_at
from cps_desktop.services.outcomes import Outcome, Report
from cps_desktop.ui.home import HomePage
from cps_desktop.ui.inbox_report import report_sentences
from cps_desktop.ui.kit import LinkButton, Words
from cps_desktop.ui.person_data import PersonDataPage
from cps_desktop.ui.theme_state import theme
from tests.services.desks import SHIPPED, desk_of
from tests.services.laptop import THURSDAY, Laptop, laptop
from tests.services.organisation import Organisation
from tests.ui.pages.fit import faults_of
from tests.ui.pages.host import Host, session_in_alston

NAME = "Zebedee Quillfeather"


class Unaware:
    """Another laptop that goes on writing about a person who was erased here."""

    def __init__(self, host: Host, other: Laptop, folder: Path, *, may: bool) -> None:
        self.host, self.other, self._folder = host, other, folder
        desk = host.desk
        organisation = Organisation()
        coordinator, member = (desk, other) if may else (other, desk)
        organisation.found([coordinator], [member])
        exchange.name_this_device(other.workspace, "Penrith laptop")
        self.session = session_in_alston(desk)
        self.person = Person(id=desk.door.new_id(), name=NAME)
        desk.door.do("Add a person", creating(self.person))
        add_to_list(desk.door, self.session, person=self.person.id)
        self._bundle(from_here=True)

    def _bundle(self, *, from_here: bool) -> exchange.BroughtIn:
        here, there = self.host.desk, self.other
        giver, taker = (here, there) if from_here else (there, here)
        keys = exchange.own_age_keys(taker.workspace)
        to = exchange.Receiver("other", keys.recipient, device=taker.workspace.device_key)
        self.path = self._folder / f"{giver.door.new_id()}.cpsb"
        plan = exchange.plan_handing_over(giver.workspace, to)
        exchange.hand_over(giver.door, giver.workspace, plan, to, self.path)
        bundle = exchange.open_bundle(self.path, [keys.identity])
        came = exchange.bring_in(taker.workspace, bundle)
        taker.door.came_in(came.summary)
        return came

    def write(self) -> None:
        """The other laptop has the person at another session, and a note of theirs."""
        door = self.other.door
        session = sessions.create_session(door, title="Another day", days=[DayTimes(THURSDAY)])
        add_to_list(door, session, person=self.person.id)
        planner = planners.add_planner(door, session, SHIPPED.choices()[0])
        planners.add_note(door, planner, "now", "words", author=NAME, named_as=NamedAs.NAME)

    def erase(self) -> None:
        """It is erased here, before they meet again."""
        foreseen = foresee_person(self.host.desk.workspace, self.person.id)
        erase(self.host.desk, foreseen, "They asked for it")

    def come_in(self) -> exchange.BroughtIn:
        """What the other laptop wrote comes in here."""
        return self._bundle(from_here=False)


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Laptop]:
    with laptop(tmp_path, seed=2, hour=10) as made:
        yield made


@pytest.fixture
def page(qtbot: QtBot, host: Host, other: Laptop, tmp_path: Path) -> PersonDataPage:
    unaware = Unaware(host, other, tmp_path, may=True)
    unaware.write()
    unaware.erase()
    unaware.come_in()
    made = PersonDataPage(host)
    host.show_page(made)
    qtbot.waitUntil(made.after.isVisible)
    return made


def said(page: PersonDataPage) -> str:
    QApplication.processEvents()
    return "\n".join(one.text() for one in page.findChildren(Words) if one.isVisible())


def test_what_came_in_is_listed_and_erased_under_the_same_reason(
    qtbot: QtBot, host: Host, page: PersonDataPage
) -> None:
    text = said(page)
    assert "Came in after the erasure" in text
    assert "Somebody who was erased on Thursday 18 March 2027" in text
    assert "1 list they are on" in text
    assert "Written on Penrith laptop. In Another day." in text
    assert NAME not in text, "who it was is not told here, only what may be theirs when looked at"
    card = page.after
    ((erase_too, _leave),) = card.buttons
    erase_too.click()
    assert card.reason.text() == "They asked for it"
    assert card.ticks["lists"].isChecked()
    assert not card.ticks["named"].isChecked()
    (name,) = card.text_ticks["named"].values()
    name.click()
    assert card.ticks["named"].isChecked()
    card.leave.click()
    assert not card._preview.isVisible()
    erase_too.click()
    next(iter(card.text_ticks["named"].values())).click()
    assert card.erase.isEnabled()
    card.erase_now(card.chosen(), card.reason.text())
    qtbot.waitUntil(lambda: card.told == ())
    workspace = host.desk.workspace
    assert came_after(workspace) == ()
    assert workspace.find(Attendance) == ()
    assert [one.author for one in workspace.find(Note)] == [""]
    assert card.isVisible(), "what went and what remains is still said"
    assert "Erased: What came in after the erasure" in said(page)


def test_it_can_be_left_and_is_not_told_of_again(
    qtbot: QtBot, host: Host, page: PersonDataPage
) -> None:
    ((_, leave),) = page.after.buttons
    leave.click()
    qtbot.waitUntil(lambda: not page.after.isVisible())
    assert len(host.desk.workspace.find(Attendance)) == 1
    assert host.said == ["These stay. Nobody is asked about them again."]


def test_whoever_may_not_erase_sees_a_sentence_and_asks(
    qtbot: QtBot, host: Host, other: Laptop, tmp_path: Path
) -> None:
    unaware = Unaware(host, other, tmp_path, may=False)
    add_to_list(host.desk.door, session_in_alston(host.desk), person=unaware.person.id)
    there = other.workspace
    erase(desk_of(other), foresee_person(there, unaware.person.id), "They asked for it")
    unaware.come_in()
    page = PersonDataPage(host)
    host.show_page(page)
    qtbot.waitUntil(page.after.isVisible)
    assert "A coordinator who may erase can erase these too." in said(page)
    ((ask,),) = page.after.buttons
    ask.click()
    qtbot.waitUntil(lambda: page.after.buttons == [[]])
    assert "is asked to erase these too" in said(page)
    assert not page.requests_card.isVisible()
    host.desk.door.undo()
    qtbot.waitUntil(lambda: len(page.after.buttons[0]) == 1)


def test_the_report_of_the_bundle_says_it(host: Host, other: Laptop, tmp_path: Path) -> None:
    unaware = Unaware(host, other, tmp_path, may=True)
    unaware.write()
    unaware.erase()
    came = unaware.come_in()
    assert came.after_erasure == 2
    outcome = Outcome(look_at(host.desk.workspace, unaware.path), came)
    (sentence,) = [one for one in report_sentences(Report((outcome,))) if "erased" in one]
    assert sentence.startswith("2 entries speak, or may speak, of somebody who was erased")


def test_home_says_so_to_whoever_may_erase(
    qtbot: QtBot, host: Host, other: Laptop, tmp_path: Path
) -> None:
    unaware = Unaware(host, other, tmp_path, may=True)
    unaware.write()
    unaware.erase()
    unaware.come_in()
    home = HomePage(host)
    host.show_page(home)

    def links() -> list[LinkButton]:
        found = home.due.findChildren(LinkButton)
        return [one for one in found if "came in after an erasure" in one.accessibleName()]

    qtbot.waitUntil(lambda: bool(links()))
    links()[0].click()
    assert host.opened[-1] == ("person_data", "")


@pytest.mark.parametrize("scale", [100, 200])
def test_every_control_is_named_and_nothing_is_cut(
    qtbot: QtBot, page: PersonDataPage, scale: int
) -> None:
    theme().set_scale(scale)
    page.after.buttons[0][0].click()
    qtbot.wait(50)
    assert faults_of(page) == []
