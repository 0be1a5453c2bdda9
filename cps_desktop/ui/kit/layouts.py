"""What stands in a layout: taken out of it, or put into it in another order."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget


def empty(layout: QLayout) -> None:
    """Take everything out of a layout, and of those inside it, for good."""
    while (item := layout.takeAt(0)) is not None:
        if (inside := item.layout()) is not None:
            empty(inside)
        elif (old := item.widget()) is not None:
            _let_go(old)


def put_in_place(column: QVBoxLayout, before: Collection[QWidget], now: Sequence[QWidget]) -> None:
    """Let a column hold these in this order; of those before, the ones that are kept stay put, so
    that neither the keyboard nor what was typed there is lost."""
    kept = set(now)
    for old in before:
        if old not in kept:
            column.removeWidget(old)
            _let_go(old)
    for place, part in enumerate(now):
        if column.indexOf(part) != place:
            column.insertWidget(place, part)
        if part.isHidden():
            part.show()


def _let_go(old: QWidget) -> None:
    # Hidden at once: it goes only when the window comes back to its events.
    old.hide()
    old.deleteLater()
