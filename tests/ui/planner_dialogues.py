"""The dialogues of a planner, each made as its page makes it: to be walked and looked at."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog

from cps_desktop.services.planners import planners_of
from cps_desktop.ui.pages_of_session.planner import PlannerPage
from cps_desktop.ui.pages_of_session.planner_child import ChildDialog
from cps_desktop.ui.paper_back.typing_dialog import TypingDialog
from cps_desktop.ui.participant.start import CodeDialog, HandOverDialog
from cps_desktop.ui.round_length import LengthDialog
from cps_desktop.ui.wall.commands import AuthorDialog
from cps_desktop.ui.wall.picking import PickNote
from cps_desktop.ui.wall.shaping import (
    ActionDialog,
    DotsDialog,
    RemarkDialog,
    RowDialog,
    SplitDialog,
    ThemeDialog,
)
from cps_desktop.ui.wall.show_only import ShowOnlyDialog
from cps_desktop.ui.wall.sketching import SketchDialog


def planner_dialogues(page: PlannerPage) -> dict[str, Callable[[], QDialog]]:
    """By name, how each is made over a planner that has notes and a picture."""
    wall, desk = page.wall, page.desk
    notes = [note for box in wall.desk.planner.boxes for note in wall.desk.notes_in(box.key)]
    note = max((one for one in notes if not one.pictured), key=lambda one: len(one.text))
    pictured = next(one for one in notes if one.pictured)
    planner = next(
        one for one in planners_of(desk.door.records, page.session) if one.id == page.planner
    )
    people = wall.desk.planner.people

    def pick(title: str, line: str, verb: str) -> QDialog:
        return PickNote(title, line, verb, wall.desk, (note.id,), wall)

    def unkept() -> QDialog:
        dialog = RowDialog("Add a row: We said", ("We said", "We did"), ("A call", ""), wall)
        dialog.keeps(lambda: "This laptop's disk is full. Nothing was lost. Free 12 MB.", "keep")
        dialog.buttons["keep"].click()
        return dialog

    return {
        "a split": lambda: SplitDialog(note, wall),
        "a merge": lambda: pick("Merge with…", "Both become one note.", "Merge them"),
        "a link": lambda: pick("Link with…", "Each leads to the other.", "Link them"),
        "a theme": lambda: ThemeDialog("Letters", ("Letters", "Calls"), 2, wall, all_of_it=5),
        "an action": lambda: ActionDialog(note.text, people, wall, today=desk.door.today()),
        "a row": lambda: RowDialog("Add a row: We said", ("We said", "We did"), ("", ""), wall),
        "a row that is not kept": unkept,
        "words beside a tick": lambda: RemarkDialog("After 3 months", "With the ward", wall),
        "the dots": lambda: DotsDialog(3, 20, wall),
        "who said it": lambda: AuthorDialog(note.author, note.named_as, people, wall),
        "show only": lambda: ShowOnlyDialog(wall.desk, wall),
        "a round": lambda: LengthDialog(wall),
        "a drawing": lambda: SketchDialog(wall),
        "a child A3": lambda: ChildDialog(desk.planners.choices(), note.name, wall),
        "typing up": lambda: TypingDialog(page.shell, pictured.id, "1 of 1", wall),
        "giving the keyboard": lambda: HandOverDialog(planner, wall),
        "a code": lambda: CodeDialog(desk, wall),
    }
