"""Typing up: the picture of what was written at the left, fields at the right."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cps_desktop.domain.kinds import Note, Planner
from cps_desktop.domain.planner_templates import Box
from cps_desktop.domain.records import RecordId
from cps_desktop.services.desk import Desk
from cps_desktop.services.note_pictures import picture_of
from cps_desktop.services.sheet_keeping import type_up
from cps_desktop.ui.kit import Button, Choice, FormRow, LineField, QuestionDialog, TextField
from cps_desktop.ui.paper_back.room import as_large_as, picture_width, scrolling
from cps_desktop.ui.paper_back.sheet_dialog import show_picture
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.theme import DIALOG_WIDTH, SPACE_L, SPACE_M

_KEEP, _LATER = "keep", "later"
_FIRST = 2


class TypingDialog(QuestionDialog):
    """One picture; ``ask`` keeps the words and gives "keep", or "" for later."""

    HELP = "paper-back"

    def __init__(
        self, shell: Shell, note: RecordId, place: str, parent: QWidget | None = None
    ) -> None:
        self._shell, self._note = shell, note
        self._box = _box_of(shell.desk, note)
        question = self._box.prompt if self._box is not None else "Notes"
        super().__init__(
            f"Type up what is written: {question}"[:90],
            f"Picture {place}. Each field becomes a note beside the picture.",
            ((_KEEP, "Keep the words"), (_LATER, "Later")),
            parent=parent,
        )
        inside = QWidget()
        both = QHBoxLayout(inside)
        both.setContentsMargins(0, 0, SPACE_M, 0)
        both.setSpacing(SPACE_L)
        jpeg = picture_of(shell.desk.workspace, shell.desk.workspace, note) or b""
        both.addWidget(
            show_picture(jpeg, f"What was written: {question}", picture_width(self, DIALOG_WIDTH))
        )
        right = QWidget()
        self._column = QVBoxLayout(right)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_M)
        self.given: Choice | None = None
        options = _options(self._box)
        if options:
            self.given = Choice("Answer", [("", "Not said"), *options])
            self._column.addWidget(FormRow("Answer", self.given))
        self.fields: list[TextField] = []
        for _ in range(1 if options else _FIRST):
            self.add_field()
        self.more = Button("Another note", self._another)
        self._column.addWidget(self.more)
        self.who = LineField("Who wrote it")
        self._column.addWidget(FormRow("Who wrote it, if they like to be named", self.who))
        self._column.addStretch(1)
        both.addWidget(right, 1)
        self.body.addWidget(scrolling("The picture and the fields", inside), 1)
        as_large_as(self, DIALOG_WIDTH * 2, DIALOG_WIDTH)
        self.fields[0].setFocus()

    def add_field(self) -> TextField:
        """One more field, after the others."""
        number = len(self.fields) + 1
        field = TextField(f"Note {number}")
        self._column.insertWidget(
            len(self.fields) + (1 if self.given is not None else 0),
            FormRow(f"Note {number}", field),
        )
        self.fields.append(field)
        return field

    def _another(self) -> None:
        self.add_field().setFocus()

    def ask(self) -> str:
        """Show it; keep what was typed as one step."""
        answer = super().ask()
        if answer != _KEEP:
            return ""
        texts = [one.text() for one in self.fields]
        given = self.given.key() if self.given is not None else ""
        who, desk, note = self.who.text(), self._shell.desk, self._note
        self._shell.attempt(lambda: type_up(desk, note, texts, author=who, given=given))
        return answer


def _box_of(desk: Desk, note: RecordId) -> Box | None:
    known = desk.workspace.get(Note, note)
    planner = desk.workspace.get(Planner, known.planner) if known is not None else None
    if known is None or planner is None:
        return None
    template = desk.planners.get(planner.template, planner.edition)
    return template.box(known.box) if template is not None else None


def _options(box: Box | None) -> list[tuple[str, str]]:
    if box is None:
        return []
    if box.kind == "scale" and box.scale is not None:
        return [(str(number), str(number)) for number in box.scale.numbers]
    return [(one.key, one.words) for one in box.options] if box.kind == "choice" else []
