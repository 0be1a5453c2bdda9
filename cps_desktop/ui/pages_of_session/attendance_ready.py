"""What has to be got ready: ticked off one by one, with who needs it, and on paper."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.domain.records import RecordId
from cps_desktop.domain.sentences import set_apart
from cps_desktop.services.access_log import looked
from cps_desktop.services.preparation import (
    PreparationList,
    ReadyItem,
    preparation_list,
    set_ready,
)
from cps_desktop.services.print_preview import Made
from cps_desktop.ui.kit import Button, Card, EmptyState, TickBox, Words, empty
from cps_desktop.ui.made_papers import MadePapers
from cps_desktop.ui.pages_of_session.across import Across, Flowing
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.theme import SPACE_L, SPACE_S, SPACE_XS

NOBODY = (
    "Nobody on the list said that they need anything. What people need is noted in their details, "
    "on the list."
)
WHO_SEES = (
    "For facilitators only. Nothing of it is at the door, in the participant view or on the wall."
)
_DOING = "Making the preparation list"
_NO_ADULT = "Nobody is named as responsible for them yet."


class _Thing(QWidget):
    """One thing with its tick; beneath it, for whom."""

    def __init__(self, item: ReadyItem) -> None:
        super().__init__()
        self.item = item
        self.tick = TickBox(item.title, on=item.ready)
        who = ", ".join(item.who)
        self.tick.setAccessibleDescription(f"For {who}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        column.addWidget(self.tick)
        column.addWidget(Words(f"For {who}", "small", "quiet"))


class PreparationView(Flowing):
    """The preparation list of a session, as it stands now."""

    def __init__(self, shell: Shell, session: RecordId) -> None:
        super().__init__()
        self._shell = shell
        self._session = session
        self._shown: PreparationList | None = None
        self.things: list[_Thing] = []
        self._papers = MadePapers(shell, self)
        self.count = Words("", "section")
        self.save = Button("Save as PDF…", self._save)
        self.print = Button("Print…", self._print)
        self._inside = QVBoxLayout()
        self._inside.setSpacing(SPACE_L)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_L)
        column.addWidget(Across((self.count, 1), (self.print, 0), (self.save, 0), middle=True))
        column.addWidget(Words(WHO_SEES, "small", "quiet"))
        column.addLayout(self._inside)
        column.addStretch(1)

    def refresh(self) -> None:
        """Show what is so now; nothing is drawn anew where nothing changed."""
        desk = self._shell.desk
        view = preparation_list(desk.door.records, desk.needs.needs, self._session)
        if view == self._shown:
            return
        ticked = self._ticked_alone(view)
        self._shown = view
        self.count.setText(view.words)
        for button in (self.save, self.print):
            button.setEnabled(not view.nothing)
        if ticked:
            for thing, item in zip(self.things, view.items, strict=True):
                thing.item = item
                thing.tick.set_ticked(item.ready)
            return
        self._build(view)

    def start(self) -> None:
        """Put the keyboard on the first thing to tick."""
        desk = self._shell.desk
        looked(desk.workspace, "preparation", "", desk.door.now_ms())
        (self.things[0].tick if self.things else self.save).setFocus()

    def _ticked_alone(self, view: PreparationList) -> bool:
        """Whether only ticks differ: the keyboard then stays where it is."""
        if self._shown is None or not self.things:
            return False

        def bare(one: PreparationList) -> object:
            items = [(item.id, item.title, item.who) for item in one.items]
            return items, [title for title, _ in one.groups], one.in_words, one.young

        return bare(view) == bare(self._shown)

    def _build(self, view: PreparationList) -> None:
        empty(self._inside)
        self.things = []
        if view.nothing:
            self._inside.addWidget(EmptyState(NOBODY))
            return
        for title, items in view.groups:
            card = Card(name=title)
            card.column.setSpacing(SPACE_S)
            card.add(Words(title, "section"))
            for item in items:
                thing = _Thing(item)
                thing.tick.ticked.connect(lambda on, thing=thing: self._tick(thing, on))
                self.things.append(thing)
                card.add(thing)
            self._inside.addWidget(card)
        if view.in_words:
            card = Card(name="In their own words")
            card.add(Words("In their own words", "section"))
            for one in view.in_words:
                card.add(Words(set_apart(one.name), "strong"), Words("\n".join(one.lines)))
            self._inside.addWidget(card)
        if view.young:
            card = Card(name="Under 18")
            card.add(Words("Under 18", "section"))
            for young in view.young:
                said = f"Responsible adult: {young.adult}" if young.adult else _NO_ADULT
                card.add(
                    Words(set_apart(young.name), "strong"),
                    Words(said, tone="" if young.adult else "amber"),
                )
            self._inside.addWidget(card)

    def _tick(self, thing: _Thing, on: bool) -> None:
        door, item = self._shell.desk.door, thing.item
        self._shell.attempt(lambda: set_ready(door, self._session, item.id, ready=on))

    def _made(self) -> Made:
        from cps_desktop.services.preparation_paper import make_preparation

        return make_preparation(self._shell.desk, self._session)

    def _save(self) -> None:
        self._papers.save(_DOING, self._made)

    def _print(self) -> None:
        self._papers.print_it(_DOING, self._made)
