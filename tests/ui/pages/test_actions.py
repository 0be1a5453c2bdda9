"""The list of actions: who does what by when, kept and undone, and the way to the note."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cps_desktop.domain.kinds import ActionState
from cps_desktop.domain.records import RecordId
from cps_desktop.paths import resources
from cps_desktop.services import actions, planners
from cps_desktop.ui.kit import EmptyState
from cps_desktop.ui.pages_of_session.actions import ActionsPage
from cps_desktop.ui.pages_of_session.actions_rows import DONE, OPEN, OVERDUE
from cps_desktop.ui.wall.shaping import ActionDialog
from tests.ui.accessibility import unnamed_controls
from tests.ui.pages.host import THURSDAY, Host, session_in_alston

Key = Qt.Key


@pytest.fixture
def page(host: Host) -> ActionsPage:
    shown = ActionsPage(host, session_in_alston(host.desk))
    host.show_page(shown)
    return shown


def answered(answer: Callable[[ActionDialog], object]) -> None:
    def now() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ActionDialog)
        assert unnamed_controls(dialog) == []
        answer(dialog)

    QTimer.singleShot(0, now)


def filled(what: str, who: str = "", day: str = "") -> Callable[[ActionDialog], None]:
    def answer(dialog: ActionDialog) -> None:
        dialog.what.set_text(what)
        dialog.who.set_text(who)
        dialog.due.line.set_text(day)
        dialog.buttons["keep"].click()

    return answer


def shown(page: ActionsPage) -> list[str]:
    return [page.table.model.row(n).what for n in range(page.table.model.rowCount())]


def add(page: ActionsPage, what: str, due: dt.date | None = None) -> RecordId:
    return actions.add_action(page.desk.door, page.session, what, due=due)


def test_the_empty_page_says_what_belongs_here_and_begins_it(page: ActionsPage, host: Host) -> None:
    (empty,) = page.findChildren(EmptyState)
    assert empty.isVisible()
    assert "There is no action yet" in empty.sentence.text()
    assert ActionsPage.count(page.desk, page.session) == ""
    answered(filled("Book the hall", "Ann", "18 March 2027"))
    empty.buttons[0].click()
    (made,) = actions.actions_of(page.desk.workspace, page.session)
    assert (made.what, made.who, made.due) == ("Book the hall", "Ann", THURSDAY)
    assert ActionsPage.count(page.desk, page.session) == "1"
    assert host.window().focusWidget() is page.table.view
    assert host.said == ["Action added."]
    assert unnamed_controls(page) == []
    # Nothing written, or put away: nothing is added.
    answered(filled("  "))
    page.add_action()
    answered(lambda dialog: dialog.close())
    page.add_action()
    assert len(actions.actions_of(page.desk.workspace, page.session)) == 1


def test_done_and_again_for_several_by_keys_and_undone_together(
    page: ActionsPage, host: Host
) -> None:
    for what in ("Ring", "Write", "Print"):
        add(page, what)
    page.table.view.setFocus()
    page.table.view.selectAll()
    QTest.keyClick(page.table.view, Key.Key_Space)

    def kept() -> list[str]:
        return [one.state for one in actions.actions_of(page.desk.workspace, page.session)]

    assert kept() == [ActionState.DONE] * 3
    assert host.said[-1] == "3 actions done."
    assert page.done_button.text() == "To be done again"
    assert ActionsPage.count(page.desk, page.session) == ""
    page.desk.door.undo()
    assert kept() == [ActionState.OPEN] * 3
    assert host.window().focusWidget() is page.table.view
    page.desk.door.redo()
    page.table.view.selectAll()
    page.done_button.click()
    assert kept() == [ActionState.OPEN] * 3


def test_some_are_shown_and_it_says_how_many(page: ActionsPage) -> None:
    add(page, "Late", THURSDAY - dt.timedelta(days=2))
    add(page, "Soon", THURSDAY)
    gone = add(page, "Past", THURSDAY - dt.timedelta(days=9))
    actions.finish_action(page.desk.door, gone)
    # In the order of their days; today's is not late yet.
    assert shown(page) == ["Past", "Late", "Soon"]
    for key, wanted in ((OPEN, ["Late", "Soon"]), (OVERDUE, ["Late"]), (DONE, ["Past"])):
        page.which.set_key(key)
        page.which.chosen.emit(key)
        assert shown(page) == wanted
        assert page.line.text().startswith(f"{len(wanted)} of 3 actions are shown. 1 overdue. ")
    # Whoever comes from a note sees its action, whatever was shown.
    page.go_to(gone)
    assert page.place() == gone
    assert len(shown(page)) == 3


def test_a_note_and_its_action_lead_to_one_another(page: ActionsPage, host: Host) -> None:
    door = page.desk.door
    template = page.desk.planners.get("think-plan-reflect")
    assert template is not None
    planner = planners.add_planner(door, page.session, template, title="Letters")
    note = planners.add_note(door, planner, "try", "A phone number that is answered")
    made = actions.action_from_note(door, note)
    add(page, "On no note")
    page.go_to(made)
    assert page.table.current() is not None
    row = page.table.current()
    assert row is not None
    assert (row.what, row.source) == ("A phone number that is answered", "Letters")
    QTest.keyClick(page.table.view, Key.Key_O)
    assert host.opened == [("planner", note)]
    # The note goes; the action stays, and leads nowhere any more.
    planners.delete_notes(door, [note])
    page.go_to(made)
    assert not page.go_button.isEnabled()
    assert len(shown(page)) == 2


def test_change_and_delete(page: ActionsPage, host: Host) -> None:
    one, other = add(page, "Ring", THURSDAY), add(page, "Write")
    page.go_to(one)
    answered(filled("Ring before ten", "Rowan", "tomorrow"))
    QTest.keyClick(page.table.view, Key.Key_Return)
    known = actions.actions_of(page.desk.workspace, page.session)[0]
    assert (known.what, known.who) == ("Ring before ten", "Rowan")
    assert known.due == THURSDAY + dt.timedelta(days=1)
    page.desk.door.undo()
    assert actions.actions_of(page.desk.workspace, page.session)[0].what == "Ring"
    page.go_to(other)
    QTest.keyClick(page.table.view, Key.Key_Delete)
    assert shown(page) == ["Ring"]
    assert host.window().focusWidget() is page.table.view
    QTest.keyClick(page.table.view, Key.Key_Delete)
    assert shown(page) == []
    holder = host.window().focusWidget()
    assert holder is not None
    assert page.isAncestorOf(holder)
    assert holder.isVisible()
    page.desk.door.undo()
    assert shown(page) == ["Ring"]


def test_a_day_that_is_none_keeps_the_dialog_and_the_words(page: ActionsPage) -> None:
    def answer(dialog: ActionDialog) -> None:
        dialog.what.set_text("Ring")
        dialog.due.line.set_text("when we can")
        dialog.buttons["keep"].click()
        assert dialog.isVisible()
        assert "Which day" in dialog.problem.text()
        dialog.due.line.set_text("")
        dialog.buttons["keep"].click()

    answered(answer)
    page.add_action()
    assert shown(page) == ["Ring"]


def test_the_help_names_the_keys_there_are() -> None:
    text = (resources() / "help" / "actions.md").read_text(encoding="utf-8")
    table = text.partition("## Keys")[2]
    keys = [line.split("|")[1].strip() for line in table.splitlines() if line.startswith("|")][2:]
    assert keys == ["N", "Enter and F2", "Space", "O", "Delete", "Ctrl+F"]
