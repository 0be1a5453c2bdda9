"""Fields for participants: large, without a menu, and with nothing of anybody else's clipboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QMimeData, QSignalBlocker, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
)

from cps_desktop.ui.kit import LineField, TextField
from cps_desktop.ui.theme import SPACE_M, SPACE_S, TARGET_LARGE
from cps_desktop.ui.theme_state import set_type

if TYPE_CHECKING:
    _Base = TextField
else:
    _Base = object


class OwnClipboard:
    """What was copied in this turn: only that can be put in again, and it goes with the turn."""

    copied: ClassVar[str] = ""

    @classmethod
    def keep(cls) -> None:
        """The clipboard holds what this person just copied."""
        cls.copied = QGuiApplication.clipboard().text()

    @classmethod
    def forget(cls) -> None:
        """The next person finds nothing there; what was there before this turn stays."""
        clipboard = QGuiApplication.clipboard()
        if cls.copied and clipboard.text() == cls.copied:
            clipboard.clear()
        cls.copied = ""


class OwnField(_Base):
    """What every field here does: no menu, no drop, no paste from elsewhere."""

    def _make_own(self) -> None:
        self.setAcceptDrops(False)
        self.viewport().setAcceptDrops(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)

    def copy(self) -> None:
        chosen = self.textCursor().hasSelection()
        super().copy()
        if chosen:
            # With nothing chosen the clipboard still holds what somebody else put there.
            OwnClipboard.keep()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return bool(OwnClipboard.copied) and source.text() == OwnClipboard.copied

    def insertFromMimeData(self, source: QMimeData) -> None:
        if self.canInsertFromMimeData(source):
            super().insertFromMimeData(source)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.ignore()

    def put_in(self, letters: str) -> None:
        """Type letters that were chosen on the screen."""
        self.textCursor().insertText(letters)

    def take_letter(self) -> None:
        """Delete the letter before the caret."""
        self.textCursor().deletePreviousChar()


class AnswerField(OwnField, TextField):
    """An answer over any number of lines.

    With ``enters`` the Enter key is ``entered``, and Shift+Enter begins a line.
    """

    began = Signal()
    """A letter was typed: the voice is to be silent."""

    def __init__(self, name: str, *, lines: int = 3, enters: bool = False) -> None:
        self._lines = lines
        self._enters = enters
        super().__init__(name)
        self._make_own()
        set_type(self, "participant_answer")
        with QSignalBlocker(self):
            # A wider edge counts as a change of the document, and nobody typed anything yet.
            self.document().setDocumentMargin(SPACE_M)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.began.emit()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self._enters and plain and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.flush()
            self.entered.emit()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.ensureCursorVisible()

    def _fit(self) -> None:
        line = self.fontMetrics().lineSpacing()
        wanted = line * self._lines + 2 * (SPACE_M + self.frameWidth()) + SPACE_S
        self.setFixedHeight(max(TARGET_LARGE, wanted))


class OneLineAnswer(OwnField, LineField):
    """An answer on one line: a cell of a table, a name."""

    began = Signal()

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._make_own()
        set_type(self, "participant_words")
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.began.emit()
        super().keyPressEvent(event)

    def _fit(self) -> None:
        self.setFixedHeight(max(TARGET_LARGE, self.fontMetrics().height() + 2 * SPACE_S + 2))
