"""Doing one step of a claim: who does it, what they say, and where it applies a date or signature.

What cannot be done is said beside the field, and nothing typed is lost.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from cps_desktop.domain.faults import Fault
from cps_desktop.ui.kit import DateField, FormRow, LineField, QuestionDialog, TextField, Words
from cps_desktop.ui.pages_of_session.claim_signing import SignatureBox


class StepDialog(QuestionDialog):
    """One step. ``do`` is called with the dialog and raises a Fault where it cannot be."""

    HELP = "expenses"

    def __init__(
        self,
        title: str,
        explanation: str,
        button: str,
        do: Callable[[StepDialog], object],
        *,
        who: str,
        who_label: str = "Your name",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, explanation, (("do", button), ("later", "Not now")), parent=parent)
        self._do = do
        self.who = LineField(who_label)
        self.who.set_text(who)
        self.words: TextField | None = None
        self.day: DateField | None = None
        self.signature: SignatureBox | None = None
        self._row = FormRow(who_label, self.who)
        self.body.addWidget(self._row)

    def ask_words(self, label: str, help_text: str = "", *, short: bool = False) -> None:
        """Room for a reason, an answer or a reference."""
        self.words = LineField(label) if short else TextField(label)
        self.body.addWidget(FormRow(label, self.words, help_text))

    def ask_day(self, label: str, day: dt.date) -> None:
        """A day, today to begin with."""
        self.day = DateField(label, day, today=day)
        self.body.addWidget(FormRow(label, self.day))

    def say(self, words: str, tone: str = "") -> None:
        """A sentence above the fields: what the register says, what is signed."""
        self.body.insertWidget(0, Words(words, "body", tone))

    def ask_signature(self) -> None:
        """A box to sign in."""
        self.signature = SignatureBox()
        self.body.addWidget(self.signature)

    def said(self) -> str:
        """What was written; "" for nothing."""
        return self.words.text() if self.words is not None else ""

    @property
    def problem(self) -> str:
        """Why it could not be done; "" where nothing was tried or it was."""
        return self._row.beneath()

    def _answered(self, key: str) -> None:
        if key != "do":
            super()._answered(key)
            return
        try:
            self._do(self)
        except Fault as fault:
            self._row.set_problem(str(fault))
            return
        super()._answered(key)
