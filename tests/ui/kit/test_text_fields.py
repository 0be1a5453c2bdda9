"""Whatever is typed, pasted or set into a field comes back unchanged, and is told in time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QTextCursor, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cps_desktop.ui.kit import FormRow, LineField, SearchField, TextField
from cps_desktop.ui.kit.exact_text import for_document, from_document
from cps_desktop.ui.kit.text_fields import MOST_CHARACTERS, TOO_LONG
from cps_desktop.ui.theme import DEBOUNCE_MS

WHOLE = st.text(st.characters(exclude_categories=["Cs"]))
SPECIALS = "\r\n\u2028\u2029\ufdd0\ufdd1\ufeff\ufffe\ufffc\x00\xa0\u240d\u240a\u2423\u2424\u241b"
AWKWARD = st.text(st.sampled_from(SPECIALS + "ab"), max_size=30)
NAUGHTY = (
    "",
    "\x00",
    "a\x00b\x01\x1f\x7f\x85",
    "one\ntwo\r\nthree\rfour",
    "\n\n",
    "\ufeffstarts with a mark",
    "\ufffe\uffff",
    "a\u2028b\u2029c\ufdd0d\ufdd1e\ufffcf",
    "no\xa0break, tab\there, \x0bfeed\x0c",
    "שלום עולם",
    "مرحبا بالعالم",
    "\u202eright to left override\u202c",
    "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁷󠁬󠁳󠁿 ŵ ŷ Ł",
    "Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮",
    "<img src=x onerror=alert(1)> <b>&amp;</b> %s %n {0}",
    "␍␊␤␣␛ marks people wrote themselves ␛␛␍",
    "   blanks   ",
    "\U0010fffd\ue000",
)


def paste(field: TextField, text: str) -> None:
    data = QMimeData()
    data.setText(text)
    field.insertFromMimeData(data)


@given(WHOLE | AWKWARD)
@pytest.mark.parametrize("one_line", [True, False])
def test_nothing_is_lost_between_text_and_document(one_line: bool, text: str) -> None:
    document = QTextDocument()
    QTextCursor(document).insertText("x" + for_document(text, one_line=one_line))
    assert from_document(document.toRawText()[1:]) == text
    if one_line:
        assert document.blockCount() == 1


@pytest.mark.parametrize("kind", [TextField, LineField])
@pytest.mark.parametrize("text", NAUGHTY)
def test_what_is_set_or_pasted_is_given_back(
    qtbot: QtBot, kind: type[TextField], text: str
) -> None:
    field = kind("Note")
    qtbot.addWidget(field)
    field.set_text(text)
    assert field.text() == text
    field.set_text("")
    paste(field, text)
    # A clipboard takes a byte order mark for its own; everything else must arrive.
    assert field.text() == text.lstrip("\ufeff\ufffe")


@pytest.mark.parametrize("kind", [TextField, LineField])
def test_what_is_copied_is_what_was_written(qtbot: QtBot, kind: type[TextField]) -> None:
    field = kind("Note", "one\r\ntwo\u2029␍\u2028end")
    qtbot.addWidget(field)
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == field.text()
    QTest.keyClick(field, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == ""
    other = kind("Other")
    qtbot.addWidget(other)
    other.paste()
    assert other.text() == "one\r\ntwo\u2029␍\u2028end"


def test_typing_is_exact(qtbot: QtBot) -> None:
    field = TextField("Note")
    qtbot.addWidget(field)
    QTest.keyClicks(field, "Who rang?")
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(field, "& <i> ")
    typed = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, "ŵ")
    QApplication.sendEvent(field, typed)
    assert field.text() == "Who rang?\n\n& <i> ŵ"


@pytest.mark.parametrize("kind", [TextField, LineField])
def test_ten_thousand_letters_are_taken_and_far_too_many_refused(
    qtbot: QtBot, kind: type[TextField]
) -> None:
    field = kind("Note")
    row = FormRow("Note", field)
    qtbot.addWidget(row)
    for text in ("é" * 10_000, "x\n" * 50_000):
        field.set_text("")
        paste(field, text)
        assert field.text() == text
        assert row.beneath() == ""
    before = field.text()
    for too_long in ("x", "y" * 1_000_001):
        paste(field, too_long)
        assert field.text() == before
        assert row.beneath() == TOO_LONG
    QTest.keyClicks(field, "z")
    assert len(field.text()) == MOST_CHARACTERS
    field.selectAll()
    paste(field, "short")
    assert field.text() == "short"
    assert row.beneath() == ""


def test_typing_is_told_within_half_a_second_even_when_it_never_stops(qtbot: QtBot) -> None:
    assert DEBOUNCE_MS <= 500
    field = LineField("Title")
    qtbot.addWidget(field)
    told: list[str] = []
    field.edited.connect(told.append)
    for _ in range(12):
        QTest.keyClicks(field, "a")
        qtbot.wait(DEBOUNCE_MS // 6)
    assert told
    assert not field.unsaved or len(told[-1]) < len(field.text())
    field.flush()
    assert told[-1] == "a" * 12
    count = len(told)
    field.flush()
    assert len(told) == count


def test_setting_a_value_is_not_an_edit_and_keeps_the_caret(qtbot: QtBot) -> None:
    field = LineField("Title", "letters")
    qtbot.addWidget(field)
    cursor = field.textCursor()
    cursor.setPosition(3)
    field.setTextCursor(cursor)
    with qtbot.assertNotEmitted(field.edited, wait=DEBOUNCE_MS * 2):
        field.set_text("letters and forms")
    assert field.textCursor().position() == 3


def test_a_value_from_elsewhere_waits_while_one_types(qtbot: QtBot) -> None:
    field = LineField("Title", "mine")
    qtbot.addWidget(field)
    QTest.keyClicks(field, "!")
    field.update_text("theirs")
    assert field.text() != "theirs"
    field.flush()
    field.update_text("theirs")
    assert field.text() == "theirs"


def test_leaving_or_hiding_a_field_tells_at_once(qtbot: QtBot) -> None:
    window = QWidget()
    box = QVBoxLayout(window)
    first, second = LineField("First"), LineField("Second")
    box.addWidget(first)
    box.addWidget(second)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    told: list[str] = []
    first.edited.connect(told.append)
    second.edited.connect(told.append)
    first.setFocus()
    QTest.keyClicks(first, "a")
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert told == ["a"]
    assert second.hasFocus()
    QTest.keyClicks(second, "b")
    window.hide()
    assert told == ["a", "b"]


def test_enter_ends_a_line_and_only_a_line(qtbot: QtBot) -> None:
    line = LineField("Name")
    qtbot.addWidget(line)
    with qtbot.waitSignals([line.edited, line.entered], order="strict"):
        QTest.keyClicks(line, "R")
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert line.text() == "R"
    many = TextField("Note")
    qtbot.addWidget(many)
    with qtbot.assertNotEmitted(many.entered):
        QTest.keyClick(many, Qt.Key.Key_Return)
    assert many.text() == "\n"


def test_search_says_what_is_sought_and_escape_empties_it(qtbot: QtBot) -> None:
    field = SearchField("Search")
    qtbot.addWidget(field)
    sought: list[str] = []
    field.searched.connect(sought.append)
    QTest.keyClicks(field, "pen")
    assert sought == ["p", "pe", "pen"]
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    assert sought[-1] == ""


def test_a_row_says_its_label_help_and_questions_to_a_screen_reader(qtbot: QtBot) -> None:
    field = LineField()
    row = FormRow("First day", field, "As on the invitation.")
    qtbot.addWidget(row)
    row.set_questions(["Did you mean 2019?"])
    assert field.accessibleName() == "First day"
    assert field.accessibleDescription() == "As on the invitation. Did you mean 2019?"
    row.set_questions([])
    assert field.accessibleDescription() == "As on the invitation."
