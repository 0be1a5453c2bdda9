"""Moving a planner to another edition from the list of planners: shown first, chosen, undone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from cps_desktop.domain.kinds import Note, Planner
from cps_desktop.services import dots, planners
from cps_desktop.ui.pages_of_session.planner_list import PlannerList, planner_rows
from cps_desktop.ui.template_editor.moving import MoveDialog, ask_to_move
from tests.ui.pages.fit import faults_of
from tests.ui.pages.host import Host, session_in_alston


@pytest.fixture
def planner(host: Host) -> str:
    """A CPS A3 in its first edition, with three notes."""
    door = host.desk.door
    first = host.desk.planners.exactly("cps-a3", 1)
    assert first is not None
    made = planners.add_planner(door, session_in_alston(host.desk), first)
    for box, text in (("name", "Letters"), ("b-benefits", "Good"), ("c-approach", "Slowly")):
        note = planners.add_note(door, made, box, text)
        if box == "name":
            dots.give_dot(door, note)
    return made


def answering(what: Callable[[MoveDialog], object]) -> None:
    """Answer the dialog as soon as it is there."""

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, MoveDialog)
        what(dialog)

    QTimer.singleShot(0, answer)


def boxes(host: Host) -> dict[str, str]:
    return {one.text: one.box for one in host.desk.workspace.find(Note)}


def test_what_moves_where_is_shown_and_a_place_is_chosen(host: Host, planner: str) -> None:
    seen: list[str] = []

    def choose(dialog: MoveDialog) -> None:
        seen.extend(dialog.lines)
        (choice,) = dialog.choices.values()
        assert choice.accessibleName() == "1 note of “Name it” has no place. To:"
        choice.set_key("a-improvement")
        assert faults_of(dialog) == []
        dialog.buttons["move"].click()

    answering(choose)
    assert ask_to_move(host, planner, host)
    assert "“B  The benefits” with 1 note goes to “B  Service quality”." in seen
    assert any(one.startswith("Empty to begin with: ") and "B  Staff" in one for one in seen)
    assert "“Process owner” is there no more. It is empty." not in seen
    assert boxes(host) == {"Letters": "a-improvement", "Good": "b-quality", "Slowly": "c-approach"}
    assert host.said == ["Moved to edition 2."]
    host.desk.door.undo()
    assert boxes(host) == {"Letters": "name", "Good": "b-benefits", "Slowly": "c-approach"}


def test_staying_changes_nothing_and_the_newest_edition_has_nowhere_to_go(
    host: Host, planner: str
) -> None:
    before = boxes(host)
    answering(lambda dialog: dialog.buttons["stay"].click())
    assert not ask_to_move(host, planner, host)
    assert boxes(host) == before
    answering(lambda dialog: dialog.buttons["move"].click())
    assert ask_to_move(host, planner, host)
    assert not ask_to_move(host, planner, host)
    assert host.said[-1] == "This planner has the newest edition of its template already."
    moved = host.desk.workspace.get(Planner, planner)
    assert moved is not None
    assert moved.edition == 2


def test_the_list_of_planners_offers_it_where_there_is_one(host: Host, planner: str) -> None:
    desk = host.desk
    known = desk.workspace.get(Planner, planner)
    assert known is not None
    newest = desk.planners.get("pdsa")
    assert newest is not None
    other = planners.add_planner(desk.door, known.session, newest)
    shown = PlannerList()
    shown.show_rows(planner_rows(desk.workspace, desk.planners, known.session))
    asked: list[str] = []
    shown.edition_asked.connect(asked.append)
    shown.choose(other)
    assert shown._edition.isHidden()
    shown.choose(planner)
    assert not shown._edition.isHidden()
    shown._edition.click()
    assert asked == [planner]
    shown.deleteLater()
