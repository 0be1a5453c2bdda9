"""The page on which expense policies of the workspace's own are written, kept and followed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import ClassVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QStackedWidget

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.dates import say_date
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Organisation, OwnPolicy
from cps_desktop.domain.policy_forms import PolicyForm
from cps_desktop.domain.policy_reading import OWN
from cps_desktop.domain.records import RecordId
from cps_desktop.services.own_policies import KeptEdition, own_policies
from cps_desktop.services.people import (
    organisations,
)
from cps_desktop.services.policy_drafts import (
    begin_edition,
    begin_from,
    forget_draft,
    keep_draft,
    keep_form,
    kept_draft,
    priced_already,
    put_right,
)
from cps_desktop.ui.kit import Button, QuestionDialog, scrolling
from cps_desktop.ui.kit.beginning import EMPTY
from cps_desktop.ui.policy_editor.editing import Editing
from cps_desktop.ui.policy_editor.kept_acts import KeptActs
from cps_desktop.ui.policy_editor.start import Start
from cps_desktop.ui.session_page import SessionPage, Shell

_START, _EDITING = 0, 1
_LINE = "What your organisation pays back, and from when. It goes along with its claims."
_EDITING_LINE = "Every step is kept as a draft. Claims are priced by it once it is kept."


class PoliciesPage(SessionPage):
    """Expense policies of our own."""

    KEY: ClassVar[str] = "expense_policies"
    NAME: ClassVar[str] = "Expense policies of our own"

    def __init__(self, shell: Shell, session: RecordId = "") -> None:
        super().__init__(shell, session, self.NAME, _LINE, scrolls=False)
        self.start = Start()
        self.keep = Button("Keep this edition", self._keep, kind="primary")
        self.back = Button("Back", self._back, tip="The draft is kept")
        self.set_buttons((self.back,), self.keep)
        self._just_kept: tuple[RecordId, PolicyForm] | None = None
        """What was kept last, so that undoing it gives the draft back."""
        self._stack = QStackedWidget()
        self._stack.addWidget(scrolling(self.start, self.NAME))
        self.set_content(self._stack)
        self._show_buttons(False)
        start = self.start
        start.new.begun.connect(self._begin)
        start.waiting.carried_on.connect(self._carry_on)
        start.waiting.let_go.connect(self._let_go)
        wishes = start.wishes
        wishes.edition_asked.connect(lambda kept: self._begin_with(lambda: begin_edition(kept)))
        wishes.right_asked.connect(self._put_right)
        self.acts = KeptActs(shell, start)

    @cached_property
    def editing(self) -> Editing:
        """The fields with their checks, made when somebody begins."""
        made = Editing(self.desk.door.today)
        made.changed.connect(self._keep_draft)
        self._stack.addWidget(made)
        return made

    @property
    def _is_editing(self) -> bool:
        return self._stack.currentIndex() == _EDITING

    # -- showing --------------------------------------------------------------------------------

    def refresh(self, summary: ChangeSummary | None) -> None:
        if summary is not None and not summary.concerns("expense_policy", "organisation"):
            return
        self._draft_again()
        if self._is_editing:
            self.editing.look_again(own_policies(self.desk.workspace), self.desk.policies)
        else:
            self._show_start()

    def _draft_again(self) -> None:
        """Where keeping was undone, what was typed is a draft as before."""
        if self._just_kept is None:
            return
        workspace = self.desk.workspace
        record, form = self._just_kept
        known = workspace.get(OwnPolicy, record)
        if known is not None and known.deleted:
            self._just_kept = None
            if kept_draft(workspace) is None:
                keep_draft(workspace, form)

    def _show_start(self) -> None:
        workspace = self.desk.workspace
        self.start.show_start(
            self.desk.policies,
            own_policies(workspace),
            kept_draft(workspace),
            self._agencies(),
        )

    def _agencies(self) -> list[Organisation]:
        return [
            one
            for one in organisations(self.desk.workspace)
            if (one.lead_agency or one.policy) and not one.merged_into
        ]

    def _turn_to(self, part: int) -> None:
        self._stack.setCurrentIndex(part)
        if part == _EDITING:
            self.set_title(self.NAME, _EDITING_LINE)
        else:
            self.set_title(self.NAME, _LINE)
            self._show_start()
        self._show_buttons(part == _EDITING)

    def _show_buttons(self, shown: bool) -> None:
        for button in (self.back, self.keep):
            button.setVisible(shown)

    def _edit(self, form: PolicyForm) -> None:
        editing = self.editing
        self._turn_to(_EDITING)
        editing.begin(form, own_policies(self.desk.workspace), self.desk.policies)

    def _back(self) -> None:
        self.leave()
        self._turn_to(_START)
        self.start.new.begin.setFocus()

    def leave(self) -> None:
        if self._is_editing:
            self.editing.flush()

    # -- writing --------------------------------------------------------------------------------

    def _begin_with(self, begin: Callable[[], PolicyForm]) -> None:
        """Write something new; a draft that waits is let go of only by whoever says so."""
        draft = kept_draft(self.desk.workspace)
        if draft is not None:
            question = QuestionDialog(
                f"You were writing “{draft.name.strip() or 'a policy'}”.",
                "One policy is written at a time. It is kept as a draft until you let it go.",
                (("on", "Go on with it"), ("anew", "Let it go and begin"), ("leave", "Leave it")),
                parent=self.window(),
            )
            answer = question.ask()
            if answer == "on":
                self._edit(draft)
            if answer != "anew":
                return
        form = self.shell.attempt(begin)
        if form is not None:
            forget_draft(self.desk.workspace)
            self._edit(form)

    def _begin(self, origin: str) -> None:
        desk = self.desk
        self._begin_with(lambda: begin_from(desk.door, desk.policies, self._form_id(origin)))

    def _form_id(self, origin: str) -> str:
        """The id of the empty form, where nothing was chosen to begin with."""
        if origin != EMPTY:
            return origin
        forms = [one.id for one in self.desk.policies if one.to_copy and one.editions]
        return next((one for one in forms if not one.startswith(OWN)), "")

    def _put_right(self, kept: KeptEdition) -> None:
        self._begin_with(lambda: put_right(kept))

    def _carry_on(self) -> None:
        draft = kept_draft(self.desk.workspace)
        if draft is not None:
            self._edit(draft)

    def _let_go(self) -> None:
        self.shell.attempt(lambda: forget_draft(self.desk.workspace))
        self._show_start()
        self.start.new.begin.setFocus()

    def _keep_draft(self) -> None:
        form = self.editing.draft.now
        self.shell.attempt(lambda: keep_draft(self.desk.workspace, form))

    def _keep(self) -> None:
        form = self.editing.form
        looked = self.editing.looked
        problems = looked.checked.problems
        if problems:
            self.shell.report(
                InputRefused(f"{problems[0].sentence} The draft is kept. Put this right first.")
            )
            self.editing.go_to(problems[0].field)
            return
        asked = [one.sentence for one in looked.checked.questions]
        priced = priced_already(self.desk.workspace, form, looked)
        if priced:
            asked.append(
                "Claims for days on which this holds were priced before it was here "
                f"({priced} so far). They keep the edition they were priced by."
            )
        if asked and not self._sure(asked):
            return
        door = self.desk.door
        record = self.shell.attempt(lambda: keep_form(door, form))
        if record is None:
            return
        self._just_kept = (record, form)
        forget_draft(self.desk.workspace)
        self._turn_to(_START)
        self.start.new.begin.setFocus()
        edition = looked.checked.edition
        begins = f" It holds from {say_date(edition.starts)}." if edition is not None else ""
        self.shell.say(f"{form.name.strip()} is kept.{begins}", undo=True)

    def _sure(self, asked: list[str]) -> bool:
        question = QuestionDialog(
            "Is this right?",
            "\n\n".join(asked),
            (("keep", "Yes, keep it"), ("back", "Look again")),
            parent=self.window(),
        )
        return question.ask() == "keep"

    # -- keys -----------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        # While a policy is written, undo is the draft's: the window's would undo other work.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._is_editing
        ):
            for key, do in (
                (QKeySequence.StandardKey.Undo, self.editing.undo),
                (QKeySequence.StandardKey.Redo, self.editing.redo),
            ):
                if event.matches(key):
                    event.accept()
                    do()
                    return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._is_editing:
            self._back()
        else:
            super().keyPressEvent(event)
