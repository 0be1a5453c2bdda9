"""Writing on the wall: the one editor, laid over the note it writes on."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QScrollArea

from cps_desktop.ui.focus_ring import RING_ON_PARENT_PROPERTY
from cps_desktop.ui.theme import SPACE_M
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.wall.editing import NoteEditor
from cps_desktop.ui.wall.sheet import A3Sheet


class SheetWriting(QObject):
    """Opens the editor on a note, keeps it over the note, hands its words to the desk."""

    next_wanted = Signal(str)
    """Enter while adding: another note after this one."""
    split_wanted = Signal(str, str, str)
    """Note, and its words before and after the caret."""

    def __init__(self, sheet: A3Sheet, area: QScrollArea) -> None:
        super().__init__(sheet)
        self._sheet = sheet
        self._area = area
        self._editor: NoteEditor | None = None
        self._note = ""
        self._closing = False
        sheet.laid_out.connect(self._cover)
        sheet.desk.renewed.connect(self._check)
        theme().changed.connect(self._cover)

    @property
    def note(self) -> str:
        """The note being written on, or ""."""
        return self._note

    @property
    def editor(self) -> NoteEditor | None:
        return self._editor

    def begin(self, note_id: str, *, adding: bool) -> None:
        """Open the editor on a note; one being written on is finished first."""
        if self._note:
            self.finish()
        button = self._sheet.button(note_id)
        note = self._sheet.desk.note(note_id)
        if button is None or note is None:
            return
        editor = NoteEditor(button)
        editor.setProperty(RING_ON_PARENT_PROPERTY, True)
        editor.edited.connect(self._write)
        editor.finished.connect(self._finished)
        editor.left.connect(self.finish)
        editor.grown.connect(self._grow)
        editor.split_asked.connect(self._split)
        self._editor, self._note = editor, note_id
        editor.begin(note.text, adding=adding)
        button.set_typed_height(1.0)
        self._cover()
        editor.show()
        editor.setFocus()
        self._grow()
        self._area.ensureWidgetVisible(button, SPACE_M, SPACE_M)
        button.signals.focused.emit(note_id)

    def flush(self) -> None:
        """Hand on what was typed, and go on writing."""
        if self._editor is not None:
            self._editor.flush()

    def finish(self) -> str:
        """End writing and keep the words; the note's id, or "" when an empty new one went."""
        editor, note_id = self._close()
        if editor is None:
            return ""
        editor.flush()
        return note_id if self._sheet.desk.finish(note_id) else ""

    def drop(self) -> None:
        """End writing without handing on anything: the note is being deleted."""
        editor, _ = self._close()
        if editor is not None:
            editor.edited.disconnect(self._write)

    def _close(self) -> tuple[NoteEditor | None, str]:
        editor, note_id = self._editor, self._note
        if editor is None:
            return None, ""
        editor.left.disconnect(self.finish)
        self._closing = True
        if editor.unsaved:
            editor.known = editor.text()
            self._sheet.desk.write(note_id, editor.known)
        self._editor, self._note, self._closing = None, "", False
        button = self._sheet.notes.get(note_id)
        if button is not None:
            button.set_typed_height(0)
            if editor.hasFocus():
                # Hidden with the keyboard in it, it would hand that to whatever comes first.
                button.setFocus(Qt.FocusReason.OtherFocusReason)
        editor.hide()
        editor.deleteLater()
        self._sheet.grew(note_id)
        return editor, note_id

    def _finished(self, another: bool) -> None:
        note_id = self._note
        place = self._sheet.desk.place_of(note_id)
        stays = self.finish()
        target = self._sheet.notes.get(stays) or (
            self._sheet.boxes.get(place[0]) if place is not None else None
        )
        if target is not None:
            target.setFocus()
        if another and stays:
            self.next_wanted.emit(stays)

    def _split(self, before: str, after: str) -> None:
        note_id = self.finish()
        if note_id:
            self.split_wanted.emit(note_id, before, after)

    def _write(self, text: str) -> None:
        if self._note and self._editor is not None:
            self._editor.known = text
            self._sheet.desk.write(self._note, text)

    def _check(self) -> None:
        """The note under the editor may have changed elsewhere, or be gone."""
        editor, note_id = self._editor, self._note
        if editor is None or self._closing:
            return
        words = editor.catch_up(self._sheet.desk.note(note_id))
        if words is None:
            self._grow()
            return
        had = editor.hasFocus()
        self._close()
        button = self._sheet.notes.get(note_id)
        if had and button is not None:
            button.setFocus()
        self._sheet.desk.overtaken.emit(note_id, words)

    def _grow(self) -> None:
        button = self._sheet.notes.get(self._note)
        if self._editor is None or button is None:
            return
        units = self._editor.words_height() / self._sheet.zoom
        if abs(units - button.typed_height) > 0.5:
            # Before anything moves, too: what is painted is then pushed up as it is, while among
            # things that have moved all would be painted anew. After it there may be more room.
            self._area.ensureWidgetVisible(self._editor, SPACE_M, SPACE_M)
            button.set_typed_height(units)
            self._sheet.grew(self._note)
            self._area.ensureWidgetVisible(self._editor, SPACE_M, SPACE_M)

    def _cover(self) -> None:
        button = self._sheet.notes.get(self._note)
        if self._editor is None or button is None:
            return
        self._editor.fit_letters(button.letters())
        rect = button.words_rect().toAlignedRect()
        if self._editor.geometry() != rect:
            self._editor.setGeometry(rect)
