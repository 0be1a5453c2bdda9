"""A note's row in the list: words over several lines, and the field to write them in."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from cps_desktop.ui.theme import SPACE_M, SPACE_S, TARGET
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.wall.editing import NoteEditor

NOTE_ROLE: Final = Qt.ItemDataRole.UserRole + 1
_AnyIndex = QModelIndex | QPersistentModelIndex


class NoteRows(QStyledItemDelegate):
    """Wraps long notes over several lines and lends them a field to write in."""

    wrote = Signal(str, str)
    ended = Signal(str, bool)
    split_asked = Signal(str, str, str)
    """Note, and its words before and after the caret."""

    def __init__(self, view: QTreeView) -> None:
        super().__init__(view)
        self._view = view
        self._editor: NoteEditor | None = None

    @property
    def editor(self) -> NoteEditor | None:
        """The field being written in just now."""
        return self._editor

    def initStyleOption(self, option: QStyleOptionViewItem, index: _AnyIndex) -> None:
        super().initStyleOption(option, index)
        option.features |= QStyleOptionViewItem.ViewItemFeature.WrapText

    def sizeHint(self, option: QStyleOptionViewItem, index: _AnyIndex) -> QSize:
        depth = 1
        parent = index.parent()
        while parent.isValid():
            depth, parent = depth + 1, parent.parent()
        width = self._view.columnWidth(index.column()) - SPACE_M
        if index.column() == 0:
            width -= depth * self._view.indentation()
        metrics = option.fontMetrics
        flags = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
        text = str(index.data() or "")
        room = QRect(0, 0, max(1, width), 1)
        tall = metrics.boundingRect(room, flags, text).height()
        editor = self._editor
        written = editor is not None and editor.property("note_id") == index.data(NOTE_ROLE)
        if editor is not None and written and index.column() == 0:
            tall = max(tall, round(editor.words_height()) + SPACE_M)
        return QSize(width, max(TARGET, tall + SPACE_M))

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: _AnyIndex
    ) -> QWidget:
        editor = NoteEditor(parent)
        editor.setProperty("kind", None)
        editor.document().setDocumentMargin(SPACE_S // 2)
        editor.fit_letters(theme().scale)
        note_id = str(index.data(NOTE_ROLE))
        editor.setProperty("note_id", note_id)
        editor.edited.connect(lambda text: self._wrote(editor, text))
        editor.finished.connect(lambda another: self._finish(editor, another))
        editor.split_asked.connect(
            lambda before, after: self._split(editor, note_id, before, after)
        )
        editor.grown.connect(lambda: self.sizeHintChanged.emit(index))
        self._editor = editor
        return editor

    def setEditorData(self, editor: QWidget, index: _AnyIndex) -> None:
        if isinstance(editor, NoteEditor):
            editor.begin(str(index.data() or ""), adding=False)

    def setModelData(self, editor: QWidget, model: object, index: _AnyIndex) -> None:
        """Words are handed on as they are typed; there is nothing left to do."""

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: _AnyIndex
    ) -> None:
        editor.setGeometry(option.rect)

    def _wrote(self, editor: NoteEditor, text: str) -> None:
        editor.known = text
        self.wrote.emit(str(editor.property("note_id")), text)

    def _split(self, editor: NoteEditor, note_id: str, before: str, after: str) -> None:
        self._finish(editor, False)
        self.split_asked.emit(note_id, before, after)

    def close_field(self) -> None:
        """End writing."""
        if self._editor is not None:
            self._finish(self._editor, False)

    def _finish(self, editor: NoteEditor, another: bool) -> None:
        editor.setProperty("another", another)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def destroyEditor(self, editor: QWidget, index: _AnyIndex) -> None:
        if isinstance(editor, NoteEditor):
            editor.flush()
            self._editor = None
            note_id = str(editor.property("note_id"))
            another = bool(editor.property("another"))
            super().destroyEditor(editor, index)
            self.ended.emit(note_id, another)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        # Esc keeps what was written here, as on the wall; Qt would take it back.
        own = {Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if isinstance(watched, NoteEditor) and isinstance(event, QKeyEvent) and event.key() in own:
            return False
        return super().eventFilter(watched, event)  # type: ignore[arg-type]
