"""The notes of a full planner that are out of sight at first: made bit by bit once it is shown.

A note is a widget of its own, which takes half a thousandth of a second to make and lay out. What
is in sight when a planner is opened is made at once; the rest follows while the person looks, in
pieces too small to be felt, and at once where it is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

AT_ONCE: Final = 80
"""So many notes are made before a planner is first seen; one with fewer is whole at once."""
OF_A_BOX: Final = 18
"""More of one box do not fit into a window."""
A_PIECE: Final = 30
"""Made between two events, in about a hundredth of a second."""
PIECES_LAID_OUT: Final = 8
"""Laying out is for all notes: it follows when so many pieces are made."""


class LaterNotes(QObject):
    """Which notes have no widget yet. Says ``due`` whenever there is time for a piece of them."""

    due = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._boxes: dict[str, str] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self.due)

    def __bool__(self) -> bool:
        return bool(self._boxes)

    def __contains__(self, note: object) -> bool:
        return note in self._boxes

    def choose(self, boxes: Mapping[str, Sequence[str]]) -> None:
        """Put off what is too much at once of these note ids by box, those further down first."""
        self._boxes = {}
        if sum(map(len, boxes.values())) > AT_ONCE:
            room = AT_ONCE
            for box, notes in boxes.items():
                now = min(room, OF_A_BOX)
                room -= len(notes[:now])
                self._boxes.update(dict.fromkeys(notes[now:], box))
        self._go_on()

    def keep_only(self, notes: set[str]) -> None:
        """Forget those that are no longer there."""
        gone = [one for one in self._boxes if one not in notes]
        for one in gone:
            del self._boxes[one]

    def piece(self) -> dict[str, str]:
        """The next few: note ids with their boxes. They are not put off any longer."""
        return self._taken(list(islice(self._boxes.items(), A_PIECE)))

    def of_box(self, note: str) -> dict[str, str]:
        """All of the box that this one was in."""
        box = self._boxes[note]
        return self._taken([one for one in self._boxes.items() if one[1] == box])

    def _taken(self, some: list[tuple[str, str]]) -> dict[str, str]:
        for note, _ in some:
            del self._boxes[note]
        self._go_on()
        return dict(some)

    def _go_on(self) -> None:
        if self._boxes:
            self._timer.start()
        else:
            self._timer.stop()
