"""Expenses: every claim of the session in a list, and one claim as on the paper form."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.claim_states import Stands
from cps_desktop.domain.kinds import Claim, ClaimLine, ClaimStep, Receipt, Session, StepKind
from cps_desktop.domain.money import say_money
from cps_desktop.domain.records import RecordId
from cps_desktop.paths import cache_folder
from cps_desktop.services.accruals import running_out
from cps_desktop.services.claim_steps import decides
from cps_desktop.services.claim_view import ClaimRow, ClaimView, claims_of_session
from cps_desktop.services.claims import remove_claim
from cps_desktop.services.claims_at_once import ClaimsAtOnce
from cps_desktop.services.desk import Desk
from cps_desktop.services.expenses_card import save_card
from cps_desktop.services.progress import Progress
from cps_desktop.services.second_desk import desk_beside
from cps_desktop.ui.asking_where import ask_where
from cps_desktop.ui.kit import (
    Button,
    Card,
    Column,
    EmptyState,
    RecordTable,
    State,
    Words,
    scrolling,
)
from cps_desktop.ui.kit.wrapping import WrappingRow
from cps_desktop.ui.pages_of_session.across import Flowing
from cps_desktop.ui.pages_of_session.claim_sheet import ClaimSheet
from cps_desktop.ui.pages_of_session.claim_start import NewClaim
from cps_desktop.ui.session_page import SessionPage, Shell
from cps_desktop.ui.theme import FOCUS_WIDTH, ROW, SPACE_L, SPACE_M, SPACE_XL
from cps_desktop.ui.theme_state import theme

if TYPE_CHECKING:
    from cps_desktop.ui.pages_of_session.payment_batches import BatchesDialog
    from cps_desktop.ui.pages_of_session.time_payments import TimePayments

_SHOWN = (
    "claim",
    "claim_line",
    "receipt",
    "attachment",
    "claim_step",
    "person",
    "organisation",
    "expense_policy",
    "session",
    "session_day",
)
_NOBODY_SHORT = "Nobody should be out of pocket for helping."
_SOON = "The time to hand in is running out for:"
_EMPTY = (
    "Nobody has claimed anything yet. Begin a claim for each person who paid for a journey, "
    "a fare or parking to be here."
)
_STATES = {
    Stands.DRAFT: State("Draft", "ring", "quiet"),
    Stands.READY: State("Ready to sign", "tick", "done"),
    Stands.DECLARED: State("Signed", "half", "quiet"),
    Stands.ATTENDED: State("Attendance confirmed", "half", "quiet"),
    Stands.SUBMITTED: State("Handed in", "disc", "done"),
    Stands.QUERIED: State("Asked about", "diamond", "amber"),
    Stands.APPROVED: State("Approved", "tick", "done"),
    Stands.REFUSED: State("Refused", "square", "danger"),
    Stands.PAID: State("Paid", "tick", "done"),
    Stands.CONTESTED: State("Decided in two ways", "diamond", "amber"),
}
_TO_LOOK_AT = State("To be looked at", "diamond", "amber")
_ROWS_IN_SIGHT = 4
_CLAIM_KEYS = frozenset({Qt.Key.Key_N, Qt.Key.Key_P})


def _state_of(row: ClaimRow) -> State:
    return _TO_LOOK_AT if row.doubted else _STATES[row.stands]


def _still_to_come(row: ClaimRow) -> str:
    parts = []
    if row.missing:
        parts.append("1 receipt" if row.missing == 1 else f"{row.missing} receipts")
    if row.unpriced:
        parts.append("1 amount" if row.unpriced == 1 else f"{row.unpriced} amounts")
    return ", ".join(parts)


def _columns() -> list[Column[ClaimRow]]:
    return [
        Column("Claimant", lambda row: row.claimant, strong=True, wide=True),
        Column("Lead agency", lambda row: row.lead_agency),
        Column("Lines", lambda row: str(row.lines), sort=lambda row: row.lines, number=True),
        Column("Still to come", _still_to_come, sort=lambda row: (row.missing, row.unpriced)),
        Column("State", lambda row: _state_of(row).word, state=_state_of),
        Column("Total", lambda row: row.total, sort=lambda row: row.total_pence, number=True),
    ]


def total_words(rows: tuple[ClaimRow, ...]) -> str:
    """ "6 claims · 2 receipts still to come"."""
    claims = "1 claim" if len(rows) == 1 else f"{len(rows)} claims"
    missing = sum(row.missing for row in rows)
    if not missing:
        return claims
    return f"{claims} · {missing} receipt{'' if missing == 1 else 's'} still to come"


class ExpensesPage(SessionPage):
    """The list of claims; opened, a claim takes the page."""

    KEY: ClassVar[str] = "expenses"
    NAME: ClassVar[str] = "Expenses"

    def __init__(self, shell: Shell, session: RecordId) -> None:
        super().__init__(shell, session, "Expenses", _NOBODY_SHORT, scrolls=False)
        self.sheet = ClaimSheet(shell)
        self.back_button = Button("‹ All claims", self.show_list)
        self.back_button.setAccessibleName("All claims")
        self.print_button = Button("Print the claim", self.print_claim)
        self.draft_button = Button("Back to draft", self.sheet.back_to_draft)
        self.batches_button = Button("Payment batches…", self.open_batches)
        self.time_button = Button("Payments for time…", self.open_time_payments)
        self.card_button = Button("Expenses card for participants…", self.ask_for_card)
        self.main_button = Button("New claim", self._do_main, kind="primary")
        self.set_buttons((self.back_button, self.print_button, self.draft_button), self.main_button)
        self._pays = False
        """Whether something was approved, so that there is something to pay."""
        self.start = NewClaim(shell, session)
        self.start.begun.connect(self.open_claim)
        self.start.put_away.connect(self._not_now)
        empty = EmptyState(_EMPTY, ("Begin a claim", self.new_claim))
        self.table = RecordTable[ClaimRow](
            "Claims",
            _columns(),
            lambda row: row.claim,
            empty=empty,
            filter_hint="Find in these claims",
        )
        self.table.opened.connect(lambda row: self.open_claim(row.claim))
        self.table.delete_asked.connect(self._remove)
        self.foot_words = Words("", "body", "quiet", wrap=False)
        self.foot_total = Words("", "total", wrap=False)
        self._foot = Card(across=True, name="Total of all claims")
        self.sheet.gone.connect(self.show_list)
        self.sheet.shown.connect(self._show_heading)
        self._build()
        self._show_heading()

    @classmethod
    def count(cls, desk: Desk, session: RecordId) -> str:
        claims = len(desk.door.records.find(Claim, session=session))
        return str(claims) if claims else ""

    def _build(self) -> None:
        self._foot.column.setContentsMargins(SPACE_XL, SPACE_M, SPACE_XL, SPACE_M)
        self._foot.column.addWidget(self.foot_words)
        self._foot.column.addStretch(1)
        self._foot.column.addWidget(Words("Total", "total", wrap=False))
        self._foot.column.addSpacing(SPACE_L)
        self._foot.column.addWidget(self.foot_total)
        listing = Flowing()
        column = QVBoxLayout(listing)
        column.setContentsMargins(FOCUS_WIDTH, FOCUS_WIDTH, FOCUS_WIDTH, FOCUS_WIDTH)
        column.setSpacing(SPACE_L)
        # Not a warning: nothing went wrong here and now, but a price may be missing because of it.
        self.unused = [Words(sentence, "body", "amber") for sentence in self.desk.policies.refused]
        for words in self.unused:
            column.addWidget(words)
        self.soon = Words("", "small_strong", "amber")
        column.addWidget(self.soon)
        column.addWidget(self.start)
        column.addWidget(self.table, 1)
        column.addWidget(self._foot)
        more = WrappingRow(SPACE_M)
        for button in (self.batches_button, self.time_button, self.card_button):
            more.addWidget(button)
        column.addLayout(more)
        self.start.hide()
        self._stack = QStackedWidget()
        self._list_side = scrolling(listing, "Claims")
        self._stack.addWidget(self._list_side)
        holder = Flowing()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.sheet)
        self._stack.addWidget(scrolling(holder, "The claim"))
        self.set_content(self._stack)
        theme().changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.table.setMinimumHeight(theme().px(ROW) * (_ROWS_IN_SIGHT + 3))

    # -- showing ------------------------------------------------------------------------------

    @property
    def claim(self) -> RecordId:
        """The claim that is open; "" while the list is shown."""
        return self.sheet.claim if self._stack.currentIndex() == 1 else ""

    def refresh(self, summary: ChangeSummary | None) -> None:
        if summary is not None and not summary.concerns(*_SHOWN):
            return
        records, policies = self.desk.door.records, self.desk.policies
        approved = records.find(ClaimStep, step=StepKind.APPROVED)
        self._pays = bool(approved) and decides(records)
        known = ClaimsAtOnce(records)
        rows = claims_of_session(records, policies, self.session, known)
        self.table.set_rows(rows)
        soon = running_out(records, policies, self.desk.door.today(), self.session, known)
        self.soon.setText("\n".join([_SOON, *(one.words for one in soon)]))
        self.soon.setVisible(bool(soon))
        self.foot_words.setText(total_words(rows))
        self.foot_total.setText(say_money(sum(row.total_pence for row in rows)))
        self._foot.setVisible(bool(rows))
        if self.claim:
            self.sheet.refresh(summary)
        self._show_heading()

    def _show_heading(self) -> None:
        """Title, line and buttons of what is shown."""
        view = self.sheet.view if self.claim else None
        ready = view is not None and view.ready
        only_ready = view is not None and view.standing.state is Stands.READY
        if view is None:
            self.set_title("Expenses", _NOBODY_SHORT)
            self.main_button.set_words("New claim")
        else:
            self.set_title(f"Claim for {view.claimant}", _claim_line(view))
            self.main_button.set_words("Print the claim" if ready else "Ready to sign")
        for button, shown in (
            (self.back_button, view is not None),
            (self.print_button, view is not None and not ready),
            (self.draft_button, only_ready),
            (self.batches_button, self._pays),
            # While a claim is begun, its own button is the one to press.
            (self.main_button, view is not None or self.start.isHidden()),
        ):
            if button.isHidden() == shown:
                button.setVisible(shown)

    def _do_main(self) -> None:
        view = self.sheet.view if self.claim else None
        if view is None:
            self.new_claim()
        elif view.ready:
            self.print_claim()
        else:
            self.sheet.mark_ready()

    def show_list(self) -> None:
        """Back to all claims; the keyboard is on the one that was open."""
        was = self.claim
        self.sheet.finish_line()
        self._stack.setCurrentIndex(0)
        self._show_heading()
        if was:
            self.table.choose(was)
            self.table.view.setFocus()

    def open_claim(self, claim: RecordId) -> None:
        """Show one claim as on the paper form."""
        self.start.hide()
        self._stack.setCurrentIndex(1)
        self.sheet.open_claim(claim)
        self.refresh(None)
        self.sheet.add_button.setFocus()

    def new_claim(self) -> None:
        """Ask whose claim it is."""
        if self.claim:
            self.show_list()
        self.start.show()
        self.start.start()
        self._list_side.ensureWidgetVisible(self.start)
        self._show_heading()

    def _not_now(self) -> None:
        self.start.hide()
        self._show_heading()
        self.main_button.setFocus()

    def open_batches(self) -> None:
        """Approved claims of all sessions, put together for those who pay."""
        self.batches().exec()
        self.refresh(None)

    def batches(self) -> BatchesDialog:
        """The dialog of payment batches, beginning with the lead agency of this session."""
        from cps_desktop.ui.pages_of_session.payment_batches import BatchesDialog

        session = self.desk.door.records.get(Session, self.session)
        agency = session.lead_agency if session is not None else ""
        return BatchesDialog(self.shell, agency, self.window())

    def ask_for_card(self) -> None:
        """What people can claim, to print or to send."""
        path = ask_where(self, "Where should the card be written?", "Expenses card.pdf")
        if path is not None:
            self.save_card(path)

    def save_card(self, path: Path) -> None:
        """Write the expenses card as a PDF, in a worker."""
        desk, session = self.desk, self.session

        def job(_progress: Progress) -> Path:
            with desk_beside(desk) as beside:
                return save_card(beside, session, path, font_cache=cache_folder() / "fonts")

        def done(written: Path) -> None:
            self.shell.say(f"{written.name} is written.")

        self.shell.run("Making the expenses card", job, done)

    def open_time_payments(self) -> None:
        """What people were paid for their time: apart from every claim."""
        self.time_payments().exec()

    def time_payments(self) -> TimePayments:
        """The window of payments for time."""
        from cps_desktop.ui.pages_of_session.time_payments import TimePayments

        return TimePayments(self.shell, self.session, self.window())

    def print_claim(self) -> None:
        """Everything typed is kept before it is printed."""
        self.leave()
        self.shell.open_page("print", self.claim)

    def _remove(self, row: ClaimRow) -> None:
        door = self.desk.door
        if self.shell.attempt(lambda: remove_claim(door, row.claim)) is not None:
            self.shell.say(f"The claim for {row.claimant} is removed.", undo=True)

    # -- what the window asks -----------------------------------------------------------------

    def leave(self) -> None:
        self.sheet.leave()

    def go_to(self, record: RecordId) -> None:
        """A claim, a line of one, or a receipt: its claim is opened."""
        records = self.desk.door.records
        receipt = records.get(Receipt, record)
        line = records.get(ClaimLine, receipt.line if receipt is not None else record)
        claim = records.get(Claim, line.claim if line is not None else record)
        if claim is not None and claim.session == self.session:
            self.open_claim(claim.id)

    def place(self) -> RecordId:
        return self.claim

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and self.claim and event.key() == Qt.Key.Key_N:
            self.sheet.begin_line()
        elif control and self.claim and event.key() == Qt.Key.Key_P:
            self.print_claim()
        elif event.key() == Qt.Key.Key_Escape and self._back_out():
            return
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # In a claim these keys mean what its help says; elsewhere they are the window's.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            ours = control and bool(self.claim) and event.key() in _CLAIM_KEYS
            leaves = event.key() == Qt.Key.Key_Escape and (
                bool(self.claim) or not self.start.isHidden()
            )
            if ours or leaves:
                event.accept()
                return True
        return super().event(event)

    def _back_out(self) -> bool:
        """One step back: out of the line, out of the claim, out of "New claim"."""
        if self.claim and self.sheet.form is not None:
            self.sheet.finish_line()
        elif self.claim:
            self.show_list()
        elif not self.start.isHidden():
            self._not_now()
        else:
            return False
        return True


def _claim_line(view: ClaimView) -> str:
    return f"{view.state_words} · Lead agency: {view.lead_agency}"
