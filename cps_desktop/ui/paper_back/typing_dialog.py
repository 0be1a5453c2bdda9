"""Typing up: the picture of what was written at the left, fields at the right."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cps_desktop.domain.kinds import Note, Planner
from cps_desktop.domain.planner_templates import Box
from cps_desktop.domain.records import RecordId
from cps_desktop.services.desk import Desk
from cps_desktop.services.note_pictures import picture_of
from cps_desktop.ui.attempts import Attempts
from cps_desktop.ui.kit import FormRow, LineField, QuestionDialog
from cps_desktop.ui.paper_back.room import as_large_as, picture_width, scrolling
from cps_desktop.ui.paper_back.sheet_dialog import show_picture
from cps_desktop.ui.paper_back.typing_parts import part_for
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.theme import DIALOG_WIDTH, SPACE_L, SPACE_M

_KEEP, _LATER = "keep", "later"


class TypingDialog(QuestionDialog):
    """One picture; ``ask`` keeps the words and gives "keep", or "" for later."""

    HELP = "paper-back"

    def __init__(
        self, shell: Shell, note: RecordId, place: str, parent: QWidget | None = None
    ) -> None:
        self._shell, self._note = shell, note
        known = shell.desk.door.must_exist(Note, note)
        box = _box_of(shell.desk, known)
        question = box.prompt if box is not None else "Notes"
        self.part = part_for(shell.desk, known, box)
        super().__init__(
            f"Type up what is written: {question}"[:90],
            f"Picture {place}. {self.part.EXPLAINED}",
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
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        self.who = LineField("Who wrote it")
        column.addWidget(self.part)
        column.addWidget(FormRow("Who wrote it, if they like to be named", self.who))
        column.addStretch(1)
        both.addWidget(right, 1)
        self.body.addWidget(scrolling("The picture and the fields", inside), 1)
        as_large_as(self, DIALOG_WIDTH * 2, DIALOG_WIDTH)
        self.keeps(self._keep_words, _KEEP)
        self.part.first().setFocus()

    def ask(self) -> str:
        """Show it; keep what was typed as one step."""
        return _KEEP if super().ask() == _KEEP else ""

    def _keep_words(self) -> str:
        who, desk, note = self.who.text(), self._shell.desk, self._note
        return Attempts(self._shell).why_not(lambda: self.part.keep(desk, note, who))


def _box_of(desk: Desk, known: Note) -> Box | None:
    planner = desk.workspace.get(Planner, known.planner)
    template = desk.planners.get(planner.template, planner.edition) if planner else None
    return template.box(known.box) if template is not None else None
