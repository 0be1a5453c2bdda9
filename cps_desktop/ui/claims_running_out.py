"""Claims whose time to be handed in runs out, of all sessions: each leads to where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from cps_desktop.domain.kinds import Session
from cps_desktop.domain.records import RecordId
from cps_desktop.services.accruals import RunningOut
from cps_desktop.ui.kit import Button, Card, LinkButton, Words, scrolling
from cps_desktop.ui.kit.dialogs import help_on_f1
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.theme import DIALOG_WIDTH, SPACE_L, SPACE_S, SPACE_XL
from cps_desktop.ui.theme_state import theme

_LINE = "They are not handed in yet. Whoever claims late may be refused."


class RunningOutDialog(QDialog):
    """A list to be worked through, the most pressing first."""

    def __init__(
        self, shell: Shell, claims: Sequence[RunningOut], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Claims near their limit")
        self.setAccessibleName("Claims near their limit")
        self._shell = shell
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(SPACE_S, SPACE_XL, SPACE_S, SPACE_XL)
        column.setSpacing(SPACE_L)
        column.addWidget(Words("Claims near their limit", "title"))
        column.addWidget(Words(_LINE))
        self.links: list[LinkButton] = []
        for session in dict.fromkeys(one.session for one in claims):
            title = self._title(session)
            card = Card(name=title)
            card.add(Words(title, "section"))
            for one in claims:
                if one.session == session:
                    self._row(card, one)
            column.addWidget(card)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(SPACE_L, 0, SPACE_L, SPACE_L)
        outer.addWidget(scrolling(inside, "Claims near their limit"), 1)
        outer.addWidget(Button("Close", self.accept), 0, Qt.AlignmentFlag.AlignRight)
        help_on_f1(self, "expenses")
        self.resize(theme().px(DIALOG_WIDTH) * 3 // 2, theme().px(DIALOG_WIDTH))

    def _title(self, session: RecordId) -> str:
        known = self._shell.desk.workspace.get(Session, session)
        return (known.title if known is not None else "") or "A session without a title"

    def _row(self, card: Card, one: RunningOut) -> None:
        late = one.days_left < 0
        card.add(Words(one.words, "strong" if late else "body", "amber" if late else ""))
        link = LinkButton("Open the claim", partial(self.open_claim, one))
        link.setAccessibleName(f"Open the claim of {one.claimant}")
        card.column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        self.links.append(link)

    def open_claim(self, one: RunningOut) -> None:
        """Go to where it stands."""
        self.accept()
        self._shell.open_session(one.session, "expenses", one.claim)
