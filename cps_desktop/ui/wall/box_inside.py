"""What stands in a box and where, in page units: prompt, help, what there is to press, notes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QTextLayout
from PySide6.QtWidgets import QWidget

from cps_desktop.ui.theme import (
    HAIR,
    NOTE_LEAST_HEIGHT,
    NOTE_LEAST_WIDTH,
    SPACE_M,
    SPACE_S,
    SPACE_XL,
    SPACE_XS,
)
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.wall.box_parts import ANSWER, BEGIN, TICK
from cps_desktop.ui.wall.flow import Slot, columns_for, flow
from cps_desktop.ui.wall.note import NoteButton
from cps_desktop.ui.wall.note_paint import cell_width, lay_out
from cps_desktop.ui.wall.part import PartButton
from cps_desktop.ui.wall.snapshot import BoxSnapshot, counted
from cps_desktop.ui.wall.standing import Standing
from cps_desktop.ui.wall.words_on_sheet import WordsOnSheet

NO_THEME_WORDS = "Without a theme"


class BoxInside:
    """Notes under a theme stand beneath its name. What else there is to press stands above the
    notes; what begins something new, beneath. ``group`` is the widget of the box."""

    def __init__(self, box: BoxSnapshot, group: QWidget) -> None:
        self._box = box
        self._group = group
        self.notes: list[NoteButton] = []
        self.parts: list[PartButton] = []
        self.later = 0
        """How many more notes follow, which have no widget yet."""
        self.note_width = float(NOTE_LEAST_WIDTH)
        """How wide each note is, in page units."""
        self.standing = Standing()
        self.stale = True
        """Whether it has to be laid out again."""
        self._grown: NoteButton | None = None
        self._laid_for = -1.0
        self._prompt: QTextLayout | None = None
        self._help: QTextLayout | None = None
        self._prompt_height = 0.0
        self._help_height = 0.0
        self._need = 0.0
        self._groups: tuple[tuple[str, int], ...] = ()
        self._themes: list[WordsOnSheet] = []
        self._heads = [
            WordsOnSheet(one.words, "small_strong", "quiet", group) for one in box.columns
        ]
        self._ends = self._make_ends()
        self._left_out = WordsOnSheet("", "small", "amber", group)
        self._left_out.hide()

    def _make_ends(self) -> list[WordsOnSheet]:
        scale = self._box.scale
        if scale is None or not (scale.lowest_words or scale.highest_words):
            return []
        words = f"{scale.lowest}: {scale.lowest_words}    {scale.highest}: {scale.highest_words}"
        return [WordsOnSheet(words, "small", "quiet", self._group)]

    @property
    def columns(self) -> int:
        """How its notes look: 0 as notes, 1 as a text, more as rows of a table."""
        if self._box.kind == "text":
            return 1
        return max(1, len(self._box.columns)) if self._box.kind == "table" else 0

    @property
    def slots(self) -> list[Slot]:
        """Where the notes stand inside the box."""
        return self.standing.slots

    # -- what stands in it ----------------------------------------------------------------------

    def forget_look(self) -> None:
        """Letters changed: nothing is as large as it was."""
        self._laid_for = -1.0
        self.spoil()

    def spoil(self) -> None:
        """What stands in it changed: it has to be laid out again."""
        self.stale, self._grown = True, None

    def grew(self, note: NoteButton | None) -> None:
        """This note may need another height; all else is as it was."""
        alone = not self.stale and not self.later
        self.spoil()
        self._grown = note if alone else None

    def hold(self, notes: list[NoteButton], groups: Sequence[tuple[str, int]], later: int) -> None:
        """Take these notes, in groups of so many under each theme ("" for none)."""
        self.notes, self.later = notes, later
        if tuple(groups) != self._groups:
            self._groups = tuple(groups)
            named = any(theme for theme, _ in groups)
            names = [theme or NO_THEME_WORDS for theme, _ in groups] if named else []
            for old in self._themes:
                old.hide()
                old.deleteLater()
            self._themes = [WordsOnSheet(one, "small_strong", "text", self._group) for one in names]
            for one in self._themes:
                one.show()
        self.spoil()

    def shows_groups(self, groups: Sequence[tuple[str, int]]) -> bool:
        """Whether its notes stand in just these groups."""
        return self._groups == tuple(groups)

    def leave_out(self, notes: int) -> None:
        """Say how many of its notes are not shown just now."""
        verb = "is" if notes == 1 else "are"
        words = f"{counted(notes)} {verb} not shown" if notes else ""
        if words != self._left_out.text():
            self._left_out.setText(words)
            self._left_out.setVisible(bool(words))
            self.spoil()

    # -- where it stands ------------------------------------------------------------------------

    def arrange(self, width: float) -> float:
        """Lay everything out for a width; the height needed."""
        if width == self._laid_for and not self.stale:
            return self._need
        if width == self._laid_for and self._grown is not None and self._grown in self.notes:
            self._need += self._make_room(self._grown)
            self.stale, self._grown = False, None
            return self._need
        inner = width - 2 * SPACE_M
        if width != self._laid_for:
            self._laid_for = width
            self._prompt, self._prompt_height = lay_out(
                self._box.prompt, theme().font("box_prompt"), inner
            )
            self._help, self._help_height = lay_out(self._box.help, theme().font("small"), inner)
        self.stale, self._grown = False, None
        self.standing.fixed = []
        top = SPACE_S + self._prompt_height + SPACE_S
        if self._shows_help() and self._box.help:
            top += self._help_height + SPACE_S
        top = self._arrange_parts(top, inner)
        top = self._arrange_notes(top, inner)
        for part in self.parts:
            if part.part.role == BEGIN:
                top = self._put(part, top, inner, part.height_for(inner))
        if not self._left_out.isHidden():
            top = self._put(self._left_out, top, inner, self._left_out.height_needed())
        self._need = top + (SPACE_XS if self.notes or self.parts else 0)
        return self._need

    def _make_room(self, note: NoteButton) -> float:
        """For one note in its row, and by how much the box grows: quicker than all anew."""
        row = self.standing.row_of(self.notes.index(note))
        tall = max(one.face.height_for(self.note_width) for one in self.notes[slice(*row)])
        return self.standing.make_row(row, tall)

    def _put(self, what: WordsOnSheet | PartButton, top: float, width: float, tall: float) -> float:
        """Stand something across the box; where the next begins."""
        self.standing.fixed.append((what, Slot(SPACE_M, top, width, tall)))
        return top + tall + SPACE_S

    def _arrange_parts(self, top: float, inner: float) -> float:
        parts = [one for one in self.parts if one.part.role in {TICK, ANSWER}]
        if not parts:
            return top
        if self._box.kind != "scale":
            for part in parts:
                top = self._put(part, top, inner, part.height_for(inner)) - SPACE_XS
            return top + SPACE_XS
        least = (SPACE_XL + HAIR) * theme().scale / 100
        columns, each = columns_for(inner, least, SPACE_XS)
        columns = min(columns, len(parts))
        each = (inner - SPACE_XS * (columns - 1)) / columns
        heights = [one.height_for(each) for one in parts]
        slots = flow(heights, columns, each, SPACE_XS, (SPACE_M, top))
        self.standing.fixed += zip(parts, slots, strict=True)
        top = slots[-1].bottom + SPACE_XS
        for words in self._ends:
            top = self._put(words, top, inner, words.height_needed())
        return top + SPACE_XS

    def _arrange_notes(self, top: float, inner: float) -> float:
        least = NOTE_LEAST_WIDTH * theme().scale / 100
        columns, each = (1, inner) if self.columns else columns_for(inner, least, SPACE_S)
        self.note_width = each
        if self._heads and self.columns:
            room = cell_width(inner - 2 * SPACE_M, len(self._heads))
            tall = self._heads[0].height_needed()
            for number, head in enumerate(self._heads):
                left = 2 * SPACE_M + number * (room + SPACE_S)
                self.standing.fixed.append((head, Slot(left, top, room, tall)))
            top += tall + SPACE_XS
        slots = self.standing.slots = []
        at = 0
        for number, (_, count) in enumerate(self._groups):
            row = self.notes[at : at + count]
            at += count
            if self._themes:
                name = self._themes[number]
                top = self._put(name, top, inner, name.height_needed()) - SPACE_XS
            if not row:
                continue
            heights = [one.face.height_for(each) for one in row]
            slots += flow(heights, columns, each, SPACE_S, (SPACE_M, top))
            top = slots[-1].bottom + SPACE_S
        return top + self._room_for_later(columns)

    def _room_for_later(self, columns: int) -> float:
        """What the notes to come will need, so that nothing beneath moves far when they do."""
        if not self.later:
            return 0.0
        rows = -(-(len(self.notes) + self.later) // columns) - -(-len(self.notes) // columns)
        known = [one.height for one in self.slots] or [NOTE_LEAST_HEIGHT]
        return rows * (sum(known) / len(known) + SPACE_S)

    def theme_at(self, down: float) -> str | None:
        """Under which theme's name a height lies (page units); None where there are no names."""
        if not self._themes:
            return None
        tops = [slot.y for part, slot in self.standing.fixed if part in self._themes]
        number = max((n for n, top in enumerate(tops) if top <= down), default=0)
        return self._groups[number][0]

    def note_area(self) -> Slot:
        """Where the first note of an empty box would stand."""
        top = SPACE_S + self._prompt_height + SPACE_S
        return Slot(SPACE_M, top, max(1.0, self._laid_for - 2 * SPACE_M), 1)

    def paint(self, painter: QPainter, from_top: float) -> None:
        """Write its prompt, and its help while it is empty, unless only what lies further down
        than ``from_top`` is painted."""
        below = SPACE_S + self._prompt_height + SPACE_XS
        if self._prompt is not None and from_top < below:
            painter.setPen(theme().colour("text"))
            self._prompt.draw(painter, QPointF(SPACE_M, SPACE_S))
        if self._help is not None and self._shows_help():
            painter.setPen(theme().colour("quiet"))
            self._help.draw(painter, QPointF(SPACE_M, below))

    def _shows_help(self) -> bool:
        return not self.notes and not self.later
