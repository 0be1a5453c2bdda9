"""What is done with notes as they stand: moved, coloured, given an author, copied, deleted."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from cps_desktop.ui.kit.choices import Choice, RadioGroup
from cps_desktop.ui.kit.dialogs import QuestionDialog
from cps_desktop.ui.kit.form import FormRow
from cps_desktop.ui.kit.text_fields import LineField
from cps_desktop.ui.wall.arranging import BY_DOTS
from cps_desktop.ui.wall.box_parts import hangs
from cps_desktop.ui.wall.desk import PlannerDesk
from cps_desktop.ui.wall.shown import IN_DOTS_ORDER
from cps_desktop.ui.wall.snapshot import (
    BY_INITIALS,
    BY_NAME,
    BY_NOBODY,
    colour_name,
    counted,
)
from cps_desktop.ui.wall.wishes import DeleteNotes, MoveNotes, NameAuthor, Recolour

FAR = 1_000_000


class NoteCommands(QObject):
    """Commands on a note, or on all that are chosen, the same from wherever they are given."""

    done = Signal(str, str, bool)
    """Note id, a sentence that says what was done, whether to offer "Undo"."""
    edit_asked = Signal(str)
    delete_asked = Signal(str)
    choose_asked = Signal(str)
    """Two people changed the note: the person wants to choose."""

    def __init__(self, desk: PlannerDesk, over: QWidget) -> None:
        super().__init__(over)
        self._desk = desk
        self._over = over

    def move_to(self, note_id: str, box: str, index: int = FAR, theme: str | None = None) -> None:
        """Put a note, or all that are chosen, in a box (at its end) and say so."""
        targets = self._desk.chosen.targets(note_id)
        note = self._desk.note(note_id)
        name = self._box_name(box)
        if len(targets) == 1 and (theme is None or (note is not None and note.theme == theme)):
            if self._desk.move(note_id, box, index):
                self.done.emit(note_id, f"Moved to {name}.", True)
        elif targets and self._desk.takes(box):
            if self._desk.shown.order == BY_DOTS:
                # Those that stand in the box would only change an order that is not seen.
                targets = tuple(
                    one for one in targets if (self._desk.place_of(one) or ("", 0))[0] != box
                )
                if not targets:
                    self._desk.refused.emit(IN_DOTS_ORDER)
                    return
            place = self._desk.shown.place_for(box, index, set(targets))
            self._desk.wish(MoveNotes(targets, box, place, theme))

    def step(self, note_id: str, by: int) -> None:
        """One place earlier (-1) or later (1) in its box."""
        if self._desk.step(note_id, by):
            place = self._desk.place_of(note_id)
            assert place is not None
            row = [one.id for one in self._desk.shown.notes(place[0])]
            self.done.emit(note_id, f"Now {row.index(note_id) + 1} of {len(row)}.", False)

    def recolour(self, note_id: str, colour: str) -> None:
        targets = self._desk.chosen.targets(note_id)
        if len(targets) > 1:
            self._desk.wish(Recolour(targets, colour))
            return
        self._desk.recolour(note_id, colour)
        note = self._desk.note(note_id)
        if note is None or note.colour != colour:
            return
        meaning = self._desk.planner.meaning(colour)
        self.done.emit(note_id, f"{colour_name(colour)}: {meaning}.", False)

    def copy_text(self, note_id: str) -> None:
        """Put the words of a note, or of all that are chosen, on the clipboard."""
        notes = [self._desk.note(one) for one in self._desk.chosen.targets(note_id)]
        if notes:
            QGuiApplication.clipboard().setText("\n".join(one.text for one in notes if one))
            self.done.emit(note_id, "Copied.", False)

    def delete_chosen(self, note_id: str) -> bool:
        """Delete all that are chosen, as one step; False where there is but one note to delete."""
        targets = self._desk.chosen.targets(note_id)
        if len(targets) > 1:
            self._desk.wish(DeleteNotes(targets))
        return len(targets) > 1

    def take_answer(self, box: str, given: str) -> None:
        """Take the last answer of this kind back that has no words of its own."""
        known = self._desk.box(box)
        notes = [one for one in self._desk.notes_in(box) if one.given == given]
        bare = [one for one in notes if known is not None and not hangs(known, one)]
        if bare:
            self._desk.wish(DeleteNotes((bare[-1].id,)))

    def _box_name(self, key: str) -> str:
        box = self._desk.box(key)
        return box.title if box else key

    def ask_author(self, note_id: str) -> None:
        """Ask who said it and how they wish to be shown."""
        note = self._desk.note(note_id)
        if note is None or not self._desk.may_change(note_id):
            return
        targets = self._desk.chosen.targets(note_id)
        dialog = AuthorDialog(
            note.author, note.named_as, self._desk.planner.people, self._over, len(targets)
        )

        def keep() -> str:
            if len(targets) > 1:
                return self._desk.wish(NameAuthor(targets, *dialog.chosen()))
            return self._desk.set_author(note_id, *dialog.chosen())

        dialog.keeps(keep, "keep")
        kept = dialog.ask() == "keep"
        dialog.deleteLater()
        shown = self._desk.note(note_id)
        if kept and len(targets) == 1 and shown is not None:
            self.done.emit(note_id, f"Said by: {shown.shown_author}.", False)


class AuthorDialog(QuestionDialog):
    """Who said it: a name, typed or chosen, and how it is shown."""

    def __init__(
        self,
        author: str,
        named_as: str,
        people: tuple[str, ...],
        parent: QWidget,
        notes: int = 1,
    ) -> None:
        whose = f" This is for {counted(notes)}." if notes > 1 else ""
        super().__init__(
            "Who said it?",
            f"People choose how they are shown. The name itself stays in this workspace.{whose}",
            (("keep", "Keep this"), ("leave", "Leave it as it was")),
            parent=parent,
        )
        self.name = LineField("Name", author)
        self.named_as = RadioGroup(
            "Show as",
            ((BY_NAME, "The name"), (BY_INITIALS, "Initials only"), (BY_NOBODY, "No name")),
            named_as if author else (BY_NAME if named_as == BY_NOBODY else named_as),
        )
        if people:
            options = (("", "Choose from those here"), *((name, name) for name in people))
            choice = Choice("People here", options)
            choice.chosen.connect(self._take)
            self.body.addWidget(FormRow("Someone here", choice))
        self.body.addWidget(FormRow("Name", self.name, "Leave it empty for no name."))
        self.body.addWidget(self.named_as)
        self.name.entered.connect(self.buttons["keep"].click)
        self.name.setFocus()

    def _take(self, name: str) -> None:
        if name:
            self.name.set_text(name)

    def chosen(self) -> tuple[str, str]:
        """Author and how to show them; without a name, nobody."""
        author = self.name.text()
        if not author.strip():
            return "", BY_NOBODY
        return author, self.named_as.key()
