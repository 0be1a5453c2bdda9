"""Questions before a coordinator is one no more, or may erase no more: what that does not end.

Whoever has an earlier join file goes on ruling with it until their laptop is revoked. Which of the
two is right cannot be guessed: somebody who hands their laptop on must be stopped, somebody who
only does something else now goes on working on it, and what they make from then on would not count.
So each is an answer of its own, and none is chosen already.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from cps_desktop.services.papers import Who
from cps_desktop.ui.kit import FormRow, LineField, QuestionDialog, Words
from cps_desktop.ui.kit.words import in_short

STOP, OUT, ROLE, LEAVE = "stop", "out", "role", "leave"
LOST: Final = "Lost or stolen"
"""Why the laptop of somebody who is left out at a recovery is revoked."""

_STOPPED: Final = (
    "A stopped laptop: what is here of it now goes on counting, what it makes from now on does "
    "not. Hand over from it first where you can. It can be trusted again in the list of laptops."
)


class _Retiring(QuestionDialog):
    HELP = "coordinators"

    def __init__(
        self, title: str, explanation: str, answers: tuple[tuple[str, str], ...], parent: QWidget
    ) -> None:
        super().__init__(title, explanation, answers, danger=STOP, parent=parent)
        self.reason = LineField("Why their laptop is stopped", "No coordinator any more")
        self.body.addWidget(Words(_STOPPED))
        self.body.addWidget(
            FormRow("Why their laptop is stopped", self.reason, "Everybody can read this later.")
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # As tall as its words are now that they are broken into lines, and no taller.
        for words in self.findChildren(Words):
            if words.hasHeightForWidth():
                words.setFixedHeight(words.heightForWidth(words.width()))
        QTimer.singleShot(0, self, self.adjustSize)

    def why(self) -> str:
        """The reason that was given."""
        self.reason.flush()
        return self.reason.text()


class TakeOut(_Retiring):
    """Take somebody out only, or stop their laptop as well?"""

    def __init__(self, who: Who, parent: QWidget) -> None:
        rules = "revoke laptops and erase people's data" if who.controller else "revoke laptops"
        super().__init__(
            f"Take {in_short(who.name, 80)} out?",
            "What is handed over from now on is not sealed for them, and laptops that hear of it "
            "no longer open to them. What they were given stays with them. But their laptop keeps "
            f"the join file it has, and can {rules} with it until it is stopped.",
            (
                (STOP, "Take them out and stop their laptop"),
                (OUT, "Take them out only"),
                (LEAVE, "Leave them in"),
            ),
            parent,
        )


class TakeRight(_Retiring):
    """Take the right to erase only, or stop the laptop that goes on having it?"""

    def __init__(self, who: Who, parent: QWidget) -> None:
        super().__init__(
            f"Take the right to erase from {in_short(who.name, 80)}?",
            "Their laptop keeps the join file that gave them the right, and can erase with it "
            "until it is stopped. A coordinator's laptop cannot be stopped: they have to be taken "
            "out for that. They can coordinate again with a coordinator card of another laptop.",
            (
                (STOP, "Take them out and stop their laptop"),
                (ROLE, "Take the right only"),
                (LEAVE, "Leave it as it is"),
            ),
            parent,
        )
