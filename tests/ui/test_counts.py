"""What stands beside the pages and at the foot is right as soon as a long job has ended."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cps_desktop.domain.kinds import Note
from cps_desktop.domain.records import RecordId
from cps_desktop.services import exchange
from cps_desktop.services.exchange import Receiver
from cps_desktop.services.handing_over import Scope, give
from cps_desktop.services.planners import add_note, add_planner
from cps_desktop.ui.inbox import InboxPage
from cps_desktop.ui.kit import Button
from cps_desktop.ui.pages_of_session.hand_over import HandOverPage
from cps_desktop.ui.window import Window
from tests.services.desks import desk_of
from tests.services.laptop import laptop
from tests.ui.window_on import begin, window_on

LONG = 240_000


def beside(window: Window, page: str) -> str:
    """What the side list says of a page, to the eye and to a screen reader alike."""
    (said,) = [
        one.accessibleName()
        for one in window.lists.side.findChildren(Button)
        if one.accessibleName().partition(",")[0] == page
    ]
    return said


def start(window: Window) -> tuple[RecordId, RecordId]:
    """A session with one note."""
    session = begin(window.desk, "Letters")
    template = window.desk.planners.choices()[0]
    planner = add_planner(window.desk.door, session, template)
    add_note(window.desk.door, planner, template.boxes[0].key, "Too many forms")
    return session, planner


def at_rest(qtbot: QtBot, window: Window) -> None:
    """The job has ended and whoever asked for it was told; no timer was waited for."""
    qtbot.waitUntil(lambda: not window.worker.busy, timeout=LONG)
    QApplication.processEvents()


def test_after_handing_over_nothing_is_said_to_wait(qtbot: QtBot, tmp_path: Path) -> None:
    with window_on(tmp_path / "w") as window:
        session, _ = start(window)
        window.open_session(session, "hand_over")
        page = window.stack.page
        assert isinstance(page, HandOverPage)
        qtbot.waitUntil(lambda: beside(window, "Hand over") != "Hand over")
        qtbot.waitUntil(lambda: "not yet handed over" in window.bottom.waiting.accessibleName())
        qtbot.waitUntil(lambda: not page.background.busy and page.button.isEnabled(), timeout=LONG)
        (tmp_path / "stick").mkdir()
        page.where.choose_folder(tmp_path / "stick")
        page.hand_over()
        at_rest(qtbot, window)
        assert page.result is not None
        assert (beside(window, "Hand over"), window.bottom.waiting.accessibleName()) == (
            "Hand over",
            "",
        )


def test_after_bringing_in_what_came_is_counted(qtbot: QtBot, tmp_path: Path) -> None:
    with window_on(tmp_path / "w") as window, laptop(tmp_path, seed=2) as other:
        workspace, there = window.desk.workspace, other.workspace
        session, planner = start(window)
        theirs = exchange.own_age_keys(there)
        give(
            window.desk,
            Receiver("other", theirs.recipient, device=there.device_key),
            Scope.ALL,
            "",
            tmp_path / "out.cpsb",
        )
        bundle = exchange.open_bundle(tmp_path / "out.cpsb", [theirs.identity])
        other.door.came_in(exchange.bring_in(there, bundle).summary)
        box = there.find(Note)[0].box
        add_note(other.door, planner, box, "Nobody says who to ring")
        ours = exchange.own_age_keys(workspace)
        office = Receiver("office", ours.recipient, device=workspace.device_key)
        give(desk_of(other), office, Scope.ALL, "", tmp_path / "back.cpsb")

        window.open_session(session, "planner")
        qtbot.waitUntil(lambda: beside(window, "Planner") == "Planner, 1")
        window.open_page("inbox")
        page = window.stack.page
        assert isinstance(page, InboxPage)
        page.add_files([tmp_path / "back.cpsb"])
        qtbot.waitUntil(lambda: not window.worker.busy and page.button.isEnabled(), timeout=LONG)
        page.bring_in_chosen()
        at_rest(qtbot, window)
        assert len(workspace.find(Note)) == 2
        window.open_session(session, "planner")
        # No number for a moment, rather than the one of before.
        assert beside(window, "Planner") in {"Planner", "Planner, 2"}
        qtbot.waitUntil(lambda: beside(window, "Planner") == "Planner, 2")


def test_the_numbers_of_one_session_are_never_those_of_another(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with window_on(tmp_path / "w") as window:
        session, _ = start(window)
        other = begin(window.desk, "Another")
        window.open_session(session, "planner")
        qtbot.waitUntil(lambda: beside(window, "Planner") == "Planner, 1")
        window.open_session(other, "planner")
        assert beside(window, "Planner") == "Planner"
        qtbot.waitUntil(lambda: beside(window, "Hand over") != "Hand over")
        assert beside(window, "Planner") == "Planner"
