"""Every page, window and dialogue, walked as a screen reader and the Tab key go through it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from cps_desktop.bootstrap import new_desk
from cps_desktop.services.desk import Desk
from cps_desktop.services.people import ensure_organisation
from cps_desktop.services.sample import make_sample
from cps_desktop.services.sessions import session_rows, todays_session
from cps_desktop.services.standing_door import StandingDoor
from cps_desktop.ui import pages
from cps_desktop.ui.first_run import FirstRun
from cps_desktop.ui.kit import Button, QuestionDialog
from cps_desktop.ui.organisation_guide import OrganisationGuide
from cps_desktop.ui.organisations import OrganisationsPage
from cps_desktop.ui.pages_of_session.attendance import AttendancePage
from cps_desktop.ui.pages_of_session.attendance_door_window import DoorWindow
from cps_desktop.ui.pages_of_session.hand_over import HandOverPage
from cps_desktop.ui.pages_of_session.planner import PlannerPage
from cps_desktop.ui.typed_dialogs import JoinFromPaper, LostKey
from cps_desktop.ui.unlock import UnlockDialog
from cps_desktop.ui.who_came import WhoCamePage
from cps_desktop.ui.window import Window
from tests.ui.accessibility import (
    out_of_order,
    small_targets,
    twins,
    unnamed_controls,
    untold_states,
)
from tests.ui.participant.asking import asked
from tests.ui.participant.test_participant_view import every_page
from tests.ui.planner_dialogues import planner_dialogues

LEAST = 24
LEAST_FOR_FINGERS = 44


def faults_of(
    window: QWidget, least: int = LEAST, part: QWidget | None = None, *, columns: bool = False
) -> list[str]:
    """What a person who cannot see it, or cannot aim, would stumble over.

    ``part`` is what is read from top to bottom, where the window has bars beside it; the A3 is
    read in ``columns``.
    """
    QApplication.processEvents()
    # A page that is still being laid out is walked again.
    look = partial(out_of_order, window, part, columns=columns)
    order = look() and look()
    return [
        *(f"no name: {one}" for one in unnamed_controls(window)),
        *(f"twice: {one}" for one in twins(window)),
        *(f"state: {one}" for one in untold_states(window)),
        *(f"order: {one}" for one in order),
        *(f"small: {one}" for one in small_targets(window, least)),
    ]


def test_every_page_and_dialogue_of_the_sample(qtbot: QtBot, tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "sample", way="open")
    make_sample(desk)
    rows = session_rows(desk.workspace, desk.door.today(), desk.workspace.session_counts())
    today = todays_session(rows)
    assert today is not None
    window = Window(desk)
    window.resize(1366, 768)
    try:
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        found = dict(walked(qtbot, window, today.session, tmp_path))
    finally:
        window.close()
        window.close_desk()
        window.deleteLater()
        QApplication.processEvents()
    assert {key: faults for key, faults in found.items() if faults} == {}


def walked(
    qtbot: QtBot, window: Window, session: str, stick: Path
) -> Iterator[tuple[str, list[str]]]:
    """Each page, the room's window and each dialogue, with what is wrong with it."""
    for key, entry in pages.offered().items():
        if entry.in_session:
            window.open_session(session, key)
        elif key == pages.HOME:
            window.open_home()
        else:
            window.open_page(key)
        qtbot.waitUntil(lambda: not window.worker.busy)
        assert window.stack.key == key
        yield key, faults_of(window, part=window.stack.page, columns=key == "planner")
    yield from at_the_door(window, session)
    yield from after_the_session(qtbot, window, session)
    yield from handing_over(qtbot, window, session, stick)
    window.open_session(session, "planner")
    QApplication.processEvents()
    room = window.room.projecting()
    room.open()
    yield "planner with the room", faults_of(window, part=window.stack.page, columns=True)
    yield "the room", faults_of(room.window)
    room.put_away()
    page = window.stack.page
    assert isinstance(page, PlannerPage)
    for name, make in (dialogues(window.desk) | planner_dialogues(page)).items():
        dialog = make()
        with qtbot.waitExposed(dialog):
            dialog.show()
        yield name, faults_of(dialog)
        dialog.close()
        dialog.deleteLater()
        QApplication.processEvents()


def at_the_door(window: Window, session: str) -> Iterator[tuple[str, list[str]]]:
    """The door with matches, with somebody signing, alone on the screen, and what comes back."""
    window.open_session(session, "attendance")
    page = window.stack.page
    assert isinstance(page, AttendancePage)
    page.switch.findChildren(Button)[1].click()
    door = page.door_view
    door.search.set_text("a")
    QApplication.processEvents()
    yield "attendance, the door", faults_of(window, part=page)
    door.signing.start("Ada (invented)", "Thursday")
    door._show(2)
    yield "attendance, signing at the door", faults_of(window, part=page)
    door.backs_out()
    whole = DoorWindow(window.desk, StandingDoor(session))
    whole.resize(window.size())
    whole.show()
    QApplication.processEvents()
    yield "the door alone", faults_of(whole)
    whole.end()
    whole.deleteLater()
    details = page.details
    page.switch.findChildren(Button)[0].click()
    row = page.table.model.rows()[0]
    page.table.choose(row.attendance)
    page.table.opened.emit(row)
    details.badge_fold.set_unfolded(True)
    details.badge.wanted.click()
    QApplication.processEvents()
    yield "attendance, details with a badge", faults_of(window, part=page)
    window.desk.door.undo()
    details.close_drawer()


def after_the_session(
    qtbot: QtBot, window: Window, session: str
) -> Iterator[tuple[str, list[str]]]:
    """Figures of the session and of a year, and what may be the same organisation."""
    window.open_session(session, "attendance", "who came")
    page = window.stack.page
    assert isinstance(page, AttendancePage)
    qtbot.waitUntil(lambda: page.who_came.figures.report is not None)
    yield "attendance, who came", faults_of(window, part=page)
    window.open_page("who_came")
    figures = window.stack.page
    assert isinstance(figures, WhoCamePage)
    qtbot.waitUntil(lambda: figures.figures.report is not None)
    yield "who came, counted", faults_of(window, part=figures)
    ensure_organisation(window.desk.door, "The Eden Valley NHS Trust (sample)")
    window.open_page("organisations")
    organisations = window.stack.page
    assert isinstance(organisations, OrganisationsPage)
    qtbot.waitUntil(lambda: bool(organisations.cards))
    yield "organisations, with a pair", faults_of(window, part=organisations)
    window.desk.door.undo()


def handing_over(
    qtbot: QtBot, window: Window, session: str, stick: Path
) -> Iterator[tuple[str, list[str]]]:
    """The page for handing over, with a step shorter than those before it, and when it is done."""
    window.open_session(session, "hand_over")
    page = window.stack.page
    assert isinstance(page, HandOverPage)
    page.where.choose_folder(stick)
    qtbot.waitUntil(lambda: not page.foreseen.nothing)
    yield "hand_over, to a place", faults_of(window, part=page)
    page.hand_over()
    qtbot.waitUntil(lambda: not window.worker.busy, timeout=60_000)
    yield "hand_over, done", faults_of(window, part=page)


def dialogues(desk: Desk) -> dict[str, Callable[[], QDialog]]:
    """Questions that have controls of their own; others are tried where their page is."""
    return {
        "beginning": lambda: FirstRun(lambda _given: None),
        "unlocking": lambda: UnlockDialog(lambda _words: None, recover=lambda _source: None),
        "an organisation": lambda: OrganisationGuide(desk, "Fellside (sample)", "Anna (invented)"),
        "joining by typing": lambda: JoinFromPaper(desk),
        "a lost key": lambda: LostKey(lambda _words: b""),
        "a question": lambda: QuestionDialog(
            "Delete this?", "It can be brought back.", (("yes", "Delete it"), ("no", "Keep it"))
        ),
    }


def test_every_page_a_participant_sees(qtbot: QtBot, tmp_path: Path) -> None:
    with asked(tmp_path) as one:
        found = {page: faults_of(one.window, LEAST_FOR_FINGERS) for page in every_page(one)}
    assert {page: faults for page, faults in found.items() if faults} == {}
