"""A field with its label above, help beneath, and questions beneath that: never in the way."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.ui.kit.text_fields import TextField
from cps_desktop.ui.kit.words import Words
from cps_desktop.ui.theme import SPACE_XS


class FormRow(QWidget):
    """One labelled field. A text field's refusal (too long a paste) shows beneath by itself."""

    def __init__(
        self, label: str, field: QWidget, help_text: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        self.label = Words(label, "strong")
        self.label.setBuddy(field)
        self.field = field
        self._help = Words(help_text, "small", "quiet")
        self._question = Words("", "small_strong", "amber")
        self._problem = Words("", "small_strong", "danger")
        for part in (self.label, field, self._help, self._question, self._problem):
            column.addWidget(part)
        if not field.accessibleName():
            field.setAccessibleName(label)
        self.set_help(help_text)
        self.set_questions(())
        self.set_problem("")
        if isinstance(field, TextField):
            field.refused.connect(self.set_problem)
            field.accepted.connect(lambda: self.set_problem(""))

    def set_help(self, text: str) -> None:
        self._help.setText(text)
        self._help.setVisible(bool(text))
        self._describe()

    def set_questions(self, questions: Sequence[str]) -> None:
        """Ask about an unlikely value, one sentence a line; an empty list takes them away."""
        self._question.setText("\n".join(questions))
        self._question.setVisible(bool(questions))
        self._describe()

    def set_problem(self, sentence: str) -> None:
        """Say what could not be taken and that the rest is safe."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        self._describe()

    def beneath(self) -> str:
        """What stands beneath the field just now, as a screen reader reads it."""
        parts = (self._help, self._question, self._problem)
        return " ".join(part.text() for part in parts if part.text())

    def _describe(self) -> None:
        self.field.setAccessibleDescription(self.beneath())
