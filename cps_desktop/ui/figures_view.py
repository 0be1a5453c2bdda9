"""Figures on screen: numbers and words in rows; a bar only repeats what the number says."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from cps_desktop.domain.figure_sheets import FigureBlock, FigureReport, FigureRow, FigureTable
from cps_desktop.ui.kit import Card, EmptyState, Words, empty
from cps_desktop.ui.theme import FIELD_WIDTH, HAIR, MARK, SPACE_L, SPACE_M, SPACE_S, SPACE_XL
from cps_desktop.ui.theme_state import theme

Columns = Sequence[tuple[str, tuple[str, ...]]]


class Bar(QWidget):
    """A share of a whole as a length. Whoever does not see it has the number beside it."""

    def __init__(self, count: int, whole: int, *, quiet: bool = False) -> None:
        super().__init__()
        self._share = count / whole if whole else 0.0
        self._quiet = quiet
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(FIELD_WIDTH // 2), theme().px(MARK))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(SPACE_XL), theme().px(MARK))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        high = self.height() * (0.5 if self._quiet else 0.7)
        whole = QRectF(HAIR, (self.height() - high) / 2, self.width() - 2 * HAIR, high)
        painter.setPen(QPen(theme().colour("line"), HAIR))
        painter.drawRect(whole)
        if self._share:
            part = QRectF(whole)
            part.setWidth(max(2.0 * HAIR, whole.width() * self._share))
            painter.fillRect(part, theme().colour("line" if self._quiet else "primary"))


class FiguresView(QWidget):
    """A report's sentences, a card for each of its blocks, and its days or sessions."""

    def __init__(self) -> None:
        super().__init__()
        self.report: FigureReport | None = None
        self._names: tuple[tuple[str, tuple[str, ...]], ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_L)

    def show_report(self, report: FigureReport, names: Columns = ()) -> None:
        """Show it; ``names`` are titles with names that belong to it, for those who may see them.

        Nothing is drawn anew where nothing changed.
        """
        if report == self.report and tuple(names) == self._names:
            return
        self.report, self._names = report, tuple(names)
        empty(self._column)
        if not report.blocks:
            self._column.addWidget(EmptyState(" ".join(report.summary)))
            return
        about = Card(name="In short")
        for place, sentence in enumerate(report.summary):
            about.add(Words(sentence, "section" if place == 0 else "body"))
        self._column.addWidget(about)
        for block in report.blocks:
            self._column.addWidget(_block(block))
        for title, some in self._names:
            self._column.addWidget(_named(title, some))
        if report.table is not None:
            self._column.addWidget(_parts(report.table))
        notes = Card(name="How this was counted")
        notes.add(Words("How this was counted", "section"))
        for note in report.notes:
            notes.add(Words(note, "body", "quiet"))
        self._column.addWidget(notes)


def _block(block: FigureBlock) -> Card:
    card = Card(name=block.title)
    card.add(Words(block.title, "section"))
    if block.words:
        card.add(Words(block.words, "body", "quiet"))
    inside = QWidget()
    grid = QGridLayout(inside)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(SPACE_M)
    grid.setVerticalSpacing(SPACE_S)
    grid.setColumnStretch(0, 2)
    grid.setColumnStretch(3, 3)
    for number, row in enumerate(block.rows):
        _row(grid, number, row, block)
    card.add(inside)
    return card


def _row(grid: QGridLayout, number: int, row: FigureRow, block: FigureBlock) -> None:
    top = Qt.AlignmentFlag.AlignTop
    name = Words(row.name, "body" if row.within else "strong")
    if row.within:
        name.setContentsMargins(SPACE_XL, 0, 0, 0)
    count = Words(row.words, "body" if row.within else "strong", wrap=False)
    count.setAlignment(Qt.AlignmentFlag.AlignRight)
    shown = row.count is not None and block.whole
    share = f"{round(100 * (row.count or 0) / block.whole)} %" if shown else ""
    said = f"{row.name}: {row.words}"
    count.setAccessibleName(f"{said}, {share}" if share else said)
    grid.addWidget(name, number, 0, top)
    grid.addWidget(count, number, 1, top)
    if share:
        percent = Words(share, "body", "quiet", wrap=False)
        percent.setAlignment(Qt.AlignmentFlag.AlignRight)
        grid.addWidget(percent, number, 2, top)
        bar = Bar(row.count or 0, block.whole, quiet=row.within)
        grid.addWidget(bar, number, 3, top)


def _named(title: str, names: Sequence[str]) -> Card:
    card = Card(name=title)
    card.add(Words(title, "section"))
    card.add(Words(", ".join(names)))
    return card


def _parts(table: FigureTable) -> Card:
    card = Card(name=table.title)
    card.add(Words(table.title, "section"))
    inside = QWidget()
    grid = QGridLayout(inside)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(SPACE_L)
    grid.setVerticalSpacing(SPACE_S)
    grid.setColumnStretch(0, 1)
    for column, heading in enumerate(table.headings):
        words = Words(heading, "small", "quiet")
        if column:
            words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        grid.addWidget(words, 0, column, Qt.AlignmentFlag.AlignBottom)
    for number, (name, counts) in enumerate(table.rows, 1):
        grid.addWidget(Words(name, "strong"), number, 0, Qt.AlignmentFlag.AlignTop)
        for column, count in enumerate(counts, 1):
            row = FigureRow(table.headings[column], count)
            words = Words(row.words, wrap=False)
            words.setAccessibleName(f"{name}, {row.name}: {row.words}")
            words.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(words, number, column, Qt.AlignmentFlag.AlignTop)
    card.add(inside)
    return card
