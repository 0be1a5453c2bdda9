"""Payments for people's time in a window of their own: apart from expenses on the screen too."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from cps_desktop.domain.faults import Fault
from cps_desktop.domain.kinds import Claim, Person
from cps_desktop.domain.money import say_money
from cps_desktop.domain.records import RecordId
from cps_desktop.services.payments_for_time import add_payment, payments_of, remove_payment
from cps_desktop.services.people import shown_name
from cps_desktop.services.who_stands import entries_each
from cps_desktop.ui.kit import (
    Button,
    Card,
    Choice,
    DateField,
    FormRow,
    LineField,
    LinkButton,
    MoneyField,
    Words,
    empty,
    scrolling,
)
from cps_desktop.ui.kit.dialogs import help_on_f1
from cps_desktop.ui.kit.wrapping import WrappingRow
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.theme import DIALOG_WIDTH, SPACE_L, SPACE_M, SPACE_S, SPACE_XL
from cps_desktop.ui.theme_state import theme

_LINE = (
    "What people are paid for their time is no expense: it can count against benefits. It is kept "
    "apart, and no total holds both."
)


class TimePayments(QDialog):
    """The payments for time of one session, and a row to add one."""

    def __init__(self, shell: Shell, session: RecordId, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Payments for time")
        self.setAccessibleName("Payments for time")
        self._shell = shell
        self._session = session
        door = shell.desk.door
        self.person = Choice("Paid to", self._people())
        self.day = DateField("Date", door.today(), today=door.today())
        self.what = LineField("What for", hint="Half a day on the panel")
        self.amount = MoneyField("Amount")
        self.total = Words("", "total", wrap=False)
        self._row = FormRow("What for", self.what)
        self._said = QVBoxLayout()
        self._build()
        self.show_all()

    def _build(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(SPACE_S, SPACE_XL, SPACE_S, SPACE_XL)
        column.setSpacing(SPACE_L)
        column.addWidget(Words("Payments for time", "title"))
        column.addWidget(Words(_LINE))
        said = Card(name="Payments for time so far")
        said.column.addLayout(self._said)
        said.add(self.total)
        column.addWidget(said)
        card = Card(name="Another payment for time")
        card.add(FormRow("Paid to", self.person), FormRow("Date", self.day))
        card.add(Across((self._row, 1), (FormRow("Amount", self.amount), 0)))
        self.add_button = Button("Write it down", self.add_one, kind="primary")
        card.column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(card)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(SPACE_L, 0, SPACE_L, SPACE_L)
        outer.addWidget(scrolling(inside, "Payments for time"), 1)
        close = WrappingRow(SPACE_M)
        close.addWidget(Button("Close", self.accept))
        outer.addLayout(close)
        help_on_f1(self, "expenses")
        self.resize(theme().px(DIALOG_WIDTH) * 3 // 2, theme().px(DIALOG_WIDTH))

    def _people(self) -> list[tuple[str, str]]:
        records = self._shell.desk.door.records
        ids = {*entries_each(records, self._session)}
        ids |= {one.person for one in records.find(Claim, session=self._session)}
        named = [(one, shown_name(records.get(Person, one))) for one in ids]
        return sorted(named, key=lambda one: (one[1].casefold(), one[0]))

    def show_all(self) -> None:
        """Show what is so now."""
        empty(self._said)
        paid = payments_of(self._shell.desk.door.records, self._session)
        for one in paid:
            self._said.addWidget(Words(one.words))
            link = LinkButton("Remove", partial(self._remove, one.payment))
            link.setAccessibleName(f"Remove the payment to {one.words}")
            self._said.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        if not paid:
            self._said.addWidget(Words("Nobody was paid for their time.", "body", "quiet"))
        self.total.setText(f"For time, in all {say_money(sum(one.pence for one in paid))}")
        self.total.setVisible(bool(paid))
        self.add_button.setEnabled(bool(self.person.key()))

    def add_one(self) -> None:
        """Write a payment down; what is missing is said beside it."""
        self._row.set_problem("")
        try:
            add_payment(
                self._shell.desk.door,
                self._session,
                self.person.key(),
                day=self.day.value(),
                description=self.what.text(),
                pence=self.amount.pence() or 0,
            )
        except Fault as fault:
            self._row.set_problem(str(fault))
            return
        self.what.set_text("")
        self.amount.set_pence(None)
        self.show_all()

    def _remove(self, payment: RecordId) -> None:
        self._shell.attempt(lambda: remove_payment(self._shell.desk.door, payment))
        self.show_all()
