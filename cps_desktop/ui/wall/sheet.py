"""The A3 itself: headings, boxes and notes as real widgets, laid out in page units times zoom."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from cps_desktop.ui.kit.reading_order import tab_stop
from cps_desktop.ui.theme import HAIR, NOTE_COLOURS, ZOOM_SETTLE_MS
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.wall.box import BoxGroup
from cps_desktop.ui.wall.box_parts import parts_of
from cps_desktop.ui.wall.desk import PlannerDesk
from cps_desktop.ui.wall.heading import StageHeading
from cps_desktop.ui.wall.later_notes import PIECES_LAID_OUT, LaterNotes
from cps_desktop.ui.wall.laying_out import OnSheet, SheetLayout
from cps_desktop.ui.wall.legend import Legend
from cps_desktop.ui.wall.note import NoteButton
from cps_desktop.ui.wall.note_pictures import NO_PICTURES, NotePictures
from cps_desktop.ui.wall.note_signals import NoteSignals
from cps_desktop.ui.wall.notes_on_sheet import NotesOnSheet
from cps_desktop.ui.wall.paper import keep_painted, paint_edge_anew, paint_paper
from cps_desktop.ui.wall.progress import stage_progress
from cps_desktop.ui.wall.snapshot import PlannerSnapshot
from cps_desktop.ui.wall.tab_order import TabOrder

MANY = 300
"""With so many notes, laying all of them out takes as long as a key may."""


class A3Sheet(QWidget):
    """Shows what lies on the desk. Keeps its widgets from one snapshot to the next."""

    note_key = Signal(str, object)
    box_key = Signal(str, object)
    part_key = Signal(str, object, object)
    part_wanted = Signal(str, object)
    """Box and ``BoxPart`` that was pressed."""
    note_menu = Signal(str, QPoint)
    box_menu = Signal(str, QPoint)
    note_focused = Signal(str)
    box_focused = Signal(str)
    edit_asked = Signal(str)
    add_asked = Signal(str)
    mark_asked = Signal(str)
    lead_asked = Signal(str, str)
    choose_asked = Signal(str, bool)
    gap_asked = Signal(str)
    drag_begun = Signal(str, QPoint)
    dragged = Signal(QPoint)
    dropped = Signal(bool)
    laid_out = Signal()
    filled = Signal()
    """Every note has its widget now (see ``later_notes``)."""

    def __init__(
        self,
        desk: PlannerDesk,
        pictures: NotePictures = NO_PICTURES,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self._pictures = pictures
        tab_stop(self)
        keep_painted(self)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.legend = Legend(self)
        self._on = OnSheet(self.legend)
        self._layout = SheetLayout(self._on, desk.shown)
        self._template: tuple[object, ...] = ()
        self._tabs = TabOrder(self._on)
        self._later = LaterNotes(self)
        self._notes = NotesOnSheet(
            self._on, desk, self._later, pictures, self._heard_signals(), self._show_parts
        )
        self._later.due.connect(self._make_more)
        self._pieces = 0
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(ZOOM_SETTLE_MS)
        self._rest.timeout.connect(self.lay_out)
        desk.changed.connect(self.refresh)
        desk.chosen.changed.connect(self._show_chosen)
        theme().changed.connect(self._retheme)
        self.refresh()

    @property
    def boxes(self) -> dict[str, BoxGroup]:
        """The boxes, by key."""
        return self._on.boxes

    @property
    def notes(self) -> dict[str, NoteButton]:
        """The notes that have a widget, by id."""
        return self._on.notes

    @property
    def zoom(self) -> float:
        """1.0 for 100 %."""
        return self._on.zoom

    @property
    def headings(self) -> dict[str, StageHeading]:
        """The headings of stages, by key."""
        return self._on.headings

    def refresh(self) -> None:
        """Bring the widgets in line with the desk, in place."""
        planner = self.desk.shown.planner
        template = (planner.id, planner.stages, planner.boxes)
        if template != self._template:
            self._template = template
            self._make_boxes(planner)
        self._notes.put_off(planner)
        changed = self._notes.sync(planner) or not self._tabs.stops
        for stage in planner.stages:
            self.headings[stage.key].show_progress(stage_progress(self.desk, stage.key))
        self.legend.show_meanings(
            tuple(NOTE_COLOURS), {key: planner.meaning(key) for key in NOTE_COLOURS}
        )
        if changed:
            self._tabs.follow(planner)
            self.lay_out()

    def _make_boxes(self, planner: PlannerSnapshot) -> None:
        for old in (*self.boxes.values(), *self.headings.values()):
            old.setParent(None)
            old.deleteLater()
        self._later.choose({})
        self._on.clear()
        self.setAccessibleName(planner.title)
        for stage in planner.stages:
            heading = self.headings[stage.key] = StageHeading(stage, self)
            heading.link.wanted.connect(self.gap_asked)
            heading.show()
            for box in planner.boxes_of(stage.key):
                group = self.boxes[box.key] = BoxGroup(box, self)
                group.focused.connect(self.box_focused)
                group.key_pressed.connect(self.box_key)
                group.add_asked.connect(self.add_asked)
                group.menu_asked.connect(self.box_menu)
                group.show()
        self.legend.raise_()

    def _show_parts(self, group: BoxGroup) -> bool:
        """Show what else there is to press in a box; whether a layout is due."""
        key = group.box.key
        group.inside.leave_out(self.desk.shown.left_out(key))
        for part in group.show_parts(parts_of(group.box, self.desk.notes_in(key))):
            part.focused.connect(self.box_focused)
            part.wanted.connect(self.part_wanted)
            part.key_pressed.connect(self.part_key)
            part.set_zoom(self.zoom)
            part.show()
        return group.inside.stale

    def _heard_signals(self) -> NoteSignals:
        """The one object that every note of this sheet speaks through."""
        told = NoteSignals(self)
        told.focused.connect(self.note_focused)
        told.edit_asked.connect(self.edit_asked)
        told.menu_asked.connect(self.note_menu)
        told.mark_asked.connect(self.mark_asked)
        told.lead_asked.connect(self.lead_asked)
        told.choose_asked.connect(self.choose_asked)
        told.key_pressed.connect(self.note_key)
        told.drag_begun.connect(self.drag_begun)
        told.dragged.connect(self.dragged)
        told.dropped.connect(self.dropped)
        return told

    def _show_chosen(self) -> None:
        self._notes.show_chosen()

    def button(self, note_id: str) -> NoteButton | None:
        """A note's widget, made now if it was put off; None where there is no such note."""
        if note_id in self._later:
            self._notes.make(self._later.of_box(note_id))
            self._put_in()
        return self.notes.get(note_id)

    @property
    def filling(self) -> bool:
        """Whether notes further down are still being made."""
        return bool(self._later)

    def _make_more(self) -> None:
        self._notes.make(self._later.piece())
        self._pieces += 1
        if self._pieces >= PIECES_LAID_OUT or not self._later:
            self._put_in()

    def _put_in(self) -> None:
        """Show what was made, in its place."""
        self._pieces = 0
        if self._notes.sync(self.desk.shown.planner) or not self._tabs.stops:
            self.lay_out()
        for group in self.boxes.values():
            for button in group.notes:
                if button.isHidden():
                    button.show()
        if not self._later:
            self._tabs.follow(self.desk.shown.planner)
            self.filled.emit()

    def tab_stops(self) -> list[QWidget]:
        """Where Tab stops, in order: the page asks, to put the wall between its other parts."""
        return list(self._tabs.stops)

    def reading_order(self) -> list[QWidget]:
        """Boxes and notes in the order they are read."""
        return self._tabs.reading()

    def size_units(self) -> tuple[float, float]:
        """The page's size at 100 % zoom."""
        return self._layout.units

    def width_to_fit(self) -> float:
        """How wide a page is to be fitted to the window: one stage alone is not blown up."""
        return max(self._layout.units[0], self._layout.whole_width)

    def lay_out(self, near: QRect | None = None) -> None:
        """Place everything for the present zoom; only what is ``near``, where that is given."""
        self.resize(self._layout.run(near))
        self.laid_out.emit()

    def set_zoom(self, zoom: float) -> None:
        """Lay the page out at another zoom (1.0 = 100 %)."""
        if zoom != self.zoom:
            self._on.zoom = zoom
            self.lay_out()
            self.update()

    def grew(self, note_id: str) -> None:
        """Words are typed on a note, or not any more: its box may need another height."""
        place = self.desk.place_of(note_id)
        if place is not None and place[0] in self.boxes:
            self.boxes[place[0]].inside.grew(self.notes.get(note_id))
        if len(self.notes) < MANY:
            self.lay_out()
            return
        # Of very many notes only those in sight make room for each letter; the rest a moment later.
        seen = self.visibleRegion().boundingRect()
        aside = seen.height() // 4
        self.lay_out(seen.adjusted(0, -aside, 0, aside))
        self._rest.start()

    def _retheme(self) -> None:
        for note in self.notes.values():
            note.forget_look()
        for group in self.boxes.values():
            group.forget_look()
            for part in group.parts:
                part.forget_look()
        self.lay_out()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        paint_edge_anew(self, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        edge = QPen(theme().colour("hairline"), HAIR)
        paint_paper(QPainter(self), event.rect(), self.rect(), edge, around="page")
