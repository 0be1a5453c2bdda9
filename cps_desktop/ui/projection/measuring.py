"""How high words and notes are on the room's window, in page units; measured once and kept."""

from __future__ import annotations

from PySide6.QtGui import QTextLayout

from cps_desktop.ui.projection.look import RoomLook
from cps_desktop.ui.theme import SPACE_S
from cps_desktop.ui.theme_state import seen_in
from cps_desktop.ui.wall.note_paint import lay_out, look_of
from cps_desktop.ui.wall.snapshot import NoteSnapshot

_MOST_KEPT = 6_000


class Measure:
    """Heights of notes and words by their width. Letters that change are measured anew."""

    def __init__(self, look: RoomLook) -> None:
        self.look = look
        self._notes: dict[tuple[str, float, int], tuple[NoteSnapshot, float]] = {}
        self._words: dict[tuple[str, str, float], tuple[QTextLayout, float]] = {}
        look.changed.connect(self.forget)

    def forget(self) -> None:
        """Letters or colours changed."""
        self._notes.clear()
        self._words.clear()

    def note(self, note: NoteSnapshot, width: float, columns: int = 0) -> float:
        """How high a note (as ``for_the_room`` has it) is in a width; as a row of ``columns``."""
        key = (note.id, round(width, 2), columns)
        kept = self._notes.get(key)
        if kept is not None and (kept[0] is note or kept[0] == note):
            return kept[1]
        if len(self._notes) > _MOST_KEPT:
            self._notes.clear()
        with seen_in(self.look):
            height = look_of(note, width, columns).height
        self._notes[key] = (note, height)
        return height

    def words(self, text: str, role: str, width: float) -> tuple[QTextLayout, float]:
        """Words in lines of a width, and how high they are; nothing is nothing high."""
        key = (text, role, round(width, 2))
        if key not in self._words:
            if len(self._words) > _MOST_KEPT:
                self._words.clear()
            layout, height = lay_out(text, self.look.font(role), width)
            self._words[key] = (layout, height if text else 0.0)
        return self._words[key]

    def line(self, role: str = "note") -> float:
        """How high one line of a role is, with the space beneath it."""
        return self.words("M", role, 1000)[1] + SPACE_S
