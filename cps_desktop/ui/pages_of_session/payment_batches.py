"""Payment batches: what is approved and waits, what was put together, what is paid."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from cps_desktop.domain.dates import say_date
from cps_desktop.domain.faults import Fault
from cps_desktop.domain.kinds import PaymentBatch
from cps_desktop.domain.money import say_money
from cps_desktop.domain.records import RecordId
from cps_desktop.domain.sentences import set_apart
from cps_desktop.services.accruals import accruals, accruals_sheet
from cps_desktop.services.batch_files import batch_file, save_file, table_file
from cps_desktop.services.claim_payments import strike_out
from cps_desktop.services.claim_steps import Who
from cps_desktop.services.list_kinds import ListKind, ListMade
from cps_desktop.services.own_details import own_name
from cps_desktop.services.paying_batches import (
    make_batch,
    pay_batch,
    strike_out_batch,
    take_out,
)
from cps_desktop.services.payment_batches import (
    BatchRow,
    BatchView,
    agencies_that_pay,
    batch_view,
    batches,
    payables,
)
from cps_desktop.ui.asking_where import ask_where
from cps_desktop.ui.kit import (
    Button,
    Card,
    Choice,
    FormRow,
    LineField,
    LinkButton,
    TickBox,
    Words,
    empty,
    scrolling,
)
from cps_desktop.ui.kit.dialogs import help_on_f1
from cps_desktop.ui.kit.wrapping import WrappingRow
from cps_desktop.ui.pages_of_session.claim_step_dialog import StepDialog
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.theme import DIALOG_WIDTH, SPACE_L, SPACE_M, SPACE_S, SPACE_XL
from cps_desktop.ui.theme_state import theme

_LINE = (
    "Approved claims of all sessions are put together for those who pay. Each is in one batch; "
    "the control total is the sum of its claims."
)

_ASIDE = (
    "What was claimed, approved and paid by session, lead agency, kind of cost and month. Payments "
    "for people's time are not in it."
)


class BatchesDialog(QDialog):
    """The batches of a lead agency, and what is waiting for one."""

    def __init__(self, shell: Shell, lead_agency: RecordId, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Payment batches")
        self.setAccessibleName("Payment batches")
        self._shell = shell
        agencies = agencies_that_pay(shell.desk.door.records)
        known = {one.id for one in agencies}
        chosen = lead_agency if lead_agency in known else next((one.id for one in agencies), "")
        self.agency = Choice("Lead agency", [(one.id, one.name) for one in agencies], chosen)
        self.agency.chosen.connect(lambda _key: self.show_all())
        self.ticks: dict[RecordId, TickBox] = {}
        self.total = Words("", "total", wrap=False)
        self.reference = LineField("Reference")
        self.who = LineField("Your name")
        self.who.set_text(own_name(shell.desk.workspace))
        self.make = Button("Make the batch", self.make_one, kind="primary")
        self._row = FormRow("Reference", self.reference, "Such as: 2027-03, or the office's own.")
        self._waiting = QVBoxLayout()
        self._batches = QVBoxLayout()
        self._batches.setSpacing(SPACE_L)
        self._build()
        self.show_all()

    def _build(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(SPACE_S, SPACE_XL, SPACE_S, SPACE_XL)
        column.setSpacing(SPACE_L)
        column.addWidget(Words("Payment batches", "title"))
        column.addWidget(Words(_LINE))
        column.addWidget(FormRow("Lead agency", self.agency))
        card = Card(name="Waiting for a batch")
        card.add(Words("Waiting for a batch", "section"))
        card.column.addLayout(self._waiting)
        self._who_row = FormRow("Your name", self.who)
        card.add(self.total, self._row, self._who_row)
        card.column.addWidget(self.make, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(card)
        column.addLayout(self._batches)
        aside = Card(name="What to set aside")
        aside.add(Words("What to set aside", "section"), Words(_ASIDE))
        buttons = WrappingRow(SPACE_M)
        for words, kind in (("As Excel…", ListKind.XLSX), ("As CSV…", ListKind.CSV)):
            button = Button(words, partial(self._ask_where, None, kind))
            button.setAccessibleName(f"What to set aside, {words.lower()}")
            buttons.addWidget(button)
        aside.column.addLayout(buttons)
        column.addWidget(aside)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(SPACE_L, 0, SPACE_L, SPACE_L)
        outer.addWidget(scrolling(inside, "Payment batches"), 1)
        close = WrappingRow(SPACE_M)
        close.addWidget(Button("Close", self.accept))
        outer.addLayout(close)
        help_on_f1(self, "expenses")
        self.resize(theme().px(DIALOG_WIDTH) * 3 // 2, theme().px(DIALOG_WIDTH))

    # -- showing ------------------------------------------------------------------------------

    def show_all(self) -> None:
        """Show what is so now."""
        records = self._shell.desk.door.records
        empty(self._waiting)
        self.ticks = {}
        waiting = payables(records, self.agency.key()) if self.agency.key() else ()
        for one in waiting:
            tick = TickBox(
                f"{set_apart(one.claimant)}, {one.session_title}, {say_money(one.pence)}"
            )
            tick.set_ticked(True)
            tick.ticked.connect(lambda _on: self._show_total())
            self.ticks[one.claim] = tick
            self._waiting.addWidget(tick)
        if not waiting:
            self._waiting.addWidget(Words("No approved claim is waiting.", "body", "quiet"))
        self._pence = {one.claim: one.pence for one in waiting}
        for part in (self._row, self._who_row, self.make):
            part.setVisible(bool(waiting))
        self._show_total()
        empty(self._batches)
        for batch in batches(records, self.agency.key()) if self.agency.key() else ():
            self._batches.addWidget(self._card(batch))

    def _chosen(self) -> frozenset[RecordId]:
        return frozenset(claim for claim, tick in self.ticks.items() if tick.isChecked())

    def _show_total(self) -> None:
        pence = sum(self._pence[claim] for claim in self._chosen())
        self.total.setText(f"Control total {say_money(pence)}")
        self.total.setVisible(bool(self.ticks))

    def _card(self, batch: PaymentBatch) -> Card:
        view = batch_view(self._shell.desk.door.records, self._shell.desk.policies, batch.id)
        card = Card(name=f"Batch {view.reference}")
        day = say_date(view.day) if view.day is not None else ""
        card.add(
            Words(f"{view.reference} · {view.words}", "section"),
            Words(f"{day} · made by {view.made_by}", "small", "quiet"),
        )
        if view.aside:
            card.add(Words(view.aside, "small_strong", "amber"))
        for row in (*view.rows, *view.undecided, *view.struck):
            self._add_row(card, view, row)
        buttons = WrappingRow(SPACE_M)
        save = (("Save as Excel…", ListKind.XLSX), ("Save as CSV…", ListKind.CSV))
        for words, kind in save:
            button = Button(words, partial(self._ask_where, view, kind))
            button.setAccessibleName(f"{words} {view.reference}")
            buttons.addWidget(button)
        if view.unpaid:
            pay = Button("Write it down as paid…", lambda: self.paying(view).ask())
            pay.setAccessibleName(f"Write batch {view.reference} down as paid")
            buttons.addWidget(pay)
        if sum(one.paid for one in view.rows) > 1:
            unpaid = Button("None of it was paid…", lambda: self.striking_out(view).ask())
            unpaid.setAccessibleName(f"None of batch {view.reference} was paid")
            buttons.addWidget(unpaid)
        card.column.addLayout(buttons)
        return card

    def _add_row(self, card: Card, view: BatchView, row: BatchRow) -> None:
        who = set_apart(row.claimant)
        how = " · ✔ Paid" if row.paid else " · ○ Struck out" if row.struck else ""
        card.add(Words(f"{who}, {say_money(row.pence)}{how}", "body"))
        for words in (row.doubt, row.struck):
            if words:
                card.add(Words(words, "small_strong", "amber"))
        if row.paid:
            out = LinkButton(
                "It was not paid after all…", lambda: self.striking_out(view, row).ask()
            )
            out.setAccessibleName(f"{who} in batch {view.reference} was not paid after all")
        elif row.doubt and not row.twice and not row.struck:
            out = LinkButton("Take it out of this batch", partial(self._take_out, row.entry))
            out.setAccessibleName(f"Take {who} out of batch {view.reference}")
        else:
            return
        card.column.addWidget(out, 0, Qt.AlignmentFlag.AlignLeft)

    # -- doing --------------------------------------------------------------------------------

    def make_one(self) -> None:
        """Put what is ticked into a batch; what is missing is said beside the reference."""
        door = self._shell.desk.door
        self._try(
            lambda: make_batch(
                door,
                self.agency.key(),
                Who(self.who.text()),
                self.reference.text(),
                self._chosen(),
            )
        )

    def _try(self, action: Callable[[], object]) -> None:
        self._row.set_problem("")
        try:
            action()
        except Fault as fault:
            self._row.set_problem(str(fault))
            return
        self.reference.set_text("")
        self.show_all()

    def _take_out(self, entry: RecordId) -> None:
        self._try(lambda: take_out(self._shell.desk.door, entry))

    def made(self, view: BatchView | None, kind: ListKind) -> ListMade:
        """A batch, or (for None) what to set aside, as a file."""
        if view is not None:
            return batch_file(view, kind)
        desk = self._shell.desk
        sums = accruals(desk.door.records, desk.policies)
        return table_file(accruals_sheet(sums), kind, f"{len(sums)} sums")

    def _ask_where(self, view: BatchView | None, kind: ListKind) -> None:
        made = self.made(view, kind)
        path = ask_where(self, "Where should it be written?", made.name)
        if path is not None:
            self.save_to(made, path)

    def save_to(self, made: ListMade, path: Path) -> None:
        """Write a file there, as it was made."""
        if self._shell.attempt(lambda: save_file(made, path)) is not None:
            self._shell.say(f"{path.name} is written: {made.words}.")

    def striking_out(self, view: BatchView, row: BatchRow | None = None) -> StepDialog:
        """The dialog that strikes out the payment of one claim of a batch, or (for None) all."""
        desk = self._shell.desk

        def do(dialog: StepDialog) -> None:
            who = Who(dialog.who.text())
            if row is not None:
                strike_out(desk.door, row.payment, who, dialog.said())
            else:
                strike_out_batch(desk.door, desk.policies, view.batch, who, dialog.said())
            self.show_all()

        some = (row,) if row is not None else tuple(one for one in view.rows if one.paid)
        pence = say_money(sum(one.pence for one in some))
        whose = f"batch {view.reference}" if row is None else f"{set_apart(row.claimant)}’s claim"
        dialog = StepDialog(
            f"{pence} for {whose}: not paid after all?",
            "What was written down stays readable, with your reason, and the batch keeps the row. "
            "What was approved stays approved, and goes into a batch again. Bank details that were "
            "erased meanwhile are to be asked for again.",
            "Strike the payment out" if row is not None else "Strike the payments out",
            do,
            who=self.who.text(),
            parent=self,
        )
        dialog.ask_words("What happened?", "Such as: the bank sent it back.")
        return dialog

    def paying(self, view: BatchView) -> StepDialog:
        """The dialog that writes a batch down as paid."""
        desk = self._shell.desk

        def do(dialog: StepDialog) -> None:
            day = dialog.day.value() if dialog.day is not None else None
            pay_batch(
                desk.door,
                desk.policies,
                view.batch,
                Who(dialog.who.text()),
                reference=dialog.said(),
                day=day or desk.door.today(),
            )
            self.show_all()

        unpaid = sum(one.pence for one in view.unpaid)
        dialog = StepDialog(
            f"{say_money(unpaid)} of batch {view.reference} is paid",
            "Claims with a question are left out and stay unpaid.",
            "Write it down",
            do,
            who=self.who.text(),
            parent=self,
        )
        dialog.ask_words("Reference of the payment", short=True)
        dialog.ask_day("Paid on", desk.door.today())
        return dialog
