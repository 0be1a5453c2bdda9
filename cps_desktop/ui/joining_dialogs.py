"""Questions of joining: four words to compare, a card to add, a sheet to recover from."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.services.desk import Desk
from cps_desktop.services.organisation import Card
from cps_desktop.services.papers import Joining
from cps_desktop.services.recovery import Recovered, look_at_sheet, secret_in, secret_typed
from cps_desktop.ui.kit import FormRow, LineField, QuestionDialog, TickBox, Words, scrolling
from cps_desktop.ui.kit.words import in_short
from cps_desktop.ui.opening_wait import waiting
from cps_desktop.ui.theme import SPACE_M
from cps_desktop.ui.typed_dialogs import LostKey

SAME, DIFFER, LATER = "join", "differ", "leave"
"""Answers to whether the four words are the same."""


def comparing(joining: Joining, parent: QWidget) -> QuestionDialog:
    """The question with the four words."""
    warning = ""
    if joining.new_key:
        warning = (
            "Your organisation has a new key, signed with the one this laptop knows. A thief of "
            "that one could have signed a new one, too. "
        )
    elif joining.replaces and not joining.same_root:
        warning = f"It takes the place of {in_short(joining.replaces, 80)}. "
    question = QuestionDialog(
        f"Does {in_short(joining.organisation, 80)} say these four words?",
        f"{warning}Ask a coordinator ({in_short(', '.join(joining.coordinators))}) by phone or in "
        f"person. {'Go on' if joining.new_key else 'Join'} only if they read out the same words.",
        (
            (
                (SAME, "They are the same: go on with it"),
                (DIFFER, "They differ"),
                (LATER, "Not now"),
            )
            if joining.new_key
            else ((SAME, "They are the same: join"), (LATER, "Do not join"))
        ),
        parent=parent,
    )
    words = Words(joining.words, "total")
    words.setAccessibleName(f"The four words: {joining.words}")
    question.body.addWidget(words)
    if joining.warning:
        question.body.addWidget(Words(joining.warning, "body", "amber"))
    return question


def same_card(card: Card, parent: QWidget) -> tuple[bool, bool]:
    """Ask whether a coordinator card's four words are theirs: (whether, may erase)."""
    question = QuestionDialog(
        f"Does {card.name} see these four words?",
        "They stand on the laptop that saved the card, in Settings, “Your coordinators”. Add them "
        "only if they read out the same words.",
        (("add", "They are the same: add them"), ("leave", "Do not add them")),
        parent=parent,
    )
    words = Words(card.words, "total")
    words.setAccessibleName(f"The four words: {card.words}")
    erases = TickBox("May also erase a person's data for everybody (controller)")
    question.body.addWidget(words)
    question.body.addWidget(erases)
    return question.ask() == "add", erases.isChecked()


class RecoverDialog(LostKey):
    """Reads a recovery sheet; ``sheet`` is then what it belongs to."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.sheet: Recovered | None = None

        def read(source: str | Path) -> None:
            def look() -> Recovered:
                secret = secret_typed(source) if isinstance(source, str) else secret_in(source)
                with desk.workspace.beside() as beside:
                    return look_at_sheet(beside, secret)

            self.sheet = waiting("Trying the words", lambda _tell: look())

        super().__init__(
            read,
            title="Recover from the recovery sheet",
            explanation=(
                "This laptop becomes a coordinator's, signs the join files from now on, and opens "
                "what was handed over. Type the words of the sheet, or choose a photo of it."
            ),
            verb="Go on",
            parent=parent,
        )


class TakeOver(QuestionDialog):
    """What a recovery sheet belongs to, and who coordinates from now on."""

    HELP = "coordinators"

    def __init__(
        self,
        sheet: Recovered,
        belongs: Joining | None,
        organisation: str,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        """``belongs`` is the organisation this laptop belongs to now; the other two are offered."""
        known = in_short(sheet.organisation, 80)
        about = (
            f"The sheet is of {known} (join file number {sheet.known})."
            if known
            else "No join file of this sheet is known on this laptop. If you have one, choose "
            "“Not now” and open it first: then nobody is left out."
        )
        if belongs is not None and belongs.words != sheet.words:
            about += f" It takes the place of {in_short(belongs.organisation, 80)}."
        super().__init__(
            "Coordinate from this laptop?",
            f"{about} Its four words: {sheet.words}.",
            (("take", "Coordinate from this laptop"), ("leave", "Not now")),
            parent=parent,
        )
        self.organisation = LineField("Organisation", sheet.organisation or organisation)
        self.name = LineField("Your name", name)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(FormRow("Organisation", self.organisation))
        column.addWidget(FormRow("Your name", self.name))
        self._stay: list[tuple[str, TickBox]] = []
        if sheet.coordinators:
            column.addWidget(Words("Who stays a coordinator?", "strong"))
        for one in sheet.coordinators:
            tick = TickBox(in_short(one.name, 80), on=True)
            self._stay.append((one.device, tick))
            column.addWidget(tick)
        # Who is unticked is said to have lost it: that it is stopped as well surprises nobody.
        self._stop = TickBox("Also stop the laptops of those who are not ticked", on=True)
        if sheet.coordinators:
            column.addWidget(Words("Untick whoever's laptop was lost or stolen.", "small", "quiet"))
            column.addWidget(self._stop)
            column.addWidget(
                Words(
                    "Until it is stopped, a lost laptop can go on revoking and erasing with the "
                    "join file it has.",
                    "small",
                    "quiet",
                )
            )
        # Thirty names on a low screen, or large letters: what does not fit is scrolled to.
        area = scrolling(inside, "Who coordinates")
        room = self.screen().availableGeometry().height() // 2
        area.setMinimumHeight(min(inside.sizeHint().height() + SPACE_M, room))
        self.body.addWidget(area)

    @property
    def stops(self) -> bool:
        """Whether the laptops of those who do not stay are stopped as well."""
        return self._stop.isChecked()

    @property
    def left_out(self) -> Collection[str]:
        """The device keys of those who do not stay."""
        return tuple(device for device, tick in self._stay if not tick.isChecked())
