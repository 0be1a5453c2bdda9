"""The A3 sheet while a planner is made: each box a button that is chosen, moved and sized.

By mouse: drag a box, or its lower right corner. By keys: the arrows move the chosen box by a line
of the grid, with Shift they size it, Del takes it out. Number fields do the same (``box_fields``).
"""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from cps_desktop.domain.planner_edits import GRID, on_grid, on_page
from cps_desktop.domain.planner_templates import (
    DRAWING_AREA,
    SHEET_HEIGHT,
    SHEET_WIDTH,
    STAGE_HEADING,
    Area,
    Box,
    PlannerTemplate,
)
from cps_desktop.ui.kit.reading_order import tab_stop
from cps_desktop.ui.template_editor.words import KIND_WORDS, place_words
from cps_desktop.ui.theme import CORNER_NOTE, HAIR, MARK, MINIATURE_WIDTH, SPACE_S, SPACE_XS
from cps_desktop.ui.theme_state import theme

_LETTERS = 80.0
"""Per cent of the body letters on the sheet: it shows where things stand, not how they print."""
_ARROWS = {
    Qt.Key.Key_Left: (-GRID, 0.0),
    Qt.Key.Key_Right: (GRID, 0.0),
    Qt.Key.Key_Up: (0.0, -GRID),
    Qt.Key.Key_Down: (0.0, GRID),
}


class BoxOnSheet(QAbstractButton):
    """One box of the planner that is being made."""

    chosen = Signal()
    placed = Signal(object)
    """The ``Area`` it is to have."""
    settled = Signal()
    """The mouse let go of it."""
    gone = Signal()

    def __init__(self, sheet: QWidget) -> None:
        super().__init__(sheet)
        self.box: Box | None = None
        self.scale = 1.0
        self._wrong = False
        self._grabbed: QPoint | None = None
        self._sizing = False
        self._before = Area(0, 0, 0, 0)
        self.setCheckable(True)
        self.setMouseTracking(True)
        tab_stop(self)

    def show_box(self, box: Box, stage: str, *, wrong: bool, chosen: bool) -> None:
        """Show a box as it stands now."""
        self.box, self._wrong = box, wrong
        self.setChecked(chosen)
        state = "; has to be put right" if wrong else ""
        self.setAccessibleName(f"{box.name}, {KIND_WORDS[box.kind].lower()}, {stage}{state}")
        self.setAccessibleDescription(
            f"{place_words(box.area)}. Arrows move it, Shift and arrows size it, Del takes it out."
        )
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.isChecked():
            self.chosen.emit()

    def nextCheckState(self) -> None:
        """A click chooses; it never lets go again."""
        self.setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _ARROWS.get(Qt.Key(event.key()))
        if step is not None and self.box is not None:
            area = self.box.area
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                area = Area(area.x, area.y, area.width + step[0], area.height + step[1])
            else:
                area = Area(area.x + step[0], area.y + step[1], area.width, area.height)
            self.placed.emit(on_page(area))
        elif event.key() == Qt.Key.Key_Delete:
            self.gone.emit()
        else:
            super().keyPressEvent(event)

    # -- by mouse -------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.box is not None:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.chosen.emit()
            self._grabbed = event.globalPosition().toPoint()
            self._sizing = self._corner().contains(event.position().toPoint())
            self._before = self.box.area

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is None:
            corner = self._corner().contains(event.position().toPoint())
            shape = Qt.CursorShape.SizeFDiagCursor if corner else Qt.CursorShape.SizeAllCursor
            self.setCursor(shape)
            return
        way = event.globalPosition().toPoint() - self._grabbed
        x, y = way.x() / self.scale, way.y() / self.scale
        old = self._before
        area = (
            Area(old.x, old.y, old.width + x, old.height + y)
            if self._sizing
            else Area(old.x + x, old.y + y, old.width, old.height)
        )
        area = on_page(on_grid(area))
        if self.box is not None and area != self.box.area:
            self.placed.emit(area)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        del event
        self._let_go()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._let_go()  # another window came between: the button is let go of there

    @property
    def held(self) -> bool:
        """Whether the mouse has hold of it."""
        return self._grabbed is not None

    def _let_go(self) -> None:
        if self._grabbed is not None:
            self._grabbed = None
            self.settled.emit()

    def _corner(self) -> QRect:
        side = min(MARK, self.width() // 3, self.height() // 3)
        return QRect(self.width() - side, self.height() - side, side, side)

    # -- how it looks ---------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        if self.box is None:
            return
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = "danger" if self._wrong else "primary" if self.isChecked() else "line"
        width = 3 * HAIR if self.isChecked() or self._wrong else HAIR
        painter.setPen(QPen(look.colour(edge), width))
        painter.setBrush(look.colour("hover" if self.isChecked() else "card"))
        half = width / 2
        frame = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(frame, CORNER_NOTE, CORNER_NOTE)
        painter.setFont(look.font("small", min(_LETTERS * self.scale, look.scale)))
        painter.setPen(look.colour("text"))
        inside = self.rect().adjusted(SPACE_XS, SPACE_XS, -SPACE_XS, -SPACE_XS)
        said = f"▲ {self.box.name}" if self._wrong else self.box.name
        wrapped = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
        painter.drawText(inside, wrapped, said)
        painter.setPen(look.colour("quiet"))
        foot = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
        head = painter.boundingRect(inside, wrapped, said)
        if head.height() + painter.fontMetrics().height() < inside.height():
            painter.drawText(inside, foot, KIND_WORDS[self.box.kind])
        corner = self._corner()
        painter.setPen(QPen(look.colour("line"), 2))
        for n in (1, 2):
            by = corner.width() * n // 3
            painter.drawLine(
                corner.right() - by, corner.bottom() - 3, corner.right() - 3, corner.bottom() - by
            )
        painter.end()


class PlannerSheet(QWidget):
    """The whole sheet, as wide as its place allows and in the proportions of A3."""

    chosen = Signal(str)
    """The key of the box the keyboard came to."""
    placed = Signal(str, object)
    """A box's key and the ``Area`` it is to have."""
    settled = Signal()
    gone = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("The sheet")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.boxes: dict[str, BoxOnSheet] = {}
        self._template: PlannerTemplate | None = None
        theme().changed.connect(self.update)

    def show_template(self, template: PlannerTemplate, chosen: str, wrong: Collection[str]) -> None:
        """Show the planner as it stands now; ``wrong`` are boxes that have to be put right."""
        self._template = template
        titles = {one.key: one.title for one in template.stages}
        keys = [one.key for one in template.boxes]
        for key in [one for one in self.boxes if one not in keys]:
            self.boxes.pop(key).deleteLater()
        before: QWidget | None = None
        for box in template.boxes:
            there = self.boxes.get(box.key) or self._made(box.key)
            there.show_box(
                box, titles.get(box.stage, ""), wrong=box.key in wrong, chosen=box.key == chosen
            )
            if before is not None:
                QWidget.setTabOrder(before, there)
            before = there
        self._lay_out()
        self.update()

    def _made(self, key: str) -> BoxOnSheet:
        made = self.boxes[key] = BoxOnSheet(self)
        made.chosen.connect(partial(self.chosen.emit, key))
        made.placed.connect(partial(self.placed.emit, key))
        made.settled.connect(self.settled)
        made.gone.connect(partial(self.gone.emit, key))
        made.show()
        return made

    @property
    def held(self) -> bool:
        """Whether the mouse has hold of a box."""
        return any(one.held for one in self.boxes.values())

    def focus_box(self, key: str) -> None:
        """Put the keyboard on a box."""
        if key in self.boxes:
            self.boxes[key].setFocus()

    # -- room -----------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        # What is left over is taken anyway; a larger wish would make the page scroll.
        return QSize(MINIATURE_WIDTH, round(MINIATURE_WIDTH * SHEET_HEIGHT / SHEET_WIDTH))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    @property
    def scale(self) -> float:
        """Pixels a millimetre."""
        return min(self.width() / SHEET_WIDTH, self.height() / SHEET_HEIGHT)

    def _lay_out(self) -> None:
        if self._template is None:
            return
        for box in self._template.boxes:
            there = self.boxes[box.key]
            there.scale = self.scale
            there.setGeometry(self._rect(box.area).toRect())

    def _rect(self, area: Area) -> QRectF:
        return QRectF(
            area.x * self.scale,
            area.y * self.scale,
            area.width * self.scale,
            area.height * self.scale,
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("line"), HAIR))
        painter.setBrush(look.colour("card"))
        painter.drawRect(self._rect(Area(0, 0, SHEET_WIDTH, SHEET_HEIGHT)).adjusted(0, 0, -1, -1))
        painter.setPen(QPen(look.colour("hairline"), HAIR, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self._rect(DRAWING_AREA))
        template = self._template
        if template is not None:
            painter.setPen(look.colour("text"))
            painter.setFont(look.font("section", min(_LETTERS * self.scale, look.scale)))
            title = self._rect(Area(DRAWING_AREA.x, SPACE_S, DRAWING_AREA.width, 24))
            painter.drawText(title, Qt.AlignmentFlag.AlignVCenter, template.title)
            painter.setFont(look.font("small_strong", min(_LETTERS * self.scale, look.scale)))
            for stage in template.stages:
                if template.boxes_of(stage.key):
                    area = template.stage_area(stage.key)
                    head = self._rect(Area(area.x, area.y, area.width, STAGE_HEADING))
                    painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, stage.title)
        painter.end()
