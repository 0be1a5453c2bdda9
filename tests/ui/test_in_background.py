"""Small jobs beside the window, and pages that are taken down before these end."""

from __future__ import annotations

import threading

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from cps_desktop.ui.in_background import Background


def test_an_end_arrives_on_the_windows_thread_and_only_the_latest_counts(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    beside = Background(page)
    go, ends = threading.Event(), list[tuple[str, bool]]()

    def told(what: str) -> None:
        ends.append((what, threading.current_thread() is threading.main_thread()))

    beside.do("count", lambda: str(go.wait()), told)
    beside.do("count", lambda: "second", told)
    go.set()
    qtbot.waitUntil(lambda: not beside.busy)
    assert ends == [("second", True)]


def test_a_page_that_was_taken_down_meanwhile_is_told_nothing(qtbot: QtBot) -> None:
    """Under load its thread told of the end while it was being taken down, and all went down."""
    go, told = threading.Event(), list[str]()
    pages = [QWidget() for _ in range(30)]
    after = QWidget()
    qtbot.addWidget(after)
    for page in pages:
        Background(page).do("look", lambda: str(go.wait()), told.append)
    go.set()
    for page in pages:
        delete(page)
    last = Background(after)
    last.do("look", lambda: "the last", told.append)
    qtbot.waitUntil(lambda: told[-1:] == ["the last"])
    assert set(told) == {"the last"}


def test_what_a_page_that_is_gone_still_had_in_line_is_not_done(qtbot: QtBot) -> None:
    page, go, begun = QWidget(), threading.Event(), threading.Event()
    beside, done = Background(page), list[str]()

    def first() -> None:
        begun.set()
        go.wait()
        done.append("first")

    beside.do("one", first, lambda _end: None)
    beside.do("other", lambda: done.append("second"), lambda _end: None)
    pool = beside._pool
    assert pool is not None
    begun.wait()
    delete(page)
    go.set()
    pool.shutdown(wait=True)
    assert done == ["first"]
