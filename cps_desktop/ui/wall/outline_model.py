"""The rows of the list: stage, box, theme, note; and what there is to press in a box."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.wall.box_inside import NO_THEME_WORDS
from cps_desktop.ui.wall.box_parts import ANSWER, BEGIN, TICK, BoxPart, hangs, held, parts_of
from cps_desktop.ui.wall.desk import PlannerDesk
from cps_desktop.ui.wall.note_paint import MARK_SIGN
from cps_desktop.ui.wall.outline_rows import NOTE_ROLE
from cps_desktop.ui.wall.progress import stage_progress
from cps_desktop.ui.wall.snapshot import (
    BoxSnapshot,
    NoteSnapshot,
    StageSnapshot,
    colour_name,
    counted,
)

BOX_ROLE: Final = Qt.ItemDataRole.UserRole + 2
PART_ROLE: Final = Qt.ItemDataRole.UserRole + 3
_SPOKEN: Final = Qt.ItemDataRole.AccessibleTextRole
COLUMNS: Final = ("Note", "Who said it", "Colour")


class OutlineModel(QObject):
    """Fills a tree from the desk. ``editing`` gives the note being written on, left alone."""

    def __init__(self, desk: PlannerDesk, editing: Callable[[], str], parent: QObject) -> None:
        super().__init__(parent)
        self.rows = QStandardItemModel(self)
        self._desk = desk
        self._editing = editing
        self._items: dict[str, QStandardItem] = {}
        self._filled: dict[str, tuple[NoteSnapshot, str]] = {}
        self._shape: tuple[object, ...] | None = None

    def new_shape(self) -> bool:
        """Whether rows have come, gone or changed places since the last ``rebuild``."""
        planner = self._desk.shown.planner
        shape = (
            planner.id,
            planner.stages,
            planner.boxes,
            tuple(
                tuple((g.theme, tuple(n.id for n in g.notes if hangs(box, n))) for g in groups)
                for box, groups in ((b, self._desk.shown.groups(b.key)) for b in planner.boxes)
            ),
            tuple(
                tuple(part.key for part in parts_of(box, self._desk.notes_in(box.key)))
                for box in planner.boxes
            ),
        )
        changed = shape != self._shape
        if changed and not self._editing():
            self._shape = shape
        return changed

    def rebuild(self) -> None:
        """Make every row anew."""
        self.rows.clear()
        self._items, self._filled = {}, {}
        self.rows.setHorizontalHeaderLabels(list(COLUMNS))
        planner = self._desk.shown.planner
        for stage in planner.stages:
            top = _item(stage.title, f"{stage.title}. {stage.prompt}", "section")
            self._items["stage " + stage.key] = top
            for box in planner.boxes_of(stage.key):
                self._add_box(top, box)
            # Last, so that the view hears of a stage once and not of every row in it.
            self.rows.appendRow([top, _item("", "A stage"), _item("", "No colour")])

    def _add_box(self, top: QStandardItem, box: BoxSnapshot) -> None:
        row = _item(box.prompt, f"{box.prompt} {box.help}", "strong")
        row.setData(box.key, BOX_ROLE)
        row.setToolTip(box.help)
        self._items["box " + box.key] = row
        top.appendRow([row, _item(), _item("", "No colour")])
        parts = parts_of(box, self._desk.notes_in(box.key))
        self._add_parts(row, box, [one for one in parts if one.role != BEGIN])
        groups = self._desk.shown.groups(box.key)
        named = any(group.theme for group in groups)
        for group in groups:
            under = row
            if named:
                name = group.theme or NO_THEME_WORDS
                under = _item(name, f"Theme: {name}", "small_strong")
                under.setData(box.key, BOX_ROLE)
                row.appendRow([under, _item("", "A theme"), _item("", "No colour")])
            for note in group.notes:
                if hangs(box, note):
                    item = _item()
                    item.setData(note.id, NOTE_ROLE)
                    self._items[note.id] = item
                    under.appendRow([item, _item(), _item()])
        self._add_parts(row, box, [one for one in parts if one.role == BEGIN])

    def _add_parts(self, row: QStandardItem, box: BoxSnapshot, parts: list[BoxPart]) -> None:
        for part in parts:
            item = _item()
            item.setData(box.key, BOX_ROLE)
            self._items[_part_key(box.key, part)] = item
            row.appendRow([item, _item("", "No answer"), _item("", "No colour")])

    def fill(self) -> None:
        """Bring the words of every row up to date."""
        planner = self._desk.shown.planner
        for box in planner.boxes:
            for note in self._desk.shown.notes(box.key):
                self._fill(note)
            for part in parts_of(box, self._desk.notes_in(box.key)):
                self._fill_part(box.key, part)
            self._count(box)
        for stage in planner.stages:
            self._show_progress(stage)

    def _fill(self, note: NoteSnapshot) -> None:
        item = self._items.get(note.id)
        if item is None or note.id == self._editing():
            return
        meaning = self._desk.planner.meaning(note.colour)
        colour = f"{colour_name(note.colour)}: {meaning}" if meaning else colour_name(note.colour)
        box = self._desk.box(note.box)
        plain = box is not None and box.kind in {"text", "table"}
        if plain:
            # A text or a row has no paper of its own.
            colour = ""
        if note.mark:
            colour = f"{MARK_SIGN} {note.mark}\n{colour}"
        shown = (note, colour)
        if self._filled.get(note.id) == shown:
            return
        self._filled[note.id] = shown
        item.setText(note.text.replace("\t", "  |  ") or note.name)
        spoken = ". ".join((note.name, note.shown_author, *note.also_said, colour))
        item.setData(f"{spoken}.", _SPOKEN)
        parent = item.parent()
        if parent is not None:
            also = [one for one in note.also_said if one != note.mark]
            if note.theme:
                also = [one for one in also if not one.startswith("Theme: ")]
            author = "" if plain and not note.author else note.shown_author
            who = "\n".join(one for one in (author, *also) if one)
            _say(parent.child(item.row(), 1), who, "Nobody named")
            _say(parent.child(item.row(), 2), colour, "No colour")

    def _fill_part(self, box: str, part: BoxPart) -> None:
        item = self._items.get(_part_key(box, part))
        parent = item.parent() if item is not None else None
        if item is None or parent is None or item.data(PART_ROLE) == part:
            return
        item.setData(part, PART_ROLE)
        item.setText(part.said.partition(":")[0] if part.role == ANSWER else part.words)
        spoken = part.said
        if part.role == TICK:
            item.setCheckable(False)
            on = Qt.CheckState.Checked if part.done else Qt.CheckState.Unchecked
            item.setData(on, Qt.ItemDataRole.CheckStateRole)
            spoken = f"{part.said}. {'Ticked' if part.done else 'Not ticked'}."
        item.setData(spoken, _SPOKEN)
        if part.role == ANSWER:
            parent.child(item.row(), 1).setText(counted(part.count, "answer"))

    def _count(self, box: BoxSnapshot) -> None:
        item = self._items.get("box " + box.key)
        notes = held(box, self._desk.notes_in(box.key))
        parent = item.parent() if item is not None else None
        if item is not None and parent is not None:
            words = counted(notes) if notes else "nothing yet"
            gone = self._desk.shown.left_out(box.key)
            parent.child(item.row(), 1).setText(f"{words}, {gone} not shown" if gone else words)

    def _show_progress(self, stage: StageSnapshot) -> None:
        item = self._items.get("stage " + stage.key)
        if item is None:
            return
        far = stage_progress(self._desk, stage.key)
        self.rows.item(item.row(), 1).setText(counted(far.notes))
        words = f"Next gap: {far.gap_name}" if far.gap and far.notes else ""
        self.rows.item(item.row(), 2).setText(words)

    def item(self, key: str) -> QStandardItem | None:
        """The row of a note (its id), a box ("box " and its key) or a stage."""
        return self._items.get(key)

    def first_part(self, box: str) -> QStandardItem | None:
        """The first row of a box that can be pressed."""
        keys = (key for key in self._items if key.startswith(f"part {box}\0"))
        return self._items.get(next(keys, ""))

    def hide(self, words: tuple[str, ...], hidden: Callable[[int, QModelIndex, bool], None]) -> int:
        """Leave out what does not hold these words, and rows in which nothing does; what is left.

        ``hidden`` is told of every row whether it is.
        """
        shown = 0
        for top in range(self.rows.rowCount()):
            inside = self._hide_under(self.rows.item(top), words, hidden)
            hidden(top, QModelIndex(), bool(words) and not inside)
            shown += inside
        return shown

    def _hide_under(
        self,
        above: QStandardItem,
        words: tuple[str, ...],
        hidden: Callable[[int, QModelIndex, bool], None],
    ) -> int:
        shown = 0
        for row in range(above.rowCount()):
            item = above.child(row)
            if item.data(NOTE_ROLE):
                inside = int(self._fits(above, row, words))
            else:
                inside = self._hide_under(item, words, hidden)
            hidden(row, above.index(), bool(words) and not inside)
            shown += inside
        return shown

    def _fits(self, above: QStandardItem, row: int, words: tuple[str, ...]) -> bool:
        if not words or above.child(row).data(NOTE_ROLE) == self._editing():
            return True
        said = [above.child(row, column).text() for column in range(3)]
        whole = " ".join((*said, str(above.child(row).data(_SPOKEN) or ""))).casefold()
        return all(word in whole for word in words)

    def retheme(self) -> None:
        """Letters of another size."""
        for key, item in self._items.items():
            if key.startswith("box "):
                item.setFont(theme().font("strong"))
        for row in range(self.rows.rowCount()):
            self.rows.item(row).setFont(theme().font("section"))


def _part_key(box: str, part: BoxPart) -> str:
    return f"part {box}\0{part.role} {part.key}"


def _say(cell: QStandardItem, words: str, none: str) -> None:
    """Put words into a cell; an empty one says what is not there."""
    cell.setText(words)
    cell.setData(words or none, _SPOKEN)


def _item(text: str = "", spoken: str = "", role: str = "") -> QStandardItem:
    item = QStandardItem(text)
    if spoken:
        item.setData(spoken, _SPOKEN)
    if role:
        item.setFont(theme().font(role))
    return item
