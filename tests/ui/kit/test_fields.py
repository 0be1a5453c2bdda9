"""Days, times, sums and choices: written freely, said back, never altered."""

from __future__ import annotations

from datetime import date, time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCalendarWidget, QRadioButton
from pytestqt.qtbot import QtBot

from cps_desktop.ui.kit import Choice, DateField, MoneyField, RadioGroup, TickBox, TimeField
from cps_desktop.ui.theme import FIELD_WIDTH
from cps_desktop.ui.theme_state import theme

TODAY = date(2027, 3, 10)


def test_a_day_is_typed_freely_and_said_in_full(qtbot: QtBot) -> None:
    field = DateField("First day", today=TODAY)
    qtbot.addWidget(field)
    QTest.keyClicks(field.line, "18/3/27")
    assert field.line.accessibleDescription() == "Thursday 18 March 2027"
    with qtbot.waitSignal(field.date_changed) as told:
        field.flush()
    assert told.args == [date(2027, 3, 18)]
    assert field.text() == "18/3/27"


def test_in_large_letters_a_day_is_read_whole(qtbot: QtBot) -> None:
    field = DateField("First day", date(2026, 9, 30), today=TODAY)
    qtbot.addWidget(field)
    theme().set_scale(200)
    words = field.line.fontMetrics().horizontalAdvance(field.text())
    assert field.line.sizeHint().width() > words > FIELD_WIDTH


def test_what_is_not_a_day_is_asked_about_and_kept(qtbot: QtBot) -> None:
    field = DateField("First day", today=TODAY)
    qtbot.addWidget(field)
    QTest.keyClicks(field.line, "the Tuesday after")
    assert field.text() == "the Tuesday after"
    assert field.value() is None
    assert field.line.accessibleDescription().startswith("Which day is this?")
    field.line.set_text("Monday 18 March 2027")
    assert "18 March 2027 is a Thursday" in field.line.accessibleDescription()


def test_a_day_is_chosen_in_the_calendar_by_keys(qtbot: QtBot) -> None:
    field = DateField("First day", date(2027, 3, 18), today=TODAY)
    qtbot.addWidget(field)
    field.show()
    field.open_calendar()
    calendar = field.findChild(QCalendarWidget)
    assert isinstance(calendar, QCalendarWidget)
    with qtbot.waitSignal(field.date_changed) as told:
        view = calendar.focusProxy() or calendar
        QTest.keyClick(view, Qt.Key.Key_Right)
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert told.args == [date(2027, 3, 19)]
    assert field.text() == "Friday 19 March 2027"


@pytest.mark.parametrize("typed", ["930", "9.30", "09:30", "9.30am"])
def test_a_time_is_typed_freely(qtbot: QtBot, typed: str) -> None:
    field = TimeField("Starts")
    qtbot.addWidget(field)
    QTest.keyClicks(field.line, typed)
    with qtbot.waitSignal(field.time_changed) as told:
        field.flush()
    assert told.args == [time(9, 30)]
    assert field.text() == typed


def test_a_sum_is_exact_pence_and_nothing_is_refused_in_silence(qtbot: QtBot) -> None:
    field = MoneyField("Parking")
    qtbot.addWidget(field)
    QTest.keyClicks(field.line, "4.5")
    assert field.line.accessibleDescription() == "£4.50"
    with qtbot.waitSignal(field.money_changed) as told:
        field.flush()
    assert told.args == [450]
    QTest.keyClicks(field.line, "55")
    assert field.text() == "4.555"
    assert field.pence() is None
    assert field.line.accessibleDescription().startswith("How much is this?")
    field.set_pence(1240)
    assert field.text() == "£12.40"


def test_a_choice_tells_its_key_and_keeps_an_unknown_one(qtbot: QtBot) -> None:
    choice = Choice("Kind", (("rpiw", "RPIW"), ("co", "Co-production")), "co")
    qtbot.addWidget(choice)
    assert choice.key() == "co"
    with qtbot.waitSignal(choice.chosen) as told:
        QTest.keyClick(choice, Qt.Key.Key_Up)
    assert told.args == ["rpiw"]
    with qtbot.assertNotEmitted(choice.chosen):
        choice.set_key("made by a newer version")
    assert choice.key() == "made by a newer version"


def test_one_of_a_few_is_chosen_by_keys(qtbot: QtBot) -> None:
    group = RadioGroup("Who", (("all", "Everyone"), ("some", "Facilitators")), "all")
    qtbot.addWidget(group)
    group.show()
    buttons = group.findChildren(QRadioButton)
    with qtbot.waitSignal(group.chosen) as told:
        QTest.keyClick(buttons[1], Qt.Key.Key_Space)
    assert told.args == ["some"]
    assert group.key() == "some"
    group.set_key("unknown")
    assert group.key() == "some"


def test_a_tick_is_told_only_when_a_person_gives_it(qtbot: QtBot) -> None:
    box = TickBox("May we write to you & yours?")
    qtbot.addWidget(box)
    with qtbot.assertNotEmitted(box.ticked):
        box.set_ticked(True)
    with qtbot.waitSignal(box.ticked) as told:
        QTest.keyClick(box, Qt.Key.Key_Space)
    assert told.args == [False]
    assert box.accessibleName() == "May we write to you & yours?"


def test_a_long_choice_goes_on_beneath_and_is_chosen_anywhere_on_its_words(qtbot: QtBot) -> None:
    long = "A laptop met on Thursday 18 March 2027, which calls itself “Penrith & Alston laptop”"
    group = RadioGroup("To whom", [("short", "Anna Bell"), ("long", long)], "short")
    qtbot.addWidget(group)
    group.resize(220, 200)
    group.show()
    short, wrapped = group.findChildren(QRadioButton)
    assert wrapped.heightForWidth(220) > 2 * short.heightForWidth(220)
    assert wrapped.heightForWidth(2_000) == short.heightForWidth(220)
    assert wrapped.height() >= wrapped.heightForWidth(wrapped.width()), "nothing of it is cut off"
    assert wrapped.accessibleName() == long
    last_line = QPoint(wrapped.width() - 4, wrapped.height() - 4)
    qtbot.mouseClick(wrapped, Qt.MouseButton.LeftButton, pos=last_line)
    assert group.key() == "long"


def test_where_one_reads_from_the_right_words_stand_left_of_their_tick(qtbot: QtBot) -> None:
    tick = TickBox("A long sentence that goes on beneath where there is too little room for it")
    qtbot.addWidget(tick)
    tick.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    tick.resize(260, tick.heightForWidth(260))
    seen = tick.grab().toImage()
    line = seen.height() // 2
    shades = {seen.pixel(x, y) for x in range(60, 200) for y in range(line - 12, line + 12)}
    assert len(shades) > 1
