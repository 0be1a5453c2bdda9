"""The planner as a list: stage, box, note. Equal to the wall: the same desk, the same commands."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView, QWidget

from cps_desktop.ui.kit.reading_order import tab_stop
from cps_desktop.ui.theme import SPACE_XL
from cps_desktop.ui.theme_state import set_type, theme
from cps_desktop.ui.wall.box_parts import BoxPart
from cps_desktop.ui.wall.desk import PlannerDesk
from cps_desktop.ui.wall.outline_chosen import RowsChosen
from cps_desktop.ui.wall.outline_model import BOX_ROLE, PART_ROLE, OutlineModel
from cps_desktop.ui.wall.outline_rows import NOTE_ROLE, NoteRows
from cps_desktop.ui.wall.outline_writing import OutlineWriting

_PRESS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space})


class PlannerOutline(QTreeView):
    """Stage → box → note, with who said it and the colour in words."""

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
    next_wanted = Signal(str)
    """Writing ended with Enter: the next note is wanted after this one."""
    split_wanted = Signal(str, str, str)
    """Note, and its words before and after the caret."""

    def __init__(self, desk: PlannerDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        tab_stop(self)
        self._sought: tuple[str, ...] = ()
        self._left_out = False
        self._model = OutlineModel(desk, lambda: self.writing.note, self)
        self.setModel(self._model.rows)
        self._painter = NoteRows(self)
        self.setItemDelegate(self._painter)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(True)
        self.setIndentation(SPACE_XL)
        self.setAccessibleName("Planner as a list")
        self.setUniformRowHeights(False)
        set_type(self, "body")
        set_type(self.header(), "small")
        self.header().setAccessibleName("Headings of the list")
        self.writing = OutlineWriting(self, self._model, self._painter, desk)
        self.writing.ended.connect(self._wrote)
        self._painter.split_asked.connect(self.split_wanted)
        self.doubleClicked.connect(self._double_clicked)
        self.clicked.connect(self._clicked)
        self.selectionModel().currentChanged.connect(self._told)
        self._chosen = RowsChosen(self, self._model, desk)
        desk.changed.connect(self.refresh)
        theme().changed.connect(self._retheme)

    def refresh(self) -> None:
        """Bring the list in line with the desk; a field being written in is left alone.

        Nothing is done while the list is out of sight.
        """
        if not self.isVisible():
            return
        self.writing.catch_up()
        if self._model.new_shape() and not self.writing.note:
            self._rebuild()
        self._model.fill()
        self._hide_others()

    def seek(self, words: str) -> int:
        """Show only notes that hold all these words (all notes for ""); how many there are."""
        self._sought = tuple(words.casefold().split())
        return self._hide_others()

    def _hide_others(self) -> int:
        """Leave out what was not sought, and boxes and stages in which nothing was."""
        if not self._sought and not self._left_out:
            return self._desk.shown.count()[0]
        self._left_out = bool(self._sought)
        return self._model.hide(self._sought, self.setRowHidden)

    def _rebuild(self) -> None:
        current, box = self.current_note(), self.current_box()
        part = self.currentIndex().siblingAtColumn(0).data(PART_ROLE)
        bar = self.verticalScrollBar().value()
        with self._chosen.resting():
            self._model.rebuild()
            self._model.fill()
            self.expandAll()
            self._fit_columns()
            there = self.go_to_note(current) or self._go_to_part(box, part) or self.go_to_box(box)
            if not there:
                self.setCurrentIndex(self._model.rows.index(0, 0))
        self._chosen.show_chosen()
        self.verticalScrollBar().setValue(bar)

    # -- where the keyboard is ------------------------------------------------------------------

    def _told(self, index: QModelIndex) -> None:
        first = index.siblingAtColumn(0)
        note, box = first.data(NOTE_ROLE), first.data(BOX_ROLE)
        if note:
            self.note_focused.emit(str(note))
        elif box:
            self.box_focused.emit(str(box))

    def current_note(self) -> str:
        """The note the keyboard is on, or ""."""
        return str(self.currentIndex().siblingAtColumn(0).data(NOTE_ROLE) or "")

    def current_box(self) -> str:
        """The box the keyboard is on, or ""."""
        return str(self.currentIndex().siblingAtColumn(0).data(BOX_ROLE) or "")

    def go_to_note(self, note_id: str) -> bool:
        return self._go(note_id)

    def go_to_box(self, box: str) -> bool:
        return self._go("box " + box)

    def go_to_parts(self, box: str) -> None:
        """To the first thing there is to press in a box."""
        item = self._model.first_part(box)
        if item is not None:
            self.setCurrentIndex(item.index())

    def _go_to_part(self, box: str, part: object) -> bool:
        if not isinstance(part, BoxPart):
            return False
        return self._go(f"part {box}\0{part.role} {part.key}")

    def _go(self, key: str) -> bool:
        item = self._model.item(key) if key else None
        if item is None:
            return False
        self.setCurrentIndex(item.index())
        return True

    # -- what is done on it ---------------------------------------------------------------------

    def _wrote(self, note_id: str, another: bool) -> None:
        self.refresh()
        self.setFocus()
        if another:
            self.next_wanted.emit(note_id)

    def _double_clicked(self, index: QModelIndex) -> None:
        note = str(index.siblingAtColumn(0).data(NOTE_ROLE) or "")
        if note:
            self.edit_asked.emit(note)

    def _clicked(self, index: QModelIndex) -> None:
        part = index.siblingAtColumn(0).data(PART_ROLE)
        if isinstance(part, BoxPart):
            self.part_wanted.emit(self.current_box(), part)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()
        note, box = self.current_note(), self.current_box()
        part = self.currentIndex().siblingAtColumn(0).data(PART_ROLE)
        if isinstance(part, BoxPart) and event.key() in _PRESS:
            event.accept()
            self.part_wanted.emit(box, part)
        elif isinstance(part, BoxPart):
            self.part_key.emit(box, part, event)
        elif note:
            self.note_key.emit(note, event)
        elif box:
            self.box_key.emit(box, event)
        if not event.isAccepted():
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        note = self.current_note()
        if note:
            self.note_menu.emit(note, event.globalPos())
        elif self.current_box():
            self.box_menu.emit(self.current_box(), event.globalPos())

    # -- looks ----------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        if self._model.rows.columnCount() < 3:
            return
        head = self.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        room = self.viewport().width()
        metrics = QFontMetrics(theme().font("small"))
        least = metrics.horizontalAdvance("Who said it") + 2 * SPACE_XL
        who, colour = max(int(room * 0.16), least), max(int(room * 0.22), least)
        self.setColumnWidth(0, max(room - who - colour, 2 * least))
        self.setColumnWidth(1, who)
        self.setColumnWidth(2, colour)
        self.scheduleDelayedItemsLayout()

    def _retheme(self) -> None:
        self._model.retheme()
        self._fit_columns()
