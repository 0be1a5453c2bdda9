"""Fields for words: whatever is typed, pasted or set comes back unchanged.

Built on ``QPlainTextEdit`` for both, because ``QLineEdit`` alters line breaks and NUL in silence.
``edited`` is emitted at most ``DEBOUNCE_MS`` after the first unsaved keystroke; ``flush`` does so
at once and is called by the field itself when it loses the keyboard or is hidden.
"""

from __future__ import annotations

from typing import ClassVar, Final

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QHideEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QSizePolicy, QWidget

from cps_desktop.ui.kit.exact_text import for_document, from_document
from cps_desktop.ui.kit.reading_order import tab_stop
from cps_desktop.ui.theme import DEBOUNCE_MS, FIELD_WIDTH, SPACE_S, TARGET
from cps_desktop.ui.theme_state import set_type, theme

MOST_CHARACTERS: Final = 100_000
TOO_LONG: Final = (
    "That is more than one field can hold (100,000 characters). "
    "Nothing here was changed. Put it in a document of its own, or paste a part of it."
)


class TextField(QPlainTextEdit):
    """Words over any number of lines. Ctrl+Tab is not needed: Tab goes to the next field."""

    edited = Signal(str)
    """The text as it stands now, at most ``DEBOUNCE_MS`` after a keystroke."""
    refused = Signal(str)
    """A sentence to show beneath the field; its text stayed as it was."""
    accepted = Signal()
    """The field takes text again: the sentence beneath may go."""
    entered = Signal()
    """Enter in a one-line field, Ctrl+Enter in one of many lines."""

    _one_line = False
    _telling: ClassVar[list[TextField]] = []

    def __init__(
        self, name: str = "", text: str = "", hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        tab_stop(self)
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(SPACE_S)
        set_type(self, "body")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DEBOUNCE_MS)
        self._timer.timeout.connect(self.flush)
        self._unsaved = False
        self._held = False
        self._setting = False
        self.set_text(text)
        self.textChanged.connect(self._changed)
        theme().changed.connect(self._fit)
        self._fit()

    def text(self) -> str:
        """The text exactly as it was typed, pasted or set."""
        return from_document(self.document().toRawText())

    def set_text(self, text: str) -> None:
        """Show ``text``; nothing is emitted. The caret stays where it was as far as it can."""
        if text == self.text():
            return
        place = self.textCursor().position()
        self._setting = True
        self._unsaved = self._held = False
        self._timer.stop()
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        # The leading letter keeps a first U+FEFF from being taken for a byte order mark.
        cursor.insertText("x" + for_document(text, one_line=self._one_line))
        cursor.movePosition(QTextCursor.MoveOperation.Start)
        cursor.deleteChar()
        self.document().clearUndoRedoStacks()
        cursor.setPosition(min(place, self.document().characterCount() - 1))
        self.setTextCursor(cursor)
        self._setting = False

    def update_text(self, text: str) -> None:
        """Show a value that came from elsewhere, unless the person is in the middle of typing."""
        if not self._unsaved:
            self.set_text(text)

    @property
    def unsaved(self) -> bool:
        """Whether something was typed that ``edited`` has not yet told."""
        return self._unsaved

    def flush(self) -> None:
        """Emit ``edited`` now if anything is waiting."""
        self._timer.stop()
        if self._unsaved:
            self._unsaved = self._held = False
            TextField._telling.append(self)
            self.edited.emit(self.text())
            TextField._telling.pop()

    @classmethod
    def telling(cls) -> TextField | None:
        """The field that is saying its words just now, so that they are kept."""
        return cls._telling[-1] if cls._telling else None

    def hold(self) -> None:
        """The words just said could not be kept: say them again at the next ``flush``."""
        self._unsaved = self._held = True

    @property
    def held(self) -> bool:
        """Whether the words were said before, and could not be kept."""
        return self._held

    def _changed(self) -> None:
        if self._setting:
            return
        self._unsaved = True
        self.accepted.emit()
        # Started once, not restarted: steady typing must not put the saving off.
        if not self._timer.isActive():
            self._timer.start()

    def _has_room_for(self, more: int) -> bool:
        chosen = self.textCursor()
        replaced = chosen.selectionEnd() - chosen.selectionStart()
        if self.document().characterCount() - 1 - replaced + more <= MOST_CHARACTERS:
            return True
        self.refused.emit(TOO_LONG)
        return False

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste and drop: plain text only, exact, and within the limit."""
        if not source.hasText():
            return
        text = source.text()
        if self._has_room_for(len(text)):
            marked = for_document(text, one_line=self._one_line)
            cursor = self.textCursor()
            cursor.beginEditBlock()
            cursor.removeSelectedText()
            start = cursor.position()
            cursor.insertText("x" + marked)
            end = cursor.position()
            cursor.setPosition(start)
            cursor.deleteChar()
            cursor.setPosition(end - 1)
            cursor.endEditBlock()
            self.setTextCursor(cursor)
            self.ensureCursorVisible()

    def copy(self) -> None:
        """Put the chosen words on the clipboard as the person wrote them.

        As text, not as data made here: the clipboard outlives Python at the program's end, and
        would then free an object that is gone.
        """
        chosen = self.textCursor().selectedText()
        if chosen:
            QGuiApplication.clipboard().setText(from_document(chosen))

    def cut(self) -> None:
        """Copy the chosen words and take them out."""
        self.copy()
        self.textCursor().removeSelectedText()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAccessibleName("Words")
        set_type(menu, "body")
        chosen = self.textCursor().hasSelection()
        document = self.document()
        for words, do, on in (
            ("Undo", self.undo, document.isUndoAvailable()),
            ("Redo", self.redo, document.isRedoAvailable()),
            ("Cut", self.cut, chosen),
            ("Copy", self.copy, chosen),
            ("Paste", self.paste, self.canPaste()),
            ("Choose all", self.selectAll, not document.isEmpty()),
        ):
            action = menu.addAction(words)
            action.setEnabled(on)
            action.triggered.connect(do)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(event.globalPos())

    def event(self, event: QEvent) -> bool:
        # With nothing typed here left to undo, the key is the window's: the last step goes back.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
                # No letter here: the page puts its parts in order before Tab goes on.
                event.ignore()
                return True
            document = self.document()
            for key, here in (
                (QKeySequence.StandardKey.Undo, document.isUndoAvailable()),
                (QKeySequence.StandardKey.Redo, document.isRedoAvailable()),
            ):
                if event.matches(key) and not here:
                    event.ignore()
                    return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return
        if event.matches(QKeySequence.StandardKey.Cut):
            self.cut()
            return
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self._one_line or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.flush()
                self.entered.emit()
                return
            # Shift+Enter would put in U+2028, which nobody meant.
            event = QKeyEvent(event.type(), event.key(), Qt.KeyboardModifier.NoModifier, "\r")
        if event.text() and event.text().isprintable() and not self._has_room_for(1):
            return
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if event.commitString() and not self._has_room_for(len(event.commitString())):
            return
        super().inputMethodEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.flush()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.flush()
        super().hideEvent(event)

    def _fit(self) -> None:
        self.setMinimumHeight(self._line_height() * 3)

    def _line_height(self) -> int:
        inner = self.fontMetrics().height() + 2 * SPACE_S + 2 * self.frameWidth()
        return max(TARGET, inner)

    def sizeHint(self) -> QSize:
        return QSize(FIELD_WIDTH, self._line_height() * 4)


class LineField(TextField):
    """Words on one line. Line breaks that are pasted stay in the text, shown as ``␊``."""

    _one_line = True

    def __init__(
        self, name: str = "", text: str = "", hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(name, text, hint, parent)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setWordWrapMode(QTextOption.WrapMode.NoWrap)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        # A taller fallback letter (emoji, Arabic) must not make the one line scroll.
        bar = self.verticalScrollBar()
        bar.valueChanged.connect(lambda value: bar.setValue(0) if value else None)

    def _fit(self) -> None:
        self.setFixedHeight(self._line_height())

    def sizeHint(self) -> QSize:
        return QSize(FIELD_WIDTH, self._line_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(FIELD_WIDTH // 4), self._line_height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Escape}:
            event.ignore()
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class SearchField(LineField):
    """One line that says what is sought as it is typed; Esc empties it."""

    searched = Signal(str)
    """The words sought, at every keystroke (a list filters faster than a person types)."""

    def __init__(self, name: str, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(name, "", hint or name, parent)
        self.textChanged.connect(lambda: self.searched.emit(self.text()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.selectAll()
            self.textCursor().removeSelectedText()
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # Esc belongs to this field while there is something to empty, whatever the window does.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self.text()
        ):
            event.accept()
            return True
        return super().event(event)
