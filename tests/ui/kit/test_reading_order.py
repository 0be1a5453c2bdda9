"""Tab goes as one reads, however parts were made and whoever hands the keyboard on."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cps_desktop.ui.kit import Button, Card, LineField, PageFrame, RadioGroup, Words
from tests.ui.accessibility import out_of_order, tab_chain


def test_columns_that_begin_level_are_read_from_the_left_however_short_they_are(
    qtbot: QtBot,
) -> None:
    whom = RadioGroup("To whom", (("met", "A laptop"), ("words", "Five words")), "words")
    # The last and shortest column is made first, as a list that is filled anew would be.
    short = Card(name="Where").add(LineField("Name of the file"))
    what = Card(name="What").add(RadioGroup("What", (("new", "New"), ("all", "All")), "new"))
    row = QWidget()
    page = PageFrame("Hand over", primary=Button("Hand over"))
    page.add(row)
    for number, (card, height) in enumerate(
        ((short, 60), (what, 400), (Card(name="To whom").add(whom, Button("New words")), 450))
    ):
        card.setParent(row)
        card.setGeometry((number - 1) % 3 * 220, 0, 200, height)
    row.setFixedSize(660, 460)
    page.resize(800, 600)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    chain = [one.accessibleName() for one in tab_chain(page)]
    assert out_of_order(page) == []
    assert [chain.index(one) for one in ("New", "Five words", "New words", "Name of the file")] == (
        sorted(chain.index(one) for one in ("New", "Five words", "New words", "Name of the file"))
    )


def test_a_group_that_hands_the_keyboard_to_its_chosen_one_does_not_take_tab_back(
    qtbot: QtBot,
) -> None:
    group = RadioGroup("To whom", (("met", "A laptop"), ("words", "Five words")))
    page = PageFrame("Hand over", primary=Button("Go on"))
    after = Card(name="Where").add(Words("Where"), LineField("Name of the file"))
    page.add(after, Button("New words"))
    page.resize(500, 400)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    group.set_key("words")
    page.column.insertWidget(0, group)
    qtbot.waitUntil(group.isVisible)
    group.setFocus()
    for _ in range(3):
        assert out_of_order(page) == []
    assert {one.accessibleName() for one in tab_chain(page)} >= {
        "Go on",
        "Five words",
        "Name of the file",
        "New words",
    }
