"""The dialogs for making notes into others: split one, put some under a theme, make an action."""

from __future__ import annotations

import datetime as dt
import re
from functools import partial

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from cps_desktop.ui.kit.announcing import announce
from cps_desktop.ui.kit.buttons import Button
from cps_desktop.ui.kit.choices import Choice
from cps_desktop.ui.kit.date_fields import DateField
from cps_desktop.ui.kit.dialogs import QuestionDialog
from cps_desktop.ui.kit.form import FormRow
from cps_desktop.ui.kit.layouts import empty
from cps_desktop.ui.kit.text_fields import LineField, TextField
from cps_desktop.ui.kit.words import Words, in_short
from cps_desktop.ui.kit.wrapping import WrappingRow
from cps_desktop.ui.theme import LARGE_TEXT, SPACE_M, SPACE_S, SPACE_XS
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.wall.snapshot import NoteSnapshot, counted

_MOST_SHOWN = 8
_SENTENCE = re.compile(r"(?<=[.!?…;])\s+")
SPLIT_LINE = "Each line becomes a note of its own. Press Enter where a new one shall begin."


def lines_of(text: str) -> tuple[str, ...]:
    """The texts that a note's words are split into: one a line, nothing empty."""
    return tuple(line for line in (one.strip() for one in text.splitlines()) if line)


def suggested_lines(text: str) -> str:
    """A note's words as one would split them: at its lines, else at its sentences."""
    if len(lines_of(text)) > 1:
        return "\n".join(lines_of(text))
    return "\n".join(part for part in _SENTENCE.split(text.strip()) if part)


class SplitDialog(QuestionDialog):
    """The words of a note, one line for each note it becomes, and what that will be."""

    def __init__(self, note: NoteSnapshot, parent: QWidget) -> None:
        super().__init__(
            "Split the note",
            SPLIT_LINE,
            (("split", "Split it"), ("leave", "Leave it as it was")),
            parent=parent,
        )
        self.field = TextField("Words of the note, one line for each new note")
        self.field.set_text(suggested_lines(note.text))
        self.body.addWidget(self.field)
        self.said = Words("", "strong")
        self.body.addWidget(self.said)
        self._result = QFrame()
        self._result.setAccessibleName("What it becomes")
        self._column = QVBoxLayout(self._result)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_XS)
        self.body.addWidget(self._result)
        self.field.textChanged.connect(self._show)
        self._show()
        self.field.setFocus()

    def _show(self) -> None:
        texts = self.texts()
        words = f"This makes {counted(len(texts))}:" if len(texts) > 1 else "This is one note."
        self.said.setText(words)
        self.field.setAccessibleDescription(words)
        self.buttons["split"].setEnabled(len(texts) > 1)
        empty(self._column)
        for number, text in enumerate(texts[:_MOST_SHOWN], start=1):
            self._column.addWidget(Words(f"{number}. {in_short(text, 90)}"))
        if len(texts) > _MOST_SHOWN:
            self._column.addWidget(Words(f"and {len(texts) - _MOST_SHOWN} more", "body", "quiet"))

    def texts(self) -> tuple[str, ...]:
        """What the notes will say."""
        return lines_of(self.field.text())


class ThemeDialog(QuestionDialog):
    """A theme for notes: one there is, or a new name.

    ``all_of_it``: how many notes stand under the theme, where they are more than those asked
    about; then another name may be given to it on all of them. 0 where there are no others.
    """

    def __init__(
        self,
        theme: str,
        themes: tuple[str, ...],
        notes: int,
        parent: QWidget,
        *,
        all_of_it: int = 0,
    ) -> None:
        what = "is this note" if notes == 1 else f"are these {notes} notes"
        super().__init__(
            "Group by theme",
            f"In a word or two: what {what} about? Notes of one theme stand together.",
            (
                ("keep", "Put under this theme"),
                *((("rename", f"Rename it on all {all_of_it} notes"),) if all_of_it else ()),
                ("leave", "Leave it as it was"),
            ),
            parent=parent,
        )
        self.name = LineField("Theme", theme)
        self.body.addWidget(FormRow("Theme", self.name, "Leave it empty for no theme."))
        if themes:
            self.body.addWidget(Words("Themes of this planner", "small", "quiet"))
            row = WrappingRow(SPACE_S)
            for known in themes:
                button = Button(in_short(known, 40), partial(self._take, known))
                button.setAccessibleName(f"Theme: {known}")
                row.addWidget(button)
            self.body.addLayout(row)
        self.name.entered.connect(self.buttons["keep"].click)
        self.name.selectAll()
        self.name.setFocus()

    def _take(self, theme: str) -> None:
        self.name.set_text(theme)
        self.buttons["keep"].click()


class ActionDialog(QuestionDialog):
    """Who will do what by when."""

    def __init__(
        self,
        what: str,
        people: tuple[str, ...],
        parent: QWidget,
        *,
        today: dt.date,
        who: str = "",
        due: dt.date | None = None,
        title: str = "Turn it into an action",
        keep: str = "Make the action",
    ) -> None:
        super().__init__(
            title,
            "",
            (("keep", keep), ("leave", "Leave it as it was")),
            parent=parent,
        )
        self.what = TextField("What will be done", what)
        if theme().scale >= LARGE_TEXT:
            # With all that is asked it fits a small screen; longer words scroll in it.
            self.what.setFixedHeight(self.what.minimumHeight() * 2 // 3)
        self.who = LineField("Who", who)
        self.due = DateField("By when", due, today=today)
        self.body.setSpacing(SPACE_M)
        self.body.addWidget(FormRow("What will be done", self.what))
        if people:
            options = (("", "Choose from those here"), *((name, name) for name in people))
            choice = Choice("People here", options)
            choice.chosen.connect(self._take)
            self.body.addWidget(FormRow("Someone here", choice))
        self.body.addWidget(FormRow("Who", self.who, "A name, or who it is for now."))
        self.body.addWidget(FormRow("By when", self.due))
        self.problem = Words("", "small_strong", "danger")
        self.problem.hide()
        self.body.addWidget(self.problem)
        self.what.entered.connect(self.buttons["keep"].click)
        self.who.entered.connect(self.buttons["keep"].click)
        self.due.entered.connect(self.buttons["keep"].click)
        (self.who if what.strip() else self.what).setFocus()

    def _take(self, name: str) -> None:
        if name:
            self.who.set_text(name)

    def _answered(self, key: str) -> None:
        """A day that is none is asked about: it would be lost without a word."""
        unclear = self.due.text().strip() and self.due.value() is None
        if key == "keep" and unclear:
            self.problem.setText("Which day is this? Write it like 18 March 2027, or leave it out.")
            self.problem.show()
            announce(self, self.problem.text(), urgent=True)
            self.due.setFocus()
            return
        super()._answered(key)

    def chosen(self) -> tuple[str, str, dt.date | None]:
        """What, who, and by when."""
        return self.what.text(), self.who.text(), self.due.value()


class RowDialog(QuestionDialog):
    """The cells of a table's row, one field a column."""

    def __init__(
        self, title: str, columns: tuple[str, ...], cells: tuple[str, ...], parent: QWidget
    ) -> None:
        new = not any(cells)
        answers = [("keep", "Keep this row")]
        if new:
            answers.append(("another", "Keep it and add another"))
        super().__init__(title, "", (*answers, ("leave", "Leave it as it was")), parent=parent)
        self.fields = []
        for words, cell in zip(columns, cells, strict=True):
            field = LineField(words, cell)
            field.entered.connect(self.buttons["keep"].click)
            self.fields.append(field)
            self.body.addWidget(FormRow(words, field))
        if self.fields:
            self.fields[0].setFocus()

    def cells(self) -> tuple[str, ...]:
        return tuple(one.text() for one in self.fields)


class RemarkDialog(QuestionDialog):
    """The words beside an item of a checklist."""

    def __init__(self, item: str, text: str, parent: QWidget) -> None:
        super().__init__(
            "Write beside it",
            item,
            (("keep", "Keep this"), ("leave", "Leave it as it was")),
            parent=parent,
        )
        self.words = LineField("Words beside it", text)
        self.body.addWidget(FormRow("Words beside it", self.words, "Leave it empty for none."))
        self.words.entered.connect(self.buttons["keep"].click)
        self.words.selectAll()
        self.words.setFocus()


class DotsDialog(QuestionDialog):
    """How many dots each person has."""

    def __init__(self, each: int, most: int, parent: QWidget) -> None:
        super().__init__(
            "How many dots each?",
            "Each person gives their dots to the notes that matter most to them.",
            (("keep", "Keep this"), ("leave", "Leave it as it was")),
            parent=parent,
        )
        options = tuple((str(n), counted(n, "dot")) for n in range(1, most + 1))
        self.count = Choice("Dots for each person", options, str(each))
        self.body.addWidget(FormRow("Dots for each person", self.count))
        self.count.setFocus()
