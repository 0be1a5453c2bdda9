"""A claim, top to bottom as on the paper form: its lines, the total, what is still to come."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.faults import Fault
from cps_desktop.domain.kinds import Session
from cps_desktop.domain.records import RecordId
from cps_desktop.services.access_log import looked
from cps_desktop.services.accruals import NOT_HANDED_IN
from cps_desktop.services.claim_steps import FROZEN
from cps_desktop.services.claim_view import ClaimView, claim_view
from cps_desktop.services.claims import (
    back_to_draft,
    mark_ready,
    move_line,
    remove_claim,
    remove_line,
)
from cps_desktop.services.sessions import days_of
from cps_desktop.ui.bank_details import PayCard
from cps_desktop.ui.kit import (
    Button,
    Card,
    Fold,
    LinkButton,
    MessagePanel,
    Words,
    announce,
    empty,
    rule,
)
from cps_desktop.ui.pages_of_session.claim_camera import CameraCard
from cps_desktop.ui.pages_of_session.claim_line_form import (
    LineForm,
    day_to_begin_with,
    say_by,
)
from cps_desktop.ui.pages_of_session.claim_own_copy import OwnCopy
from cps_desktop.ui.pages_of_session.claim_policy_panel import policy_panel
from cps_desktop.ui.pages_of_session.claim_receipts import Pictures
from cps_desktop.ui.pages_of_session.claim_slot import LineSlot
from cps_desktop.ui.pages_of_session.claim_way import ClaimWay
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.theme import FOCUS_WIDTH, HAIR, SPACE_L, SPACE_M, SPACE_XL

_SETTLE_MS = 50


def _own(sheet: ClaimSheet) -> ChangeSummary:
    """Something the sheet itself did, which its fields show already."""
    return ChangeSummary("", initiator=sheet)


class ClaimSheet(QWidget):
    """One claim, written on in place. ``gone`` when it is not there any more."""

    gone = Signal()
    shown = Signal()
    """The claim looks different: title and buttons of the page may too."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._pictures = Pictures(shell.desk)
        self.view: ClaimView | None = None
        self.claim: RecordId = ""
        self._slots: dict[RecordId, LineSlot] = {}
        self.form: LineForm | None = None
        self._form_slot: LineSlot | None = None
        self._told: object = None
        self._above = QVBoxLayout()
        self._below = QVBoxLayout()
        self._lines = QVBoxLayout()
        self._new = QVBoxLayout()
        self.nothing = Words(
            "Nothing on this claim yet. Add a line for each journey, fare or ticket.",
            "body",
            "quiet",
        )
        self.add_button = Button("Add a line", self.begin_line)
        self.total = Words("", "total", wrap=False)
        self._foot = Words("", "small", "quiet")
        self._guidance = Words("", "body")
        self._fold = Fold("What this expense policy says", self._guidance)
        self.remove = LinkButton("Remove this claim", self._remove)
        self.way = ClaimWay(shell)
        self.way.open_asked.connect(self._open_all_the_same)
        self.pay = PayCard(shell)
        self.camera = CameraCard(shell)
        self.copy = OwnCopy(shell)
        self._opened: RecordId = ""
        self._build()

    def _build(self) -> None:
        for layout in (self._lines, self._new):
            layout.setSpacing(0)
        card = Card(name="The claim")
        card.column.setContentsMargins(HAIR, HAIR, HAIR, HAIR)
        card.column.setSpacing(0)
        card.column.addLayout(self._lines)
        card.column.addLayout(self._new)
        self._adding = QWidget()
        adding = QHBoxLayout(self._adding)
        adding.setContentsMargins(SPACE_XL, SPACE_M, SPACE_XL, SPACE_M)
        adding.setSpacing(SPACE_L)
        adding.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignTop)
        adding.addWidget(self.nothing, 1)
        adding.addStretch(0)
        card.add(self._adding, rule(strong=True))
        total = QWidget()
        row = QHBoxLayout(total)
        row.setContentsMargins(SPACE_XL, SPACE_L, SPACE_XL, SPACE_L)
        row.addWidget(Words("Total", "total", wrap=False))
        row.addStretch(1)
        row.addWidget(self.total)
        card.add(total)
        column = QVBoxLayout(self)
        column.setContentsMargins(FOCUS_WIDTH, FOCUS_WIDTH, FOCUS_WIDTH, FOCUS_WIDTH)
        column.setSpacing(SPACE_L)
        column.addLayout(self._above)
        column.addWidget(card)
        column.addLayout(self._below)
        column.addWidget(self.camera)
        column.addWidget(self.way)
        column.addWidget(self.pay)
        column.addWidget(self._foot)
        column.addWidget(self._fold)
        column.addWidget(self.copy)
        column.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    # -- showing ------------------------------------------------------------------------------

    def open_claim(self, claim: RecordId) -> None:
        """Show another claim."""
        self.leave()
        self._put_form_away()
        for slot in self._slots.values():
            slot.hide()
            slot.deleteLater()
        self._slots = {}
        self.claim = claim
        self._opened = ""
        self.say_problem("")
        self.refresh(None)
        if self.view is not None:
            desk = self._shell.desk
            looked(desk.workspace, "claim", self.view.claim.person, desk.door.now_ms())

    def refresh(self, summary: ChangeSummary | None) -> None:
        """Show the claim as it is now; fields under the fingers stay as they are."""
        if self.form is not None and self.form.making:
            return
        desk = self._shell.desk
        own = summary is not None and summary.initiator is self
        try:
            view = claim_view(desk.door.records, desk.policies, self.claim, desk.door.today())
        except Fault:
            self._close_for_good()
            return
        if view.claim.deleted and not view.lines:
            self._close_for_good()
            return
        self.view = view
        if self.form is None:
            self._adding.setVisible(not self._frozen)
        self.remove.setVisible(not view.standing.deciding)
        self.way.show_claim(view)
        self.camera.setVisible(not self._frozen)
        self.camera.show_claim(view)
        self.copy.setVisible(bool(view.lines))
        self.copy.show_claim(view.claim.id)
        self.pay.show_person(view.claim.person, wanted=view.bank_details)
        self._show_lines(view)
        self._show_form(view, own=own)
        self.total.setText(view.total)
        self.total.setAccessibleName(f"Total {view.total}")
        self.nothing.setVisible(not view.lines and self.form is None)
        self._show_messages(view)
        waits = view.standing.state in NOT_HANDED_IN
        by = say_by(view.claim_by, view.claim_within) if waits else ""
        foot = (by, view.miles_note)
        self._foot.setText(" ".join(part for part in foot if part))
        self._foot.setVisible(bool(self._foot.text()))
        self._guidance.setText(view.guidance)
        self._fold.setVisible(bool(view.guidance))
        self.shown.emit()

    @property
    def _frozen(self) -> bool:
        """Whether its lines are left alone: it is approved, and nobody asked to change it."""
        approved = self.view is not None and self.view.standing.state in FROZEN
        return approved and self._opened != self.claim

    def _open_all_the_same(self) -> None:
        self._opened = self.claim
        self.refresh(None)

    def _close_for_good(self) -> None:
        self._put_form_away()
        self.view = None
        self.gone.emit()

    def _show_lines(self, view: ClaimView) -> None:
        new = self.form.line if self.form is not None and self._form_slot is None else ""
        kept = [one for one in view.lines if one.line.id != new]
        ids = [one.line.id for one in kept]
        for line in [line for line in self._slots if line not in ids]:
            slot = self._slots.pop(line)
            if slot is self._form_slot:
                self._put_form_away()
            slot.hide()
            slot.deleteLater()
        for place, one in enumerate(kept):
            known = self._slots.get(one.line.id)
            if known is None:
                known = self._slots[one.line.id] = self._make_slot(one.line.id)
            if self._lines.indexOf(known) != place:
                self._lines.removeWidget(known)
                self._lines.insertWidget(place, known)
            known.show_line(one, view.questions_on(one.line.id), frozen=self._frozen)

    def slot(self, line: RecordId) -> LineSlot:
        """Where a line stands on the form."""
        return self._slots[line]

    def _make_slot(self, line: RecordId) -> LineSlot:
        slot = LineSlot(self._shell, self._pictures, line)
        slot.change_asked.connect(self.change_line)
        slot.receipt_asked.connect(self._add_receipt)
        return slot

    def _show_form(self, view: ClaimView, *, own: bool) -> None:
        if self.form is None or not self.form.line:
            return
        line = next((one for one in view.lines if one.line.id == self.form.line), None)
        if line is None:
            self._put_form_away()
            return
        self.form.show_line(line, view.questions_on(line.line.id), own=own)

    def _show_messages(self, view: ClaimView) -> None:
        whole = [one for one in view.questions if not one.line]
        told = (view.missing, tuple(whole))
        if told == self._told:
            return
        self._told = told
        empty(self._below)
        if view.missing:
            said = "\n".join(one.sentence for one in view.missing)
            self._below.addWidget(MessagePanel("warning", view.missing_words, safe=said))
        if whole:
            self._below.addWidget(policy_panel(self._shell, view, whole))

    def say_problem(self, sentence: str) -> None:
        """Say above the claim what could not be done; "" takes the sentence away."""
        empty(self._above)
        if sentence:
            panel = MessagePanel("warning", sentence)
            self._above.addWidget(panel)
            announce(self, sentence, urgent=True)

    # -- the line being written ---------------------------------------------------------------

    def begin_line(self) -> None:
        """Open an empty line at the end. It comes into being when something is typed."""
        if self.view is None or self._frozen:
            return
        self.finish_line()
        session = self._shell.desk.door.records.get(Session, self.view.claim.session)
        days = days_of(self._shell.desk.door.records, self.view.claim.session)
        dates = [one.day for one in days if one.day is not None]
        form = self._make_form("")
        self._new.addWidget(form)
        form.show()
        self._adding.hide()
        self._bring_in_sight(form)
        form.begin(
            day_to_begin_with(dates, self._shell.desk.door.today()),
            session.venue if session is not None else "",
        )

    def change_line(self, line: RecordId) -> None:
        """Open a line to change it, in its place."""
        slot = self._slots.get(line)
        if slot is None or self.view is None:
            return
        self.finish_line()
        self._form_slot = slot
        form = self._make_form(line)
        slot.show_form(form)
        self._show_form(self.view, own=False)
        form.focus_first()
        self._bring_in_sight(form)

    def _bring_in_sight(self, form: QWidget) -> None:
        """Scroll to the form, once it has been given its room."""

        def scroll() -> None:
            walk = self.parentWidget()
            while walk is not None and not isinstance(walk, QScrollArea):
                walk = walk.parentWidget()
            inside = walk.widget() if isinstance(walk, QScrollArea) else None
            if isinstance(walk, QScrollArea) and inside is not None and form is self.form:
                # The foot first, then the head, which wins where both do not fit.
                walk.ensureWidgetVisible(form, 0, SPACE_L)
                top = form.mapTo(inside, QPoint(0, 0)).y()
                walk.ensureVisible(0, top, 0, SPACE_L)

        QTimer.singleShot(_SETTLE_MS, self, scroll)

    def _make_form(self, line: RecordId) -> LineForm:
        assert self.view is not None
        self.say_problem("")
        form = LineForm(self._shell, self._pictures, self.view.claim, line, self)
        form.done.connect(self.finish_line)
        form.made.connect(lambda: self.refresh(_own(self)))
        form.move_asked.connect(self._move)
        form.remove_asked.connect(self._remove_line)
        self.form = form
        return form

    def finish_line(self) -> None:
        """Write down what was typed and show the line in words again."""
        if self.form is None:
            return
        form = self.form
        form.leave()
        line, was_there = form.line, self._form_slot is not None
        self._put_form_away()
        self.refresh(None)
        slot = self._slots.get(line) if was_there else None
        (slot.change if slot is not None else self.add_button).setFocus()

    def _put_form_away(self) -> None:
        form, slot = self.form, self._form_slot
        self.form, self._form_slot = None, None
        if form is None:
            return
        if slot is not None:
            slot.show_form(None)
        else:
            self._new.removeWidget(form)
            form.hide()
            form.deleteLater()
        self._adding.setVisible(not self._frozen)

    def leave(self) -> None:
        """Write down what was typed and not yet kept."""
        if self.form is not None:
            self.form.leave()

    def _add_receipt(self, line: RecordId) -> None:
        self.change_line(line)
        if self.form is not None:
            self.form.shelf.choose.setFocus()
            self.form.shelf.choose_files()

    def _move(self, step: int) -> None:
        if self.form is None or self.view is None or not self.form.line:
            return
        self.form.leave()
        ids = [one.line.id for one in self.view.lines]
        place = ids.index(self.form.line) + step
        if 0 <= place < len(ids):
            line = self.form.line
            self._shell.attempt(lambda: move_line(self._shell.desk.door, line, place))
            announce(self, f"Line {place + 1} of {len(ids)}")

    def _remove_line(self) -> None:
        if self.form is None or not self.form.line:
            return
        line = self.form.line
        self._put_form_away()
        if self._shell.attempt(lambda: remove_line(self._shell.desk.door, line)) is not None:
            self._shell.say("Line removed.", undo=True)
        self.add_button.setFocus()

    # -- the claim ----------------------------------------------------------------------------

    def mark_ready(self) -> None:
        """Ready to sign; what is missing is said above the claim."""
        self.finish_line()
        self.say_problem("")
        try:
            mark_ready(self._shell.desk.door, self.claim)
        except Fault as fault:
            self.say_problem(str(fault))
        else:
            self._shell.say("Ready to sign. Print it, or go on later.", undo=True)

    def back_to_draft(self) -> None:
        door = self._shell.desk.door
        self._shell.attempt(lambda: back_to_draft(door, self.claim))

    def _remove(self) -> None:
        door = self._shell.desk.door
        self._put_form_away()
        if self._shell.attempt(lambda: remove_claim(door, self.claim)) is not None:
            self._shell.say("Claim removed.", undo=True)
