"""In the settings: how the work on this laptop is locked, and changing it."""

from __future__ import annotations

from cps_desktop.domain.faults import Fault
from cps_desktop.services.own_keys import (
    KEYRING_SERVICE,
    keep_in_keyring,
    keep_under_passphrase,
    ways_to_open,
)
from cps_desktop.ui.first_run import KEYRING, LOST_WORDS, PASSPHRASE
from cps_desktop.ui.kit import Button, Card, Words
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.passphrase import NewPassphrase
from cps_desktop.ui.session_page import Shell

WAY_WORDS = {
    KEYRING: "It opens with this laptop's own key store.",
    PASSPHRASE: "It opens with a passphrase.",
    "escrow": "A coordinator can open it with the recovery sheet.",
    "open": "It is not locked: it is the sample, and nothing in it is private.",
}

NOW_ASKED = (
    "Your work asks for this passphrase from now on. Copies you saved elsewhere before are locked "
    "as they were: save them anew."
)
STILL_THERE = (
    "But this laptop's key store did not let go of the old key: whoever can open the key store "
    f"can open your work. Remove “{KEYRING_SERVICE}” from it, or choose the passphrase once more."
)


class LockCard(Card):
    """How the work is locked now, and the two ways to lock it."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(name="Keeping your work locked")
        self._shell = shell
        self.now = Words("")
        self.passphrase = NewPassphrase()
        self.begin = Button("Choose a passphrase…", self._ask)
        self.keep = Button("Use this passphrase from now on", self._keep)
        self.leave = Button("Leave it as it is", self._put_away)
        self.keyring = Button("Use this laptop's own key store", self._use_keyring)
        self.add(Words("Keeping your work locked", "section"), self.now, self.passphrase)
        ways = (self.keep, self.leave, self.begin, self.keyring)
        self.add(Across(*((one, 0) for one in ways)))
        self.add(Words(LOST_WORDS, "small", "quiet"))
        self.passphrase.entered.connect(self._keep)
        self._put_away()

    def show_ways(self) -> None:
        """Say how the work opens now."""
        ways = dict.fromkeys(ways_to_open(self._shell.desk.workspace))
        self.now.setText("\n".join(WAY_WORDS[one] for one in ways if one in WAY_WORDS))
        asked = PASSPHRASE in ways
        self.begin.set_words("Change the passphrase…" if asked else "Choose a passphrase…")
        self._put_away()

    def _ask(self) -> None:
        self.passphrase.show()
        for button in (self.keep, self.leave):
            button.show()
        for button in (self.begin, self.keyring):
            button.hide()
        self.passphrase.first.setFocus()

    def _put_away(self) -> None:
        self.passphrase.clear()
        self.passphrase.hide()
        for button in (self.keep, self.leave):
            button.hide()
        workspace = self._shell.desk.workspace
        sample = self._shell.desk.is_sample
        self.begin.setVisible(not sample)
        self.keyring.setVisible(not sample and KEYRING not in ways_to_open(workspace))

    def _keep(self) -> None:
        passphrase = self.passphrase.taken()
        if not passphrase:
            return
        workspace = self._shell.desk.workspace
        self._shell.run(
            "Locking your work",
            lambda _tell: keep_under_passphrase(workspace, passphrase),
            lambda gone: self._changed(NOW_ASKED if gone else f"{NOW_ASKED} {STILL_THERE}"),
        )

    def _use_keyring(self) -> None:
        try:
            keep_in_keyring(self._shell.desk.workspace)
        except Fault as fault:
            self._shell.report(fault)
            return
        self._changed("Your work opens with this laptop's own key store from now on.")

    def _changed(self, sentence: str) -> None:
        self.show_ways()
        self._shell.say(sentence)
