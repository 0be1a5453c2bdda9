"""Finding a note by any of its words: marked on the wall, alone in the list."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cps_desktop.ui.kit.announcing import announce
from cps_desktop.ui.kit.text_fields import SearchField
from cps_desktop.ui.kit.words import Words
from cps_desktop.ui.theme import FIELD_WIDTH, LARGE_TEXT, SPACE_S
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.wall.desk import PlannerDesk
from cps_desktop.ui.wall.outline import PlannerOutline
from cps_desktop.ui.wall.sheet import A3Sheet
from cps_desktop.ui.wall.snapshot import NoteSnapshot, colour_name


class _FindField(SearchField):
    """Down goes to what was found, as Enter does."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_F3}:
            self.entered.emit()
            return
        super().keyPressEvent(event)


class NoteFinding(QWidget):
    """The field, how many notes hold its words, and the way from one to the next."""

    go_asked = Signal(str)
    """The note to go to."""

    def __init__(self, desk: PlannerDesk, sheet: A3Sheet, outline: PlannerOutline) -> None:
        super().__init__()
        self._desk = desk
        self._sheet = sheet
        self._outline = outline
        self._found: list[str] = []
        self._last = ""
        self.field = _FindField("Find a note", "Find a note  Ctrl+F")
        self.field.setToolTip("Enter goes to the first note that has these words; F3 to the next")
        self.count = Words("", "small", "quiet", wrap=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_S)
        row.addWidget(self.field)
        row.addWidget(self.count)
        self.field.searched.connect(self._seek)
        self.field.entered.connect(self.go_on)
        desk.changed.connect(self.look_again)
        theme().changed.connect(self._fit)
        self.count.hide()
        self._fit()

    def _fit(self) -> None:
        percent = min(theme().scale, LARGE_TEXT - 20)
        self.field.setFixedWidth(round(FIELD_WIDTH * 0.7 * percent / 100))

    def clear(self) -> None:
        """Seek nothing any more."""
        if self.field.text():
            self.field.set_text("")
            self._seek("")

    def look_again(self) -> None:
        """Notes came, went or changed."""
        if self.field.text().strip() or self._found:
            self._seek(self.field.text())

    def go_on(self) -> None:
        """To the next note that was found, and from the last one to the first."""
        if not self._found:
            if self.field.text().strip():
                announce(self, "No note has these words.")
            return
        at = self._found.index(self._last) + 1 if self._last in self._found else 0
        self._last = self._found[at % len(self._found)]
        self.go_asked.emit(self._last)

    def _seek(self, text: str) -> None:
        words = text.casefold().split()
        self._found = [note.id for note in self._notes() if words and self._fits(note, words)]
        if self._last not in self._found:
            self._last = ""
        found = set(self._found)
        for note_id, button in self._sheet.notes.items():
            button.set_found(note_id in found)
        self._outline.seek(text)
        self.count.setVisible(bool(words))
        number = len(found)
        said = "1 note" if number == 1 else f"{number} notes" if number else "No note"
        if said != self.count.text():
            self.count.setText(said)
            if words:
                announce(self, said)

    def _notes(self) -> list[NoteSnapshot]:
        boxes = self._desk.planner.boxes
        return [note for box in boxes for note in self._desk.notes_in(box.key)]

    def _fits(self, note: NoteSnapshot, words: list[str]) -> bool:
        meaning = self._desk.planner.meaning(note.colour)
        parts = (note.text, note.shown_author, colour_name(note.colour), meaning, *note.also_said)
        said = " ".join(parts).casefold()
        return all(word in said for word in words)
