"""A small picture of a planner's sheet, painted from its template: what one will get."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from cps_desktop.domain.planner_templates import (
    SHEET_HEIGHT,
    SHEET_WIDTH,
    STAGE_HEADING,
    Area,
    Box,
    PlannerTemplate,
)
from cps_desktop.ui.theme import (
    CORNER_CARD,
    CORNER_NOTE,
    HAIR,
    MINIATURE_WIDTH,
    NOTE_COLOURS,
    SPACE_XS,
)
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.wall.note_paint import lay_out
from cps_desktop.ui.wall.note_pattern import paint_pattern

_LETTERS: Final = 62.0
"""Per cent of the body letters in which a box's name stands: a picture, yet it can be read."""
_TITLE_LETTERS: Final = 72.0
_NOTE: Final = Area(0, 0, 26, 13)
"""Millimetres of a note in the picture."""
_NOTE_GAP: Final = 3.0
_ABOVE: Final = 14.0
"""Millimetres above the stages' headings."""


class SheetMiniature(QLabel):
    """The sheet as large as its width allows, in the proportions of A3."""

    def __init__(self, template: PlannerTemplate) -> None:
        super().__init__()
        self._template = template
        stages = ", ".join(one.title for one in template.stages)
        boxes = len(template.boxes)
        self.setText("")
        self.setAccessibleName(f"Picture of the sheet: {stages}; {boxes} boxes")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self._retheme)

    def _retheme(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(MINIATURE_WIDTH, self._height_for(MINIATURE_WIDTH))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setFixedHeight(self._height_for(event.size().width()))

    def _height_for(self, width: int) -> int:
        return round((SHEET_HEIGHT - self._top()) * width / SHEET_WIDTH)

    def _top(self) -> float:
        """Millimetres above the stages: the title block says nothing in a picture."""
        stages = self._template.stages
        first = min((self._template.stage_area(one.key).y for one in stages), default=0.0)
        return max(0.0, first - _ABOVE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().colour("line"), HAIR))
        painter.setBrush(theme().colour("card"))
        sheet = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(sheet, CORNER_NOTE, CORNER_NOTE)
        scale = self.width() / SHEET_WIDTH
        for stage in self._template.stages:
            self._paint_stage(painter, stage.title, self._template.stage_area(stage.key), scale)
        for number, box in enumerate(self._template.boxes):
            self._paint_box(painter, box, number, scale)

    def _place(self, area: Area, scale: float) -> QRectF:
        top = area.y - self._top()
        return QRectF(area.x * scale, top * scale, area.width * scale, area.height * scale)

    def _paint_stage(self, painter: QPainter, title: str, area: Area, scale: float) -> None:
        heading = self._place(Area(area.x, area.y, area.width, STAGE_HEADING), scale)
        font = theme().font("strong", _TITLE_LETTERS)
        painter.setFont(font)
        painter.setPen(theme().colour("text"))
        words = QFontMetricsF(font).elidedText(title, Qt.TextElideMode.ElideRight, heading.width())
        line = heading.bottom() - SPACE_XS / 2
        room = QRectF(heading.left(), line - SPACE_XS - heading.height() * 2, heading.width(), 0)
        room.setBottom(line - 1)
        painter.drawText(room, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, words)
        painter.fillRect(
            QRectF(heading.left(), line, heading.width(), 2), theme().colour("primary")
        )

    def _paint_box(self, painter: QPainter, box: Box, number: int, scale: float) -> None:
        place = self._place(box.area, scale).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(theme().colour("line"), HAIR))
        painter.setBrush(theme().colour("card"))
        painter.drawRoundedRect(place, CORNER_CARD / 2, CORNER_CARD / 2)
        painter.save()
        painter.setClipRect(place)
        inner = place.adjusted(SPACE_XS, SPACE_XS / 2, -SPACE_XS, -SPACE_XS / 2)
        name, tall = lay_out(box.name, theme().font("body", _LETTERS), inner.width())
        painter.setPen(theme().colour("quiet"))
        name.draw(painter, QPointF(inner.left(), inner.top()))
        painter.restore()
        self._paint_notes(painter, inner.adjusted(0, tall + 2, 0, 0), number, scale)

    def _paint_notes(self, painter: QPainter, room: QRectF, number: int, scale: float) -> None:
        """As many notes in a row as would stand there, up to three, to show what boxes are for."""
        colours = tuple(NOTE_COLOURS)
        wide, high = _NOTE.width * scale, _NOTE.height * scale
        if room.height() < high:
            return
        count = min(1 + number % 3, int(room.width() // (wide + _NOTE_GAP * scale)))
        painter.setPen(QPen(theme().colour("note_edge"), HAIR))
        for place in range(count):
            paper = QRectF(room.left() + place * (wide + _NOTE_GAP * scale), room.top(), wide, high)
            key = colours[(number + place) % len(colours)]
            painter.setPen(QPen(theme().colour("note_edge"), HAIR))
            painter.setBrush(theme().colours.note(key))
            painter.drawRect(paper)
            if theme().colours.patterned:
                painter.save()
                painter.translate(paper.right() - high, paper.top())
                painter.scale(high / 18, high / 18)
                paint_pattern(painter, key, QRectF(0, 0, 17, 17))
                painter.restore()
