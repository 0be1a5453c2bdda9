"""Beginning an A3 of its own for what stands on a note: which template, and what it is called."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from cps_desktop.domain.planner_templates import PlannerTemplate
from cps_desktop.services.child_planners import LONGEST_TITLE
from cps_desktop.ui.kit import Choice, FormRow, LineField, QuestionDialog, Words
from cps_desktop.ui.kit.words import in_short


class ChildDialog(QuestionDialog):
    """A template to choose, and a title."""

    def __init__(self, templates: Sequence[PlannerTemplate], words: str, parent: QWidget) -> None:
        super().__init__(
            "Begin an A3 for this",
            "It is a planner of its own. The note leads to it, and it leads back to the note.",
            (("begin", "Begin it"), ("leave", "Not now")),
            parent=parent,
        )
        self._templates = {f"{one.id} {one.edition}": one for one in templates}
        options = tuple((key, one.title) for key, one in self._templates.items())
        self.choice = Choice("Planner", options)
        self.choice.chosen.connect(self._tell)
        self.name = LineField("Title", in_short(words, LONGEST_TITLE))
        self.purpose = Words("", "small", "quiet")
        self.body.addWidget(FormRow("Title", self.name, "What this sheet is about."))
        self.body.addWidget(FormRow("Planner", self.choice))
        self.body.addWidget(self.purpose)
        self.name.entered.connect(self.buttons["begin"].click)
        self._tell()
        self.name.selectAll()
        self.name.setFocus()

    def _tell(self, _key: str = "") -> None:
        template = self.template()
        self.purpose.setText(template.purpose if template is not None else "")

    def template(self) -> PlannerTemplate | None:
        """The one chosen."""
        return self._templates.get(self.choice.key())
