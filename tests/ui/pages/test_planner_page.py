"""Planners of a session: chosen, found, named, put in order, removed; and what must be said."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cps_desktop.domain.changes import Edit, bringing_back
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Note, Planner, Session
from cps_desktop.domain.records import Meaning, Shape, meanings
from cps_desktop.services import planner_view, planners
from cps_desktop.services.planner_catalogue import PlannerCatalogue
from cps_desktop.services.planner_sheets import planner_sheet
from cps_desktop.ui.pages_of_session.planner_list import RenameDialog, planner_rows
from cps_desktop.ui.pages_of_session.planner_snapshot import OTHERS
from cps_desktop.ui.theme import SCALES, THEMES
from cps_desktop.ui.theme_state import theme
from tests.services.laptop import Laptop, give, laptop
from tests.ui.accessibility import small_targets, unnamed_controls
from tests.ui.pages.planner_story import (
    ALT,
    CONTROL,
    SHIPPED,
    Key,
    PlannerStory,
    page_on,
    reopened,
    session_with,
)


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Laptop]:
    with laptop(tmp_path) as opened:
        yield opened


@pytest.fixture
def story(one: Laptop, qtbot: QtBot) -> Iterator[PlannerStory]:
    session, _ = session_with(one.door)
    with page_on(qtbot, one, session) as shown:
        yield shown


def add_planner(story: PlannerStory, title: str, template: str = "cps-a3") -> str:
    chosen = SHIPPED.get(template)
    assert chosen is not None
    return planners.add_planner(story.desk.door, story.session, chosen, title=title)


def titles(story: PlannerStory) -> list[str]:
    return [one.title for one in planners.planners_of(story.desk.door.records, story.session)]


def test_a_session_without_a_planner_offers_the_templates(story: PlannerStory) -> None:
    planners.remove_planner(story.desk.door, story.page.planner)
    assert story.page.title.text() == "Choose a planner"
    cards = story.page.views.cards.cards
    assert [one.template.id for one in cards] == [one.id for one in SHIPPED.choices()]
    assert all(one.use.isVisible() for one in cards)
    assert "Think, Plan, Reflect; 12 boxes" in cards[0].picture.accessibleName()
    # The pictures differ because the templates do.
    pictures = [one.picture.grab().toImage() for one in cards]
    assert all(a != b for n, a in enumerate(pictures) for b in pictures[:n])
    cards[0].use.setFocus()
    story.press(Key.Key_Tab)
    assert story.holder() is cards[1].use
    story.press(Key.Key_Space)
    assert titles(story) == [cards[1].template.title]
    assert story.page.title.text() == cards[1].template.title
    assert story.page.isAncestorOf(story.holder())
    # Undoing that, the templates are offered again; undoing the removal, the planner is back.
    story.desk.door.undo()
    assert story.page.title.text() == "Choose a planner"
    story.desk.door.undo()
    assert story.page.title.text() == "Think – Plan – Reflect"


def test_planners_are_found_named_moved_and_removed(story: PlannerStory) -> None:
    for title in ("One phone number", "Same-day call back", "One list"):
        add_planner(story, title)
    story.page.show_planners()
    table = story.page.list.table
    assert story.page.title.text() == "Planners"
    assert table.model.rowCount() == 4
    story.press(Key.Key_F, CONTROL)
    QTest.keyClicks(story.holder(), "call")
    assert table.model.rowCount() == 1
    table.show_all()
    moving = planners.planners_of(story.desk.door.records, story.session)[3].id
    story.page.list.choose(moving)
    story.press(Key.Key_Up, ALT)
    assert titles(story)[2:] == ["One list", "Same-day call back"]
    assert story.page.list.current() == moving
    assert story.holder() is table.view

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, RenameDialog)
        dialog.name.set_text("One list of complaints")
        dialog.buttons["keep"].click()

    QTimer.singleShot(0, answer)
    story.press(Key.Key_F2)
    assert titles(story)[2] == "One list of complaints"
    assert table.current() is not None
    story.press(Key.Key_Delete)
    assert "One list of complaints" not in titles(story)
    assert story.host.said[-1] == "One list of complaints is removed, with its notes."
    assert story.holder() is table.view
    for _ in range(3):
        story.desk.door.undo()
    assert titles(story)[3] == "One list"
    assert table.model.rowCount() == 4
    story.page.list.choose(moving)
    story.press(Key.Key_Return)
    assert story.page.title.text() == "One list"
    story.press(Key.Key_PageDown, CONTROL)
    assert story.page.title.text() == "Think – Plan – Reflect"
    story.page.show_planners()
    story.press(Key.Key_Escape)
    assert story.page.title.text() == "Think – Plan – Reflect"


def test_how_far_each_planner_is(story: PlannerStory) -> None:
    add_planner(story, "Empty")
    story.add("now", "One", "Two")
    story.page.show_planners()
    model = story.page.list.table.model
    said = [
        (row.notes, row.state.word, row.gap)
        for row in (model.row(n) for n in range(model.rowCount()))
    ]
    assert said[0] == (2, "1 of 12 boxes", "What can change")
    assert said[1][:2] == (0, "Nothing yet")


def test_search_leads_to_the_note_and_the_window_opens_there_again(
    story: PlannerStory, qtbot: QtBot, one: Laptop
) -> None:
    other = add_planner(story, "Another")
    note = planners.add_note(story.desk.door, other, "a", "On the other sheet")
    story.page.go_to(note)
    assert story.page.title.text() == "Another"
    assert story.wall.current_note == note
    assert story.page.place() == note
    story.page.leave()
    again = PlannerStory(qtbot, story.desk, story.session)
    assert again.page.title.text() == "Another"
    again.close()
    story.page.go_to("0" * 32)
    assert story.page.title.text() == "Another"


def test_undo_on_another_planner_is_seen(story: PlannerStory) -> None:
    first = story.page.planner
    story.add("now", "One")
    story.page.open_planner(add_planner(story, "Another"))
    story.desk.door.undo()
    assert titles(story) == ["Think – Plan – Reflect"]
    story.desk.door.redo()
    assert story.page.title.text() == "Another"
    story.page.open_planner(story.page.planner)
    story.desk.door.undo()
    story.desk.door.undo()
    assert story.page.planner == first
    assert story.shown("now") == []


def test_notes_in_no_box_are_not_out_of_sight(one: Laptop, qtbot: QtBot, tmp_path: Path) -> None:
    session, planner = session_with(one.door)
    note = planners.add_note(one.door, planner, "gone-box", "Still here")
    with page_on(qtbot, one, session) as story:
        assert story.shown(OTHERS) == ["Still here"]
        story.wall.go_to_note(note)
        story.press(Key.Key_N)
        assert "Choose a box" in story.host.said[-1]
        story.press(Key.Key_M)
        story.choose("Think: How it is now")
        assert story.kept("now") == story.shown("now") == ["Still here"]
        assert OTHERS not in [box.key for box in story.wall.desk.planner.boxes]
        assert story.holder() is story.wall.sheet.notes[note]
    # Without its template at all, every note is there, and what to do is said.
    with page_on(qtbot, one, session, PlannerCatalogue(())) as story:
        assert story.shown(OTHERS) == ["Still here"]
        assert (
            "template of this planner is not on this laptop" in story.page.notices.lines[0].sentence
        )
        assert story.page.primary is not None
        assert not story.page.primary.isEnabled()


def test_a_planner_of_a_newer_version_can_only_be_read(
    one: Laptop, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, planner = session_with(one.door)
    note = planners.add_note(one.door, planner, "now", "Read me")
    with monkeypatch.context() as newer:
        newer.setitem(meanings(Planner), "glitter", Meaning(Shape.TEXT, "Glitter"))
        edit = Edit("planner", planner, session, "glitter", "much")
        one.workspace.append("From a newer version", [edit])
    with page_on(qtbot, one, session) as story:
        assert "newer version" in story.page.notices.lines[0].sentence
        story.wall.go_to_note(note)
        for key in (Key.Key_Return, Key.Key_Delete, Key.Key_N):
            story.press(key)
        assert story.kept("now") == story.shown("now") == ["Read me"]
        assert "only be read" in story.host.said[-1]


def can_add(story: PlannerStory) -> bool:
    return story.page.primary is not None and story.page.primary.isEnabled()


def test_more_notes_than_a_wall_can_show_are_said_kept_and_led_away_from(
    one: Laptop, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, planner = session_with(one.door)
    monkeypatch.setattr(planner_view, "MOST_NOTES", 3)
    notes = [planners.add_note(one.door, planner, "now", f"Note {n}") for n in range(3)]
    with page_on(qtbot, one, session) as story:
        assert story.shown("now") == ["Note 0", "Note 1", "Note 2"]
        # One more comes in from elsewhere.
        last = planners.add_note(one.door, planner, "now", "Too much")
        assert not story.wall.isVisible()
        assert story.wall.desk.planner.notes == ()
        said = story.page.notices.lines[0].sentence
        assert said.startswith("There are 4 notes on this planner, more than can be shown")
        assert "All of them are kept" in said
        assert not can_add(story)
        # Search leads there, and finds the same sentence instead of a wall.
        story.page.go_to(last)
        assert not story.wall.isVisible()
        story.page.show_planners()
        rows = planner_rows(one.workspace, story.desk.planners, session)
        assert [(row.notes, row.filled) for row in rows] == [(4, 1)]
        planners.delete_notes(one.door, [last])
        story.page.open_planner(planner)
        assert story.wall.isVisible()
        assert story.shown("now") == ["Note 0", "Note 1", "Note 2"]
        assert can_add(story)
        planners.add_note(one.door, planner, "now", "Too much")
        found = one.workspace.get(Session, session)
        assert found is not None
        with pytest.raises(InputRefused, match="was not printed"):
            planner_sheet(story.desk, found, planner)
    assert set(notes) < {note.id for note in one.workspace.find(Note)}


def exchange(left: Laptop, right: Laptop, folder: Path) -> None:
    give(left, right, folder)
    give(right, left, folder)


def test_two_laptops_add_notes_and_both_have_both(tmp_path: Path, qtbot: QtBot) -> None:
    with laptop(tmp_path, seed=1) as left, laptop(tmp_path, seed=2) as right:
        session, planner = session_with(left.door)
        shared = planners.add_note(left.door, planner, "now", "Ours")
        give(left, right, tmp_path)
        with page_on(qtbot, left, session) as here, page_on(qtbot, right, session) as there:
            assert there.shown("now") == ["Ours"]
            here.add("now", "From here")
            there.add("now", "From there")
            exchange(left, right, tmp_path)
            assert sorted(here.shown("now")) == ["From here", "From there", "Ours"]
            assert here.shown("now") == there.shown("now") == here.kept("now")
            # Both change one note: both versions stay, and the way to choose is shown.
            for side, words in ((here, "Ours, said here"), (there, "Ours, said there")):
                side.wall.edit_note(shared)
                side.editor.set_text("")
                side.type(words)
                side.press(Key.Key_Escape)
            exchange(left, right, tmp_path)
            for side in (here, there):
                note = side.wall.desk.note(shared)
                assert note is not None
                assert note.contested
                said = side.wall.sheet.notes[shared].accessibleDescription()
                assert "Two people changed this" in said
                line = side.page.notices.lines[0]
                assert line.sentence.startswith("Two people changed one note here")
                assert line.button is not None
                line.button.click()
                assert side.host.opened[-1] == ("conflicts", shared)
                side.host.opened.clear()
                side.wall.edit_note(shared)
                assert side.host.opened == [("conflicts", shared)]


def test_a_bundle_brought_in_while_someone_writes_writes_nothing_over(
    tmp_path: Path, qtbot: QtBot
) -> None:
    with laptop(tmp_path, seed=1) as left, laptop(tmp_path, seed=2) as right:
        session, planner = session_with(left.door)
        shared = planners.add_note(left.door, planner, "now", "Ours")
        give(left, right, tmp_path)
        planners.edit_note(right.door, shared, "Theirs")
        with page_on(qtbot, left, session) as here:
            here.wall.edit_note(shared)
            here.type(" and mine")
            here.wall.flush()
            here.type(" too")
            give(right, left, tmp_path)
            note = here.wall.desk.note(shared)
            assert note is not None
            assert note.contested
            versions = {
                one.value
                for one in left.workspace.versions(next(iter(left.workspace.contested())), "text")
            }
            assert versions == {"Theirs", "Ours and mine"}
            assert "Ours and mine too" in here.kept("now")
            assert here.page.isAncestorOf(here.holder())


def test_a_planner_removed_here_with_notes_from_elsewhere_comes_back(
    tmp_path: Path, qtbot: QtBot
) -> None:
    with laptop(tmp_path, seed=1) as left, laptop(tmp_path, seed=2) as right:
        session, planner = session_with(left.door)
        give(left, right, tmp_path)
        planners.add_note(right.door, planner, "now", "Do not lose me")
        planners.remove_planner(left.door, planner)
        give(right, left, tmp_path)
        with page_on(qtbot, left, session) as story:
            known = left.workspace.get(Planner, planner)
            assert known is not None
            if not known.deleted:
                left.door.do("Remove", [Edit("planner", planner, session, "deleted", True)])
            assert story.shown("now") == ["Do not lose me"]
            line = story.page.notices.lines[0]
            assert "removed here" in line.sentence
            assert line.button is not None
            line.button.click()
            assert not story.page.notices.lines
            assert bringing_back([known])
            story.add("now", "Written again")
            assert story.kept("now") == ["Do not lose me", "Written again"]


_WRITER = """
import sys, time
from pathlib import Path
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from cps_desktop.storage.workspace import Workspace, system_clock
from cps_desktop.services.door import Door
from cps_desktop.ui.pages_of_session.planner import PlannerPage
from cps_desktop.ui.dressing import install_theme
from tests.ui.pages.host import Host
from tests.ui.pages.planner_story import desk_of
import os
app = QApplication([])
install_theme(app)
workspace = Workspace.open(Path(sys.argv[1]))
host = Host(desk_of(workspace, Door(workspace, system_clock, os.urandom)))
page = PlannerPage(host, sys.argv[2])
host.show_page(page)
host.resize(1100, 700)
host.show()
host.activateWindow()
QTest.qWaitForWindowActive(host)
page.wall.go_to_box("now")
page.wall.add_note()
QTest.keyClicks(page.wall.writing.editor, "Typed a second ago")
QTest.qWait(1000)
for _ in range(10):  # what fell due at the very end of the second, where others keep us waiting
    app.processEvents()
print("typed", flush=True)
QTest.keyClicks(page.wall.writing.editor, " and this just now")
time.sleep(60)
"""


def test_what_was_typed_a_second_ago_outlives_a_kill(tmp_path: Path, qtbot: QtBot) -> None:
    with laptop(tmp_path) as one:
        session, planner = session_with(one.door)
    folder = tmp_path / "laptop 1"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    writer = subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(folder), session],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd=Path(__file__).parents[3],
        text=True,
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "typed\n"
    time.sleep(0.1)
    writer.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    writer.wait(timeout=20)
    writer.stdout.close()
    with reopened(folder) as desk:
        again = PlannerStory(qtbot, desk, session)
        assert again.page.planner == planner
        assert again.shown("now")[0].startswith("Typed a second ago")
        again.close()


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("scale", [SCALES[0], 200])
def test_every_view_can_be_read_out_and_hit(story: PlannerStory, name: str, scale: int) -> None:
    add_planner(story, "Another")
    story.add("now", "One")
    shown = story.page.views._buttons_shown
    theme().set_theme(name)
    theme().set_scale(scale)
    # With large letters the line makes room for the sheet; the buttons stay.
    assert story.page.line.isVisible() == (scale < 200)
    assert story.page.views._buttons_shown == shown
    for show in (
        story.page._back_to_wall,
        story.page.show_planners,
        story.page._show_templates,
    ):
        show()
        QApplication.processEvents()
        assert unnamed_controls(story.page) == []
        assert small_targets(story.page, 24) == []
        primary = [one for one in (story.page.primary,) if one is not None]
        assert len(primary) <= 1
