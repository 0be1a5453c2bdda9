"""Writing on a note where it hangs: one text field laid over it, which grows with the words."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QScrollBar, QWidget

from cps_desktop.ui.kit.text_fields import TextField
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.wall.snapshot import NoteSnapshot

_FEW_PARAGRAPHS = 200


class NoteEditor(TextField):
    """The field over a note. Enter and Esc end it, Shift+Enter breaks the line."""

    finished = Signal(bool)
    """Writing ended; True asks for the next new note."""
    left = Signal()
    """The keyboard went elsewhere."""
    split_asked = Signal(str, str)
    """Alt+Enter: the words before and after the caret shall be two notes."""
    grown = Signal()
    """The words may need another height."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("Words on the note", parent=parent)
        self.setProperty("kind", "note")
        self.setProperty("type_role", None)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.document().setDocumentMargin(0)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.adding = False
        self.known = ""
        """The note's words as the planner last had them; others are somebody else's."""
        # It is always as large as its words; a field that scrolls by a pixel hides letters.
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            bar.valueChanged.connect(partial(_stay, bar))
        self.textChanged.connect(self.grown)

    def begin(self, text: str, *, adding: bool) -> None:
        """Show a note's words with the caret at their end."""
        self.adding = adding
        self.known = text
        self.set_text(text)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def forget(self) -> None:
        """Hand on nothing of what was typed since the last time."""
        self._timer.stop()
        self._unsaved = False

    def catch_up(self, note: NoteSnapshot | None) -> str | None:
        """Look at the note as it is now: None to go on writing, else writing has to end.

        Words from elsewhere are shown at once while nothing is unsaved. Where they would be
        written over, or two people's versions are to be chosen from, what was typed and not yet
        handed on is given back ("" for nothing), and the field holds nothing unsaved any more.
        """
        if note is not None and not note.contested:
            if note.text == self.known:
                return None
            if not self.unsaved:
                self.known = note.text
                at_end = self.textCursor().atEnd()
                self.set_text(note.text)
                if at_end:
                    self.moveCursor(QTextCursor.MoveOperation.End)
                return None
        words = self.text() if self.unsaved else ""
        self.forget()
        return words

    def words_height(self) -> float:
        """Pixels the words need at the present width."""
        spacing = float(self.fontMetrics().lineSpacing())
        if self.blockCount() > _FEW_PARAGRAPHS:
            return self.document().size().height() * spacing
        total = 0.0
        block = self.document().firstBlock()
        while block.isValid():
            total += self.blockBoundingRect(block).height()
            block = block.next()
        return max(total, spacing)

    def fit_letters(self, percent: float) -> None:
        """Write as large as the note's own words."""
        self.setFont(theme().font("note", percent))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and alt:
            at, text = self.textCursor().position(), self.text()
            self.split_asked.emit(text[:at], text[at:])
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not shift:
            self.flush()
            ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.finished.emit(self.adding and not ctrl)
        elif event.key() == Qt.Key.Key_Escape:
            self.flush()
            self.finished.emit(False)
        else:
            super().keyPressEvent(event)
            # What the field has no use for is not a command for the note beneath it.
            event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        passing = {
            Qt.FocusReason.ActiveWindowFocusReason,
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.MenuBarFocusReason,
        }
        if event.reason() not in passing:
            self.left.emit()

    def _fit(self) -> None:
        self.setMinimumHeight(1)


def _stay(bar: QScrollBar, value: int) -> None:
    if value:
        bar.setValue(0)
