"""What makes one thing of another: merge, split, themes, dots, links, actions, A3s, pictures."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from cps_desktop.ui.kit.dialogs import QuestionDialog
from cps_desktop.ui.wall.box_parts import ANSWER, TICK, BoxPart, cells_of
from cps_desktop.ui.wall.desk import READ_ONLY, PlannerDesk
from cps_desktop.ui.wall.picking import PickNote
from cps_desktop.ui.wall.shaping import (
    ActionDialog,
    DotsDialog,
    RemarkDialog,
    RowDialog,
    SplitDialog,
    ThemeDialog,
)
from cps_desktop.ui.wall.snapshot import ACTION, CHILD, LINKED, BoxSnapshot, NoteSnapshot
from cps_desktop.ui.wall.taking import Taken, may_be_taken, taken_from
from cps_desktop.ui.wall.wishes import (
    AddPictures,
    AddRow,
    Answer,
    BeginChild,
    ClearDots,
    EditRow,
    GiveDot,
    GiveTheme,
    Link,
    MakeAction,
    Merge,
    OpenAction,
    OpenNote,
    OpenPlanner,
    PutPicture,
    Remark,
    RenameTheme,
    SetDotsEach,
    Split,
    TakeDot,
    Tick,
)

MOST_DOTS: Final = 20
PHOTOS: Final = "Photos (*.jpg *.jpeg *.png *.heic *.heif *.pdf);;All files (*)"
NO_BOX: Final = "Choose a box of this planner for the picture."
NO_PICTURE: Final = "There is no picture to paste. Copy a photo or its file first."


class NoteActs(QObject):
    """Asks what has to be known, and says on the desk what somebody wants."""

    write_asked = Signal(str)
    """Box: somebody wants to write in it."""
    go_asked = Signal(str)
    """Note to go to."""
    details_asked = Signal(str)
    """Note whose details shall stand beside the planner."""

    def __init__(self, desk: PlannerDesk, over: QWidget) -> None:
        super().__init__(over)
        self._desk = desk
        self._over = over

    def _note(self, note_id: str) -> NoteSnapshot | None:
        """A note that may be changed; the desk says why not."""
        return self._desk.note(note_id) if self._desk.may_change(note_id) else None

    # -- one of several, several of one ---------------------------------------------------------

    def merge(self, note_id: str) -> None:
        """Make one note of all that are chosen; of one alone, ask for the other."""
        note = self._note(note_id)
        targets = self._desk.chosen.targets(note_id)
        if note is None:
            return
        if len(targets) < 2:
            other = self._pick(
                (note_id,),
                "Merge with…",
                "Both become one note. It keeps its place, and the words of both.",
                "Merge them",
            )
            if not other:
                return
            targets = (note_id, other)
        self._desk.wish(Merge(targets))

    def split(self, note_id: str) -> None:
        """Ask where to split a note, showing what it becomes."""
        note = self._note(note_id)
        if note is None:
            return
        dialog = SplitDialog(note, self._over)
        dialog.keeps(lambda: self._desk.wish(Split(note_id, dialog.texts())), "split")
        dialog.ask()
        dialog.deleteLater()

    def split_at(self, note_id: str, before: str, after: str) -> None:
        """Split a note where the caret stands; True halves only."""
        if before.strip() and after.strip() and self._note(note_id) is not None:
            self._desk.wish(Split(note_id, (before.strip(), after.strip())))

    # -- what belongs together ------------------------------------------------------------------

    def theme(self, note_id: str) -> None:
        """Put a note, or all that are chosen, under a theme."""
        note = self._note(note_id)
        if note is None:
            return
        targets = self._desk.chosen.targets(note_id)
        planner = self._desk.planner
        under = [one.id for one in planner.notes if note.theme and one.theme == note.theme]
        others = len(set(under) - set(targets))
        dialog = ThemeDialog(
            note.theme,
            planner.themes,
            len(targets),
            self._over,
            all_of_it=len(under) if others else 0,
        )
        dialog.keeps(lambda: self._desk.wish(GiveTheme(targets, dialog.name.text())), "keep")
        dialog.keeps(lambda: self._desk.wish(RenameTheme(note.theme, dialog.name.text())), "rename")
        dialog.ask()
        dialog.deleteLater()

    def link(self, note_id: str) -> None:
        """Link all that are chosen; of one alone, ask which other belongs to it."""
        note = self._note(note_id)
        targets = self._desk.chosen.targets(note_id)
        if note is None:
            return
        if len(targets) < 2:
            other = self._pick(
                (note_id, *note.linked),
                "Link with…",
                "Each of them says that it is linked, and leads to the other.",
                "Link them",
            )
            if not other:
                return
            targets = (note_id, other)
        self._desk.wish(Link(targets))

    def _pick(self, without: tuple[str, ...], title: str, line: str, verb: str) -> str:
        """Ask for one note of this planner, of all but these; "" for none."""
        dialog = PickNote(title, line, verb, self._desk, without, self._over)
        picked = dialog.picked() if dialog.ask() == "take" else ""
        dialog.deleteLater()
        return picked

    def follow(self, note_id: str, kind: str = "") -> None:
        """Go where a note leads: the one place, or its details where there are several."""
        note = self._desk.note(note_id)
        if note is None or not note.leads:
            return
        kinds = [one for one, _ in note.leads]
        wanted = kind or (kinds[0] if len(kinds) == 1 else "")
        if wanted == LINKED and len(note.linked) == 1:
            self.go(note.linked[0])
        elif wanted == ACTION:
            self._desk.wished.emit(OpenAction(note.action))
        elif wanted == CHILD:
            self._desk.wished.emit(OpenPlanner(note.child))
        else:
            self.details_asked.emit(note_id)

    def go(self, note_id: str) -> None:
        """Go to a note, on this planner or on another of the session."""
        if self._desk.note(note_id) is not None:
            self.go_asked.emit(note_id)
        else:
            self._desk.wished.emit(OpenNote(note_id))

    # -- dots -----------------------------------------------------------------------------------

    def dot(self, note_id: str, by: int) -> None:
        """One dot more, or one fewer."""
        note = self._note(note_id)
        if note is not None and (by > 0 or note.dots):
            self._desk.wish(GiveDot(note_id) if by > 0 else TakeDot(note_id))

    def ask_dots_each(self) -> None:
        """How many dots each person has."""
        dialog = DotsDialog(self._desk.planner.dots_each, MOST_DOTS, self._over)
        if dialog.ask() == "keep":
            self._desk.wish(SetDotsEach(int(dialog.count.key())))
        dialog.deleteLater()

    def clear_dots(self) -> None:
        """Take all dots off, after asking."""
        dialog = QuestionDialog(
            "Take all dots off?",
            "Every dot on this planner goes. Undo puts them back.",
            (("clear", "Take all dots off"), ("leave", "Leave them")),
            danger="clear",
            parent=self._over,
        )
        if dialog.ask() == "clear":
            self._desk.wish(ClearDots())
        dialog.deleteLater()

    # -- what grows from a note -----------------------------------------------------------------

    def action(self, note_id: str) -> None:
        """Turn a note into an action; one that is one already leads there."""
        note = self._note(note_id)
        if note is None:
            return
        if note.action:
            self.follow(note_id, ACTION)
            return
        planner = self._desk.planner
        dialog = ActionDialog(note.text, planner.people, self._over, today=planner.today)
        dialog.keeps(lambda: self._desk.wish(MakeAction(note_id, *dialog.chosen())), "keep")
        dialog.ask()
        dialog.deleteLater()

    def child(self, note_id: str) -> None:
        """Begin an A3 of its own for a note; one that has one leads there."""
        note = self._note(note_id)
        if note is not None and note.child:
            self.follow(note_id, CHILD)
        elif note is not None:
            self._desk.wish(BeginChild(note_id))

    # -- pictures -------------------------------------------------------------------------------

    def photos(self, box: str, note_id: str = "") -> None:
        """Choose photos with the system's own dialog: for a note, else for new notes in a box."""
        if not self._may_take(box, note_id):
            return
        names, _kind = QFileDialog.getOpenFileNames(self._over, "Add a photo", "", PHOTOS)
        if names:
            self.take(Taken(tuple(Path(name) for name in names)), box, note_id)

    def sketch(self, box: str, note_id: str = "") -> None:
        """Draw something: on a note, else as a new note in a box."""
        from cps_desktop.ui.wall.sketching import SketchDialog

        if not self._may_take(box, note_id):
            return
        dialog = SketchDialog(self._over, on_a_note=self._desk.note(note_id) is not None)

        def keep() -> str:
            words = dialog.words.text()
            drawn = dialog.pad.prepared(words.strip() or "Drawing")
            return self.take(Taken(prepared=drawn), box, note_id, words)

        dialog.keeps(keep, "keep")
        dialog.ask()
        dialog.deleteLater()

    def paste(self, box: str) -> bool:
        """Make a note of the picture that was copied; False where none was."""
        mime = QGuiApplication.clipboard().mimeData()
        taken = taken_from(mime) if may_be_taken(mime) else None
        if taken is None:
            return False
        self.take(taken, box)
        return True

    def paste_picture(self, box: str) -> None:
        """The same from a menu: where there is none, it says so."""
        if not self.paste(box):
            self._desk.refused.emit(NO_PICTURE)

    def take(self, taken: Taken, box: str, note_id: str = "", text: str = "") -> str:
        """Put a picture on a note, or make notes of pictures in a box; why it could not be.

        Where the note went in the meantime, the picture becomes one of its own: it is not lost.
        """
        if self._desk.note(note_id) is None:
            note_id = ""
        if not self._may_take(box, note_id):
            return NO_BOX
        return self._desk.wish(
            PutPicture(note_id, taken) if note_id else AddPictures(box, taken, text)
        )

    def _may_take(self, box: str, note_id: str) -> bool:
        """Whether a picture can be put there; asked before one is drawn, which would be lost."""
        if note_id:
            return self._desk.may_change(note_id)
        if not self._desk.takes(box):
            read_only = self._desk.planner.read_only
            self._desk.refused.emit(READ_ONLY if read_only else NO_BOX)
            return False
        return True

    # -- boxes that are more than notes ---------------------------------------------------------

    def press(self, box: str, part: BoxPart) -> None:
        """Something in a box was pressed."""
        known = self._desk.box(box)
        if known is None or self._desk.planner.read_only:
            return
        if part.role == TICK:
            self._desk.wish(Tick(box, part.key, not part.done))
        elif part.role == ANSWER:
            self._desk.wish(Answer(box, part.key))
        elif known.kind == "table":
            self.row(known)
        elif known.kind == "sketch":
            self.sketch(box)
        else:
            self.write_asked.emit(box)

    def remark(self, box: str, item: str) -> None:
        """Ask for the words beside an item of a checklist; those that are there are changed."""
        known = self._desk.box(box)
        if known is None or not self._desk.takes(box):
            self._desk.refused.emit(READ_ONLY)
            return
        words = {one.key: one.words for one in known.items}.get(item, "")
        note = next((one for one in self._desk.notes_in(box) if one.given == item), None)
        dialog = RemarkDialog(words, note.text if note is not None else "", self._over)

        def keep() -> str:
            text = dialog.words.text().strip()
            nothing = not text and note is None
            return "" if nothing else self._desk.wish(Remark(box, item, text))

        dialog.keeps(keep, "keep")
        dialog.ask()
        dialog.deleteLater()

    def row(self, box: BoxSnapshot, note_id: str = "") -> None:
        """Ask for the cells of a row: a new one, or one that is there."""
        note = self._desk.note(note_id)
        columns = tuple(one.words for one in box.columns) or (box.title,)
        answer = "another"
        while answer == "another":
            cells = cells_of(box, note.text if note is not None else "")
            title = "Change the row" if note is not None else f"Add a row: {box.title}"
            dialog = RowDialog(title, columns, cells, self._over)
            dialog.keeps(partial(self._keep_row, dialog, box.key, note_id), "keep", "another")
            answer = dialog.ask()
            empty = not any(one.strip() for one in dialog.cells())
            dialog.deleteLater()
            if empty:
                return

    def _keep_row(self, dialog: RowDialog, box: str, note_id: str) -> str:
        given = dialog.cells()
        if not any(one.strip() for one in given):
            return ""
        known = self._desk.note(note_id) is not None
        return self._desk.wish(EditRow(note_id, given) if known else AddRow(box, given))
