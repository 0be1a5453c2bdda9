"""Fields in which people and organisations are chosen by any part of their name, or typed new."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cps_desktop.domain.kinds import Organisation, Session
from cps_desktop.services.desk import Desk
from cps_desktop.services.people import PeopleFinder, folded, organisations
from cps_desktop.services.session_making import Named
from cps_desktop.ui.kit import Button, LineField, Words, empty
from cps_desktop.ui.pages_of_session.suggesting import MOST, Suggestion, Suggestions
from cps_desktop.ui.theme import SPACE_S, SPACE_XS

Find = Callable[[str], Sequence[Suggestion]]


def organisations_like(desk: Desk) -> Find:
    """Organisations by any part of their name, present or former."""

    def find(text: str) -> Sequence[Suggestion]:
        parts = folded(text).split()
        return [
            Suggestion(one.id, one.name, _formerly(one))
            for one in organisations(desk.workspace)
            if all(part in folded(f"{one.name} {one.former_names}") for part in parts)
            and folded(one.name) != folded(text)
        ][:MOST]

    return find


def _formerly(one: Organisation) -> str:
    former = ", ".join(line for line in one.former_names.splitlines() if line)
    return f"formerly {former}" if former else ""


def people_like(desk: Desk) -> Find:
    """People by any part of their name, with what tells two of one name apart."""

    def find(text: str) -> Sequence[Suggestion]:
        found = PeopleFinder(desk.workspace).find(text, limit=MOST)
        return [Suggestion(one.person, one.name or one.known_as, one.detail) for one in found]

    return find


def communities_like(desk: Desk) -> Find:
    """Integrated Care Communities that other sessions named."""

    def find(text: str) -> Sequence[Suggestion]:
        known = {one.community for one in desk.workspace.find(Session) if one.community}
        wanted = folded(text)
        return [
            Suggestion(name, name)
            for name in sorted(known)
            if wanted in folded(name) and wanted != folded(name)
        ]

    return find


class OneName(QWidget):
    """One name, chosen or typed. ``settled`` when the person has done with it."""

    edited = Signal(str)
    settled = Signal(str)

    def __init__(self, name: str, find: Find, hint: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.line = LineField(name, hint=hint)
        self._settled = ""
        self._names = {"": ""}
        self.setFocusProxy(self.line)
        row = QVBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line)

        def look(text: str) -> Sequence[Suggestion]:
            found = find(text)
            self._names = {one.key: one.words for one in found}
            return found

        self.suggestions = Suggestions(f"{name}: already known", self.line, look)
        self.suggestions.chosen.connect(self._take)
        self.line.edited.connect(self.edited)
        self.line.entered.connect(self.settle)
        self.line.installEventFilter(self)

    def text(self) -> str:
        """The name as it stands."""
        return self.line.text()

    def show_name(self, name: str) -> None:
        """Show the name that is kept; what is just being typed is left alone."""
        self._settled = name
        if not self.line.hasFocus():
            self.line.set_text(name)
        else:
            self.line.update_text(name)

    def show_typed(self, text: str) -> None:
        """Show what was typed before the program ended, not yet settled."""
        self.line.set_text(text)

    def settle(self) -> None:
        """Take what stands there as meant."""
        self.line.flush()
        if self.text().strip() != self._settled:
            self._settled = self.text().strip()
            self.settled.emit(self._settled)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.settle()
        return False

    def _take(self, key: str) -> None:
        self.line.set_text(self._names.get(key, self.text()))
        self.edited.emit(self.text())
        self.settle()


class _Entry(QWidget):
    """One name of several, with the button that takes it out."""

    def __init__(self, named: Named, remove: Callable[[], object]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_S)
        words = Words(" ".join(named.name.split()), "body")
        button = Button("Remove", remove)
        button.setAccessibleName(f"Remove {named.name}")
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row.addWidget(words, 1)
        row.addWidget(button)


class SeveralNames(QWidget):
    """Several names, each chosen or typed. ``changed`` carries them all, as :class:`Named`."""

    edited = Signal(str)
    """What is being typed, not yet taken."""
    changed = Signal(object)

    def __init__(self, name: str, find: Find, hint: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._names: list[Named] = []
        self.line = LineField(f"Add to {name.lower()}", hint=hint)
        self.add = Button("Add", self.settle)
        self.add.setAccessibleName(f"Add to {name.lower()}")
        self.setFocusProxy(self.line)
        self._entries = QVBoxLayout()
        self._entries.setSpacing(SPACE_XS)
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(self.line, 1)
        row.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        column.addLayout(self._entries)
        column.addLayout(row)
        self._found: dict[str, str] = {}

        def look(text: str) -> Sequence[Suggestion]:
            here = {one.record for one in self._names}
            found = [one for one in find(text) if one.key not in here]
            self._found = {one.key: one.words for one in found}
            return found

        self.suggestions = Suggestions(f"{name}: already known", self.line, look)
        self.suggestions.chosen.connect(self._take)
        self.line.edited.connect(self.edited)
        self.line.entered.connect(self.settle)
        self.line.installEventFilter(self)

    def names(self) -> tuple[Named, ...]:
        """Who or what is on the list."""
        return tuple(self._names)

    def show_names(self, names: Sequence[Named]) -> None:
        """Show this list; nothing is emitted."""
        if list(names) == self._names:
            return
        self._names = list(names)
        empty(self._entries)
        for one in self._names:
            self._entries.addWidget(_Entry(one, lambda gone=one: self._remove(gone)))  # type: ignore[misc]

    def typed(self) -> str:
        """What is typed and not yet taken."""
        return self.line.text()

    def show_typed(self, text: str) -> None:
        """Show what was typed before the program ended."""
        self.line.set_text(text)

    def settle(self) -> None:
        """Take what is typed onto the list."""
        text = self.line.text().strip()
        if text:
            # A name typed in full is the one that is known, not a second one of that name.
            known = [key for key, words in self._found.items() if folded(words) == folded(text)]
            self._put(Named(text, known[0] if len(known) == 1 else ""))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.settle()
        return False

    def _take(self, key: str) -> None:
        self._put(Named(self._found.get(key, ""), key))

    def _put(self, named: Named) -> None:
        self.line.set_text("")
        self.edited.emit("")
        if not any(folded(one.name) == folded(named.name) for one in self._names):
            self.show_names([*self._names, named])
            self.changed.emit(self.names())

    def _remove(self, named: Named) -> None:
        self.show_names([one for one in self._names if one != named])
        self.line.setFocus()
        self.changed.emit(self.names())
