"""The planner on screen: toolbar, the A3 wall or the equal list, and what each command leads to.

``PlannerWall(new_id)`` needs one thing, a maker of note ids. Give it ``show_planner(snapshot)``
and listen to ``desk`` for what the person wants. A page puts ``switch`` among its buttons.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from cps_desktop.ui.kit.announcing import announce
from cps_desktop.ui.kit.buttons import Switch
from cps_desktop.ui.kit.overlays import Toast
from cps_desktop.ui.kit.page import Card
from cps_desktop.ui.theme import HAIR, SPACE_M
from cps_desktop.ui.wall.area import ZOOM_KEYS, WallArea
from cps_desktop.ui.wall.commands import NoteCommands, pop_up
from cps_desktop.ui.wall.desk import READ_ONLY, PlannerDesk
from cps_desktop.ui.wall.dragging import NoteDragging
from cps_desktop.ui.wall.finding import NoteFinding
from cps_desktop.ui.wall.keys import WallKeys
from cps_desktop.ui.wall.outline import PlannerOutline
from cps_desktop.ui.wall.sheet import A3Sheet
from cps_desktop.ui.wall.snapshot import PlannerSnapshot
from cps_desktop.ui.wall.tools import WallTools
from cps_desktop.ui.wall.writing import SheetWriting


class PlannerWall(QWidget):
    """An A3 planner to work on. ``desk`` carries the signals ``note_added``, ``note_edited``, …"""

    undo_requested = Signal()
    """"Undo" was chosen on the line that says what was done."""
    choose_asked = Signal(str)
    """Note id: two people changed it, and the person wants to choose between the versions."""

    def __init__(
        self,
        new_id: Callable[[], str],
        parent: QWidget | None = None,
        *,
        say: Callable[[str, bool], None] | None = None,
    ) -> None:
        """``say`` takes a sentence and whether to offer "Undo"; without it, a line of its own."""
        super().__init__(parent)
        self.desk = PlannerDesk(new_id, self)
        self.sheet = A3Sheet(self.desk)
        self.area = WallArea(self.sheet)
        self.outline = PlannerOutline(self.desk)
        self.commands = NoteCommands(self.desk, self)
        self.writing = SheetWriting(self.sheet, self.area)
        self.dragging = NoteDragging(self.sheet, self.area)
        self.finding = NoteFinding(self.desk, self.sheet, self.outline)
        self.tools = WallTools(
            self.add_note, lambda: self._current_note, self.commands, self.finding, self.area
        )
        self.keys = WallKeys(self)
        self._say = say
        self.switch = Switch("Show as", ("Wall", "List"), self._show_view)
        self._current_note = ""
        self._current_box = ""
        self._views = QStackedWidget()
        self._views.addWidget(self.area)
        card = Card(name="List")
        card.column.setContentsMargins(HAIR, HAIR, HAIR, HAIR)
        card.column.addWidget(self.outline, 1)
        self._views.addWidget(card)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addLayout(self.tools)
        column.addWidget(self._views, 1)
        self.toast = Toast(self)
        self.toast.undo_asked.connect(self.undo_requested)
        self._connect()
        self._enable()

    def _connect(self) -> None:
        for view in (self.sheet, self.outline):
            view.note_focused.connect(self._note_focused)
            view.box_focused.connect(self._box_focused)
            view.note_key.connect(self.keys.on_note)
            view.box_key.connect(self.keys.on_box)
            view.note_menu.connect(self._open_menu)
        self.sheet.edit_asked.connect(self.edit_note)
        self.outline.edit_asked.connect(self.edit_note)
        self.sheet.add_asked.connect(self.add_note)
        self.sheet.mark_asked.connect(self.choose_asked)
        self.sheet.gap_asked.connect(self.go_to_box)
        self.commands.choose_asked.connect(self.choose_asked)
        self.finding.go_asked.connect(self.go_to_note)
        self.sheet.filled.connect(self.finding.look_again)
        self.desk.refused.connect(self._refuse)
        self.writing.next_wanted.connect(self._next_note)
        self.outline.next_wanted.connect(self._next_note)
        self.commands.done.connect(self._done)
        self.commands.edit_asked.connect(self.edit_note)
        self.commands.delete_asked.connect(self.delete_note)
        self.dragging.dropped.connect(self.commands.move_to)
        self.desk.note_added.connect(lambda note, _after: announce(self, "Note added."))
        self.desk.changed.connect(self._enable)

    def show_planner(self, planner: PlannerSnapshot) -> None:
        """Show a planner; the same one again is brought up to date in place."""
        gone = self._current_note
        near = self.desk.neighbour(gone) if gone else ""
        had = self._has_keyboard()
        self.desk.show(planner)
        if gone and self.desk.note(gone) is None:
            self._current_note = ""
            if had:
                self._go_to(near, self._current_box)
        self._enable()

    def flush(self) -> None:
        """Hand on at once what was typed last; call it before closing or leaving."""
        self.writing.flush()
        self.outline.flush()

    @property
    def edited_note(self) -> str:
        """The note being written on, or ""."""
        return self.outline.edited_note if self.shows_list else self.writing.note

    @property
    def current_note(self) -> str:
        """The note the keyboard is or last was on, or ""."""
        return self._current_note

    def go_to_note(self, note_id: str) -> bool:
        """Bring a note into view and put the keyboard on it; False where it is not here."""
        place = self.desk.place_of(note_id)
        if place is None:
            return False
        self._go_to(note_id, place[0])
        return True

    def show_current(self) -> None:
        """Bring the current note into view again."""
        self._note_focused(self._current_note)

    def go_to_box(self, box: str) -> None:
        """Bring a box into view and put the keyboard on it."""
        self._go_to("", box)

    def go_to_gap(self) -> None:
        """To the next box without a note, from where the keyboard is."""
        boxes = [box.key for box in self.desk.planner.boxes if box.takes]
        at = boxes.index(self._current_box) + 1 if self._current_box in boxes else 0
        gaps = [key for key in (*boxes[at:], *boxes[:at]) if not self.desk.notes_in(key)]
        if gaps:
            self.go_to_box(gaps[0])
        else:
            self._tell("Every box has a note.", undo=False)

    def _tell(self, sentence: str, *, undo: bool) -> None:
        if self._say is not None:
            self._say(sentence, undo)
        else:
            self.toast.say(sentence, undo=undo)

    def _refuse(self, sentence: str) -> None:
        self._tell(sentence, undo=False)

    def add_note(self, box: str = "") -> None:
        """Begin a note: after the current one, or in ``box``, or where the keyboard is."""
        self.writing.finish()
        after = ""
        if not box:
            place = self.desk.place_of(self._current_note)
            if place is not None:
                box, after = place[0], self._current_note
            else:
                box = self._current_box or self._first_box()
        if self.desk.planner.read_only:
            self.desk.refused.emit(READ_ONLY)
        elif box and not self.desk.takes(box):
            self._tell("Choose a box of this planner for the new note.", undo=False)
        elif box:
            self.finding.clear()
            self._write_on(self.desk.begin_note(box, after), adding=True)

    def _first_box(self) -> str:
        """The first box with a gap, else the first of all."""
        boxes = [box.key for box in self.desk.planner.boxes if box.takes]
        return next(
            (key for key in boxes if not self.desk.notes_in(key)), boxes[0] if boxes else ""
        )

    def edit_note(self, note_id: str) -> None:
        """Write on a note where it stands; one with two versions is chosen from first."""
        note = self.desk.note(note_id)
        if note is None or not self.desk.may_change(note_id):
            return
        if note.contested:
            self.choose_asked.emit(note_id)
            return
        self._write_on(note_id, adding=False)

    def _write_on(self, note_id: str, *, adding: bool) -> None:
        if self.shows_list:
            self.outline.edit_note(note_id, adding=adding)
        else:
            self.writing.begin(note_id, adding=adding)

    def _next_note(self, after: str) -> None:
        place = self.desk.place_of(after)
        if place is not None:
            self._write_on(self.desk.begin_note(place[0], after), adding=True)

    def delete_note(self, note_id: str) -> None:
        """Delete a note; the keyboard goes to the next one, or to the box."""
        place = self.desk.place_of(note_id)
        if place is None or not self.desk.may_change(note_id):
            return
        near = self.desk.neighbour(note_id)
        self.writing.drop()
        self.desk.delete(note_id)
        self._go_to(near, place[0])
        self._tell("Note deleted.", undo=True)

    @property
    def shows_list(self) -> bool:
        return self._views.currentIndex() == 1

    def show_list(self, wanted: bool) -> None:
        """Show the list, or the wall."""
        self.switch.choose(1 if wanted else 0)
        self._show_view(1 if wanted else 0)

    def _show_view(self, number: int) -> None:
        self.writing.finish()
        self._views.setCurrentIndex(number)
        self.tools.zoom.setVisible(number == 0)
        self.finding.look_again()
        self._go_to(self._current_note, self._current_box, focus=False)

    def _go_to(self, note_id: str, box: str, *, focus: bool = True) -> None:
        """Put the keyboard on a note, else on a box: it is never lost."""
        if self.shows_list:
            if not self.outline.go_to_note(note_id):
                self.outline.go_to_box(box)
            if focus:
                self.outline.setFocus()
            return
        target: QWidget | None = self.sheet.button(note_id) or self.sheet.boxes.get(box)
        if target is not None and focus:
            target.setFocus(Qt.FocusReason.OtherFocusReason)
            self.area.ensureWidgetVisible(target)

    def _has_keyboard(self) -> bool:
        holder: QWidget | None = self.window().focusWidget()
        return holder is not None and self.isAncestorOf(holder)

    def _note_focused(self, note_id: str) -> None:
        self._current_note = note_id
        place = self.desk.place_of(note_id)
        if place is not None:
            self._lift(place[0])
        button = self.sheet.button(note_id)
        if button is not None and not self.shows_list:
            self.area.ensureWidgetVisible(button, SPACE_M, SPACE_M)
        self._enable()

    def _box_focused(self, box: str) -> None:
        self._current_note = ""
        self._lift(box)
        self._enable()

    def _lift(self, box: str) -> None:
        self._current_box = box
        for key, group in self.sheet.boxes.items():
            group.set_lifted(key == box)

    def _enable(self) -> None:
        self.tools.enable(
            note=self.desk.note(self._current_note) is not None,
            boxes=bool(self.desk.planner.boxes),
        )

    def _open_menu(self, note_id: str, at: QPoint) -> None:
        pop_up(self.commands.note_menu(note_id), at)

    def _done(self, note_id: str, sentence: str, undo: bool) -> None:
        """Say what was done; the keyboard stays with the note."""
        self._go_to(note_id, self._current_box)
        if undo:
            self._tell(sentence, undo=True)
        else:
            announce(self, sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.shows_list and self.area.zoom_key(event):
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # On the A3, Ctrl with +, - and 0 make the paper larger, not the letters of the program.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and not self.shows_list
            and event.key() in ZOOM_KEYS
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            event.accept()
            return True
        return super().event(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.flush()
        super().hideEvent(event)
