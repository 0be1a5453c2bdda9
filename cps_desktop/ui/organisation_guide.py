"""Making an organisation, step by step: names, the recovery sheet, a second coordinator, joining.

Every step can be left for later but the first; what was left stands in the settings, which remind
of it.
"""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QStackedWidget, QVBoxLayout, QWidget

from cps_desktop.domain.faults import Fault
from cps_desktop.services.desk import Desk
from cps_desktop.services.organisation import become_coordinator, refuse_if_joined
from cps_desktop.services.own_details import own_name, own_organisation
from cps_desktop.services.papers import joined, who_coordinates
from cps_desktop.services.recovery import sheet_reminder
from cps_desktop.ui.deciding_beside import decide_beside
from cps_desktop.ui.errand import Errand
from cps_desktop.ui.four_words import FourWords
from cps_desktop.ui.kit import Button, Card, FormRow, LineField, PageFrame, Words, buttons_row
from cps_desktop.ui.kit.dialogs import help_on_f1
from cps_desktop.ui.organisation_errands import Errands
from cps_desktop.ui.theme import FORM_WIDTH, SPACE_HUGE, SPACE_M, SPACE_XXL, WINDOW_HEIGHT
from cps_desktop.ui.theme_state import theme

STEPS = ("Names", "Recovery sheet", "A second coordinator", "For your facilitators")
SECOND = (
    "On their laptop they open Settings, “Your coordinators”, and save a coordinator card. They "
    "give you that small file, and you compare four words. Without a second coordinator, work "
    "cannot be handed over while you are away."
)
SHEET = (
    "Print it, put it into an envelope and lock it away. It is the way on when somebody forgets "
    "their passphrase, or when this laptop is lost. Without it, such work is lost for good."
)
GIVE_OUT = (
    "Give the join file to your facilitators on a stick or by mail, or the sheet on paper. Each "
    "rings you and compares four words. Nothing in it is secret."
)


class OrganisationGuide(QDialog):
    """The guide. ``made`` says whether there is an organisation now."""

    def __init__(
        self, desk: Desk, organisation: str, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self.made = False
        self.setWindowTitle("Make an organisation")
        self.setAccessibleName("Make an organisation")
        self.errands = Errands(desk, self)
        self.errands.changed.connect(self._show)
        self.organisation = LineField("Organisation", organisation)
        self.name = LineField("Your name", name)
        self.problem = Words("", "strong", "danger")
        self.problem.hide()
        self.sheet = Words("", "strong", "done")
        self.names = Words("")
        self.words = FourWords("The four words", "total")
        self.said = Words("", "strong", "done")
        self.stack = QStackedWidget()
        self.next = Button("Make it", self.go_on, kind="primary")
        self.leave = Button("Not now", self.reject)
        for page in self._pages():
            self.stack.addWidget(page)
        help_on_f1(self, "coordinators")
        self._build()
        self.organisation.entered.connect(self.focusNextChild)
        self.name.entered.connect(self.go_on)
        self._show()
        self.organisation.setFocus()

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.stack, 1)
        foot = Card(name="Go on or leave it")
        foot.setProperty("kind", "bottombar")
        foot.column.setContentsMargins(SPACE_XXL, SPACE_M, SPACE_XXL, SPACE_M)
        foot.column.addLayout(buttons_row(self.next, self.leave))
        outer.addWidget(foot)
        room = self.screen().availableGeometry().size()
        wanted = QSize(theme().px(FORM_WIDTH), theme().px(WINDOW_HEIGHT) * 3 // 4)
        self.resize(wanted.boundedTo(room - QSize(SPACE_XXL, SPACE_HUGE)))

    def _pages(self) -> list[QWidget]:
        sheet = Button("See and print the sheet…", self.errands.recovery_sheet)
        card = Button("Open their coordinator card…", self.errands.add_coordinator)
        file = Button("Save the join file…", self.errands.save_join_file)
        paper = Button("See and print the join sheet…", self.errands.join_sheet)
        bodies = (
            (
                FormRow("Organisation", self.organisation, "As your facilitators know it."),
                FormRow("Your name", self.name, "They ring you and compare four words."),
                self.problem,
            ),
            (Words(SHEET), sheet, self.sheet),
            (Words(SECOND), card, self.names),
            (Words(GIVE_OUT), self.words, file, paper, self.said),
        )
        pages: list[QWidget] = []
        for number, (title, body) in enumerate(zip(STEPS, bodies, strict=True), 1):
            page = PageFrame(title, f"Step {number} of {len(STEPS)}")
            part = Card(name=title).add(*body)
            part.column.setSpacing(SPACE_M)
            page.add(part)
            pages.append(page)
        return pages

    def go_on(self) -> None:
        """To the next step; the first one makes the organisation."""
        step = self.stack.currentIndex()
        if step == 0 and not self._make():
            return
        if step == len(STEPS) - 1:
            self.accept()
            return
        self.stack.setCurrentIndex(step + 1)
        self._show()
        self.next.setFocus()

    def _make(self) -> bool:
        for field in (self.organisation, self.name):
            field.flush()
        title, name = self.organisation.text(), self.name.text()
        try:
            decide_beside(
                self._desk,
                self,
                "Making the organisation",
                lambda desk: become_coordinator(desk.workspace, title, name),
            )
        except Fault as fault:
            self.problem.setText(str(fault))
            self.problem.show()
            return False
        self.made = True
        return True

    def _show(self) -> None:
        """Say what is so now."""
        step = self.stack.currentIndex()
        workspace = self._desk.workspace
        self.next.set_words(("Make it", "Next", "Next", "Done")[step])
        self.leave.set_words("Not now" if step == 0 else "The rest later")
        self.leave.setVisible(step < len(STEPS) - 1)
        if step == 0:
            return
        reminder = sheet_reminder(workspace)
        self.sheet.setText(reminder or "The recovery sheet is printed.")
        self.sheet.set_tone("amber" if reminder else "done")
        some = who_coordinates(workspace)
        self.names.setText(f"Coordinators now: {', '.join(one.name for one in some)}.")
        here = joined(workspace)
        self.words.show_of(here)
        self.said.setText(self.errands.said)
        self.said.setVisible(bool(self.errands.said))


class Founding(Errand):
    """The errand that makes an organisation."""

    def make(self) -> None:
        """Go through the guide, where this laptop belongs to none yet."""
        workspace = self._desk.workspace
        try:
            refuse_if_joined(workspace)
        except Fault as fault:
            self._report(fault)
            return
        guide = OrganisationGuide(
            self._desk, own_organisation(workspace), own_name(workspace), self._window()
        )
        guide.exec()
        guide.deleteLater()
        if guide.made:
            made = joined(workspace)
            self._done(f"This laptop coordinates {made.organisation}." if made else "")
