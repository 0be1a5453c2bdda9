"""The A3 itself: headings, boxes and notes as real widgets, laid out in page units times zoom."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from cps_desktop.ui.kit.reading_order import tab_stop
from cps_desktop.ui.theme import (
    CORNER_CARD,
    HAIR,
    NOTE_COLOURS,
    SHEET_MM_ACROSS,
    SHEET_MM_DOWN,
    SPACE_L,
)
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.wall.box import BoxGroup, GapLink, Legend, StageHeading
from cps_desktop.ui.wall.desk import PlannerDesk
from cps_desktop.ui.wall.flow import Item, Slot, push_down
from cps_desktop.ui.wall.later_notes import PIECES_LAID_OUT, LaterNotes
from cps_desktop.ui.wall.note import NoteButton
from cps_desktop.ui.wall.snapshot import NoteSnapshot, PlannerSnapshot

_SCALE_THAT_WIDENS: Final = 200
"""Up to this text size (per cent) words wrap in the same columns; beyond, the page gets wider."""


class A3Sheet(QWidget):
    """Shows what lies on the desk. Keeps its widgets from one snapshot to the next."""

    note_key = Signal(str, object)
    box_key = Signal(str, object)
    note_menu = Signal(str, QPoint)
    note_focused = Signal(str)
    box_focused = Signal(str)
    edit_asked = Signal(str)
    add_asked = Signal(str)
    mark_asked = Signal(str)
    gap_asked = Signal(str)
    drag_begun = Signal(str, QPoint)
    dragged = Signal(QPoint)
    dropped = Signal(bool)
    laid_out = Signal()
    filled = Signal()
    """Every note has its widget now (see ``later_notes``)."""

    def __init__(self, desk: PlannerDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        tab_stop(self)
        self.boxes: dict[str, BoxGroup] = {}
        self.notes: dict[str, NoteButton] = {}
        self.zoom = 1.0
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._headings: dict[str, StageHeading] = {}
        self._legend = Legend(self)
        self._template: tuple[object, ...] = ()
        self._chain: list[QWidget] = []
        self._later = LaterNotes(self)
        self._later.due.connect(self._make_more)
        self._pieces = 0
        desk.changed.connect(self.refresh)
        theme().changed.connect(self._retheme)
        self.refresh()

    def refresh(self) -> None:
        """Bring the widgets in line with the desk, in place."""
        planner = self.desk.planner
        template = (planner.id, planner.stages, planner.boxes)
        if template != self._template:
            self._template = template
            self._make_boxes(planner)
            from_the_top = sorted(planner.boxes, key=lambda one: (one.y, one.x))
            self._later.choose(
                {box.key: [one.id for one in self.desk.notes_in(box.key)] for box in from_the_top}
            )
        changed = self._sync_notes(planner)
        for stage in planner.stages:
            boxes = planner.boxes_of(stage.key)
            counts = [len(self.desk.notes_in(box.key)) for box in boxes]
            gaps = [box for box, n in zip(boxes, counts, strict=True) if not n]
            gap, name = (gaps[0].key, gaps[0].name or gaps[0].prompt) if gaps else ("", "")
            self._headings[stage.key].show_counts(sum(counts), gap, name)
        self._legend.show_meanings(
            tuple(NOTE_COLOURS), {key: planner.meaning(key) for key in NOTE_COLOURS}
        )
        if changed:
            self._order_tabs()
            self.lay_out()

    def _make_boxes(self, planner: PlannerSnapshot) -> None:
        for old in (*self.boxes.values(), *self._headings.values()):
            old.setParent(None)
            old.deleteLater()
        self.boxes, self._headings, self.notes = {}, {}, {}
        self.setAccessibleName(planner.title)
        for stage in planner.stages:
            heading = self._headings[stage.key] = StageHeading(stage, self)
            heading.link.wanted.connect(self.gap_asked)
            heading.show()
            for box in planner.boxes_of(stage.key):
                group = self.boxes[box.key] = BoxGroup(box, self)
                group.focused.connect(self.box_focused)
                group.key_pressed.connect(self.box_key)
                group.add_asked.connect(self.add_asked)
                group.show()
        self._legend.raise_()

    def _sync_notes(self, planner: PlannerSnapshot) -> bool:
        """Make, move, change and drop note widgets; True when a layout is due."""
        due = not self._chain
        keep: set[str] = set()
        for key, group in self.boxes.items():
            row: list[NoteButton] = []
            later = 0
            for note in self.desk.notes_in(key):
                keep.add(note.id)
                button = self.notes.get(note.id)
                if button is None and note.id in self._later:
                    later += 1
                    continue
                if button is None:
                    button = self._make_note(note, planner.meaning(note.colour), group)
                    # In a box that is not on screen yet it appears together with the box, at less
                    # cost.
                    if group.isVisible():
                        button.show()
                    due = True
                elif button.show_note(note, planner.meaning(note.colour)):
                    due = True
                if button.parentWidget() is not group:
                    _rehang(button, group)
                row.append(button)
            if row != group.notes or later != group.later:
                as_before = group.notes == row[: len(group.notes)]
                # Siblings are read in this order, and so are notes.
                for button in row[len(group.notes) if as_before else 0 :]:
                    button.raise_()
                group.notes, group.later = row, later
                group.update()
                due = True
        self._later.keep_only(keep)
        for note_id in [one for one in self.notes if one not in keep]:
            gone = self.notes.pop(note_id)
            gone.hide()
            gone.setParent(None)
            gone.deleteLater()
            due = True
        return due

    def _make_note(self, note: NoteSnapshot, meaning: str, group: BoxGroup) -> NoteButton:
        button = NoteButton(note, meaning, group)
        button.set_zoom(self.zoom)
        button.focused.connect(self.note_focused)
        button.edit_asked.connect(self.edit_asked)
        button.menu_asked.connect(self.note_menu)
        button.mark_asked.connect(self.mark_asked)
        button.key_pressed.connect(self.note_key)
        button.drag_begun.connect(self.drag_begun)
        button.dragged.connect(self.dragged)
        button.dropped.connect(self.dropped)
        self.notes[note.id] = button
        return button

    def button(self, note_id: str) -> NoteButton | None:
        """A note's widget, made now if it was put off; None where there is no such note."""
        if note_id in self._later:
            self._make(self._later.of_box(note_id))
            self._put_in()
        return self.notes.get(note_id)

    @property
    def filling(self) -> bool:
        """Whether notes further down are still being made."""
        return bool(self._later)

    def _make_more(self) -> None:
        self._make(self._later.piece())
        self._pieces += 1
        if self._pieces >= PIECES_LAID_OUT or not self._later:
            self._put_in()

    def _make(self, some: Mapping[str, str]) -> None:
        """Make these notes (ids with their boxes), out of sight."""
        for key in dict.fromkeys(some.values()):
            group = self.boxes[key]
            for note in self.desk.notes_in(key):
                if note.id in some and note.id not in self.notes:
                    button = self._make_note(note, self.desk.planner.meaning(note.colour), group)
                    button.hide()
                    button.look(group.note_width)

    def _put_in(self) -> None:
        """Show what was made, in its place."""
        self._pieces = 0
        if self._sync_notes(self.desk.planner):
            self.lay_out()
        for group in self.boxes.values():
            for button in group.notes:
                if button.isHidden():
                    button.show()
        if not self._later:
            self._order_tabs()
            self.filled.emit()

    def _order_tabs(self) -> None:
        """Tab goes box by box, note by note, as one reads."""
        chain: list[QWidget] = []
        for stage in self.desk.planner.stages:
            chain.append(self._headings[stage.key].link)
            for box in self.desk.planner.boxes_of(stage.key):
                chain.append(self.boxes[box.key])
                chain += self.boxes[box.key].notes
        if chain == self._chain:
            return
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)
        self._chain = chain

    def tab_stops(self) -> list[QWidget]:
        """Where Tab stops, in order: the page asks, to put the wall between its other parts."""
        return list(self._chain)

    def reading_order(self) -> list[QWidget]:
        """Boxes and notes in the order they are read."""
        return [one for one in self._chain if not isinstance(one, GapLink)]

    def size_units(self) -> tuple[float, float]:
        """The page's size at 100 % zoom."""
        return self._units

    _units: tuple[float, float] = (1.0, 1.0)

    def lay_out(self) -> None:
        """Place everything for the present zoom; boxes grow, and the page with them."""
        planner = self.desk.planner
        across = SHEET_MM_ACROSS * max(1.0, theme().scale / _SCALE_THAT_WIDENS)
        left = min((box.x for box in planner.boxes), default=0.0)
        top = min((box.y for box in planner.boxes), default=0.0)
        items: list[Item] = []
        for stage in planner.stages:
            boxes = planner.boxes_of(stage.key)
            if not boxes:
                continue
            need = self._headings[stage.key].height_needed()
            ends = max(box.x + box.width for box in boxes)
            start_x, start_y = min(b.x for b in boxes), min(b.y for b in boxes)
            slot = Slot(
                (start_x - left) * across,
                (start_y - top) * SHEET_MM_DOWN - 1,
                (ends - start_x) * across,
                1,
            )
            items.append(Item(("stage", stage.key), slot, need))
            for box in boxes:
                slot = Slot(
                    (box.x - left) * across,
                    (box.y - top) * SHEET_MM_DOWN,
                    box.width * across,
                    box.height * SHEET_MM_DOWN,
                )
                items.append(Item(box.key, slot, self.boxes[box.key].arrange(slot.width)))
        self._place(push_down(items))

    def _place(self, placed: dict[object, Slot]) -> None:
        width = max((slot.right for slot in placed.values()), default=0.0)
        bottom = max((slot.bottom for slot in placed.values()), default=0.0)
        for key, heading in self._headings.items():
            slot = placed.get(("stage", key))
            if slot is not None:
                heading.set_zoom(self.zoom)
                heading.setGeometry(self._pixels(slot, SPACE_L))
        for key, group in self.boxes.items():
            slot = placed[key]
            group.set_zoom(self.zoom)
            group.setGeometry(self._pixels(slot, SPACE_L))
            if group.stands(self.zoom):
                continue
            for button, inner in zip(group.notes, group.slots, strict=True):
                button.set_zoom(self.zoom)
                button.setGeometry(self._pixels(inner, 0))
        legend = self._legend.height_needed(width)
        self._legend.set_zoom(self.zoom)
        self._legend.setGeometry(self._pixels(Slot(0, bottom + SPACE_L, width, legend), SPACE_L))
        self._units = (width + 2 * SPACE_L, bottom + legend + 3 * SPACE_L)
        self.resize(round(self._units[0] * self.zoom), round(self._units[1] * self.zoom))
        self.laid_out.emit()

    def _pixels(self, slot: Slot, margin: float) -> QRect:
        zoom = self.zoom
        x, y = round((slot.x + margin) * zoom), round((slot.y + margin) * zoom)
        right, bottom = (slot.right + margin) * zoom, (slot.bottom + margin) * zoom
        return QRect(x, y, max(1, round(right) - x), max(1, round(bottom) - y))

    def set_zoom(self, zoom: float) -> None:
        """Lay the page out at another zoom (1.0 = 100 %)."""
        if zoom != self.zoom:
            self.zoom = zoom
            self.lay_out()
            self.update()

    def _retheme(self) -> None:
        for note in self.notes.values():
            note.forget_look()
        for group in self.boxes.values():
            group.forget_look()
        self.lay_out()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().colour("hairline"), HAIR))
        painter.setBrush(theme().colour("card"))
        edge = self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(edge, CORNER_CARD, CORNER_CARD)


def _rehang(button: NoteButton, group: BoxGroup) -> None:
    """Give a note another box, keeping the keyboard where it was."""
    had: QWidget | None = button.window().focusWidget()
    inside = had is not None and (had is button or button.isAncestorOf(had))
    button.setParent(group)
    button.show()
    if had is not None and inside:
        had.setFocus()
