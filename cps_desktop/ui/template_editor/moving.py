"""Moving a planner to another edition: shown first, note by note counted, and done as one step."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.domain.kinds import Planner
from cps_desktop.domain.records import RecordId
from cps_desktop.services.editions import (
    BoxMove,
    EditionMove,
    Fate,
    foresee_move,
    move_to_edition,
    newer_edition,
)
from cps_desktop.services.handing_over import counted
from cps_desktop.ui.kit import Choice, FormRow, QuestionDialog, Words
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.theme import SPACE_M

_OTHER_NOTES: Final = "-"


class MoveDialog(QuestionDialog):
    """What moves where; a place is chosen for what has none."""

    HELP = "planner-templates"

    def __init__(self, title: str, move: EditionMove, parent: QWidget) -> None:
        super().__init__(
            f"Move to edition {move.after.edition}",
            f"“{title}” gets the boxes of the new edition. No note is lost. Undo takes it back.",
            (("move", f"Move to edition {move.after.edition}"), ("stay", "Stay as it is")),
            parent=parent,
        )
        self.choices: dict[str, Choice] = {}
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        places = [(box.key, box.name) for box in move.places]
        places.append((_OTHER_NOTES, "Leave them under Other notes"))
        for one in move.open:
            if one.count:
                column.addWidget(self._question(one, places))
        self.lines = said_of(move)
        for line in self.lines:
            column.addWidget(Words(line, "body"))
        column.addStretch(1)
        self.body.addWidget(inside)

    def _question(self, one: BoxMove, places: list[tuple[str, str]]) -> FormRow:
        notes = counted(one.count, "note")
        label = f"{notes} of “{one.name}” {'has' if one.count == 1 else 'have'} no place. To:"
        choice = self.choices[one.key] = Choice(label, places, one.to or _OTHER_NOTES)
        return FormRow(label, choice)

    @property
    def places(self) -> dict[str, str]:
        """For each box without a place, the box chosen; "" for Other notes."""
        return {
            key: "" if one.key() == _OTHER_NOTES else one.key() for key, one in self.choices.items()
        }


def said_of(move: EditionMove) -> list[str]:
    """What becomes of the boxes, in sentences."""
    lines = []
    stay = [one for one in move.boxes if one.fate is Fate.STAYS]
    if stay:
        count = sum(one.count for one in stay)
        notes = f"with {counted(count, 'note')}" if count else "without notes"
        boxes = "1 box stays" if len(stay) == 1 else f"{len(stay)} boxes stay"
        lines.append(f"{boxes}, {notes}.")
    for one in move.boxes:
        to = move.after.box(one.to)
        if one.fate is Fate.GOES and to is not None:
            lines.append(f"“{one.name}” with {counted(one.count, 'note')} goes to “{to.name}”.")
        elif one.fate is Fate.NO_PLACE and not one.count:
            lines.append(f"“{one.name}” is there no more. It is empty.")
    if move.new:
        lines.append(f"Empty to begin with: {', '.join(box.name for box in move.new)}.")
    return lines


def ask_to_move(shell: Shell, planner: RecordId, parent: QWidget) -> bool:
    """Show what moving to the newest edition would do, and do it when asked to.

    Whether the planner was moved; a sentence is said where there is no newer edition.
    """
    desk = shell.desk
    known = desk.door.records.get(Planner, planner)
    newest = newer_edition(desk.planners, known) if known is not None else None
    if known is None or newest is None:
        shell.say("This planner has the newest edition of its template already.")
        return False
    number = newest.edition
    move = shell.attempt(lambda: foresee_move(desk.door.records, desk.planners, planner, number))
    if move is None:
        return False
    dialog = MoveDialog(known.title or newest.title, move, parent)
    answer, places = dialog.ask(), dialog.places
    dialog.deleteLater()
    if answer != "move":
        return False
    done = shell.attempt(lambda: move_to_edition(desk.door, desk.planners, planner, number, places))
    if done is None:
        return False
    shell.say(f"Moved to edition {number}.", undo=True)
    return True
