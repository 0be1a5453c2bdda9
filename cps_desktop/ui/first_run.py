"""The first time: who are you, what reads best, how is your work locked. All can be skipped."""

from __future__ import annotations

import platform
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QSizePolicy, QVBoxLayout, QWidget

from cps_desktop.domain.faults import Fault
from cps_desktop.services.own_keys import KeyringMissing
from cps_desktop.ui.kit import (
    Button,
    Card,
    FormRow,
    LineField,
    PageFrame,
    RadioGroup,
    Words,
    buttons_row,
)
from cps_desktop.ui.kit.dialogs import help_on_f1, open_help
from cps_desktop.ui.look_choice import LookChoice
from cps_desktop.ui.notices import Notices
from cps_desktop.ui.passphrase import NewPassphrase
from cps_desktop.ui.theme import FORM_WIDTH, SPACE_HUGE, SPACE_L, SPACE_M, SPACE_XXL, WINDOW_HEIGHT
from cps_desktop.ui.theme_state import theme

LOST_WORDS = (
    "A lost passphrase cannot be found again, by us or by anyone. Once you belong to an "
    "organisation here, its coordinator's key opens your work too."
)
WHERE_NAME_STANDS = "A new session begins with you as its facilitator."
KEYRING, PASSPHRASE = "keyring", "passphrase"


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the first questions gave: how the key is kept, and who works here ("" where skipped)."""

    way: str
    passphrase: str = ""
    name: str = ""
    organisation: str = ""
    laptop: str = ""


def usual_laptop_name() -> str:
    """What the laptop calls itself, as a first suggestion."""
    return platform.node().partition(".")[0]


class KeyChoice(QWidget):
    """How the work is locked: the system's key store, or a passphrase typed twice."""

    def __init__(self) -> None:
        super().__init__()
        self.way = RadioGroup(
            "How your work is locked",
            (
                (KEYRING, "With this laptop's own key store"),
                (PASSPHRASE, "With a passphrase, asked for each time"),
            ),
            KEYRING,
        )
        self.passphrase = NewPassphrase()
        self.missing = Words("", "strong", "amber")
        self._easy = Words("With the key store there is nothing to remember.", "small", "quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_L)
        column.addWidget(self.missing)
        column.addWidget(self.way)
        column.addWidget(self._easy)
        column.addWidget(self.passphrase)
        column.addWidget(Words(LOST_WORDS, "small", "quiet"))
        self.missing.hide()
        self.way.chosen.connect(self._chosen)
        self._chosen(KEYRING)

    def only_passphrase(self, sentence: str) -> None:
        """There is no key store: say so, and ask for the passphrase alone."""
        self.missing.setText(sentence)
        self.missing.show()
        self.way.set_key(PASSPHRASE)
        self.way.hide()
        self._chosen(PASSPHRASE)
        self.passphrase.first.setFocus()

    def _chosen(self, key: str) -> None:
        self.passphrase.setVisible(key == PASSPHRASE)
        self._easy.setVisible(key != PASSPHRASE)


class FirstRun(QDialog):
    """Asks, then has ``begin`` make the workspace. ``to_sample`` leaves without making one.

    ``begin`` may raise a Fault: it is shown, and a missing key store turns into the one question
    for a passphrase.
    """

    def __init__(
        self,
        begin: Callable[[Beginning], object],
        *,
        to_sample: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._begin = begin
        self.wants_sample = False
        self.setWindowTitle("Welcome – CPS Desktop")
        self.setAccessibleName("Welcome to CPS Desktop")
        self.name = LineField("Your name")
        self.organisation = LineField("Your organisation")
        self.laptop = LineField("This laptop's name", usual_laptop_name())
        self.keys = KeyChoice()
        self.look = LookChoice()
        self.begin = Button("Begin", self._done, kind="primary")
        self.skip = Button("Skip these questions", self._skip)
        self.sample = Button("Look at the sample", self._sample)
        self.sample.setVisible(to_sample)
        self.help = Button("F1 Help", lambda: open_help(self, "first-run"))
        help_on_f1(self, "first-run")
        self.notices = Notices()
        self._build()
        for field in (self.name, self.organisation, self.laptop):
            field.entered.connect(self.focusNextChild)
        self.keys.passphrase.entered.connect(self._done)
        self.name.setFocus()

    def _build(self) -> None:
        page = PageFrame(
            "Welcome to CPS Desktop",
            "A few questions. You can skip them, and change all of it later in Settings.",
        )
        self._you = Card(name="You").add(
            Words("You", "section"),
            FormRow("Your name", self.name, WHERE_NAME_STANDS),
            FormRow("Your organisation", self.organisation),
            FormRow("This laptop's name", self.laptop, "Others see it when you hand over."),
        )
        self._reading = Card(name="Easy to read").add(Words("Easy to read", "section"), self.look)
        locked = Card(name="Keeping your work locked").add(
            Words("Keeping your work locked", "section"), self.keys
        )
        for card in (self._you, self._reading, locked):
            card.column.setSpacing(SPACE_M)
        page.add(self._you, self._reading, locked)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.notices)
        outer.addWidget(page, 1)
        foot = Card(name="Begin or skip")
        foot.setProperty("kind", "bottombar")
        foot.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        foot.column.setContentsMargins(SPACE_XXL, SPACE_M, SPACE_XXL, SPACE_M)
        foot.column.addLayout(buttons_row(self.begin, self.skip, self.sample, self.help))
        outer.addWidget(foot)
        room = self.screen().availableGeometry().size()
        wanted = QSize(theme().px(FORM_WIDTH) + 2 * SPACE_XXL, theme().px(WINDOW_HEIGHT))
        self.resize(wanted.boundedTo(room - QSize(SPACE_XXL, SPACE_HUGE)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            # Esc skips the rest of the questions; it must not throw the program away.
            if not self.notices.put_away():
                self._skip()
            return
        super().keyPressEvent(event)

    def _done(self) -> None:
        way, passphrase = self.keys.way.key(), ""
        if way == PASSPHRASE:
            passphrase = self.keys.passphrase.taken()
            if not passphrase:
                return
        self._try(self._beginning(way, passphrase))

    def _beginning(self, way: str, passphrase: str = "") -> Beginning:
        return Beginning(
            way,
            passphrase,
            self.name.text().strip(),
            self.organisation.text().strip(),
            self.laptop.text().strip() or usual_laptop_name(),
        )

    def _skip(self) -> None:
        """Begin with what was given so far: nothing that was typed or chosen is thrown away."""
        if self.keys.way.isHidden() or self.keys.passphrase.begun:
            # Where a passphrase is not whole yet, why stands beneath it; nothing begins without.
            self._done()
            return
        self._try(self._beginning(KEYRING))

    def _sample(self) -> None:
        self.wants_sample = True
        self.reject()

    def _try(self, beginning: Beginning) -> None:
        self.notices.put_away()
        self.setEnabled(False)
        try:
            self._begin(beginning)
        except KeyringMissing as fault:
            self.setEnabled(True)
            self._you.setVisible(bool(beginning.name or beginning.organisation))
            self._reading.setVisible(self._you.isVisibleTo(self))
            self.keys.only_passphrase(str(fault))
            return
        except Fault as fault:
            self.setEnabled(True)
            self.notices.show_fault(str(fault))
            return
        self.setEnabled(True)
        self.accept()
