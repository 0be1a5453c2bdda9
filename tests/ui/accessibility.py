"""Walks a window as a screen reader does, to find what it could not say."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
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
