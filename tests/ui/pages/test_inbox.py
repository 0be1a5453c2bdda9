"""Bringing in through a real window: looked into, brought in, reported."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from pytestqt.qtbot import QtBot

from cps_desktop.domain.clock import clock_ahead_words
from cps_desktop.domain.kinds import Note, Session
from cps_desktop.services import exchange, inbox_places, planners
from cps_desktop.services.desk import Desk
from cps_desktop.services.exchange import Progress, Receiver, Stopped, bring_in, open_for
from cps_desktop.services.handing_over import Scope, give
from cps_desktop.ui.inbox import InboxPage
from cps_desktop.ui.kit import Words
from cps_desktop.ui.theme_state import theme
from tests.services.desks import desk_of
from tests.services.laptop import Laptop, laptop
from tests.ui.pages.fit import faults_of
from tests.ui.pages.host import Host, session_in_alston

T = TypeVar("T")
LONG = 240_000
WORDS = "acorn badge cedar door elm"


class Field:
    """A facilitator's laptop that hands over to the host's workspace."""

    def __init__(self, one: Laptop, host: Host, folder: Path) -> None:
        self.desk: Desk = desk_of(one)
        self.clock = one.clock
        exchange.name_this_device(one.workspace, "Penrith laptop (invented)")
        self.session = session_in_alston(self.desk)
        self.planner = planners.add_planner(one.door, self.session, self.desk.planners.choices()[0])
        self.add("Too many forms")
        self._host, self._folder = host, folder

    def add(self, text: str) -> str:
        return planners.add_note(self.desk.door, self.planner, "now", text)

    def write(self, name: str, words: str = "") -> Path:
        workspace = self._host.desk.workspace
        keys = exchange.own_age_keys(workspace)
        to = Receiver("office", keys.recipient, words, workspace.device_key)
        if words:
            to = Receiver("office", passphrase=words)
        path = self._folder / name
        give(self.desk, to, Scope.ALL, "", path)
        return path


@pytest.fixture
def field(host: Host, tmp_path: Path) -> Iterator[Field]:
    with laptop(tmp_path, seed=5) as one:
        yield Field(one, host, tmp_path)


@pytest.fixture
def page(qtbot: QtBot, host: Host) -> InboxPage:
    made = InboxPage(host)
    made.refresh(None)
    host.show_page(made)
    settled(qtbot, made)
    return made


def settled(qtbot: QtBot, page: InboxPage) -> None:
    qtbot.waitUntil(
        lambda: not page.background.busy and not page.list.watch.soon.isActive(), timeout=LONG
    )


def said(page: InboxPage) -> str:
    return "\n".join(one.text() for one in page.findChildren(Words) if one.isVisible())


def rows(page: InboxPage) -> dict[str, tuple[str, ...]]:
    return {
        row.path.name: tuple(column.text(row) for column in page.table.model.columns)
        for row in page.table.model.rows()
    }


def texts(host: Host) -> list[str]:
    return sorted(one.text for one in host.desk.workspace.find(Note))


def test_a_clock_that_runs_ahead_is_named_before_and_in_the_report(
    qtbot: QtBot, host: Host, page: InboxPage, field: Field
) -> None:
    field.clock.later(26 * 3600)
    field.add("From another day")
    page.add_files([field.write("ahead.cpsb")])
    settled(qtbot, page)
    sentence = clock_ahead_words("Penrith laptop (invented)")
    assert sentence in said(page)
    qtbot.mouseClick(page.button, Qt.MouseButton.LeftButton)
    settled(qtbot, page)
    assert page.report is not None
    assert sentence in page.report.said
    assert texts(host) == ["From another day", "Too many forms"]


def test_a_bundle_is_shown_then_brought_in_and_again_nothing_is_new(
    qtbot: QtBot, host: Host, page: InboxPage, field: Field
) -> None:
    assert page.table._empty.isVisible()
    assert not page.button.isEnabled()
    path = field.write("a.cpsb")
    page.add_files([path])
    settled(qtbot, page)
    row = rows(page)["a.cpsb"]
    assert row[0] == "Penrith laptop (invented)"
    assert row[1] == "To be looked at"
    assert row[3:5] == ("0", "0")
    assert row[5:] == ("Thu 18 Mar 2027", "Making discharge letters clearer")
    assert "From Penrith laptop (invented)" in said(page)
    assert "Making discharge letters clearer (new here)" in said(page)
    assert "It holds work of “Penrith laptop (invented)”, which was never met here." in said(page)
    assert page.button.text() == "Accept and bring in"
    assert texts(host) == [], "a look changes nothing"
    qtbot.mouseClick(page.button, Qt.MouseButton.LeftButton)
    settled(qtbot, page)
    assert texts(host) == ["Too many forms"]
    assert page.report is not None
    assert page.report.said[0] == f"{row[2]} changes came in."
    assert rows(page)["a.cpsb"][1] == "Brought in"
    assert not page.button.isEnabled()
    (session,) = host.desk.workspace.find(Session)
    link = page.report.links[0]
    assert link.hasFocus()
    link.click()
    assert host.opened[-1][0] == f"{session.id}/"
    page.add_files([path])
    settled(qtbot, page)
    assert rows(page)["a.cpsb"][1:3] == ("Nothing new", "0")
    page.button.click()
    assert page.report.said[0] == "Nothing is new: everything in it was here already."


def test_an_answer_says_that_no_work_is_in_it_and_what_it_is_for(
    qtbot: QtBot, host: Host, page: InboxPage, field: Field, tmp_path: Path
) -> None:
    host_desk, whom = host.desk, field.desk.workspace
    bring_in(host_desk.workspace, open_for(host_desk.workspace, field.write("a.cpsb")))
    planners.add_note(host_desk.door, field.planner, "now", "From the office")
    (to,) = exchange.laptops_met(host_desk.workspace)
    give(host_desk, to, Scope.NEW, "", tmp_path / "back.cpsb")
    bring_in(whom, open_for(whom, tmp_path / "back.cpsb"))
    (to,) = exchange.laptops_met(whom)
    given = give(field.desk, to, Scope.NEW, "", tmp_path / "answer.cpsb")
    assert given.changes == 0
    page.add_files([given.path])
    settled(qtbot, page)
    assert rows(page)["answer.cpsb"][1:3] == ("An answer", "0")
    assert "No work is in it. It says what that laptop has" in said(page)
    page.button.click()
    settled(qtbot, page)
    assert page.report is not None
    assert page.report.said[0] == ("An answer came in: this laptop now knows what that one has.")


def test_words_are_asked_for_beside_the_list(
    qtbot: QtBot, host: Host, page: InboxPage, field: Field
) -> None:
    page.add_files([field.write("w.cpsb", WORDS)])
    settled(qtbot, page)
    assert rows(page)["w.cpsb"][1] == "Asks for its words"
    assert not page.button.isEnabled()
    page.table.view.setFocus()
    qtbot.keyClick(page.table.view, Qt.Key.Key_Return)
    assert page.look.field.hasFocus(), "Enter goes to the field that is asked for"
    page.look.field.insertPlainText("not the right ones here")
    qtbot.keyClick(page.look.field, Qt.Key.Key_Return)
    settled(qtbot, page)
    assert "do not open this bundle" in said(page)
    page.look.field.set_text("Acorn badge-cedar DOOR elm")
    qtbot.mouseClick(page.look.open_it, Qt.MouseButton.LeftButton)
    settled(qtbot, page)
    assert rows(page)["w.cpsb"][1] == "To be looked at"
    page.button.click()
    assert texts(host) == ["Too many forms"]


def test_files_are_dropped_and_odd_ones_say_so_in_their_row(
    qtbot: QtBot, page: InboxPage, field: Field, tmp_path: Path
) -> None:
    good = field.write("good.cpsb")
    odd = tmp_path / "photo.jpg"
    odd.write_bytes(b"\xff\xd8 not a bundle")
    cut = tmp_path / "cut.cpsb"
    cut.write_bytes(good.read_bytes()[:300])
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(one)) for one in (odd, good, cut)])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, buttons, keys)
    page.dragEnterEvent(enter)
    assert enter.isAccepted()
    page.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, keys))
    settled(qtbot, page)
    shown = rows(page)
    assert shown["good.cpsb"][1] == "To be looked at"
    for name in ("photo.jpg", "cut.cpsb"):
        assert shown[name][1] == "Cannot be used"
        assert shown[name][-1].endswith(".")
    page.table.choose(odd)
    assert not page.button.isEnabled()
    assert "This is not a CPS Desktop bundle" in said(page)


def test_all_come_in_at_once_and_conflicts_are_linked(
    qtbot: QtBot, host: Host, page: InboxPage, field: Field
) -> None:
    first = field.write("1.cpsb")
    page.add_files([first])
    page.button.click()
    settled(qtbot, page)
    (note,) = host.desk.workspace.find(Note)
    planners.edit_note(host.desk.door, note.id, "Said here")
    planners.edit_note(field.desk.door, note.id, "Said there")
    second = field.write("2.cpsb")
    field.add("Another")
    third = field.write("3.cpsb")
    page.add_files([second, third])
    settled(qtbot, page)
    assert rows(page)["2.cpsb"][3] == "1", "one thing to decide"
    assert page.all.text() == "Bring in all 2"
    host.jobs.clear()
    page.all.click()
    settled(qtbot, page)
    assert host.jobs == ["Bringing in 2 bundles"]
    assert len(texts(host)) == 2
    assert page.report is not None
    assert "1 thing waits for you to decide" in " ".join(page.report.said)
    decide = page.report.links[0]
    assert decide.text() == "Decide…"
    decide.click()
    assert host.opened[-1] == ("conflicts", "")
    assert not page.all.isEnabled()
    page.report.links[-1].click()
    assert page.report is None


def test_stopping_keeps_what_is_in_and_leaves_the_rest(
    qtbot: QtBot, host: Host, page: InboxPage, field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = field.write("1.cpsb")
    field.add("Another")
    second = field.write("2.cpsb")
    page.add_files([first, second])
    settled(qtbot, page)

    def run(
        _doing: str,
        job: Callable[[Progress], T],
        done: Callable[[T], None],
        _refused: object = None,
    ) -> None:
        def tell(what: str, _at: int, _of: int) -> None:
            if what.startswith("2 of 2"):
                raise Stopped("Stopped. Nothing was changed.")

        done(job(tell))

    monkeypatch.setattr(host, "run", run)
    page.table.view.selectAll()
    assert page.button.text() == "Accept and bring in 2"
    page.button.click()
    settled(qtbot, page)
    assert page.report is not None
    assert "You stopped it" in " ".join(page.report.said)
    states = {name: row[1] for name, row in rows(page).items()}
    assert sorted(states.values()) == ["Brought in", "Ready"]


def test_a_watched_folder_shows_what_arrives(
    qtbot: QtBot, host: Host, page: InboxPage, field: Field, tmp_path: Path
) -> None:
    place = tmp_path / "arrived"
    place.mkdir()
    page.list.watch_folder(place)
    assert "Watching the folder arrived." in said(page)
    field.write("arrived/a.cpsb")
    qtbot.waitUntil(lambda: "a.cpsb" in rows(page), timeout=LONG)
    settled(qtbot, page)
    assert rows(page)["a.cpsb"][1] == "To be looked at"
    assert inbox_places.waiting(host.desk.workspace)
    page.table.choose(place / "a.cpsb")
    page.button.click()
    settled(qtbot, page)
    assert inbox_places.waiting(host.desk.workspace) == ()
    page.list.stop_watching.click()
    assert "Watching" not in said(page)


@pytest.mark.parametrize("scale", [100, 200])
def test_every_control_is_named_and_nothing_is_cut(
    qtbot: QtBot, page: InboxPage, field: Field, scale: int
) -> None:
    theme().set_scale(scale)
    page.add_files([field.write("a.cpsb"), field.write("w.cpsb", WORDS)])
    settled(qtbot, page)
    qtbot.wait(50)
    assert faults_of(page) == []
    page.button.click()
    settled(qtbot, page)
    assert page.report is not None
    qtbot.wait(50)
    assert faults_of(page) == []
