"""Tab goes from part to part as one reads, whatever order the parts were made in.

Qt's own order is the order of making: a row that is put in later would come last. (That order is
never asked for here: PySide takes each part of it for the child of the one before, and lets go of
it together with that one.)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Protocol, runtime_checkable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


@runtime_checkable
class OwnOrder(Protocol):
    """A part that knows better in what order Tab goes through it, such as the wall."""

    def tab_stops(self) -> Sequence[QWidget]:
        """Its parts in order, shown or not."""


def reading_order(root: QWidget) -> list[QWidget]:
    """Where Tab stops in ``root``: row by row, from the top down and from the left."""
    every = root.findChildren(QWidget)
    own: list[QWidget] = [one for one in every if isinstance(one, OwnOrder) and one.isVisible()]
    inside = {part for one in own for part in one.findChildren(QWidget)}
    stops = [one for one in every if one not in inside and (one in own or _is_stop(one))]
    found: list[QWidget] = []
    for path in _read([_path(root, one) for one in stops], 0):
        last = path[-1]
        if isinstance(last, OwnOrder):
            found += [one for one in last.tab_stops() if _is_stop(one)]
        else:
            found.append(last)
    return found


def put_in_order(stops: Sequence[QWidget]) -> None:
    """Have Tab go through these, one after the other."""
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def _is_stop(part: QWidget) -> bool:
    return (
        bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and part.focusProxy() is None
        and part.isVisible()
    )


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
