"""What has to be known about the planner on screen, on one line each above it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.domain.kinds import Note, Planner
from cps_desktop.domain.records import RecordId
from cps_desktop.services.child_planners import parent_of
from cps_desktop.services.door import Records
from cps_desktop.services.planner_view import PlannerView
from cps_desktop.ui.kit import Action, Button, Card, Words, announce
from cps_desktop.ui.kit.words import in_short
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


def grown_from(records: Records, planner: RecordId) -> str:
    """The sentence that says which note of which A3 a planner grew from; "" for most."""
    parent = parent_of(records, planner)
    note = records.get(Note, parent[1]) if parent is not None else None
    above = records.get(Planner, parent[0]) if parent is not None else None
    if note is None or above is None:
        return ""
    return (
        f"This A3 grew from the note “{in_short(note.text, 60)}” on “{in_short(above.title, 60)}”."
    )


class PlannerNotices(QWidget):
    """The lines that hold for the planner shown; nothing at all for most planners."""

    def __init__(
        self,
        *,
        choose: Callable[[], object],
        bring_back: Callable[[], object],
        go_up: Callable[[], object],
    ) -> None:
        super().__init__()
        self._go_up = go_up
        self._choose = choose
        self._bring_back = bring_back
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_S)
        self._shown: tuple[str, ...] = ()
        self.lines: list[NoticeLine] = []
        self.hide()

    def show_for(self, view: PlannerView, grown: str = "") -> None:
        """Say what holds for this planner; the same lines again are left as they are.

        ``grown`` says what it grew from, "" for most.
        """
        wanted = self._wanted(view)
        if grown:
            wanted = (*wanted, (grown, ("Go to the note", self._go_up)))
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
