"""To whom: coordinators, laptops met, or whoever is told five words."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from cps_desktop.services.coordination import (
    Joining,
    accept_joining,
    coordinators,
    joined,
    new_words,
    receivers,
)
from cps_desktop.services.desk import Desk
from cps_desktop.services.exchange import Receiver
from cps_desktop.services.papers import expiry_warning
from cps_desktop.services.receivers import how_met
from cps_desktop.services.recovery import new_key_reminder
from cps_desktop.ui.deciding_beside import decide_beside
from cps_desktop.ui.kit import Button, Card, RadioGroup, Words, announce
from cps_desktop.ui.kit.words import in_short
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.theme import SPACE_M
from cps_desktop.ui.typed_dialogs import JOIN_FILES, read_beside

WORDS: Final = "words"
WRITE_DOWN: Final = (
    "Write these down. Say them over the telephone; never put them on the stick. "
    "Whoever has them can open the bundle."
)
_NOBODY: Final = (
    "No coordinator is known on this laptop yet. With the coordinator's join file, "
    "only they can open what you hand over."
)
_OTHER: Final = "They differ"


class ReceiverStep(Card):
    """Step 2: to whom."""

    changed = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__(name="To whom")
        self._shell = shell
        self._workspace = shell.desk.workspace
        self._receivers: dict[str, Receiver] = {}
        self._coordinators: frozenset[str] = frozenset()
        self._options: list[tuple[str, str]] = []
        self._key = ""
        self.words = ""
        self.group: RadioGroup | None = None
        self._holder = QWidget()
        self._column = QVBoxLayout(self._holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.nobody = Words(_NOBODY, "body", "quiet")
        self.old = Words("", "body", "amber")
        self._sealed = Card("accent", name="The five words", tight=True)
        self.shown_words = Words("", "total")
        self._sealed.add(self.shown_words, Words(WRITE_DOWN), Button("New words", self.make_words))
        self.open_join = Button("Open a join file…", self.ask)
        self.joining = JoiningCard(shell)
        self.joining.joined.connect(self._joined)
        self.joining.put_away.connect(self._show)
        self.add(
            Words("2  To whom", "section"),
            self._holder,
            self._sealed,
            self.nobody,
            self.old,
            self.open_join,
            self.joining,
        )
        self.column.addStretch(1)
        self.offer()

    @property
    def receiver(self) -> Receiver:
        """Whom the bundle is for."""
        if self._key == WORDS:
            return Receiver("whoever has the five words", passphrase=self.words)
        chosen = self._receivers[self._key]
        if self._key in self._coordinators:
            return chosen
        return dataclasses.replace(chosen, name=f"“{chosen.name}” (a laptop met)")

    @property
    def by_words(self) -> bool:
        """Whether it is sealed under five words."""
        return self._key == WORDS

    def offer(self) -> None:
        """Offer who is known now; the one chosen stays chosen."""
        first = [one.key.hex() for one in coordinators(self._workspace)]
        self._coordinators = frozenset(first)
        self._receivers = {one.key.hex(): one for one in receivers(self._workspace)}
        options = [
            (
                key,
                f"{in_short(one.name, 80)}, coordinator"
                if key in first
                else how_met(self._workspace, one),
            )
            for key, one in self._receivers.items()
        ]
        options.append((WORDS, "Whoever is told five words"))
        self.nobody.setVisible(not first)
        if options != self._options:
            before, now = dict(self._options), dict(options)
            if self._key not in now or before.get(self._key) != now[self._key]:
                # A laptop merely met, or a coordinator no longer, is only chosen by a person.
                self._key = first[0] if first else WORDS
            self._options = options
            if self.group is not None:
                self._column.removeWidget(self.group)
                self.group.hide()
                self.group.deleteLater()
            self.group = RadioGroup("To whom", options, self._key)
            self.group.chosen.connect(self.choose)
            self._column.addWidget(self.group)
        self._show()

    def choose(self, key: str) -> None:
        """Choose somebody, by their key, or ``WORDS``."""
        self._key = key
        if self.group is not None:
            self.group.set_key(key)
        self._show()
        self.changed.emit()

    def make_words(self) -> None:
        """Five new words."""
        self.words = new_words()
        self._show()
        announce(self, f"The new words: {self.words}")

    def _show(self) -> None:
        if self.by_words and not self.words:
            self.words = new_words()
        self.shown_words.setText(self.words)
        self.shown_words.setAccessibleName(f"The five words: {self.words}")
        self._sealed.setVisible(self.by_words)
        self.open_join.setVisible(not self.joining.is_open)
        belongs = joined(self._workspace)
        today = self._shell.desk.door.today()
        warning = expiry_warning(belongs.join, today) if belongs else ""
        self.old.setText(new_key_reminder(self._workspace) or warning)
        self.old.setVisible(bool(self.old.text()))
        self.open_join.set_words("Open a newer join file…" if belongs else "Open a join file…")

    # -- joining an organisation ------------------------------------------------------------------

    def ask(self) -> None:
        """Ask for a join file."""
        chosen, _ = QFileDialog.getOpenFileName(
            self, "Open a join file", str(Path.home()), JOIN_FILES
        )
        if chosen:
            self.open_join_file(Path(chosen))

    def open_join_file(self, path: Path) -> None:
        """Show a join file's four words to be compared, in place. Nothing is changed by it."""
        joining = self._shell.attempt(lambda: read_beside(self._shell.desk, path))
        if joining is not None:
            self.joining.show_joining(joining)
            self._show()

    def _joined(self) -> None:
        first = coordinators(self._workspace)
        if first:
            self._key = first[0].key.hex()
        self.offer()
        self.changed.emit()


class JoiningCard(Card):
    """Four words to compare before a laptop belongs to an organisation."""

    joined = Signal()
    put_away = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__("question", name="Join an organisation", tight=True)
        self._shell = shell
        self._joining: Joining | None = None
        self._who = Words("", "strong")
        self._whose = Words()
        self._instead = Words("", "body", "danger")
        self.words = Words("", "total")
        self.same = Button("They are the same", self.accept_it)
        self.differ = Button(_OTHER, self.refuse_it)
        self.add(
            self._who,
            self._whose,
            Words("Ring the coordinator. Are these the four words they see?"),
            self.words,
            self._instead,
            Across((self.same, 0), (self.differ, 0), spacing=SPACE_M),
        )
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether a join file waits to be compared."""
        return self._joining is not None

    def show_joining(self, joining: Joining) -> None:
        """Show what a join file says."""
        self._joining = joining
        name = in_short(joining.organisation, 80)
        self._who.setText(name)
        self._whose.setText(f"Coordinators: {in_short(', '.join(joining.coordinators))}")
        self.words.setText(joining.words)
        self.words.setAccessibleName(f"The four words: {joining.words}")
        instead = (
            f"{name} has a new key, signed with the one this laptop knows. A thief of that one "
            "could have signed a new one, too: compare the words."
            if joining.new_key
            else f"This laptop belongs to {in_short(joining.replaces, 80)}. If you go on, it "
            f"belongs to {name} instead: only its coordinators can open what you hand over."
        )
        self._instead.setText(joining.warning if joining.same_root else instead)
        self._instead.setVisible(bool(self._instead.text()))
        self.show()
        announce(self, f"{name}. The four words: {joining.words}")
        self.differ.setFocus()

    def accept_it(self) -> None:
        """The words are the same: belong to it."""
        joining = self._joining
        if joining is None:
            return

        def accept(desk: Desk) -> bool:
            accept_joining(desk.workspace, joining)
            return True

        if self._shell.attempt(lambda: decide_beside(self._shell.desk, self, "Joining", accept)):
            self._close()
            self._shell.say(f"This laptop now belongs to {in_short(joining.organisation, 80)}.")
            self.joined.emit()

    def refuse_it(self) -> None:
        """The words differ: nothing is changed."""
        self._close()
        self._shell.say(
            "Nothing was changed. That file is not from your coordinator: "
            "ask for it again, and do not use this one."
        )
        self.put_away.emit()

    def _close(self) -> None:
        self._joining = None
        self.hide()
