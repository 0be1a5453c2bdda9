"""In the settings: every laptop whose work is here, and revoking one that is lost."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.services.revoking import (
    DeviceStanding,
    may_revoke,
    reinstate,
    revoke,
    standings,
)
from cps_desktop.ui.kit import Card, FormRow, LineField, LinkButton, QuestionDialog, Words
from cps_desktop.ui.kit.words import in_short
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.theme import SPACE_S

EXPLAINED = (
    "A laptop that is lost can be revoked by a coordinator: what it made until now goes on "
    "counting, what comes of it later does not, on any laptop. It can be taken back."
)
MOST_SHOWN = 60


class ReasonDialog(QuestionDialog):
    """Asks why, before something is decided for everybody."""

    HELP = "laptops"

    def __init__(self, title: str, explanation: str, doing: str, parent: QWidget) -> None:
        super().__init__(
            title,
            explanation,
            (("do", doing), ("leave", "Leave it as it is")),
            danger="do",
            parent=parent,
        )
        self.reason = LineField("Why", "")
        self.body.addWidget(FormRow("Why", self.reason, "Everybody can read this later."))
        self.reason.setFocus()


class LaptopsCard(Card):
    """A laptop a line, with what can be decided about it."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(name="Laptops")
        self._shell = shell
        self._shown: object = None
        self.rows: list[QWidget] = []
        lines = QWidget()
        lines.setAccessibleName("Laptops")
        self._column = QVBoxLayout(lines)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_S)
        self.add(Words("Laptops", "section"), lines, Words(EXPLAINED, "small", "quiet"))

    def show_them(self) -> None:
        """List the laptops known here. Hidden while there is none but this one."""
        workspace = self._shell.desk.workspace
        found, may = standings(workspace)[:MOST_SHOWN], may_revoke(workspace)
        self.setVisible(len(found) > 1)
        if (found, may) == self._shown:
            return
        self._shown = (found, may)
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [self._row(one, may=may) for one in found]
        for row in self.rows:
            self._column.addWidget(row)

    def _row(self, one: DeviceStanding, *, may: bool) -> QWidget:
        name = in_short(one.name, 60) or "A laptop without a name"
        kept = ""
        if one.not_counting:
            many = f"{one.not_counting:,} changes that do"
            kept = f" · {'1 change that does' if one.not_counting == 1 else many} not count"
        parts: list[tuple[QWidget, int]] = [(Words(f"{name}: {in_short(one.words, 160)}{kept}"), 1)]
        if may and one.revoked:
            back = LinkButton("Trust it again…", lambda: self._reinstate(one, name))
            back.setAccessibleName(f"Trust it again: {name}")
            parts.append((back, 0))
        elif may and not one.own and not one.coordinator:
            away = LinkButton("Revoke…", lambda: self._revoke(one, name))
            away.setAccessibleName(f"Revoke {name}")
            parts.append((away, 0))
        return Across(*parts, middle=True)

    def _revoke(self, one: DeviceStanding, name: str) -> None:
        asked = ReasonDialog(
            f"Revoke {name}?",
            "Of this laptop nothing more counts from now on, here and on every laptop of the "
            "organisation once your next bundle has come there. What is here of it stays.",
            "Revoke it",
            self.window(),
        )
        if asked.ask() == "do":
            reason = asked.reason.text()
            done = self._shell.attempt(lambda: revoke(self._shell.desk, one.key, reason))
            self._decided(done, f"{name} is revoked. Hand over soon, so that others know.")

    def _reinstate(self, one: DeviceStanding, name: str) -> None:
        asked = ReasonDialog(
            f"Trust {name} again?",
            "What did not count since it was revoked counts again, here and on every laptop of "
            "the organisation.",
            "Trust it again",
            self.window(),
        )
        if asked.ask() == "do":
            reason = asked.reason.text()
            done = self._shell.attempt(lambda: reinstate(self._shell.desk, one.ruling, reason))
            self._decided(done, f"{name} is trusted again. Hand over soon, so that others know.")

    def _decided(self, done: str | None, sentence: str) -> None:
        if done is not None:
            self.show_them()
            self._shell.say(sentence)
