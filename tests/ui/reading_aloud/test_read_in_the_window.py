"""▶ Read and Easy words in the facilitator's window: read, stopped by Esc, remembered, undone."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cps_desktop.services.planners import add_planner
from cps_desktop.ui.laptop_settings import (
    apply_settings,
    keep_settings_up_to_date,
    load_settings,
)
from cps_desktop.ui.pages_of_session.planner import PlannerPage
from cps_desktop.ui.reading_aloud.reader import Reader
from cps_desktop.ui.reading_aloud.voice import Voice, how_to_get_a_voice
from cps_desktop.ui.theme_state import theme
from tests.ui.window_on import begin, window_on

pytest.importorskip("PySide6.QtTextToSpeech", exc_type=ImportError)


def test_the_page_is_read_esc_is_silence_and_easy_words_are_plain(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with window_on(tmp_path / "work") as window:
        session = begin(window.desk, "Letters", dt.date(2027, 3, 18))
        template = window.desk.planners.choices()[0]
        add_planner(window.desk.door, session, template)
        window.open_session(session, "planner")
        window.reading.use(Reader(Voice("mock"), window.reading))
        window.bottom.read.click()
        assert window.bottom.read.text() == "■ Stop reading"
        QTest.keyClick(window, Qt.Key.Key_Escape)
        assert window.bottom.read.text() == "▶ Read"
        assert window.stack.key == "planner", "Esc silenced it and did nothing else"

        page = window.stack.page
        assert isinstance(page, PlannerPage)
        box = template.boxes[0]
        assert page.wall.desk.planner.boxes[0].prompt == box.prompt
        window.bottom.easy.click()
        assert page.wall.desk.planner.boxes[0].prompt == box.plain
        window.bottom.easy.click()
        assert page.wall.desk.planner.boxes[0].prompt == box.prompt

        # What the keyboard comes to is read, for whoever wishes so.
        theme().set_reads_aloud(True)
        with qtbot.waitActive(window):
            window.activateWindow()
        window.bottom.text_size.setFocus()
        qtbot.waitUntil(lambda: window.reading.reader.reading)
        theme().set_reads_aloud(False)
        window.reading.stop()

        window.reading.use(Reader(Voice("an engine nobody has"), window.reading))
        window.bottom.read.click()
        said = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
        assert how_to_get_a_voice() in said


def test_what_helps_to_read_is_remembered_and_what_participants_choose_is_not(
    qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "settings.json"
    keep_settings_up_to_date(path)
    theme().set_easy_words(True)
    theme().set_reads_aloud(True)
    theme().set_scale(150)
    kept = load_settings(path)
    assert (kept.easy_words, kept.reads_aloud, kept.scale) == (True, True, 150)
    theme().lent = True
    theme().set_scale(300)
    theme().set_easy_words(False)
    theme().lent = False
    assert load_settings(path) == kept
    apply_settings(kept)
    assert (theme().easy_words, theme().scale) == (True, 150)
    theme().set_easy_words(False)
    theme().set_reads_aloud(False)
