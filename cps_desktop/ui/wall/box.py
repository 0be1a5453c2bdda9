"""A box of the planner: its prompt, what there is to press in it, its notes in rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextLayout,
)
from PySide6.QtWidgets import QGroupBox, QLabel, QWidget

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
from cps_desktop.ui.wall.box_parts import ANSWER, BEGIN, TICK, BoxPart
from cps_desktop.ui.wall.flow import Slot, columns_for, flow
from cps_desktop.ui.wall.note import NoteButton
from cps_desktop.ui.wall.note_paint import cell_width, lay_out
from cps_desktop.ui.wall.paper import keep_painted, paint_edge_anew, paint_paper
from cps_desktop.ui.wall.part import PartButton
from cps_desktop.ui.wall.snapshot import BoxSnapshot, counted
from cps_desktop.ui.wall.standing import Standing

NO_THEME_WORDS = "Without a theme"


class WordsOnSheet(QLabel):
    """Words on the paper that grow with the zoom: a theme's name, a column's heading."""

    def __init__(self, words: str, role: str, tone: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(words)
        self._role, self._tone = role, tone
        self._zoom = 1.0

    def set_zoom(self, zoom: float) -> None:
        self._zoom = zoom

    def height_needed(self) -> float:
        """One line, in page units."""
        return QFontMetricsF(theme().font(self._role)).height() + SPACE_XS

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.scale(self._zoom, self._zoom)
        font = theme().font(self._role)
        painter.setFont(font)
        painter.setPen(theme().colour(self._tone))
        room = QRectF(0, 0, self.width() / self._zoom, self.height() / self._zoom)
        words = QFontMetricsF(font).elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)


class BoxGroup(QGroupBox):
    """One box of the planner: its prompt, its help while it is empty, its notes in rows.

    Notes under a theme stand beneath its name. What else there is to press (``parts``) stands
    above the notes; what begins something new, beneath.
    """

    add_asked = Signal(str)
    focused = Signal(str)
    key_pressed = Signal(str, object)
    menu_asked = Signal(str, QPoint)

    def __init__(self, box: BoxSnapshot, parent: QWidget) -> None:
        super().__init__(parent)
        self.box = box
        self.notes: list[NoteButton] = []
        self.parts: list[PartButton] = []
        self.later = 0
        """How many more notes follow, which have no widget yet."""
        self.note_width = float(NOTE_LEAST_WIDTH)
        """How wide each note is, in page units."""
        self.setAccessibleName(box.prompt)
        self.setAccessibleDescription(box.help)
        self.setToolTip(box.help)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        keep_painted(self)
        self._zoom = 1.0
        self._lifted = False
        self._laid_for = -1.0
        self._prompt: QTextLayout | None = None
        self._help: QTextLayout | None = None
        self._prompt_height = 0.0
        self._help_height = 0.0
        self._need = 0.0
        self._stale = True
        self._groups: tuple[tuple[str, int], ...] = ()
        self._themes: list[WordsOnSheet] = []
        self._heads = [
            WordsOnSheet(one.words, "small_strong", "quiet", self) for one in box.columns
        ]
        self._ends = self._make_ends()
        self._left_out = WordsOnSheet("", "small", "amber", self)
        self._left_out.hide()
        self.standing = Standing()
        self._grown: NoteButton | None = None

    def _make_ends(self) -> list[WordsOnSheet]:
        scale = self.box.scale
        if scale is None or not (scale.lowest_words or scale.highest_words):
            return []
        words = f"{scale.lowest}: {scale.lowest_words}    {scale.highest}: {scale.highest_words}"
        return [WordsOnSheet(words, "small", "quiet", self)]

    @property
    def columns(self) -> int:
        """How its notes look: 0 as notes, 1 as a text, more as rows of a table."""
        if self.box.kind == "text":
            return 1
        return max(1, len(self.box.columns)) if self.box.kind == "table" else 0

    def forget_look(self) -> None:
        self._laid_for = -1.0
        self.spoil()
        self.update()

    def spoil(self) -> None:
        """What stands in it changed: it has to be laid out again."""
        self._stale, self._grown = True, None

    def grew(self, note: NoteButton | None) -> None:
        """This note may need another height; all else is as it was."""
        alone = not self._stale and not self.later
        self.spoil()
        self._grown = note if alone else None

    def set_zoom(self, zoom: float) -> None:
        if zoom != self._zoom:
            self._zoom = zoom
            self.update()

    def set_lifted(self, lifted: bool) -> None:
        """The box being worked in has a stronger edge."""
        if lifted != self._lifted:
            self._lifted = lifted
            self.update()

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
            self._themes = [WordsOnSheet(one, "small_strong", "text", self) for one in names]
            for one in self._themes:
                one.show()
        self.spoil()
        self.update()

    def shows_groups(self, groups: Sequence[tuple[str, int]]) -> bool:
        """Whether its notes stand in just these groups."""
        return self._groups == tuple(groups)

    @property
    def stale(self) -> bool:
        """Whether it has to be laid out again."""
        return self._stale

    def leave_out(self, notes: int) -> None:
        """Say how many of its notes are not shown just now."""
        verb = "is" if notes == 1 else "are"
        words = f"{counted(notes)} {verb} not shown" if notes else ""
        if words != self._left_out.text():
            self._left_out.setText(words)
            self._left_out.setVisible(bool(words))
            self.spoil()

    def show_parts(self, parts: Sequence[BoxPart]) -> list[PartButton]:
        """Show what there is to press; the new widgets among them are given back."""
        made: list[PartButton] = []
        known = {(one.part.role, one.part.key): one for one in self.parts}
        row = []
        for part in parts:
            button = known.pop((part.role, part.key), None)
            if button is None:
                button = PartButton(self.box.key, part, self)
                button.number = self.box.kind == "scale" and part.role == ANSWER
                made.append(button)
                self.spoil()
            elif button.show_part(part):
                self.spoil()
            row.append(button)
        for gone in known.values():
            gone.hide()
            gone.setParent(None)
            gone.deleteLater()
            self.spoil()
        self.parts = row
        return made

    def stops(self) -> Iterator[QWidget]:
        """Where the keyboard stops in it, in reading order, without the box itself."""
        yield from (one for one in self.parts if one.part.role != BEGIN)
        yield from self.notes
        yield from (one for one in self.parts if one.part.role == BEGIN)

    def arrange(self, width: float) -> float:
        """Lay out prompt and notes for a width; the height needed, in page units."""
        if width == self._laid_for and not self._stale:
            return self._need
        if width == self._laid_for and self._grown is not None and self._grown in self.notes:
            self._need += self._make_room(self._grown)
            self._stale, self._grown = False, None
            return self._need
        inner = width - 2 * SPACE_M
        if width != self._laid_for:
            self._laid_for = width
            self._prompt, self._prompt_height = lay_out(
                self.box.prompt, theme().font("box_prompt"), inner
            )
            self._help, self._help_height = lay_out(self.box.help, theme().font("small"), inner)
        self._stale, self._grown = False, None
        self.standing.fixed = []
        top = SPACE_S + self._prompt_height + SPACE_S
        if self._shows_help() and self.box.help:
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
        if self.box.kind != "scale":
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

    @property
    def slots(self) -> list[Slot]:
        """Where the notes stand inside the box, in page units."""
        return self.standing.slots

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

    def _shows_help(self) -> bool:
        return not self.notes and not self.later

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        paint_edge_anew(self, event, self._zoom)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, part = QPainter(self), event.rect()
        state = theme()
        thick = 2.0 if self._lifted else float(HAIR)
        edge = QPen(state.colour("line"), thick)
        paint_paper(painter, part, self.rect(), edge, zoom=self._zoom)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self._zoom, self._zoom)
        below = SPACE_S + self._prompt_height + SPACE_XS
        if self._prompt is not None and part.top() < below * self._zoom:
            painter.setPen(state.colour("text"))
            self._prompt.draw(painter, QPointF(SPACE_M, SPACE_S))
        if self._help is not None and self._shows_help():
            painter.setPen(state.colour("quiet"))
            self._help.draw(painter, QPointF(SPACE_M, below))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(self.box.key)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_asked.emit(self.box.key, event.globalPos())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        event.ignore()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.add_asked.emit(self.box.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()
        self.key_pressed.emit(self.box.key, event)
