"""Where letters become larger while something is on the screen, no word of it is cut off."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QStyle, QStyleOptionComboBox, QWidget
from pytestqt.qtbot import QtBot

from cps_desktop.ui import pages
from cps_desktop.ui.kit import Choice, FormRow, QuestionDialog, Toast, Words
from cps_desktop.ui.kit.whole_page import WholePage
from cps_desktop.ui.side_list import PageMenu
from cps_desktop.ui.theme import TITLE_BAR
from cps_desktop.ui.theme_state import theme
from tests.ui.pages.host import cut_off

LONG = (
    "Deleted: Making discharge letters clearer for everybody who goes home from hospital in "
    "winter. It can be brought back."
)


def ground(qtbot: QtBot) -> QWidget:
    over = QWidget()
    over.resize(1366 - 32, 560)
    qtbot.addWidget(over)
    over.show()
    return over


@pytest.mark.parametrize("sentence", ["Undone: Add a note", LONG])
@pytest.mark.parametrize("scales", [(100, 200), (200, 100), (100, 300, 150)])
def test_a_line_at_the_foot_grows_with_its_letters(
    sentence: str, scales: tuple[int, ...], qtbot: QtBot
) -> None:
    over = ground(qtbot)
    toast = Toast(over)
    theme().set_less_movement(True)
    theme().set_scale(scales[0])
    toast.say(sentence, undo=True)
    for scale in scales:
        theme().set_scale(scale)
        qtbot.wait(30)
        assert cut_off(over) == [], scale
        assert over.rect().contains(toast.geometry())
        needed = toast._words.fontMetrics().horizontalAdvance(sentence)
        lines = round(toast._words.height() / toast._words.fontMetrics().lineSpacing())
        assert needed <= (toast._words.width() + 1) * lines, f"{sentence} at {scale} %"
        for button in (toast._undo, toast._close):
            assert button.width() >= button.sizeHint().width()


@pytest.mark.parametrize("scale", [100, 200, 300])
def test_the_drop_down_of_the_pages_shows_every_name_and_number_whole(
    scale: int, qtbot: QtBot
) -> None:
    over = ground(qtbot)
    entries = pages.session_pages()
    menu = PageMenu(entries, over)
    menu.resize(over.width(), menu.sizeHint().height())
    menu.show()
    theme().set_scale(scale)
    menu.show_counts({one.key: "123,456" for one in entries})
    qtbot.wait(30)
    (choice,) = menu.findChildren(Choice)
    for number in range(choice.count()):
        choice.setCurrentIndex(number)
        option = QStyleOptionComboBox()
        choice.initStyleOption(option)
        field = choice.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            option,
            QStyle.SubControl.SC_ComboBoxEditField,
            choice,
        )
        words = choice.itemText(number)
        # A width in letters is rounded up, one in pixels is not.
        assert choice.fontMetrics().horizontalAdvance(words) <= field.width() + 1, words


def test_a_dialog_that_is_taller_than_the_screen_scrolls_above_its_answers(qtbot: QtBot) -> None:
    theme().set_scale(300)
    dialog = QuestionDialog("Show only…", LONG, (("show", "Show these"), ("all", "Show all")))
    qtbot.addWidget(dialog)
    rows = [
        FormRow(words, Choice(words, [("all", "Everybody")]), "Leave it empty for all.")
        for words in ("Stage", "Who", "Theme", "Day")
    ]
    for row in rows:
        dialog.body.addWidget(row)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    room = dialog.screen().availableGeometry().height()
    assert dialog.height() <= room - TITLE_BAR
    # Nothing is squeezed to make room.
    assert all(row.height() >= row.minimumSizeHint().height() for row in rows)
    for one in (*(row.field for row in rows), *dialog.buttons.values()):
        one.setFocus()
        place = QRect(one.mapTo(dialog, QPoint(0, 0)), one.size())
        assert dialog.rect().contains(place), one.accessibleName()


@pytest.mark.parametrize("scale", [100, 300])
def test_what_comes_into_a_dialog_later_is_seen_as_far_as_there_is_room(
    scale: int, qtbot: QtBot
) -> None:
    theme().set_scale(scale)
    dialog = QuestionDialog("Who pays", "One of them.", (("keep", "Keep it"), ("leave", "Leave")))
    qtbot.addWidget(dialog)
    later = Words(LONG * (scale // 50))
    later.hide()
    dialog.body.addWidget(later)
    dialog.show()
    whole = dialog.findChild(WholePage)
    assert whole is not None
    before = dialog.height()
    later.show()
    room = dialog.screen().availableGeometry().height() - TITLE_BAR
    qtbot.waitUntil(lambda: dialog.height() > before)
    qtbot.waitUntil(lambda: whole.lacking() == 0 or dialog.height() == room)
    # Somebody has made it low since: why nothing was kept is seen all the same.
    dialog.resize(dialog.width(), before)
    dialog.keeps(lambda: "The disk is full.", "keep")
    dialog.buttons["keep"].click()

    def seen() -> bool:
        why = dialog.unkept
        return (
            whole.viewport()
            .rect()
            .contains(QRect(why.mapTo(whole.viewport(), QPoint(0, 0)), why.size()))
        )

    qtbot.waitUntil(seen)
