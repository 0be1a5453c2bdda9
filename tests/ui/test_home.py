"""All sessions: today's in front, what is due, the list, and the deleted ones."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from cps_desktop.domain.dates import DayTimes
from cps_desktop.domain.kinds import LineKind, Session
from cps_desktop.services.accruals import running_out
from cps_desktop.services.claims import add_line, change_line, start_claim
from cps_desktop.services.exchange import Receiver
from cps_desktop.services.handing_over import Scope, give
from cps_desktop.services.people import add_person, ensure_organisation
from cps_desktop.services.sessions import SessionState, add_day, days_of, finish_session
from cps_desktop.ui.bin import BinPage
from cps_desktop.ui.home import HomePage
from cps_desktop.ui.inbox import InboxPage
from cps_desktop.ui.inbox_table import BROKEN
from cps_desktop.ui.kit import LinkButton
from cps_desktop.ui.window import Window
from tests.ui.accessibility import read_out
from tests.ui.window_on import begin, put_on_list, window_on

DAY = dt.timedelta(days=1)


def today() -> dt.date:
    return dt.datetime.now().astimezone().date()


def home(window: Window) -> HomePage:
    page = window.stack.page
    assert isinstance(page, HomePage)
    return page


def primaries(window: Window) -> list[str]:
    return [
        one.text()
        for one in window.findChildren(QAbstractButton)
        if one.isVisible() and str(one.property("kind")).endswith("primary")
    ]


def test_an_empty_workspace_says_what_to_do(tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        assert home(window).today.isHidden()
        assert home(window).due.isHidden()
        assert primaries(window) == ["New session"]
        empty = home(window).table._empty
        assert empty.isVisible()
        empty.buttons[0].click()
        assert window.stack.key == "new_session"


def test_the_sample_is_offered_where_there_is_one(tmp_path: Path) -> None:
    from cps_desktop.bootstrap import new_desk

    asked: list[bool] = []
    desk = new_desk(tmp_path / "own", way="open")
    window = Window(desk, to_sample=lambda: asked.append(True))
    window.show()
    empty = home(window).table._empty
    assert [button.text() for button in empty.buttons] == ["New session", "Look at the sample"]
    empty.buttons[1].click()
    assert asked == [True]
    window.close()
    window.close_desk()
    window.deleteLater()


def test_todays_session_is_one_large_card(qtbot: QtBot, tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        begin(window.desk, "Later", today() + 9 * DAY)
        session = begin(window.desk, "Clearer letters", today(), today() + DAY, venue="Alston")
        put_on_list(window.desk, session, "Ann", "Bert", "Cai")
        card = home(window).today
        assert card.isVisible()
        assert card._line.text() == "Today · Day 1 of 2 · Alston"
        assert card._title.text() == "Clearer letters"
        assert card._detail.text().startswith("0 of 3 people are here · last worked on ")
        assert [row.title for row in home(window).table.model.rows()] == ["Later"]
        assert primaries(window) == ["Carry on"]
        card.button.click()
        assert window.stack.session == session


def test_carry_on_goes_back_to_the_page_one_was_on(tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        session = begin(window.desk, "Clearer letters", today())
        window.open_session(session, "attendance")
        window.open_home()
        home(window).today.button.click()
        assert (window.stack.session, window.stack.key) == (session, "attendance")


def test_the_list_sorts_filters_and_opens(qtbot: QtBot, tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        begin(window.desk, "Bread", today() + 3 * DAY, venue="Wigton")
        begin(window.desk, "Apples", today() - 30 * DAY, today() - 29 * DAY, venue="Alston")
        begin(window.desk, "Cake")
        table = home(window).table

        def titles() -> list[str]:
            return [row.title for row in table.model.rows()]

        assert titles() == ["Bread", "Cake", "Apples"]
        table.sort_by(1)
        assert titles() == ["Apples", "Bread", "Cake"]
        words = [str(table.model.index(0, n).data()) for n in range(table.model.columnCount())]
        assert words[1:3] == ["Apples", "Alston"]
        assert words[4] == "Finished"
        qtbot.keyClicks(table.filter, "wigton")
        assert titles() == ["Bread"]
        table.view.setCurrentIndex(table.model.index(0, 0))
        qtbot.keyClick(table.view, Qt.Key.Key_Return)
        known = window.desk.workspace.get(Session, window.stack.session)
        assert known is not None
        assert known.title == "Bread"


def test_what_is_due_is_said_only_when_it_is(qtbot: QtBot, tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        begin(window.desk, "Begun", today() - DAY)
        qtbot.wait(150)
        assert home(window).due.isHidden()
        begin(window.desk, "Long over", today() - 6 * DAY)
        qtbot.waitUntil(home(window).due.isVisible)
        words = [one.accessibleName() for one in home(window).due.findChildren(QAbstractButton)]
        assert words == ["Hand over… 1 session is not yet handed over"]


def test_a_claim_near_its_limit_is_named_and_leads_to_where_it_stands(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with window_on(tmp_path) as window:
        desk, day = window.desk, today() - 20 * DAY
        session = begin(desk, "Bread", day)
        door = desk.door
        person = add_person(door, name="R. Hartley (invented)", role="carer")
        agency = ensure_organisation(door, "North Cumbria (sample)", lead_agency=True)
        claim = start_claim(door, session, person, agency)
        line = add_line(door, desk.policies, claim, kind_of=LineKind.BUS, day=day, pence=420)

        def cards() -> list[LinkButton]:
            return home(window).due.findChildren(LinkButton)

        qtbot.waitUntil(lambda: any("1 claim near" in one.accessibleName() for one in cards()))
        dialog = home(window).due.running_out(running_out(desk.workspace, desk.policies, today()))
        assert any("R. Hartley (invented), £4.20" in words for _, words in read_out(dialog))
        dialog.links[0].click()
        assert (window.stack.key, window.stack.session) == ("expenses", session)
        window.open_home()
        change_line(door, desk.policies, line, day=today())
        qtbot.waitUntil(lambda: not any("near" in one.accessibleName() for one in cards()))


def test_a_bundle_that_waits_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        (tmp_path / "From the Penrith laptop.cpsb").write_bytes(b"not looked into here")
        begin(window.desk, "Letters")
        qtbot.waitUntil(home(window).due.isVisible)
        (button,) = home(window).due.findChildren(QAbstractButton)
        assert button.accessibleName() == "Bring in… 1 bundle is waiting"
        button.click()
        assert window.stack.key == "inbox"


def test_bundles_dropped_on_home_are_looked_into(qtbot: QtBot, tmp_path: Path) -> None:
    """A folder is dropped: what lies in it is looked into where bundles are brought in."""
    place = tmp_path / "From the stick"
    place.mkdir()
    (place / "a.cpsb").write_bytes(b"not a bundle at all")
    (place / "letter.txt").write_bytes(b"no bundle, not meant")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(place))])
    button, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    with window_on(tmp_path / "w") as window:
        begin(window.desk, "Letters")
        enter = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, button, keys)
        QApplication.sendEvent(home(window), enter)
        assert enter.isAccepted()
        drop = QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, button, keys)
        QApplication.sendEvent(home(window), drop)
        page = window.stack.page
        assert isinstance(page, InboxPage)
        qtbot.waitUntil(
            lambda: [row.state for row in page.table.model.rows()] == [BROKEN], timeout=60_000
        )


def test_a_session_that_was_handed_over_says_so(tmp_path: Path) -> None:
    with window_on(tmp_path / "w") as window:
        session = begin(window.desk, "Letters", today() - DAY)
        other = begin(window.desk, "Not given", today() - DAY)
        window.open_session(session, "today")
        for one in (session, other):
            finish_session(window.desk.door, one)
        give(
            window.desk,
            Receiver("whoever", passphrase="acorn badge cedar door elm"),
            Scope.SESSION,
            session,
            tmp_path / "out.cpsb",
        )
        window.desk.workspace.forget_caches()
        window.open_home()
        states = {row.session: row.state for row in home(window).table.model.rows()}
        assert states == {session: SessionState.HANDED_OVER, other: SessionState.FINISHED}


def test_a_day_added_elsewhere_moves_a_session_to_today(tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        session = begin(window.desk, "Clearer letters")
        assert home(window).today.isHidden()
        add_day(window.desk.door, session, DayTimes(today()))
        assert home(window).today.isVisible()
        assert len(days_of(window.desk.workspace, session)) == 1


def test_a_deleted_session_waits_in_the_bin_and_comes_back_whole(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with window_on(tmp_path) as window:
        session = begin(window.desk, "Bread", today() + DAY)
        put_on_list(window.desk, session, "Ann")
        table = home(window).table
        table.choose(session)
        qtbot.keyClick(table.view, Qt.Key.Key_Delete)
        assert not window.desk.workspace.find(Session)
        assert table._empty.isVisible()
        window.open_page("bin")
        page = window.stack.page
        assert isinstance(page, BinPage)
        assert [one.title for one in page.table.model.rows()] == ["Bread"]
        page.back.click()
        assert [one.id for one in window.desk.workspace.find(Session)] == [session]
        assert page.table._empty.isVisible()
        window.undo()
        assert [one.title for one in page.table.model.rows()] == ["Bread"]


def test_naughty_titles_stay_words(tmp_path: Path) -> None:
    nasty = '<img src="file:///etc/passwd"><b>&amp;\u202eevil\x00\n' + "W" * 3000
    with window_on(tmp_path) as window:
        session = begin(window.desk, nasty, today())
        begin(window.desk, nasty, today() + DAY)
        QApplication.processEvents()
        assert "<b>&amp;" in home(window).today._title.text()
        assert window.width() < 2000
        window.open_session(session)
        QApplication.processEvents()
        assert "<img" in window.top.title.text()
        known = window.desk.workspace.get(Session, session)
        assert known is not None
        assert known.title == nasty.strip()
