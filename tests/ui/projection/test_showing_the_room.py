"""What a facilitator does with the room's window, with a real window on a real workspace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cps_desktop.domain.kinds import NamedAs, Note
from cps_desktop.services import planners
from cps_desktop.services.participant_view import ANSWER, ParticipantView, begin_view
from cps_desktop.ui.pages_of_session.planner import PlannerPage
from cps_desktop.ui.participant.start import resume_participant_view
from cps_desktop.ui.projection.page_part import RoomOnPage
from cps_desktop.ui.projection.projecting import MY_BOX, Projecting
from cps_desktop.ui.projection.room_strip import RoomStrip
from cps_desktop.ui.round_timer import round_timer
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.window import Window
from tests.ui.accessibility import unnamed_controls
from tests.ui.window_on import begin, window_on

TITLE = "Clearer letters"


@pytest.fixture(scope="module")
def shared(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    """One window on a session with a planner, for all of these tests."""
    with window_on(tmp_path_factory.mktemp("room")) as window:
        door = window.desk.door
        session = begin(window.desk, TITLE, dt.date(2027, 3, 18), venue="Alston")
        template = next(
            one for one in window.desk.planners.choices() if one.id == "think-plan-reflect"
        )
        planner = planners.add_planner(door, session, template)
        for box, text in (("now", "A letter came late"), ("try", "Ring before it goes")):
            planners.add_note(
                door, planner, box, text, author="Rowan Example", named_as=NamedAs.NAME
            )
        window.resize(1366, 768)
        window.open_session(session, "planner")
        yield window


@pytest.fixture
def window(shared: Window, qtbot: QtBot) -> Iterator[Window]:
    """The window with the keyboard on its planner page, and nothing shown to the room."""
    shared.open_page("planner")
    take_keyboard(shared, qtbot)
    yield shared
    if shared.room.known is not None:
        shared.room.known.put_away()


def page_of(window: Window) -> PlannerPage:
    page = window.stack.page
    assert isinstance(page, PlannerPage)
    return page


def part_of(window: Window) -> tuple[RoomOnPage, RoomStrip]:
    part = page_of(window).room
    assert part is not None
    assert part.strip is not None
    return part, part.strip


def shown(window: Window, qtbot: QtBot) -> Projecting:
    """The room's window, opened by its key."""
    qtbot.keyClick(window, Qt.Key.Key_F6)
    projecting = window.room.known
    assert projecting is not None
    qtbot.waitUntil(projecting.window.isVisible)
    assert window.isActiveWindow(), "the keyboard stays with the facilitator"
    projecting.window.resize(1366, 768)
    take_keyboard(window, qtbot)
    return projecting


def take_keyboard(window: Window, qtbot: QtBot) -> None:
    """Resizing a window of the invisible screen takes the keyboard to it; bring it back."""
    with qtbot.waitActive(window):
        window.activateWindow()


def said(projecting: Projecting) -> str:
    return " | ".join(projecting.window.paper.said())


def add(window: Window, box: str, text: str) -> str:
    return planners.add_note(window.desk.door, page_of(window).planner, box, text)


def test_f6_shows_the_planner_to_the_room_and_puts_it_away(window: Window, qtbot: QtBot) -> None:
    projecting = shown(window, qtbot)
    assert "A letter came late" in said(projecting)
    assert projecting.window.windowTitle() == "What the room sees"
    part, strip = part_of(window)
    assert strip.isVisible()
    assert unnamed_controls(strip) == []
    assert "no names" in strip.words.text()
    assert part.button.text() == "Stop showing"
    qtbot.keyClick(window, Qt.Key.Key_F6)
    assert not projecting.window.isVisible()
    assert not strip.isVisible()
    part.button.click()
    assert projecting.window.isVisible()
    qtbot.keyClick(projecting.window, Qt.Key.Key_Escape)
    assert not projecting.is_on


def test_what_is_typed_is_seen_at_once(window: Window, qtbot: QtBot) -> None:
    projecting = shown(window, qtbot)
    page = page_of(window)
    page.wall.add_note("scope")
    editor = page.wall.writing.editor
    assert editor is not None
    qtbot.keyClicks(editor, "Wording yes")
    qtbot.waitUntil(lambda: "Wording yes" in said(projecting))
    qtbot.keyClicks(editor, " and layout")
    qtbot.waitUntil(lambda: "Wording yes and layout" in said(projecting))
    page.wall.writing.finish()
    window.undo()


def test_what_comes_from_elsewhere_is_seen_and_marked(window: Window, qtbot: QtBot) -> None:
    projecting = shown(window, qtbot)
    page_of(window).wall.go_to_box("now")
    note = add(window, "now", "Nobody told me")
    qtbot.waitUntil(lambda: note in projecting.window.paper.notes)
    assert projecting.window.paper.notes[note].is_new
    planners.edit_note(window.desk.door, note, "Nobody told me why")
    qtbot.waitUntil(lambda: "Nobody told me why" in said(projecting))
    planners.edit_note(window.desk.door, note, "Nobody told us why")
    qtbot.waitUntil(lambda: "Nobody told us why" in said(projecting))
    planners.move_note(window.desk.door, note, "scope", 0)
    planners.set_colour(window.desk.door, [note], "pink")
    qtbot.waitUntil(lambda: projecting.window.paper.notes[note].note.colour == "pink")
    planners.delete_notes(window.desk.door, [note])
    qtbot.waitUntil(lambda: "Nobody told" not in said(projecting))


def test_names_are_hidden_until_they_are_wished_and_again_next_time(
    window: Window, qtbot: QtBot
) -> None:
    projecting = shown(window, qtbot)
    _, strip = part_of(window)
    assert "Rowan" not in said(projecting)
    strip.names.click()
    assert "Rowan Example" in said(projecting)
    assert "names shown" in strip.words.text()
    projecting.freeze(True)
    strip.names.click()
    assert "Rowan" not in said(projecting), "a frozen picture hides names at once, too"
    strip.names.click()
    projecting.put_away()
    projecting.open()
    assert "Rowan" not in said(projecting)
    assert not strip.names.isChecked()


def test_frozen_it_stays_as_it_is(window: Window, qtbot: QtBot) -> None:
    projecting = shown(window, qtbot)
    _, strip = part_of(window)
    qtbot.keyClick(window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert strip.freeze.isChecked()
    assert "frozen" in strip.words.text()
    before = said(projecting)
    note = add(window, "now", "Not yet for the room")
    page_of(window).wall.go_to_box("feel")
    qtbot.waitUntil(lambda: not projecting._parts()[2]._soon.isActive())
    assert said(projecting) == before
    projecting.window.resize(1000, 600)
    assert "Not yet" not in said(projecting)
    take_keyboard(window, qtbot)
    qtbot.keyClick(window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    page_of(window).wall.go_to_box("now")
    qtbot.waitUntil(lambda: "Not yet for the room" in said(projecting))
    planners.delete_notes(window.desk.door, [note])


def test_blank_shows_the_sessions_title(window: Window, qtbot: QtBot) -> None:
    projecting = shown(window, qtbot)
    _, strip = part_of(window)
    qtbot.keyClick(window, Qt.Key.Key_F6, Qt.KeyboardModifier.ControlModifier)
    assert projecting.window.blank.accessibleName() == TITLE
    assert not projecting.window.paper.isVisible()
    assert "a blank page" in strip.words.text()
    strip.blank.click()
    assert projecting.window.paper.isVisible()


def test_it_goes_where_the_work_goes(window: Window, qtbot: QtBot) -> None:
    notes = [add(window, "try", f"Try this, number {n}: a long way to say it") for n in range(40)]
    projecting = shown(window, qtbot)
    page = page_of(window)
    page.wall.go_to_note(notes[-1])
    qtbot.waitUntil(lambda: notes[-1] in projecting.window.paper.notes)
    _, strip = part_of(window)
    assert strip.next.isVisible()
    strip.next.click()
    assert notes[-1] not in projecting.window.paper.notes
    page.wall.go_to_box("now")
    qtbot.waitUntil(lambda: "now" in projecting.window.paper.boxes)
    projecting.show_part(MY_BOX)
    assert set(projecting.window.paper.boxes) == {"now"}
    projecting.show_part("reflect")
    assert not {"now", "try"} & set(projecting.window.paper.boxes)
    menu = strip.parts_menu()
    assert "✓ Only Reflect" in [one.text() for one in menu.actions()]
    menu.deleteLater()
    planners.delete_notes(window.desk.door, notes)


def test_what_others_write_is_looked_at_while_the_facilitator_is_not_there(
    window: Window, qtbot: QtBot
) -> None:
    notes = [add(window, "try", f"Try this, number {n}: a long way to say it") for n in range(40)]
    projecting = shown(window, qtbot)
    page_of(window).wall.go_to_box("now")
    qtbot.waitUntil(lambda: "now" in projecting.window.paper.boxes)
    participant = QWidget()
    qtbot.addWidget(participant)
    with qtbot.waitActive(participant):
        participant.show()
        participant.activateWindow()
    note = add(window, "try", "I have a thing to say")
    qtbot.waitUntil(lambda: note in projecting.window.paper.notes)
    planners.delete_notes(window.desk.door, [*notes, note])


def test_the_room_goes_on_looking_while_participants_have_the_keyboard(
    window: Window, qtbot: QtBot
) -> None:
    projecting = shown(window, qtbot)
    projecting.set_named(True)
    begin_view(window.desk.workspace, ParticipantView(page_of(window).planner, ANSWER, False))
    people = resume_participant_view(window)
    assert people is not None
    assert people.isVisible()
    assert not window.isVisible()
    assert projecting.window.isVisible()
    assert "Rowan" not in said(projecting)
    theme().set_theme("dark")
    assert projecting.look.name == "light", "a participant's colours are their own"
    qtbot.keyClick(projecting.window, Qt.Key.Key_Escape)
    assert projecting.window.isVisible()
    note = add(window, "try", "A participant said this")
    qtbot.waitUntil(lambda: note in projecting.window.paper.notes)
    people.give_back()
    qtbot.waitUntil(window.isVisible)
    assert projecting.is_on
    assert theme().name == projecting.look.name == "light"
    planners.delete_notes(window.desk.door, [note])


def test_a_window_that_gives_way_takes_the_rooms_along(window: Window, qtbot: QtBot) -> None:
    projecting = shown(window, qtbot)
    window.hide()
    assert not projecting.is_on
    assert not projecting.window.isVisible()
    with qtbot.waitActive(window):
        window.show()


def test_other_pages_do_not_disturb_the_room(window: Window, qtbot: QtBot) -> None:
    projecting = shown(window, qtbot)
    before = said(projecting)
    for page in ("today", "attendance", "expenses", "print"):
        window.open_page(page)
    window.say("A sentence at the foot")
    window.show_help()
    assert said(projecting) == before
    assert projecting.window.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_F6, Qt.KeyboardModifier.ControlModifier)
    assert projecting.blank
    assert window.asides.toast.isVisible(), "where the strip is not seen, a line says so"
    window.show_help()
    window.open_page("planner")
    assert part_of(window)[1].blank.isChecked()


def test_colours_pages_and_screens_are_chosen_from_a_menu(window: Window, qtbot: QtBot) -> None:
    projecting = shown(window, qtbot)
    _, strip = part_of(window)
    menu = strip.more_menu()
    (dark,) = [one for one in menu.actions() if one.text() == "Colours: Dark"]
    dark.trigger()
    menu.deleteLater()
    assert projecting.look.name == "dark"
    projecting.choose_colours("")
    assert projecting.look.name == "light"
    projecting.turn_by_itself(True)
    assert projecting.turning.isActive()
    projecting.put_away()
    assert not projecting.turning.isActive()


def test_a_planner_that_is_removed_leaves_the_title(window: Window, qtbot: QtBot) -> None:
    projecting = shown(window, qtbot)
    page = page_of(window)
    door = window.desk.door
    template = next(one for one in window.desk.planners.choices() if one.id == "pdsa")
    extra = planners.add_planner(door, page.session, template)
    page.open_planner(extra)
    qtbot.waitUntil(lambda: projecting.window.heading.accessibleName().startswith(template.title))
    planners.remove_planner(door, extra)
    qtbot.waitUntil(lambda: projecting.window.is_blank or "A letter came late" in said(projecting))
    assert door.records.find(Note, planner=page.planner)


def test_the_key_alone_is_enough(qtbot: QtBot, tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        take_keyboard(window, qtbot)
        qtbot.keyClick(window, Qt.Key.Key_F6)
        assert not window.room.projecting().is_on
        assert window.asides.toast.isVisible(), "it says that a session comes first"
        session = begin(window.desk, TITLE)
        template = window.desk.planners.choices()[0]
        planners.add_planner(window.desk.door, session, template)
        window.open_session(session, "today")
        projecting = shown(window, qtbot)
        assert projecting.window.heading.accessibleName().startswith(template.title)
        theme().set_less_movement(True)
        round_timer().begin(1)
        assert projecting.window.timer.isVisible()
        round_timer().stop()
    assert not projecting.is_on
