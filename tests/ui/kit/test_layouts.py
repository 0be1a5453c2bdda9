"""What is taken out of a layout is gone; what is kept in one keeps the keyboard."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from cps_desktop.ui.kit import Button, empty, put_in_place
from cps_desktop.ui.theme_state import theme


def test_a_layout_is_emptied_with_those_inside_it(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    column, row = QVBoxLayout(host), QHBoxLayout()
    outer, inner = QLineEdit(), QLineEdit()
    column.addWidget(outer)
    column.addLayout(row)
    row.addWidget(inner)
    host.show()
    empty(column)
    assert column.count() == 0
    assert not outer.isVisible()
    assert not inner.isVisible()
    qtbot.waitUntil(lambda: not isValid(outer) and not isValid(inner))


def test_what_is_kept_in_a_column_keeps_the_keyboard_and_what_was_typed(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    column = QVBoxLayout(host)
    first, second, third = (QLineEdit() for _ in range(3))
    put_in_place(column, (), [first, second])
    host.show()
    second.setFocus()
    qtbot.keyClicks(second, "half a word")
    put_in_place(column, [first, second], [third, second])
    assert [column.indexOf(one) for one in (first, third, second)] == [-1, 0, 1]
    assert host.focusWidget() is second
    assert second.text() == "half a word"
    assert not first.isVisible()


def test_a_tight_layout_leaves_a_button_its_words(qtbot: QtBot) -> None:
    theme().set_scale(200)
    host = QWidget()
    qtbot.addWidget(host)
    column = QVBoxLayout(host)
    greedy, button = QWidget(), Button("Save as PDF…")
    greedy.setMinimumHeight(400)
    column.addWidget(greedy, 1)
    column.addWidget(button)
    host.show()
    host.resize(600, 1)
    assert button.height() >= button.sizeHint().height()
