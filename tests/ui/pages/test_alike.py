"""Perhaps the same, through a real window: side by side, one or two, and taken apart again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cps_desktop.domain.kinds import Attendance, Person, Role
from cps_desktop.services.attendance import add_to_list, change_attendance
from cps_desktop.services.merging import mergings
from cps_desktop.services.people import add_person
from cps_desktop.ui.alike import AlikePage
from cps_desktop.ui.kit import Words
from cps_desktop.ui.theme_state import theme
from tests.ui.pages.fit import faults_of
from tests.ui.pages.host import Host, session_in_alston


class Twice:
    """One woman, entered twice, with another telephone and on one list."""

    def __init__(self, host: Host) -> None:
        door = host.desk.door
        self.session = session_in_alston(host.desk)
        self.first = add_person(door, name="Ann Bell (invented)", contact="01768 555 010")
        self.second = add_person(
            door, name="Anne Bell (invented)", contact="01768555010, evenings", role=Role.CARER
        )
        add_to_list(door, self.session, person=self.second)


@pytest.fixture
def twice(host: Host) -> Twice:
    return Twice(host)


@pytest.fixture
def page(qtbot: QtBot, host: Host, twice: Twice) -> AlikePage:
    made = AlikePage(host)
    host.show_page(made)
    qtbot.waitUntil(lambda: len(made.cards) == 1)
    return made


def said(page: AlikePage) -> str:
    QApplication.processEvents()  # what was added is shown with the next turn
    return "\n".join(one.text() for one in page.findChildren(Words) if one.isVisible())


def people(host: Host) -> list[str]:
    return sorted(one.name for one in host.desk.workspace.find(Person))


def test_both_stand_side_by_side_with_the_reason(page: AlikePage) -> None:
    text = said(page)
    assert "Names that differ in one letter and same telephone number." in text
    assert "What differs is underlined." in text
    for words in ("01768 555 010", "01768555010, evenings", "Making discharge letters clearer"):
        assert words in text
    assert page.how_many.text() == "1 pair to look at"


def test_they_are_one_by_keys_asks_which_value_is_right(
    qtbot: QtBot, host: Host, page: AlikePage, twice: Twice
) -> None:
    card = page.cards[0]
    card.make_one.setFocus()
    qtbot.keyClick(card.make_one, Qt.Key.Key_Space)
    assert set(card.choices) == {"name", "contact"}
    card.choices["name"].set_key("right")
    qtbot.keyClick(card.sure, Qt.Key.Key_Space)
    (left,) = host.desk.workspace.find(Person)
    assert (left.id, left.name, left.contact) == (
        twice.first,
        "Anne Bell (invented)",
        "01768 555 010",
    )
    assert [one.person for one in host.desk.workspace.find(Attendance)] == [twice.first]
    assert host.said == ["They are one now."]
    assert page.cards == []
    qtbot.waitUntil(lambda: page.empty.isVisible() and page.merged.isVisible())
    assert "Anne Bell (invented) and Anne Bell (invented), since Thursday" in said(page)


def test_leaving_the_question_changes_nothing(page: AlikePage, host: Host) -> None:
    card = page.cards[0]
    card.make_one.click()
    card.leave.click()
    assert card.make_one.isVisible()
    assert len(people(host)) == 2
    card.make_one.click()
    assert set(card.choices) == {"name", "contact"}


def test_they_are_two_is_remembered_and_can_be_undone(
    qtbot: QtBot, host: Host, page: AlikePage
) -> None:
    page.cards[0].keep_two.click()
    assert host.said == ["They stay two. Nobody is asked again."]
    qtbot.waitUntil(page.empty.isVisible)
    again = AlikePage(host)
    again.refresh(None)
    qtbot.waitUntil(lambda: not again.background.busy)
    assert again.cards == []
    host.desk.door.undo()
    qtbot.waitUntil(lambda: len(page.cards) == 1)


def test_what_was_made_one_is_taken_apart_and_what_stays_is_said(
    qtbot: QtBot, host: Host, page: AlikePage, twice: Twice
) -> None:
    page.cards[0].make_one.click()
    page.cards[0].sure.click()
    (entry,) = host.desk.workspace.find(Attendance)
    change_attendance(host.desk.door, entry.id, role=Role.STAFF)
    qtbot.waitUntil(lambda: len(page.merged.parting) == 1)
    next(iter(page.merged.parting.values())).click()
    assert len(people(host)) == 2
    assert "somebody went on with it, so it stays." in said(page)
    assert mergings(host.desk.workspace) == ()
    qtbot.waitUntil(lambda: not page.merged.isVisible())
    assert page.cards == [], "they were said to be two"


def test_with_nobody_twice_it_says_so(qtbot: QtBot, host: Host, tmp_path: Path) -> None:
    page = AlikePage(host)
    host.show_page(page)
    qtbot.waitUntil(page.empty.isVisible)
    assert "Nobody and nothing seems to be entered twice." in said(page)


@pytest.mark.parametrize("scale", [100, 200])
def test_every_control_is_named_and_nothing_is_cut(
    qtbot: QtBot, page: AlikePage, scale: int
) -> None:
    theme().set_scale(scale)
    page.cards[0].make_one.click()
    qtbot.wait(50)
    assert faults_of(page) == []
