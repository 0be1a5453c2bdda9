"""Walks a window as a screen reader does, to find what it could not say."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QObject, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QScrollBar, QWidget

# Containers and words need no name of their own; everything a person can act on does.
_NAMELESS_ROLES = frozenset(
    {
        QAccessible.Role.Client,
        QAccessible.Role.Window,
        QAccessible.Role.Pane,
        QAccessible.Role.Border,
        QAccessible.Role.Separator,
        QAccessible.Role.ScrollBar,
        QAccessible.Role.Splitter,
        QAccessible.Role.LayeredPane,
        QAccessible.Role.Whitespace,
        QAccessible.Role.StaticText,
        QAccessible.Role.Cell,
        QAccessible.Role.Row,
        QAccessible.Role.Indicator,
    }
)


_MOST_STOPS = 400


def walk(interface: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """Every node beneath and including ``interface``, in the order it is read."""
    # Of a row that is no longer there Qt may still have a name plate, which says nothing.
    if not interface.isValid():
        return
    yield interface
    for number in range(interface.childCount()):
        child = interface.child(number)
        if child is not None:
            yield from walk(child)


def nodes(window: QWidget) -> list[QAccessibleInterface]:
    """All nodes of a window."""
    root = QAccessible.queryAccessibleInterface(window)
    assert root is not None
    return list(walk(root))


def read_out(window: QWidget) -> list[tuple[QAccessible.Role, str]]:
    """Role and name of every node that has a name, in reading order."""
    said = ((node.role(), node.text(QAccessible.Text.Name)) for node in nodes(window))
    return [(role, name) for role, name in said if name]


def unnamed_controls(window: QWidget) -> list[str]:
    """Controls a screen reader could not name, or that have no role."""
    found: list[str] = []
    for node in nodes(window):
        owner: QObject | None = node.object()
        if isinstance(owner, QScrollBar) or node.state().invisible:
            continue
        role = node.role()
        named = bool(node.text(QAccessible.Text.Name).strip())
        if role == QAccessible.Role.NoRole or (not named and role not in _NAMELESS_ROLES):
            kind = type(owner).__name__ if owner is not None else "part of a control"
            found.append(f"{kind} ({role.name})")
    return found


def small_targets(window: QWidget, least: int) -> list[str]:
    """Visible buttons with a side under ``least`` pixels."""
    return [
        f"{button.accessibleName() or button.text()} {button.width()}x{button.height()}"
        for button in window.findChildren(QAbstractButton)
        if button.isVisible() and min(button.width(), button.height()) < least
    ]


def twins(window: QWidget) -> list[str]:
    """Controls the keyboard reaches that are called and are just as the one beside them."""
    found: list[str] = []
    for node in nodes(window):
        seen: set[tuple[str, ...]] = set()
        for number in range(node.childCount()):
            child = node.child(number)
            if not _reached(child):
                continue
            said = tuple(
                child.text(one)
                for one in (
                    QAccessible.Text.Name,
                    QAccessible.Text.Description,
                    QAccessible.Text.Value,
                )
            )
            told = (child.role().name, *said)
            if told in seen:
                found.append(f"{child.role().name} {said[0]!r} twice in {_called(node)!r}")
            seen.add(told)
    return found


def untold_states(window: QWidget) -> list[str]:
    """Buttons that can be on and off, or cannot be pressed, and do not say so."""
    found: list[str] = []
    for node in nodes(window):
        owner = node.object()
        if not isinstance(owner, QAbstractButton) or not owner.isVisible():
            continue
        state = node.state()
        told = (bool(state.checkable), bool(state.checked), bool(state.disabled))
        if told != (owner.isCheckable(), owner.isChecked(), not owner.isEnabled()):
            found.append(f"{_called(node)}: {told}")
        if owner.focusPolicy() and owner.isEnabled() and not state.focusable:
            found.append(f"{_called(node)} does not say that the keyboard reaches it")
    return found


def tab_chain(window: QWidget) -> list[QWidget]:
    """Where Tab stops, in the order it goes, by pressing it until it comes to where it was.

    Qt is not asked for its own chain: PySide would make each part the child of the one before.
    """
    chain: list[QWidget] = []
    for _ in range(_MOST_STOPS):
        before: QWidget | None = window.focusWidget()
        QTest.keyClick(window if before is None else before, Qt.Key.Key_Tab)
        now: QWidget | None = window.focusWidget()
        if now is None:
            break
        chain.append(now)
        if now in chain[:-1]:
            break
    return chain


def out_of_order(
    window: QWidget, part: QWidget | None = None, *, columns: bool = False
) -> list[str]:
    """Where Tab goes against the way one reads ``part``: up, or back along a row; or is caught.

    Tab goes in a circle, which may be begun anywhere: one step of it leads back. What is read in
    ``columns`` leads up to the top of the next one as well.
    """
    chain = tab_chain(window)
    if chain and chain[-1] is not chain[0]:
        return [f"Tab is caught: {', '.join(_words(one) for one in chain)}"]
    here = window if part is None else part
    inside = [one for one in chain[:-1] if here.isAncestorOf(one)]
    found: list[str] = []
    for before, after in pairwise([*inside, *inside[:1]]):
        one, other = _parted(before, after)
        if one is None or other is None:
            continue
        above = other.bottom() <= one.top() and not (columns and other.left() >= one.right())
        row = one.top() < other.center().y() < one.bottom()
        if above or (row and other.right() <= one.left()):
            found.append(f"{_words(before)} → {_words(after)}")
    return found if len(found) > 1 else []


def _parted(before: QWidget, after: QWidget) -> tuple[QRect | None, QRect | None]:
    """Where the two parts lie that hold one each, in what holds both."""
    above: list[QWidget] = [before]
    while (parent := above[-1].parentWidget()) is not None:
        above.append(parent)
    here = after
    while (holder := here.parentWidget()) is not None:
        if holder in above:
            place = above.index(holder)
            return (above[place - 1].geometry() if place else None), here.geometry()
        here = holder
    return None, None


def _reached(node: QAccessibleInterface | None) -> bool:
    if node is None or not node.isValid():
        return False
    # Cells of a list are alike by nature: what tells them apart is their row.
    owner = node.object()
    if not isinstance(owner, QWidget) or not owner.isVisible():
        return False
    state = node.state()
    return bool(state.focusable) and not state.invisible and not state.disabled


def _called(node: QAccessibleInterface) -> str:
    return node.text(QAccessible.Text.Name) or node.role().name


def _words(widget: QWidget) -> str:
    return widget.accessibleName() or type(widget).__name__
