"""A drawing as a note: the pad, and what it shows in words for whoever cannot see it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cps_desktop.ui.kit.dialogs import QuestionDialog
from cps_desktop.ui.kit.form import FormRow
from cps_desktop.ui.kit.text_fields import LineField
from cps_desktop.ui.sketch import SketchPad
from cps_desktop.ui.theme import DIALOG_WIDTH, LARGE_TEXT
from cps_desktop.ui.theme_state import theme


class SketchDialog(QuestionDialog):
    """Draw with a mouse, a finger or a pen; the words beneath say what it shows.

    A note that is there has words of its own, so that ``on_a_note`` none are asked for.
    """

    def __init__(self, parent: QWidget, *, on_a_note: bool = False) -> None:
        super().__init__(
            "Draw",
            "Draw with the mouse, a finger or a pen.",
            (("keep", "Keep the drawing"), ("leave", "Leave it")),
            parent=parent,
        )
        self.pad = SketchPad()
        self.words = LineField("What it shows")
        self.body.addWidget(self.pad, 1)
        asked = FormRow("What it shows", self.words, "For those who cannot see the drawing.")
        self.body.addWidget(asked)
        if on_a_note:
            asked.hide()
        # Room to draw in, yet no larger than a small screen; beneath very large buttons it scrolls.
        self.setMinimumWidth(round(DIALOG_WIDTH * 1.4))
        scale = theme().scale
        share = 0.75 if scale < LARGE_TEXT else 0.6 if scale <= 200 else 0.9
        self.pad.setMinimumHeight(round(DIALOG_WIDTH * share))
        self.pad.changed.connect(self._enable)
        self._enable()

    def _enable(self) -> None:
        self.buttons["keep"].setEnabled(not self.pad.blank)
