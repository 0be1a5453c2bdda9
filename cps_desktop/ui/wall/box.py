"""The fixed parts of the sheet: stage headings, boxes with their prompts, the legend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
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
from PySide6.QtWidgets import QAbstractButton, QGroupBox, QLabel, QWidget

from cps_desktop.ui.theme import (
    CORNER_CARD,
    CORNER_NOTE,
    HAIR,
    MARK,
    NOTE_COLOURS,
    NOTE_LEAST_HEIGHT,
    NOTE_LEAST_WIDTH,
    SPACE_L,
    SPACE_M,
    SPACE_S,
    SPACE_XS,
    TARGET,
)
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.wall.flow import Slot, columns_for, flow
from cps_desktop.ui.wall.note import NoteButton
from cps_desktop.ui.wall.note_paint import lay_out, paint_pattern
from cps_desktop.ui.wall.snapshot import BoxSnapshot, StageSnapshot, colour_name

_RULE = 3


class GapLink(QAbstractButton):
    """In a stage's heading: the first of its boxes without a note; a press goes there."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._box = ""
        self._zoom = 1.0
        self.clicked.connect(self._go)

    def lead_to(self, box: str, name: str) -> None:
        """Name the box it goes to; "" hides it."""
        self._box = box
        self.setText(f"next gap: {name}")
        self.setAccessibleName(f"Next gap: {name}")
        self.setAccessibleDescription("Goes to the box that has no note yet.")
        self.setToolTip(f"Go to “{name}” (G)")
        self.setVisible(bool(box))

    def _go(self) -> None:
        self.wanted.emit(self._box)

    def fit(self, room: float, height: float, zoom: float) -> float:
        """Stand at the right of ``room`` (page units), shortened where it must; its width."""
        metrics = QFontMetricsF(theme().font("small"))
        self._zoom = zoom
        self._shown = self.text()
        if metrics.horizontalAdvance(self._shown) > room:
            self._shown = "next gap"
        width = metrics.horizontalAdvance(self._shown) + 1
        self.resize(round(width * zoom), round(height * zoom))
        return width

    _shown = ""

    def sizeHint(self) -> QSize:
        return self.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.scale(self._zoom, self._zoom)
        font = theme().font("small")
        font.setUnderline(True)
        painter.setFont(font)
        painter.setPen(theme().colour("primary"))
        room = QRectF(0, 0, self.width() / self._zoom, self.height() / self._zoom - _RULE)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self._shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
            return
        super().keyPressEvent(event)


class StageHeading(QLabel):
    """A stage's title, how many notes it has and where the next gap is."""

    def __init__(self, stage: StageSnapshot, parent: QWidget) -> None:
        super().__init__(parent)
        self.link = GapLink(self)
        self._stage = stage
        self._info = ""
        self._zoom = 1.0
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setToolTip(stage.prompt)
        self.setAccessibleDescription(stage.prompt)
        self.show_counts(0)

    def show_counts(self, notes: int, gap: str = "", name: str = "") -> None:
        """Say how far the stage is, and lead to the box ``gap`` (its key), which has no note.

        A stage without any note shows its prompt instead.
        """
        counted = "1 note" if notes == 1 else f"{notes} notes"
        if not notes:
            self._info = self._stage.prompt or counted
            gap = ""
        else:
            self._info = f"{counted} ·" if gap else counted
        said = f"{self._stage.title}: {self._info}" + (f" next gap: {name}" if gap else "")
        if said != self.text():
            self.setText(said)
            self.link.lead_to(gap, name)
            self._fit()
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Put the link at the right end, beside what it belongs to."""
        if self.link.isHidden():
            return
        width, height = self.width() / self._zoom, self.height() / self._zoom - SPACE_S
        title = QFontMetricsF(theme().font("section")).horizontalAdvance(self._stage.title)
        info = QFontMetricsF(theme().font("small")).horizontalAdvance(self._info + " ")
        taken = self.link.fit(width - title - SPACE_L - info, height, self._zoom)
        self.link.move(round((width - taken) * self._zoom), 0)

    def set_zoom(self, zoom: float) -> None:
        self._zoom = zoom

    def height_needed(self) -> float:
        """In page units."""
        need = QFontMetricsF(theme().font("section")).height() + SPACE_S + _RULE
        return max(need, float(TARGET + _RULE)) + SPACE_S

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self._zoom, self._zoom)
        width = self.width() / self._zoom
        state = theme()
        title_font, info_font = state.font("section"), state.font("small")
        high = self.height() / self._zoom - _RULE - SPACE_S
        painter.setFont(title_font)
        painter.setPen(state.colour("text"))
        line = QRectF(0, 0, width, high)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, self._stage.title)
        used = QFontMetricsF(title_font).horizontalAdvance(self._stage.title) + SPACE_L
        metrics = QFontMetricsF(info_font)
        end = width
        if not self.link.isHidden():
            end = self.link.x() / self._zoom - metrics.horizontalAdvance(" ")
        line.setRight(end)
        room = end - used
        shown = metrics.elidedText(self._info, Qt.TextElideMode.ElideRight, max(0.0, room))
        painter.setFont(info_font)
        painter.setPen(state.colour("quiet"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line, right, shown)
        painter.fillRect(QRectF(0, high, width, _RULE), state.colour("primary"))


class BoxGroup(QGroupBox):
    """One box of the planner: its prompt, its help while it is empty, its notes in rows."""

    add_asked = Signal(str)
    focused = Signal(str)
    key_pressed = Signal(str, object)

    def __init__(self, box: BoxSnapshot, parent: QWidget) -> None:
        super().__init__(parent)
        self.box = box
        self.notes: list[NoteButton] = []
        self.later = 0
        """How many more notes follow, which have no widget yet."""
        self.note_width = float(NOTE_LEAST_WIDTH)
        """How wide each note is, in page units."""
        self.setAccessibleName(box.prompt)
        self.setAccessibleDescription(box.help)
        self.setToolTip(box.help)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._zoom = 1.0
        self._lifted = False
        self._laid_for = -1.0
        self._prompt: QTextLayout | None = None
        self._help: QTextLayout | None = None
        self._prompt_height = 0.0
        self._help_height = 0.0
        self.slots: list[Slot] = []
        """Where the notes stand inside the box, in page units."""
        self._heights: tuple[float, ...] = ()
        self._placed: tuple[object, ...] = ()

    def forget_look(self) -> None:
        self._laid_for = -1.0
        self.update()

    def set_zoom(self, zoom: float) -> None:
        self._zoom = zoom

    def set_lifted(self, lifted: bool) -> None:
        """The box being worked in has a stronger edge."""
        if lifted != self._lifted:
            self._lifted = lifted
            self.update()

    def arrange(self, width: float) -> float:
        """Lay out prompt and notes for a width; the height needed, in page units."""
        inner = width - 2 * SPACE_M
        if width != self._laid_for:
            self._laid_for = width
            self._prompt, self._prompt_height = lay_out(
                self.box.prompt, theme().font("box_prompt"), inner
            )
            self._help, self._help_height = lay_out(self.box.help, theme().font("small"), inner)
        top = SPACE_S + self._prompt_height + SPACE_S
        least = NOTE_LEAST_WIDTH * theme().scale / 100
        columns, each = columns_for(inner, least, SPACE_S)
        self.note_width = each
        if not self.notes:
            self.slots = []
            if self.later:
                return top + self._room_for_later(columns)
            return top + (self._help_height + SPACE_S if self.box.help else 0)
        heights = tuple(note.height_for(each) for note in self.notes)
        if (top, columns, each, *heights) != self._heights or len(self.slots) != len(heights):
            self._heights = (top, columns, each, *heights)
            placed = flow(heights, columns, each, SPACE_S)
            self.slots = [Slot(s.x + SPACE_M, s.y + top, s.width, s.height) for s in placed]
        return self.slots[-1].bottom + SPACE_M + self._room_for_later(columns)

    def _room_for_later(self, columns: int) -> float:
        """What the notes to come will need, so that nothing beneath moves far when they do."""
        rows = -(-(len(self.notes) + self.later) // columns) - -(-len(self.notes) // columns)
        known = [one.height for one in self.slots] or [NOTE_LEAST_HEIGHT]
        return rows * (sum(known) / len(known) + SPACE_S)

    def stands(self, zoom: float) -> bool:
        """Whether its notes stand where they should. From now on they do."""
        before, self._placed = self._placed, (zoom, self.slots, self.notes)
        return len(before) == 3 and all(
            one is other or (type(one) is float and one == other)
            for one, other in zip(before, self._placed, strict=True)
        )

    def note_area(self) -> Slot:
        """Where the first note of an empty box would stand."""
        top = SPACE_S + self._prompt_height + SPACE_S
        return Slot(SPACE_M, top, max(1.0, self._laid_for - 2 * SPACE_M), 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self._zoom, self._zoom)
        width, height = self.width() / self._zoom, self.height() / self._zoom
        state = theme()
        thick = 2.0 if self._lifted else float(HAIR)
        painter.setPen(QPen(state.colour("line"), thick))
        painter.setBrush(state.colour("card"))
        half = thick / 2
        edge = QRectF(0, 0, width, height).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(edge, CORNER_CARD, CORNER_CARD)
        if self._prompt is not None:
            painter.setPen(state.colour("text"))
            self._prompt.draw(painter, QPointF(SPACE_M, SPACE_S))
        if self._help is not None and not self.notes and not self.later:
            painter.setPen(state.colour("quiet"))
            top = SPACE_S + self._prompt_height + SPACE_XS
            self._help.draw(painter, QPointF(SPACE_M, top))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(self.box.key)

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


class Legend(QLabel):
    """Which colour means what, in words, at the foot of the sheet."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._entries: list[tuple[str, str]] = []
        self._zoom = 1.0

    def show_meanings(self, colours: Sequence[str], meanings: Mapping[str, str]) -> None:
        """Name these colours and what they mean."""
        self._entries = [
            (key, f"{colour_name(key)}: {meanings.get(key, '')}".removesuffix(": "))
            for key in colours
        ]
        self.setText("Colours. " + ". ".join(words for _, words in self._entries))
        self.update()

    def set_zoom(self, zoom: float) -> None:
        self._zoom = zoom

    def height_needed(self, width: float) -> float:
        places = self._places(width)
        high = QFontMetricsF(theme().font("small")).height()
        return (places[-1].y() if places else 0.0) + high + SPACE_XS

    def _places(self, width: float) -> list[QPointF]:
        metrics = QFontMetricsF(theme().font("small"))
        line = max(metrics.height(), float(MARK)) + SPACE_XS
        x = y = 0.0
        places: list[QPointF] = []
        for _, words in self._entries:
            need = MARK + SPACE_S + metrics.horizontalAdvance(words)
            if x and x + need > width:
                x, y = 0.0, y + line
            places.append(QPointF(x, y))
            x += need + SPACE_L
        return places

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self._zoom, self._zoom)
        state = theme()
        font = state.font("small")
        high = max(QFontMetricsF(font).height(), float(MARK))
        painter.setFont(font)
        places = self._places(self.width() / self._zoom)
        for (key, words), place in zip(self._entries, places, strict=True):
            swatch = QRectF(place.x() + 1, place.y() + (high - MARK) / 2 + 1, MARK - 2, MARK - 2)
            painter.setPen(QPen(state.colour("line"), HAIR))
            painter.setBrush(state.colours.note(key))
            painter.drawRoundedRect(swatch, CORNER_NOTE, CORNER_NOTE)
            if state.colours.patterned:
                paint_pattern(painter, key, swatch)
            painter.setPen(state.colour("quiet"))
            room = QRectF(place.x() + MARK + SPACE_S, place.y(), self.width(), high)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)


LEGEND_COLOURS = tuple(NOTE_COLOURS)
