"""A page for the room on the screen: its widgets are kept from one moment to the next."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from cps_desktop.ui.projection.measuring import Measure
from cps_desktop.ui.projection.pages import RoomPage
from cps_desktop.ui.projection.pieces import RoomBox, RoomNoteLabel, RoomWords, keep_out_of_reach
from cps_desktop.ui.projection.rows import Kind, Piece
from cps_desktop.ui.theme import ROOM_RULE
from cps_desktop.ui.wall.note_pictures import NotePictures

_OTHERWISE: Final = {Kind.BOX, Kind.PROMPT, Kind.NOTE}
"""What is not shown by a label of words alone."""


class RoomPaper(QWidget):
    """Shows one :class:`RoomPage`, from its own top left corner."""

    def __init__(self, measure: Measure, pictures: NotePictures, parent: QWidget) -> None:
        super().__init__(parent)
        keep_out_of_reach(self)
        self._measure = measure
        self._pictures = pictures
        self.boxes: dict[str, RoomBox] = {}
        self.notes: dict[str, RoomNoteLabel] = {}
        self._words: list[RoomWords] = []
        self._order: list[QWidget] = []
        measure.look.changed.connect(self._forget_looks)

    def show_page(self, page: RoomPage, *, at_box: str, new: Collection[str]) -> None:
        """Bring the widgets in line with a page, in place."""
        self._drop(page)
        words = [one for one in page.pieces if one.kind not in _OTHERWISE]
        while len(self._words) > len(words):
            _let_go(self._words.pop())
        while len(self._words) < len(words):
            self._words.append(RoomWords(self._measure, self))
        free = iter(self._words)
        order: list[QWidget] = []
        for piece in page.pieces:
            if piece.kind is Kind.BOX:
                order.append(self._show_box(piece, page, lifted=piece.key == at_box))
            elif piece.kind is Kind.NOTE:
                order.append(self._show_note(piece, page.zoom, new))
            elif piece.kind is not Kind.PROMPT:
                label = next(free)
                label.show_piece(piece, page.zoom)
                extra = ROOM_RULE if piece.kind is Kind.STAGE else 0
                _place(label, piece, page.zoom, extra)
                order.append(label)
        if order != self._order:
            # As one reads: so it is heard, and what stands in a box lies over it.
            self._order = order
            for one in order:
                one.raise_()

    def said(self) -> list[str]:
        """What a screen reader hears of it, in order."""
        return [one.accessibleName() for one in self._order]

    def _drop(self, page: RoomPage) -> None:
        columns = {one.note.id: one.columns for one in page.pieces if one.note is not None}
        for note in [one for one in self.notes if columns.get(one) != self.notes[one].columns]:
            _let_go(self.notes.pop(note))
        boxes = set(page.boxes)
        for key in [one for one in self.boxes if one not in boxes]:
            _let_go(self.boxes.pop(key))

    def _show_box(self, piece: Piece, page: RoomPage, *, lifted: bool) -> RoomBox:
        box = self.boxes.get(piece.key)
        if box is None:
            box = self.boxes[piece.key] = RoomBox(self._measure, self)
        own = [one for one in page.pieces if one.key == piece.key]
        count = sum(1 for one in own if one.kind is Kind.NOTE)
        prompt = next((one for one in own if one.kind is Kind.PROMPT), None)
        box.show_piece(piece, prompt, page.zoom, notes=count, lifted=lifted)
        _place(box, piece, page.zoom)
        return box

    def _show_note(self, piece: Piece, zoom: float, new: Collection[str]) -> RoomNoteLabel:
        note = piece.note
        assert note is not None
        label = self.notes.get(note.id)
        look = self._measure.look
        if label is None:
            label = RoomNoteLabel(note, self._pictures, piece.columns, look, self)
            self.notes[note.id] = label
        label.show_note(note, piece.slot.width, zoom, new=note.id in new)
        _place(label, piece, zoom)
        return label

    def _forget_looks(self) -> None:
        for note in self.notes.values():
            note.forget_look()


def _place(widget: QWidget, piece: Piece, zoom: float, extra: float = 0) -> None:
    slot = piece.slot
    left, top = round(slot.x * zoom), round(slot.y * zoom)
    right, bottom = round(slot.right * zoom), round((slot.bottom + extra) * zoom)
    where = QRect(left, top, max(1, right - left), max(1, bottom - top))
    if widget.geometry() != where:
        widget.setGeometry(where)
    widget.show()


def _let_go(widget: QWidget) -> None:
    widget.hide()
    widget.setParent(None)
    widget.deleteLater()
