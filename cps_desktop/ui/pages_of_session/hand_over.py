"""Hand over: what, to whom, where; then the file is written and read back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.faults import Fault
from cps_desktop.domain.records import RecordId
from cps_desktop.services.desk import Desk
from cps_desktop.services.exchange import HandedOver, Receiver, Stopped
from cps_desktop.services.handing_over import (
    Foreseen,
    Scope,
    counted,
    foresee,
    free_name,
    give,
    last_folder,
    say_size,
    standings,
    suggested_name,
)
from cps_desktop.services.not_yet import not_yet
from cps_desktop.services.second_desk import desk_beside
from cps_desktop.ui.in_background import Background
from cps_desktop.ui.kit import Action, Button, Card, MessagePanel, RadioGroup, Words, empty
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.pages_of_session.hand_over_places import Place, PlaceStep
from cps_desktop.ui.pages_of_session.hand_over_receivers import ReceiverStep
from cps_desktop.ui.session_page import SessionPage, Shell
from cps_desktop.ui.theme import DEBOUNCE_MS, FIELD_WIDTH, SPACE_HUGE, SPACE_S
from cps_desktop.ui.theme_state import theme

_WHAT: Final = (
    (Scope.NEW.value, "Everything not yet handed over"),
    (Scope.SESSION.value, "Only this session"),
    (Scope.ALL.value, "Everything on this laptop"),
)
SAFE: Final = "Safe to remove the stick."
WRITTEN: Final = "It is written, read back and whole."


class WhatStep(Card):
    """Step 1: what, and what is inside, in words."""

    def __init__(self) -> None:
        super().__init__(name="What")
        self.group = RadioGroup("What", _WHAT, Scope.NEW.value)
        self.words = Words("Counting…", "strong")
        self.never = Words()
        self.inside = Words("", "body", "quiet")
        self.add(Words("1  What", "section"), self.group, self.words, self.never, self.inside)
        self.column.addStretch(1)

    @property
    def scope(self) -> Scope:
        """How much is to be handed over."""
        return Scope(self.group.key())

    def show_foreseen(self, found: Foreseen, receiver: Receiver) -> None:
        """Say what the bundle would hold."""
        self.words.setText(found.words)
        self.never.setText(self._why_again(found, receiver))
        self.never.setVisible(bool(self.never.text()))
        self.inside.setText(f"Inside: {', '.join(found.personal)}." if found.personal else "")
        self.inside.setVisible(bool(found.personal))

    def _why_again(self, found: Foreseen, receiver: Receiver) -> str:
        """Why a bundle of what is new holds what was given before, too."""
        if self.scope is not Scope.NEW or found.changes <= found.never:
            return ""
        why = (
            "nobody can tell here whether it arrived."
            if receiver.passphrase
            else f"{receiver.name} has not said that it arrived."
        )
        if not found.never:
            return f"All of it was given before. It goes along again because {why}"
        new = "1 of them is" if found.never == 1 else f"{found.never:,} of them are"
        return f"{new} new. The rest goes along because {why}"


class HandOverPage(SessionPage):
    """Three steps on one page. The laptop's own copy stays; handing over deletes nothing."""

    KEY: ClassVar[str] = "hand_over"
    NAME: ClassVar[str] = "Hand over"

    def __init__(self, shell: Shell, session: RecordId) -> None:
        super().__init__(
            shell, session, "Hand over", "Give your work on. Your own copy stays on this laptop."
        )
        self.background = Background(self)
        self.button = Button("Hand over", self.hand_over, kind="primary")
        self.set_buttons((), self.button)
        self.foreseen = Foreseen()
        self._suggested = ""
        self.what = WhatStep()
        self.whom = ReceiverStep(shell)
        self.where = PlaceStep(self.background, last_folder(self.desk.workspace))
        self._result = QWidget()
        self._result_column = QVBoxLayout(self._result)
        self._result_column.setContentsMargins(0, 0, 0, 0)
        self.result: MessagePanel | None = None
        self.given = GivenCard()
        self.add(
            self._result,
            Across((self.what, 1), (self.whom, 1), (self.where, 1)),
            self.given,
        )
        self._result.hide()
        theme().changed.connect(self._fit)
        self._fit()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(DEBOUNCE_MS)
        self._later.timeout.connect(self._count_if_seen)
        self.what.group.chosen.connect(lambda _key: self._count())
        self.whom.changed.connect(self._count)
        self._suggest()

    @classmethod
    def count(cls, desk: Desk, session: RecordId) -> str:
        waiting = not_yet(desk.workspace).changes
        return f"{waiting:,}" if waiting else ""

    # -- the contract of a page -----------------------------------------------------------------

    def refresh(self, summary: ChangeSummary | None) -> None:
        self._suggest()
        self.whom.offer()
        self.given.show_standings(self.desk)
        self._later.start()

    def leave(self) -> None:
        self.where.name.flush()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._later.start()

    def _fit(self) -> None:
        """The three steps are of one width, side by side or beneath one another."""
        for step in (self.what, self.whom, self.where):
            step.setMinimumWidth(theme().px(FIELD_WIDTH + SPACE_HUGE))

    def _count_if_seen(self) -> None:
        if self.isVisible():
            self._count()

    def _count(self) -> None:
        """Find out what would be handed over, beside the window."""
        self._later.stop()
        receiver, scope = self.whom.receiver, self.what.scope
        desk, session = self.desk, self.session

        def job() -> Foreseen:
            with desk_beside(desk) as beside:
                return foresee(beside.workspace, receiver, scope, session)

        def done(found: Foreseen) -> None:
            if not self.isVisible():
                return  # it is counted again when the page is shown
            self.foreseen = found
            self.what.show_foreseen(found, receiver)
            self.given.show_standings(self.desk)
            self.button.setEnabled(not found.nothing)

        self.background.do("what", job, done)

    def _suggest(self) -> None:
        """A name with the day in it; not in the place of one that somebody chose."""
        name = suggested_name(self.desk.workspace, self.desk.door.today())
        if name != self._suggested and self.where.file_name in {"", self._suggested}:
            self.where.suggest_name(name)
            self._suggested = name

    # -- handing over -----------------------------------------------------------------------------

    def hand_over(self) -> None:
        """Write the bundle, with progress; say that it is safe only when it was read back."""
        self.where.name.flush()
        place, name = self.where.place, self.where.file_name
        if place is None:
            self._say(
                "question",
                "Where should it go?",
                to_do="Put the stick in, or choose a folder, then choose Hand over again.",
            )
            self.where.choose.setFocus()
            return
        if not name:
            self._say("question", "The file needs a name.", to_do="Any name will do.")
            self.where.name.setFocus()
            return
        target = place.path / name
        if target.exists():
            self._ask_for_another(place, name)
            return
        self._write(place, target)

    def _ask_for_another(self, place: Place, name: str) -> None:
        free = free_name(place.path, name)

        def use() -> None:
            self.where.name.set_text(free.removesuffix(".cpsb"))
            self._write(place, place.path / free)

        self._say(
            "question",
            f"There is a file {name} in {place.name} already.",
            safe="It stays as it is; nothing is written over it.",
            actions=((f"Write {free}", use),),
        )

    def _write(self, place: Place, target: Path) -> None:
        receiver, scope = self.whom.receiver, self.what.scope
        desk, session = self.desk, self.session
        self._clear()

        def done(result: HandedOver) -> None:
            desk.workspace.forget_caches()
            self._show_done(result, place, receiver)
            self.given.show_standings(desk)
            self._count()

        def refused(fault: Fault) -> None:
            if isinstance(fault, Stopped):
                self.shell.say("Stopped. Nothing half-made is left there.")
                return
            happened, _, rest = str(fault).partition(". ")
            self._say(
                "warning",
                f"{happened.rstrip('.')}.",
                to_do=rest,
                actions=(("Try again", self.hand_over),),
            )

        self.shell.run(
            "Handing over",
            lambda progress: give(desk, receiver, scope, session, target, progress),
            done,
            refused,
        )

    def _show_done(self, result: HandedOver, place: Place, receiver: Receiver) -> None:
        said = (
            f"{result.path.name}, {say_size(result.size)}, in {place.name}. "
            f"{_holds(result)}, for {receiver.name}."
        )
        words = ""
        if receiver.passphrase:
            words = f"The five words are: {receiver.passphrase}. Say them over the telephone."
        self._say("done", SAFE if place.stick else WRITTEN, safe=said, to_do=words)

    def _say(
        self,
        kind: str,
        happened: str,
        *,
        safe: str = "",
        to_do: str = "",
        actions: Sequence[Action] = (),
    ) -> None:
        self._clear()
        self.result = MessagePanel(kind, happened, safe=safe, to_do=to_do, actions=actions)
        self._result_column.addWidget(self.result)
        self._result.show()
        self.result.speak()

    def _clear(self) -> None:
        if self.result is not None:
            self.result.hide()
            self.result.deleteLater()
            self.result = None
        self._result.hide()


def _holds(result: HandedOver) -> str:
    """What was written, in words: "It holds 37 changes, 2 sessions"."""
    holds = [counted(result.changes, "change")] if result.changes else []
    if result.sessions:
        holds.append(counted(result.sessions, "session"))
    if result.attachments:
        holds.append(counted(result.attachments, "picture"))
    return f"It holds {', '.join(holds)}" if holds else "It says what this laptop has"


class GivenCard(Card):
    """Always in sight: what nobody was given yet, and what has become of the rest."""

    def __init__(self) -> None:
        super().__init__(name="Given so far", tight=True)
        self.left = Words("", "strong")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(SPACE_S)
        self._shown: tuple[str, ...] = ()
        self.add(self.left)
        self.column.addLayout(self._rows)

    def show_standings(self, desk: Desk) -> None:
        """Show how things stand now."""
        self.left.setText(not_yet(desk.workspace).sentence)
        said = tuple(f"{one.name}: {one.words}" for one in standings(desk.workspace))
        if said == self._shown:
            return
        self._shown = said
        empty(self._rows)
        for sentence in said:
            self._rows.addWidget(Words(sentence))
