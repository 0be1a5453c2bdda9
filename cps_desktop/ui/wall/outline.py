"""The planner as a list: stage, box, note. Equal to the wall: the same desk, the same commands."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import (
    QModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetrics,
    QKeyEvent,
    QResizeEvent,
    QShowEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTreeView,
    QWidget,
)

from cps_desktop.ui.kit.reading_order import tab_stop
from cps_desktop.ui.theme import SPACE_XL
from cps_desktop.ui.theme_state import set_type, theme
from cps_desktop.ui.wall.desk import PlannerDesk
from cps_desktop.ui.wall.note_paint import MARK_SIGN
from cps_desktop.ui.wall.outline_rows import NOTE_ROLE, NoteRows
from cps_desktop.ui.wall.snapshot import NoteSnapshot, StageSnapshot, colour_name

BOX_ROLE: Final = Qt.ItemDataRole.UserRole + 2


class PlannerOutline(QTreeView):
    """Stage → box → note, with who said it and the colour in words."""

    note_key = Signal(str, object)
    box_key = Signal(str, object)
    note_menu = Signal(str, QPoint)
    note_focused = Signal(str)
    box_focused = Signal(str)
    edit_asked = Signal(str)
    next_wanted = Signal(str)
    """Writing ended with Enter: the next note is wanted after this one."""

    def __init__(self, desk: PlannerDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        tab_stop(self)
        self._items: dict[str, QStandardItem] = {}
        self._shape: tuple[object, ...] | None = None
        self._rows = QStandardItemModel(self)
        self._editing = ""
        self._sought: tuple[str, ...] = ()
        self._left_out = False
        self._filled: dict[str, tuple[NoteSnapshot, str]] = {}
        self.setModel(self._rows)
        self._painter = NoteRows(self)
        self.setItemDelegate(self._painter)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(True)
        self.setIndentation(SPACE_XL)
        self.setAccessibleName("Planner as a list")
        self.setUniformRowHeights(False)
        set_type(self, "body")
        set_type(self.header(), "small")
        self.header().setAccessibleName("Headings of the list")
        self._painter.wrote.connect(desk.write)
        self._painter.ended.connect(self._ended)
        self.doubleClicked.connect(self._double_clicked)
        self.selectionModel().currentChanged.connect(self._told)
        desk.changed.connect(self.refresh)
        theme().changed.connect(self._retheme)

    def refresh(self) -> None:
        """Bring the list in line with the desk; a field being written in is left alone.

        Nothing is done while the list is out of sight.
        """
        if not self.isVisible():
            return
        self._catch_up()
        planner = self._desk.planner
        shape = (
            planner.stages,
            planner.boxes,
            tuple(tuple(n.id for n in self._desk.notes_in(b.key)) for b in planner.boxes),
        )
        if shape != self._shape and not self._editing:
            self._shape = shape
            self._rebuild()
        for box in planner.boxes:
            for note in self._desk.notes_in(box.key):
                self._fill(note)
            self._count(box.key)
        for stage in planner.stages:
            self._show_progress(stage)
        self._hide_others()

    def _catch_up(self) -> None:
        """The note being written on may have changed elsewhere, or be gone."""
        editor = self._painter.editor
        if not self._editing or editor is None:
            return
        note_id = self._editing
        words = editor.catch_up(self._desk.note(note_id))
        if words is not None:
            self._painter.close_field()
            self._desk.overtaken.emit(note_id, words)

    def seek(self, words: str) -> int:
        """Show only notes that hold all these words (all notes for ""); how many there are."""
        self._sought = tuple(words.casefold().split())
        return self._hide_others()

    def _hide_others(self) -> int:
        """Leave out what was not sought, and boxes and stages in which nothing was."""
        if not self._sought and not self._left_out:
            return len(self._filled)
        self._left_out = bool(self._sought)
        shown = 0
        for top in range(self._rows.rowCount()):
            stage = self._rows.item(top)
            in_stage = 0
            for row in range(stage.rowCount()):
                box = stage.child(row)
                in_box = 0
                for number in range(box.rowCount()):
                    fits = self._fits(box, number)
                    in_box += fits
                    self.setRowHidden(number, box.index(), not fits)
                self.setRowHidden(row, stage.index(), bool(self._sought) and not in_box)
                in_stage += in_box
            self.setRowHidden(top, QModelIndex(), bool(self._sought) and not in_stage)
            shown += in_stage
        return shown

    def _fits(self, box: QStandardItem, row: int) -> bool:
        if not self._sought or box.child(row).data(NOTE_ROLE) == self._editing:
            return True
        said = " ".join(box.child(row, column).text() for column in range(3)).casefold()
        return all(word in said for word in self._sought)

    def _rebuild(self) -> None:
        current = self.current_note()
        box = self.current_box()
        bar = self.verticalScrollBar().value()
        self._rows.clear()
        self._items = {}
        self._filled = {}
        self._rows.setHorizontalHeaderLabels(["Note", "Who said it", "Colour"])
        planner = self._desk.planner
        for stage in planner.stages:
            top = _item(stage.title, f"{stage.title}. {stage.prompt}", "section")
            self._items["stage " + stage.key] = top
            for one in planner.boxes_of(stage.key):
                row = _item(one.prompt, f"{one.prompt} {one.help}", "strong")
                row.setData(one.key, BOX_ROLE)
                row.setToolTip(one.help)
                self._items["box " + one.key] = row
                top.appendRow([row, _item(), _item("", "No colour")])
                for note in self._desk.notes_in(one.key):
                    item = _item()
                    item.setData(note.id, NOTE_ROLE)
                    self._items[note.id] = item
                    row.appendRow([item, _item(), _item()])
                    self._fill(note)
                self._count(one.key)
            # Last, so that the view hears of a stage once and not of every row in it.
            self._rows.appendRow([top, _item("", "A stage"), _item("", "No colour")])
        self.expandAll()
        self._fit_columns()
        if not (self._go(current) or self._go("box " + box)):
            self.setCurrentIndex(self._rows.index(0, 0))
        self.verticalScrollBar().setValue(bar)

    def _fill(self, note: NoteSnapshot) -> None:
        item = self._items.get(note.id)
        if item is None or note.id == self._editing:
            return
        meaning = self._desk.planner.meaning(note.colour)
        colour = f"{colour_name(note.colour)}: {meaning}" if meaning else colour_name(note.colour)
        if note.mark:
            colour = f"{MARK_SIGN} {note.mark}\n{colour}"
        shown = (note, colour)
        if self._filled.get(note.id) == shown:
            return
        self._filled[note.id] = shown
        item.setText(note.text)
        item.setData(f"{note.text or 'Empty note'}. {note.shown_author}. {colour}.", _SPOKEN)
        parent = item.parent()
        if parent is not None:
            parent.child(item.row(), 1).setText(note.shown_author)
            parent.child(item.row(), 2).setText(colour)

    def _count(self, box: str) -> None:
        item = self._items.get("box " + box)
        notes = len(self._desk.notes_in(box))
        parent = item.parent() if item is not None else None
        if item is not None and parent is not None:
            words = "nothing yet" if not notes else "1 note" if notes == 1 else f"{notes} notes"
            parent.child(item.row(), 1).setText(words)

    def _show_progress(self, stage: StageSnapshot) -> None:
        item = self._items.get("stage " + stage.key)
        if item is None:
            return
        boxes = self._desk.planner.boxes_of(stage.key)
        counts = [len(self._desk.notes_in(box.key)) for box in boxes]
        gap = next((box for box, n in zip(boxes, counts, strict=True) if not n), None)
        total = sum(counts)
        said = "1 note" if total == 1 else f"{total} notes"
        self._rows.item(item.row(), 1).setText(said)
        words = f"Next gap: {gap.name or gap.prompt}" if gap is not None and total else ""
        self._rows.item(item.row(), 2).setText(words)

    def _told(self, index: QModelIndex) -> None:
        note, box = (
            index.siblingAtColumn(0).data(NOTE_ROLE),
            index.siblingAtColumn(0).data(BOX_ROLE),
        )
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

    def _double_clicked(self, index: QModelIndex) -> None:
        note = str(index.siblingAtColumn(0).data(NOTE_ROLE) or "")
        if note:
            self.edit_asked.emit(note)

    def flush(self) -> None:
        """Hand on at once what was typed last."""
        if self._painter.editor is not None:
            self._painter.editor.flush()

    def _go(self, key: str) -> bool:
        item = self._items.get(key)
        if item is None:
            return False
        self.setCurrentIndex(item.index())
        return True

    def edit_note(self, note_id: str, *, adding: bool = False) -> None:
        """Write on a note in its row."""
        item = self._items.get(note_id)
        if item is None or self._editing:
            return
        self._editing = note_id
        self.setCurrentIndex(item.index())
        self.edit(item.index())
        if self._painter.editor is not None:
            self._painter.editor.adding = adding
        self._rows.itemChanged.emit(item)

    @property
    def editing(self) -> bool:
        return bool(self._editing)

    @property
    def edited_note(self) -> str:
        """The note being written on, or ""."""
        return self._editing

    def _ended(self, note_id: str, another: bool) -> None:
        self._editing = ""
        stays = self._desk.finish(note_id)
        self.refresh()
        self.setFocus()
        if stays and another:
            self.next_wanted.emit(note_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()
        note, box = self.current_note(), self.current_box()
        if note:
            self.note_key.emit(note, event)
        elif box:
            self.box_key.emit(box, event)
        if not event.isAccepted():
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        note = self.current_note()
        if note:
            self.note_menu.emit(note, event.globalPos())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        if self._rows.columnCount() < 3:
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
        for key, item in self._items.items():
            if key.startswith("box "):
                item.setFont(theme().font("strong"))
        for row in range(self._rows.rowCount()):
            self._rows.item(row).setFont(theme().font("section"))
        self._fit_columns()


_SPOKEN: Final = Qt.ItemDataRole.AccessibleTextRole


def _item(text: str = "", spoken: str = "", role: str = "") -> QStandardItem:
    item = QStandardItem(text)
    if spoken:
        item.setData(spoken, _SPOKEN)
    if role:
        item.setFont(theme().font(role))
    return item
