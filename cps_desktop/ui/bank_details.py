"""How a claimant is paid: bank details are taken, said to be here, and shown to who pays alone."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QWidget

from cps_desktop.domain.bank_details import Account, read_account
from cps_desktop.domain.faults import Fault
from cps_desktop.domain.kinds import Person
from cps_desktop.domain.records import RecordId
from cps_desktop.services.bank_details import given, keep_account, may_read, read_account_of
from cps_desktop.services.desk import Desk
from cps_desktop.services.people import shown_name
from cps_desktop.ui.kit import (
    Button,
    Card,
    FormRow,
    LineField,
    QuestionDialog,
    Words,
    announce,
    buttons_row,
)
from cps_desktop.ui.session_page import Shell

KEEP, LEAVE = "keep", "leave"
_SEALED: Final = (
    "What you type is sealed at once. Only the coordinators who pay can read it, not this laptop. "
    "It is erased once everything is paid."
)


class BankDetailsDialog(QuestionDialog):
    """Takes an account; closes only once it is kept, or was put away."""

    HELP = "expenses"

    def __init__(self, desk: Desk, person: RecordId, parent: QWidget | None = None) -> None:
        self._desk, self._person = desk, person
        name = shown_name(desk.workspace.get(Person, person))
        super().__init__(
            f"Bank details of {name}",
            _SEALED,
            ((KEEP, "Seal and keep them"), (LEAVE, "Leave it")),
            parent=parent,
        )
        self.name = LineField("Name on the account", name)
        self.code = LineField("Sort code", hint="12-34-56")
        self.number = LineField("Account number", hint="8 digits")
        self.roll = LineField("Roll number")
        self.problem = Words("", "small_strong", "danger")
        self.problem.hide()
        for label, field, words in (
            ("Name on the account", self.name, "As on the card."),
            ("Sort code", self.code, "Six digits."),
            ("Account number", self.number, ""),
            ("Roll number", self.roll, "Only for some building societies."),
        ):
            self.body.addWidget(FormRow(label, field, words))
            field.entered.connect(self.keep)
        self.body.addWidget(self.problem)
        keep = self.buttons[KEEP]
        keep.clicked.disconnect()
        keep.clicked.connect(lambda _on=False: self.keep())
        self.code.setFocus()

    def keep(self) -> None:
        """Seal what was typed, or say what is not right."""
        try:
            account = read_account(
                *(one.text() for one in (self.name, self.code, self.number, self.roll))
            )
            keep_account(self._desk.door, self._desk.workspace, self._person, account)
        except Fault as fault:
            self.problem.setText(str(fault))
            self.problem.show()
            announce(self.problem, str(fault), urgent=True)
            return
        self.answer = KEEP
        self.accept()


class AccountDialog(QuestionDialog):
    """Shows an account to who pays."""

    HELP = "expenses"

    def __init__(self, account: Account, parent: QWidget | None = None) -> None:
        super().__init__(
            "Bank details",
            "That you looked is written down on this laptop. Do not copy them where others read.",
            ((LEAVE, "Close"),),
            parent=parent,
        )
        facts = [
            ("Name on the account", account.name),
            ("Sort code", account.sort_code_words),
            ("Account number", account.number),
            ("Roll number", account.roll),
        ]
        for label, said in facts:
            if said:
                self.body.addWidget(Words(label, "strong"))
                self.body.addWidget(Words(said, "section"))


class PayCard(Card):
    """How somebody is paid, on their claim. Hidden where nobody asks for it."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(name="How they are paid")
        self._shell = shell
        self._person: RecordId = ""
        self._wanted = False
        self.line = Words("")
        self.take = Button("Bank details…", self._take)
        self.show_them = Button("Show bank details…", self._show_them)
        self.add(Words("How they are paid", "section"), self.line)
        self.column.addLayout(buttons_row(self.take, self.show_them))

    def show_person(self, person: RecordId, *, wanted: bool) -> None:
        """From now on it is about this claimant; ``wanted``: the policy asks for bank details."""
        self._person, self._wanted = person, wanted
        desk = self._shell.desk
        here = given(desk.door.records, person) if person else None
        self.setVisible(bool(person) and (wanted or here is not None))
        if here is None:
            self.line.setText("The policy asks for bank details. None are here yet.")
        else:
            self.line.setText(here.words)
        self.take.setText("Give others…" if here else "Bank details…")
        self.take.setVisible(wanted)
        self.show_them.setVisible(here is not None and may_read(desk.workspace))

    def _take(self) -> None:
        dialog = BankDetailsDialog(self._shell.desk, self._person, self)
        if dialog.ask() == KEEP:
            self.show_person(self._person, wanted=self._wanted)
            self._shell.say("Bank details are sealed and kept.", undo=True)
        dialog.deleteLater()

    def _show_them(self) -> None:
        desk = self._shell.desk
        account = self._shell.attempt(
            lambda: read_account_of(desk.door, desk.workspace, self._person)
        )
        if account is not None:
            dialog = AccountDialog(account, self)
            dialog.ask()
            dialog.deleteLater()
