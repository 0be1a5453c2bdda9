"""Tab goes from part to part as one reads, whatever order the parts were made in.

Qt's own order is the order of making: a row that is put in later would come last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

OWN_ORDER: Final = "own_tab_order"
"""A part with this property (the notes on the wall) keeps the order it has in itself."""


def put_in_reading_order(root: QWidget) -> None:
    """Make Tab follow what is seen in ``root``, row by row; nothing is touched where it does."""
    now = list(_stops(root))
    wanted = [path[-1] for path in _read([_path(root, one) for one in now], 0)]
    if now != wanted:
        for before, after in pairwise(wanted):
            QWidget.setTabOrder(before, after)


def _stops(root: QWidget) -> Iterator[QWidget]:
    """Where Tab stops in ``root``, in the order it goes now."""
    part: QWidget | None = root.nextInFocusChain()
    while part is not None and part is not root:
        stops = bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus) and part.focusProxy() is None
        if stops and part.isVisible() and root.isAncestorOf(part):
            yield part
        part = part.nextInFocusChain()


def _path(root: QWidget, part: QWidget) -> list[QWidget]:
    """From just inside ``root`` down to the part."""
    path = [part]
    above: QWidget | None = part.parentWidget()
    while above is not None and above is not root:
        path.append(above)
        above = above.parentWidget()
    return path[::-1]


def _read(paths: Sequence[list[QWidget]], depth: int) -> Iterator[list[QWidget]]:
    """The paths in reading order; they are alike down to ``depth``."""
    groups: dict[QWidget, list[list[QWidget]]] = {}
    for path in paths:
        if len(path) == depth:
            # The part itself comes before what is in it.
            yield path
        else:
            groups.setdefault(path[depth], []).append(path)
    for part in _in_rows(groups):
        if part.property(OWN_ORDER):
            yield from groups[part]
        else:
            yield from _read(groups[part], depth + 1)


def _in_rows(parts: Iterable[QWidget]) -> Iterator[QWidget]:
    """From the top down, and what stands beside one another from the left."""
    row: list[QWidget] = []
    for part in sorted(parts, key=lambda one: one.y()):
        if row and part.geometry().center().y() >= row[0].geometry().bottom():
            yield from sorted(row, key=lambda one: (one.x(), one.y()))
            row = []
        row.append(part)
    yield from sorted(row, key=lambda one: (one.x(), one.y()))
