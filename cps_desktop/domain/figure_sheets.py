"""Figures as they are shown on screen, on paper and in a table: plain values."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

NOT_SHOWN = "not shown"


class FigureRow(msgspec.Struct, frozen=True):
    """One figure; ``count`` is None where it is not shown. ``within`` belongs to the row above."""

    name: str
    count: int | None
    within: bool = False

    @property
    def words(self) -> str:
        """The figure as it is written."""
        return NOT_SHOWN if self.count is None else f"{self.count:,}"


class FigureBlock(msgspec.Struct, frozen=True):
    """Figures of one thing. ``words`` say what they mean; ``whole`` is what a full bar stands for,
    0 where there are no bars to draw."""

    title: str
    rows: tuple[FigureRow, ...]
    words: str = ""
    whole: int = 0


class FigureTable(msgspec.Struct, frozen=True):
    """Days or sessions with the same figures of each; the first column names them."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int | None, ...]], ...]


class FigureReport(msgspec.Struct, frozen=True):
    """Figures of a day, a session or a period, with the sentences that go with them.

    ``about`` says of what they are, a line each. ``notes`` say how they were counted.
    """

    title: str
    about: tuple[str, ...]
    summary: tuple[str, ...]
    blocks: tuple[FigureBlock, ...] = ()
    table: FigureTable | None = None
    notes: tuple[str, ...] = ()

    def lines(self) -> Iterator[tuple[str, str, str | int]]:
        """All figures, one a line: of what, which, and how many."""
        for block in self.blocks:
            for row in block.rows:
                yield block.title, row.name, NOT_SHOWN if row.count is None else row.count
        if self.table is not None:
            for name, counts in self.table.rows:
                for heading, count in zip(self.table.headings[1:], counts, strict=True):
                    yield name, heading, NOT_SHOWN if count is None else count
