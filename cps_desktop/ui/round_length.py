"""How long a round is to be, where none of the usual lengths fits."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cps_desktop.ui.kit import FormRow, LineField, QuestionDialog, Words, announce
from cps_desktop.ui.round_timer import LONGEST


class LengthDialog(QuestionDialog):
    """How many minutes, typed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            "How long is the round?",
            "",
            (("begin", "Start the timer"), ("leave", "Leave it")),
            parent=parent,
        )
        self.minutes = LineField("Minutes", "")
        self.wrong = Words("", "small", "danger")
        self.wrong.hide()
        self.body.addWidget(FormRow("Minutes", self.minutes, "Such as 20, or 2.5."))
        self.body.addWidget(self.wrong)
        self.minutes.entered.connect(self.buttons["begin"].click)
        self.minutes.setFocus()

    def chosen(self) -> float | None:
        """The minutes that were typed; None where it is no length a round can have."""
        typed = self.minutes.text().strip().replace(",", ".")
        try:
            minutes = float(typed)
        except ValueError:
            return None
        return minutes if 0 < minutes <= LONGEST else None

    def _answered(self, key: str) -> None:
        if key == "begin" and self.chosen() is None:
            self.wrong.setText(f"Type a number of minutes from 1 to {LONGEST}.")
            self.wrong.show()
            announce(self, self.wrong.text())
            self.minutes.setFocus()
            return
        super()._answered(key)
