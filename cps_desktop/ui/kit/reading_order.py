"""Tab goes from part to part as one reads, whatever order the parts were made in.

Qt's own order is the order of making: a row that is put in later would come last.

Parts say themselves that Tab stops at them (:func:`tab_stop`). Asking Qt for everything inside a
page would hand Python the insides of Qt's own parts as well, and PySide keeps those beyond their
end; asking for Qt's order makes each part the child of the one before, and lets go of it with it.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Protocol, runtime_checkable
from weakref import WeakSet

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

_STOPS: WeakSet[QWidget] = WeakSet()


def tab_stop(part: QWidget) -> None:
    """Tab stops at this part, or at those it knows of (:class:`OwnOrder`)."""
    _STOPS.add(part)


@runtime_checkable
class OwnOrder(Protocol):
    """A part that knows better in what order Tab goes through it, such as the wall."""

    def tab_stops(self) -> Sequence[QWidget]:
        """Its parts in order, shown or not."""


def reading_order(root: QWidget) -> list[QWidget]:
    """Where Tab stops in ``root``: row by row, from the top down and from the left."""
    stops = [
        one
        for one in list(_STOPS)
        if isValid(one)
        and root.isAncestorOf(one)
        and (_is_stop(one) or (isinstance(one, OwnOrder) and one.isVisible()))
    ]
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
    proxies = _proxies(stops)
    meant, known = set(proxies.values()), set(stops)
    held = {
        stop: _with_first_parts(_holders(stop, proxies), known) if stop in meant else []
        for stop in stops
    }
    # Qt moves a holder with all that stands between its parts, or, as it takes no keyboard, never.
    before_that = [
        (one, one.focusProxy(), one.focusPolicy()) for some in held.values() for one in some
    ]
    for holder, _proxy, _policy in before_that:
        holder.setFocusProxy(None)  # type: ignore[arg-type]
        holder.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    for before, after in pairwise([part for stop in stops for part in (*held[stop], stop)]):
        QWidget.setTabOrder(before, after)
    for holder, proxy, policy in before_that:
        holder.setFocusPolicy(policy)
        holder.setFocusProxy(proxy)  # type: ignore[arg-type]


def _proxies(stops: Sequence[QWidget]) -> dict[QWidget, QWidget]:
    """What the stops stand in that hands the keyboard on, and to whom.

    Each is asked once: thousands of notes stand in the same few parts.
    """
    seen: set[QWidget] = set()
    found: dict[QWidget, QWidget] = {}
    for stop in stops:
        above: QWidget | None = stop.parentWidget()
        while above is not None and above not in seen and not above.isWindow():
            seen.add(above)
            # Only parts of ours hand it on. A part that Qt made itself is not asked: PySide takes
            # what it answers for its child, and lets go of a whole list of pages with its inside.
            ours = type(above).__module__.startswith("cps_desktop.")
            proxy: QWidget | None = above.focusProxy() if ours else None
            if proxy is not None:
                found[above] = proxy
            above = above.parentWidget()
    return found


def _holders(stop: QWidget, proxies: Mapping[QWidget, QWidget]) -> list[QWidget]:
    """What a stop stands in that hands it the keyboard, the outermost first.

    Left behind the last stop, such a holder would take Tab back to here instead of going on.
    """
    found: list[QWidget] = []
    above: QWidget | None = stop.parentWidget()
    while above is not None and not above.isWindow():
        proxy = proxies.get(above)
        if proxy is stop or proxy in found:
            found.append(above)
        above = above.parentWidget()
    return found[::-1]


def _with_first_parts(holders: Sequence[QWidget], stops: Container[QWidget]) -> list[QWidget]:
    """The holders, each with the part made first in it, beside which Qt puts it.

    Told again whom it hands the keyboard to, a holder goes before the first of its parts. Where
    that is none of the stops, such as a round button that is not chosen, it would take the holder
    along to wherever Qt has left it.
    """
    found: list[QWidget] = []
    for holder in holders:
        found.append(holder)
        first = next((one for one in holder.children() if isinstance(one, QWidget)), None)
        if first is not None and first not in stops and first not in holders:
            found.append(first)
    return found


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
    for part in sorted(parts, key=lambda one: (one.y(), one.x())):
        if row and _begins_beneath(row[0], part):
            yield from sorted(row, key=lambda one: (one.x(), one.y()))
            row = []
        row.append(part)
    yield from sorted(row, key=lambda one: (one.x(), one.y()))


def _begins_beneath(first: QWidget, part: QWidget) -> bool:
    """Whether a part that is not higher than ``first`` begins a row of its own.

    Columns that begin level are one row, however short the first of them is.
    """
    one, other = first.geometry(), part.geometry()
    return other.center().y() >= one.bottom() and other.top() > one.center().y()
