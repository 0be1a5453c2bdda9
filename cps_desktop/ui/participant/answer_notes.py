"""Notes, the rows of a table, and one text for all: what is answered in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from cps_desktop.domain.kinds import Note
from cps_desktop.domain.records import RecordId
from cps_desktop.services.answers import row_cells
from cps_desktop.ui.kit import Button, ParticipantButton, TextField, announce
from cps_desktop.ui.participant.answer import Answer, Asking, OwnList
from cps_desktop.ui.participant.fields import AnswerField, OneLineAnswer


class WordsAnswer(Answer):
    """Several answers, one after the other: kept as they are typed, each in the list beneath.

    Subclasses have the fields; ``_note`` is the record that what they hold is kept in, "" while
    nothing is typed.
    """

    def __init__(self, asking: Asking, add: str) -> None:
        super().__init__(asking)
        self._note: RecordId = ""
        self.add = ParticipantButton(self.words(add), self.add_another)
        self.own = OwnList(
            self.words,
            change=self._change,
            take_away=self._take,
            bring_back=self._back,
            parent=self,
        )

    def buttons(self) -> Sequence[Button]:
        return (self.add,)

    def own_list(self) -> QWidget | None:
        return self.own

    def add_another(self) -> None:
        """What stands in the fields is one answer; the next begins."""
        self.write_down()
        if self._note and not self.unkept:
            self._note = ""
            self.own.forget_taken_away()
            self._empty()
            self._show()
            announce(self, self.words("added"))
        self.first().setFocus()

    def write_down(self) -> None:
        for field in self.fields():
            field.flush()

    # -- what subclasses know -------------------------------------------------------------------

    def _load(self, note: Note) -> None:
        raise NotImplementedError

    def _say(self) -> RecordId | None:
        """Keep what the fields hold; its id, or None where it could not be kept."""
        raise NotImplementedError

    def _text_of(self, note: Note) -> str:
        return note.text

    def _empty(self) -> None:
        for field in self.fields():
            field.set_text("")

    # -- inside ---------------------------------------------------------------------------------

    def _typed(self) -> None:
        note = self.keeping.do(self._say)
        if note is not None and note != self._note:
            self._note = note
            self._show()

    def _show(self) -> None:
        said = self.turn.notes(self.box.key)
        self.own.show_list([(one.id, self._text_of(one)) for one in said if one.id != self._note])
        self.changed.emit()

    def _change(self, note: RecordId) -> None:
        self.write_down()
        known = next((one for one in self.turn.notes(self.box.key) if one.id == note), None)
        if known is not None and not self.unkept:
            self._note = note
            self._load(known)
            for field in self.fields():
                field.moveCursor(QTextCursor.MoveOperation.End)
            self.first().setFocus()
        self._show()

    def _take(self, note: RecordId) -> None:
        self.keeping.do(lambda: self.turn.take_back(note))
        self._show()
        self.first().setFocus()

    def _back(self, note: RecordId) -> None:
        self.keeping.do(lambda: self.turn.bring_back(note))
        self._show()
        self.first().setFocus()


class NotesAnswer(WordsAnswer):
    """As many notes as somebody has to say. Enter is "Add another"."""

    def __init__(self, asking: Asking) -> None:
        super().__init__(asking, "add_another")
        self.field = AnswerField(self.words("your_answer"), enters=True)
        self.column.addWidget(self.field)
        self.field.edited.connect(lambda _text: self._typed())
        self.field.entered.connect(self.add_another)
        self.field.began.connect(self.began)
        self._show()

    def first(self) -> QWidget:
        return self.field

    def fields(self) -> Sequence[TextField]:
        return (self.field,)

    def _load(self, note: Note) -> None:
        self.field.set_text(note.text)

    def _say(self) -> RecordId:
        return self.turn.say(self.box.key, self.field.text(), self._note)


class TableAnswer(WordsAnswer):
    """A row at a time: its cells beneath one another, each with its column's words."""

    def __init__(self, asking: Asking) -> None:
        super().__init__(asking, "add_line")
        self.cells = [OneLineAnswer(one.words) for one in self.box.columns]
        for part, cell in zip(self.box.columns, self.cells, strict=True):
            self.column.addWidget(self.label(part.words, cell))
            self.column.addWidget(cell)
            cell.edited.connect(lambda _text: self._typed())
            cell.entered.connect(self.add_another)
            cell.began.connect(self.began)
        self._show()

    def first(self) -> QWidget:
        return self.cells[0] if self.cells else self.add

    def fields(self) -> Sequence[TextField]:
        return self.cells

    def _load(self, note: Note) -> None:
        for cell, text in zip(self.cells, row_cells(note, self.box.columns), strict=True):
            cell.set_text(text)

    def _text_of(self, note: Note) -> str:
        named = zip(self.box.columns, row_cells(note, self.box.columns), strict=True)
        return "\n".join(f"{part.words}: {cell}" for part, cell in named if cell)

    def _say(self) -> RecordId:
        return self.turn.row(self.box.key, [one.text() for one in self.cells], self._note)


class TextAnswer(Answer):
    """One's own part of a text that all write into."""

    def __init__(self, asking: Asking) -> None:
        super().__init__(asking)
        self.field = AnswerField(self.words("your_answer"), lines=5)
        self.field.set_text(self.turn.written(self.box.key))
        self.field.moveCursor(QTextCursor.MoveOperation.End)
        self.column.addWidget(self.field)
        self.field.edited.connect(self._typed)
        self.field.began.connect(self.began)

    def first(self) -> QWidget:
        return self.field

    def fields(self) -> Sequence[TextField]:
        return (self.field,)

    def answered(self) -> bool:
        return bool(self.turn.written(self.box.key))

    def write_down(self) -> None:
        self.field.flush()

    def _typed(self, text: str) -> None:
        self.keeping.do(lambda: self.turn.write(self.box.key, text))
        self.changed.emit()
