"""The planner on screen: toolbar, the A3 wall or the equal list, and what each command leads to.

``PlannerWall(new_id)`` needs one thing, a maker of note ids. Give it ``show_planner(snapshot)``
and listen to ``desk`` for what the person wants. A page puts ``switch`` among its buttons.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cps_desktop.ui.kit.announcing import announce
from cps_desktop.ui.kit.buttons import Switch
from cps_desktop.ui.kit.overlays import Toast
from cps_desktop.ui.kit.page import Card
from cps_desktop.ui.theme import HAIR, SPACE_M
from cps_desktop.ui.wall.acts import NoteActs
from cps_desktop.ui.wall.adding import NoteAdding
from cps_desktop.ui.wall.area import WallArea
from cps_desktop.ui.wall.aside import PlannerAside
from cps_desktop.ui.wall.commands import NoteCommands
from cps_desktop.ui.wall.desk import PlannerDesk
from cps_desktop.ui.wall.dragging import NoteDragging
from cps_desktop.ui.wall.finding import NoteFinding
from cps_desktop.ui.wall.ground import WallGround
from cps_desktop.ui.wall.keys import SheetArrows, WallKeys
from cps_desktop.ui.wall.menus import PlannerMenus, pop_up
from cps_desktop.ui.wall.note_pictures import NotePictures
from cps_desktop.ui.wall.outline import PlannerOutline
from cps_desktop.ui.wall.place import PlannerPlace
from cps_desktop.ui.wall.several import SeveralNotes
from cps_desktop.ui.wall.sheet import A3Sheet
from cps_desktop.ui.wall.showing import WallShowing
from cps_desktop.ui.wall.snapshot import PlannerSnapshot
from cps_desktop.ui.wall.strip import PlannerStrip
from cps_desktop.ui.wall.taking import Taken
from cps_desktop.ui.wall.tools import WallTools
from cps_desktop.ui.wall.writing import SheetWriting


class PlannerWall(WallGround):
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
        read_picture: Callable[[str], bytes | None] = lambda _digest: None,
    ) -> None:
        """``say`` takes a sentence and whether to offer "Undo"; without it, a line of its own.

        ``read_picture`` gives a picture's content by its SHA-256, None while it is still to come.
        """
        super().__init__(parent)
        self.desk = PlannerDesk(new_id, self)
        pictures = NotePictures(read_picture)
        self.sheet = A3Sheet(self.desk, pictures)
        self.area = WallArea(self.sheet)
        self.outline = PlannerOutline(self.desk)
        self._views = QStackedWidget()
        self.place = PlannerPlace(
            self.desk, self.sheet, self.area, self.outline, lambda: self.shows_list
        )
        self.commands = NoteCommands(self.desk, self)
        self.acts = NoteActs(self.desk, self)
        self.menus = PlannerMenus(self.desk, self.commands, self.acts, self)
        self.writing = SheetWriting(self.sheet, self.area)
        self.dragging = NoteDragging(self.sheet, self.area)
        self.finding = NoteFinding(self.desk, self.sheet, self.outline)
        self.several = SeveralNotes(
            self.desk, self.place, lambda sentence: announce(self, sentence)
        )
        self.showing = WallShowing(self.desk, self.place, self.writing, self)
        self.aside = PlannerAside(self.desk, self.acts, self.commands, pictures)
        self.adding = NoteAdding(
            self.desk,
            self.place,
            self.outline,
            self.writing,
            self.finding,
            self.acts,
            shows_list=lambda: self.shows_list,
            tell=lambda sentence: self.tell(sentence, undo=False),
        )
        self.tools = WallTools(
            self.adding.add, self.acts.link, self._current, self.menus, self.finding, self.area
        )
        self.keys = WallKeys(
            self.place,
            self.several,
            self.commands,
            self.acts,
            self.tools,
            SheetArrows(self.sheet, self.area),
            shows_list=lambda: self.shows_list,
            add=self.adding.add,
            edit=self.adding.edit,
            delete=self.delete_note,
            details=self.aside.show_note,
            next_gap=self.go_to_gap,
            find_again=self.finding.go_on,
            show_only=self.showing.ask,
        )
        self._say = say
        self.switch = Switch("Show as", ("Wall", "List"), self._show_view)
        self.strip = PlannerStrip(
            self.desk,
            show_all=self.showing.show_all,
            merge=lambda: self.acts.merge(self.several.first()),
            name_theme=lambda: self.acts.theme(self.several.first()),
            link=lambda: self.acts.link(self.several.first()),
            none=self.several.none,
        )
        self.showing.said = self.strip.only.words.text
        self.menus.more += [
            ("Show only…\tF", self.showing.ask),
            ("Colours and progress", self.aside.show_overview),
            ("Timer for a round…", self.tools.open_timer),
        ]
        self.toast = Toast(self)
        self.toast.undo_asked.connect(self.undo_requested)
        self._lay_out()
        self._connect()
        self._enable()

    def _lay_out(self) -> None:
        self._views.addWidget(self.area)
        card = Card(name="List")
        card.column.setContentsMargins(HAIR, HAIR, HAIR, HAIR)
        card.column.addWidget(self.outline, 1)
        self._views.addWidget(card)
        row = QHBoxLayout()
        row.setSpacing(SPACE_M)
        row.addWidget(self._views, 1)
        row.addWidget(self.aside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addLayout(self.tools)
        column.addWidget(self.strip)
        column.addLayout(row, 1)
        self.zooms = self.area

    def _connect(self) -> None:
        for view in (self.sheet, self.outline):
            view.note_key.connect(self.keys.on_note)
            view.box_key.connect(self.keys.on_box)
            view.part_key.connect(self.keys.on_part)
            view.part_wanted.connect(self.acts.press)
            view.note_menu.connect(lambda note, at: pop_up(self.menus.note(note), at))
            view.box_menu.connect(lambda box, at: pop_up(self.menus.box(box), at))
            view.edit_asked.connect(self.edit_note)
        self.sheet.add_asked.connect(self.add_note)
        self.sheet.mark_asked.connect(self.choose_asked)
        self.sheet.lead_asked.connect(self.acts.follow)
        self.sheet.choose_asked.connect(self.several.clicked)
        self.sheet.gap_asked.connect(self.go_to_box)
        self.sheet.filled.connect(self.finding.look_again)
        self.place.moved.connect(self._enable)
        self.dropped.connect(self._dropped)
        self.commands.choose_asked.connect(self.choose_asked)
        self.adding.choose_asked.connect(self.choose_asked)
        self.commands.done.connect(self.say_done)
        self.commands.edit_asked.connect(self.edit_note)
        self.commands.delete_asked.connect(self.delete_note)
        self.acts.write_asked.connect(self.add_note)
        self.acts.go_asked.connect(self.go_to_note)
        self.acts.details_asked.connect(self.aside.show_note)
        self.aside.overview.gap_asked.connect(self.go_to_box)
        self.finding.go_asked.connect(self.go_to_note)
        self.writing.next_wanted.connect(self.adding.go_on)
        self.writing.split_wanted.connect(self.acts.split_at)
        self.outline.next_wanted.connect(self.adding.go_on)
        self.outline.split_wanted.connect(self.acts.split_at)
        self.dragging.dropped.connect(self.commands.move_to)
        self.desk.refused.connect(lambda sentence: self.tell(sentence, undo=False))
        self.desk.note_added.connect(lambda _note, _after: announce(self, "Note added."))
        self.desk.changed.connect(self._enable)
        self.desk.chosen.changed.connect(self._enable)

    # -- what the page uses ---------------------------------------------------------------------

    def show_planner(self, planner: PlannerSnapshot) -> None:
        """Show a planner; the same one again is brought up to date in place."""
        gone = self.place.note
        near = self.desk.neighbour(gone) if gone else ""
        had = self._has_keyboard()
        self.desk.show(planner)
        if gone and self.desk.note(gone) is None:
            self.place.note = ""
            if had:
                self.place.go(near, self.place.box)
        self._enable()

    def flush(self) -> None:
        """Hand on at once what was typed last; call it before closing or leaving."""
        self.writing.flush()
        self.outline.writing.flush()

    @property
    def edited_note(self) -> str:
        """The note being written on, or ""."""
        return self.outline.writing.note if self.shows_list else self.writing.note

    @property
    def current_note(self) -> str:
        """The note the keyboard is or last was on, or ""."""
        return self.place.note

    def go_to_note(self, note_id: str) -> bool:
        """Bring a note into view and put the keyboard on it; False where it is not here."""
        return self.place.go_to_note(note_id)

    def show_current(self) -> None:
        """Bring the current note into view again."""
        self.place.show_again()

    def go_to_box(self, box: str) -> None:
        """Bring a box into view and put the keyboard on it."""
        self.place.go("", box)

    def go_to_gap(self) -> None:
        """To the next box with nothing in it, from where the keyboard is."""
        gap = self.place.next_gap()
        if gap:
            self.go_to_box(gap)
        else:
            self.tell("Every box has a note.", undo=False)

    def add_note(self, box: str = "") -> None:
        """Begin a note: after the current one, or in ``box``, or where the keyboard is."""
        self.adding.add(box)

    def edit_note(self, note_id: str) -> None:
        """Write on a note where it stands; one with two versions is chosen from first."""
        self.adding.edit(note_id)

    def delete_note(self, note_id: str) -> None:
        """Delete a note, or all chosen; the keyboard goes to the next one, or to the box."""
        place = self.desk.place_of(note_id)
        if place is None or not self.desk.may_change(note_id):
            return
        self.writing.drop()
        if self.commands.delete_chosen(note_id):
            return
        near = self.desk.neighbour(note_id)
        self.desk.delete(note_id)
        self.place.go(near, place[0])
        self.tell("Note deleted.", undo=True)

    def tell(self, sentence: str, *, undo: bool) -> None:
        """Say a sentence at the foot of the page, with "Undo" where asked for."""
        if self._say is not None:
            self._say(sentence, undo)
        else:
            self.toast.say(sentence, undo=undo)

    def say_done(self, note_id: str, sentence: str, undo: bool) -> None:
        """Say what was done; the keyboard stays with the note, or goes near where it was."""
        inside = self.aside.isVisible() and self.aside.isAncestorOf(self.window().focusWidget())
        if not inside:
            known = self.desk.note(note_id) is not None
            self.place.go(note_id if known else self.place.note, self.place.box)
        if undo:
            self.tell(sentence, undo=True)
        else:
            announce(self, sentence)

    # -- wall and list --------------------------------------------------------------------------

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
        self.place.go(self.place.note, self.place.box, focus=False)

    # -- inside ---------------------------------------------------------------------------------

    def _current(self) -> tuple[str, str]:
        note = self.place.note or next(iter(self.desk.chosen.ids()), "")
        return note, self.place.box or self.place.first_box()

    def _has_keyboard(self) -> bool:
        holder: QWidget | None = self.window().focusWidget()
        return holder is not None and self.isAncestorOf(holder)

    def _enable(self) -> None:
        self.tools.enable(
            note=self.desk.note(self.place.note) is not None or bool(self.desk.chosen),
            boxes=bool(self.desk.planner.boxes),
        )
        self.aside.follow(self.place.note)

    def _dropped(self, taken: Taken, at: QPoint) -> None:
        here = self.sheet.mapFrom(self, at)
        box = self.dragging.box_at(here) if not self.shows_list else ""
        self.acts.take(taken, box or self.place.box or self.place.first_box())

    def hideEvent(self, event: QHideEvent) -> None:
        self.flush()
        super().hideEvent(event)
