"""Who coordinates now: a line each, and what the laptop that signs join files may change."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.services.papers import Who
from cps_desktop.ui.kit import LinkButton, Words
from cps_desktop.ui.kit.words import in_short
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.theme import SPACE_S


class CoordinatorsList(QWidget):
    """A coordinator a line. ``take_out`` and ``change_role`` are given whom a person chose."""

    def __init__(
        self, take_out: Callable[[Who], object], change_role: Callable[[Who], object]
    ) -> None:
        super().__init__()
        self._take_out = take_out
        self._change_role = change_role
        self._shown: object = None
        self.rows: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_S)
        self.setAccessibleName("Coordinators")

    def show_them(self, some: tuple[Who, ...], *, signs: bool) -> None:
        """Show these; ``signs``: this laptop may change them."""
        if (some, signs) == self._shown:
            return
        self._shown = (some, signs)
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [self._row(one, signs=signs) for one in some]
        for row in self.rows:
            self._column.addWidget(row)
        self.setVisible(bool(some))

    def _row(self, one: Who, *, signs: bool) -> QWidget:
        name = in_short(one.name, 80)
        own = ", this laptop" if one.own else ""
        erases = " · may erase people's data" if one.controller else ""
        parts: list[tuple[QWidget, int]] = [(Words(f"{name}{own}{erases}"), 1)]
        if signs:
            other = "Take the right to erase" if one.controller else "Give the right to erase"
            role = LinkButton(other, lambda: self._change_role(one))
            role.setAccessibleName(f"{other}: {name}")
            parts.append((role, 0))
        if signs and not one.own:
            out = LinkButton("Take out…", lambda: self._take_out(one))
            out.setAccessibleName(f"Take out {name}")
            parts.append((out, 0))
        return Across(*parts, middle=True)
