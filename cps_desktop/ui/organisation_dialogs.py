"""What is asked before an organisation is renamed, merged on a day, or compared with another."""

from __future__ import annotations

from typing import ClassVar, Final

from PySide6.QtWidgets import QWidget

from cps_desktop.services.desk import Desk
from cps_desktop.services.organisations import OrganisationRow
from cps_desktop.ui.kit import DateField, FormRow, LineField, QuestionDialog
from cps_desktop.ui.names import organisations_like
from cps_desktop.ui.pages_of_session.suggesting import Suggestion, Suggestions
from cps_desktop.ui.theme import ROW
from cps_desktop.ui.theme_state import theme

_ROOM: Final = 4 * ROW
"""Beneath a field, for the names that are offered while one types."""


class _Dialog(QuestionDialog):
    HELP = "organisations"
    DONE: ClassVar[str] = "done"

    def __init__(self, title: str, words: str, done: str, parent: QWidget) -> None:
        super().__init__(title, words, ((self.DONE, done), ("leave", "Leave it")), parent=parent)


class NameDialog(_Dialog):
    """Another name; the one before is kept as a former one."""

    def __init__(self, row: OrganisationRow, parent: QWidget) -> None:
        super().__init__(
            f"Rename {row.name}",
            "Whoever writes the name of before still finds it.",
            "Rename",
            parent,
        )
        self.name = LineField("Name")
        self.name.set_text(row.name)
        self.body.addWidget(FormRow("Name", self.name))
        self.name.setFocus()
        self.name.selectAll()


class PartOfDialog(_Dialog):
    """What it became part of, and since when."""

    def __init__(self, desk: Desk, row: OrganisationRow, parent: QWidget) -> None:
        super().__init__(
            f"{row.name} became part of another",
            "People and sessions keep what was written. Figures count both as one, and whoever "
            "writes the old name from then on means the other.",
            "Keep it",
            parent,
        )
        self.into = LineField("Part of")
        self.since = DateField("Since", today=desk.door.today())
        self.body.addWidget(FormRow("Part of", self.into))
        self.body.addWidget(
            FormRow("Since", self.since, "Leave it empty where nobody knows the day.")
        )
        self.body.addSpacing(theme().px(_ROOM - 2 * ROW))
        self._suggestions = _offered(desk, self.into, row)
        self.into.setFocus()


class SameDialog(_Dialog):
    """Which other entry is the same organisation; then both are shown side by side."""

    def __init__(self, desk: Desk, row: OrganisationRow, parent: QWidget) -> None:
        super().__init__(
            f"{row.name} is the same as",
            "Both are shown side by side first. Nothing is made one yet.",
            "Compare the two",
            parent,
        )
        self.other = LineField("The other entry")
        self.body.addWidget(FormRow("The other entry", self.other))
        self.body.addSpacing(theme().px(_ROOM))
        self._suggestions = _offered(desk, self.other, row)
        self.other.setFocus()


def _offered(desk: Desk, field: LineField, row: OrganisationRow) -> Suggestions:
    """Every other organisation that is known, offered under the field while one types."""
    find = organisations_like(desk)

    def names(text: str) -> list[Suggestion]:
        others = [one for one in find(text) if one.key != row.organisation] if text else []
        return [Suggestion(one.words, one.words, one.detail) for one in others]

    offered = Suggestions("Organisations already known", field, names)
    offered.chosen.connect(field.set_text)
    return offered
