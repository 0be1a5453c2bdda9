"""What has to be known about the planner on screen, on one line each above it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.services.planner_view import PlannerView
from cps_desktop.ui.kit import Action, Button, Card, Words, announce
from cps_desktop.ui.theme import SPACE_L, SPACE_S

NEWER = "A newer version of the program wrote this planner. Here it can be read, not changed."


class NoticeLine(Card):
    """One sentence and, where there is something to do, one button."""

    def __init__(self, sentence: str, action: Action | None = None) -> None:
        super().__init__("question", name=sentence, tight=True, across=True)
        self.column.setContentsMargins(SPACE_L, SPACE_S, SPACE_S, SPACE_S)
        self.sentence = sentence
        # In a part of its own: the bound on line length is not a bound on the line's room.
        words = QWidget()
        inner = QVBoxLayout(words)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(Words(sentence))
        self.column.addWidget(words, 1)
        self.button: Button | None = None
        if action is not None:
            self.button = Button(*action)
            self.column.addWidget(self.button)


class PlannerNotices(QWidget):
    """The lines that hold for the planner shown; nothing at all for most planners."""

    def __init__(self, *, choose: Callable[[], object], bring_back: Callable[[], object]) -> None:
        super().__init__()
        self._choose = choose
        self._bring_back = bring_back
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_S)
        self._shown: tuple[str, ...] = ()
        self.lines: list[NoticeLine] = []
        self.hide()

    def show_for(self, view: PlannerView) -> None:
        """Say what holds for this planner; the same lines again are left as they are."""
        wanted = self._wanted(view)
        sentences = tuple(sentence for sentence, _ in wanted)
        if sentences == self._shown:
            return
        self._shown = sentences
        for old in self.lines:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.lines = [NoticeLine(sentence, action) for sentence, action in wanted]
        for line in self.lines:
            self._column.addWidget(line)
        self.setVisible(bool(self.lines))
        if self.lines:
            announce(self, " ".join(sentences))

    def _wanted(self, view: PlannerView) -> Sequence[tuple[str, Action | None]]:
        wanted: list[tuple[str, Action | None]] = []
        if view.newer:
            wanted.append((NEWER, None))
        if view.notice:
            action = ("Bring it back", self._bring_back) if view.removed else None
            wanted.append((view.notice, action))
        contested = sum(1 for one in view.notes() if one.contested)
        if contested:
            notes = "one note" if contested == 1 else f"{contested} notes"
            said = f"Two people changed {notes} here. Both versions are kept."
            wanted.append((said, ("See both versions", self._choose)))
        return wanted
