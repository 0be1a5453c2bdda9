"""A stage's heading: its title, how far it is, and the way to its next gap."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from cps_desktop.ui.theme import SPACE_L, SPACE_S, TARGET
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.wall.progress import StageProgress
from cps_desktop.ui.wall.snapshot import StageSnapshot, counted

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
        self._share = -1.0
        self.show_progress(StageProgress(0, 0, 1))

    def show_progress(self, far: StageProgress) -> None:
        """Say how far the stage is, and lead to its first box without anything.

        A stage with nothing in it shows its prompt instead.
        """
        notes, gap = counted(far.notes), far.gap
        if not far.notes:
            self._info = self._stage.prompt or notes
            gap = ""
        else:
            self._info = f"{notes} ·" if gap else notes
        said = f"{self._stage.title}: {self._info}" + (f" next gap: {far.gap_name}" if gap else "")
        self.setAccessibleDescription(f"{far.words} {self._stage.prompt}")
        self.setToolTip(f"{far.words}\n{self._stage.prompt}".strip())
        if said != self.text() or far.share != self._share:
            self._share = far.share
            self.setText(said)
            self.link.lead_to(gap, far.gap_name)
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
        # How far the stage is, as a line; the words beside it say the same.
        painter.fillRect(QRectF(0, high, width, _RULE), state.colour("hairline"))
        far = width * max(0.0, self._share)
        painter.fillRect(QRectF(0, high, far, _RULE), state.colour("primary"))
