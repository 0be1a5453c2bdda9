"""The fields of a policy that is being written: what it is, from when, and how people claim."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Any

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.domain.policy_forms import NO_LIMIT, PolicyForm
from cps_desktop.ui.kit import (
    Choice,
    DateField,
    FormRow,
    LineField,
    Option,
    TextField,
    TickBox,
    Words,
)
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.theme import FIELD_WIDTH, SPACE_L
from cps_desktop.ui.theme_state import theme

YEARS: Sequence[Option] = (
    ("tax", "The tax year, from 6 April"),
    ("calendar", "The calendar year, from 1 January"),
    ("scheme", "A year of our own"),
)
WITHIN: Sequence[Option] = (
    (NO_LIMIT, "There is no limit"),
    ("days", "So many days"),
    ("months", "So many months"),
)


def narrow(choice: Choice) -> Choice:
    """A drop-down that may be narrower than its longest words: beside the checks room is scarce."""
    choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    choice.setMinimumContentsLength(8)
    return choice


class FigureField(LineField):
    """A field for a figure: no wider than figures are."""

    def _fit(self) -> None:
        super()._fit()
        self.setFixedWidth(theme().px(FIELD_WIDTH // 2))


class FormFields(QWidget):
    """Some fields of a form. ``changed`` carries what was done, the form, and what amends a step.

    ``rows`` are the fields by the name under which a sentence about them is found.
    """

    changed = Signal(str, object, str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.form = PolicyForm("")
        self.rows: dict[str, FormRow] = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(SPACE_L)

    def put(self, what: str, amend: str = "", **values: Any) -> None:
        """Give fields of the form new values."""
        self.form = msgspec.structs.replace(self.form, **values)
        self.changed.emit(what, self.form, amend)

    def show_form(self, form: PolicyForm) -> None:
        """Show the form as it stands now."""
        self.form = form
        for name, row in self.rows.items():
            if not hasattr(form, name):
                continue
            field, value = row.field, getattr(form, name)
            if isinstance(field, DateField):
                field.line.update_text(value)
            elif isinstance(field, TextField):
                field.update_text(value)
            elif isinstance(field, Choice):
                field.set_key(value)

    def flush(self) -> None:
        """Say what was typed and not yet told."""
        for field in self.findChildren(TextField):
            field.flush()

    # -- making ----------------------------------------------------------------------------------

    def line(self, name: str, label: str, help_text: str = "") -> FormRow:
        """A field of one line for the form's field of this name."""
        return self._text(name, LineField(label), label, help_text)

    def text(self, name: str, label: str, help_text: str = "") -> FormRow:
        """A field of many lines."""
        return self._text(name, TextField(label), label, help_text)

    def _text(self, name: str, field: TextField, label: str, help_text: str) -> FormRow:
        what = f"Change: {label}"
        field.edited.connect(lambda said: self.put(what, name, **{name: said}))
        self.rows[name] = FormRow(label, field, help_text)
        return self.rows[name]

    def day(self, name: str, label: str, today: dt.date, help_text: str = "") -> FormRow:
        """A field for a day, kept as it was written."""
        field = DateField(label, today=today)
        what = f"Change: {label}"
        field.text_edited.connect(lambda said: self.put(what, name, **{name: said}))
        self.rows[name] = FormRow(label, field, help_text)
        return self.rows[name]

    def choice(
        self, name: str, label: str, options: Sequence[Option], help_text: str = ""
    ) -> FormRow:
        """One of a list."""
        field = narrow(Choice(label, options))
        field.chosen.connect(lambda key: self.put(f"Change: {label}", **{name: key}))
        self.rows[name] = FormRow(label, field, help_text)
        return self.rows[name]


class BasicFields(FormFields):
    """What the policy is called, from when this edition holds, and where its figures come from."""

    def __init__(self, today: dt.date) -> None:
        super().__init__("The policy")
        add = self.column.addWidget
        add(self.line("name", "Name of the policy", "Such as the name of your organisation."))
        add(
            self.day(
                "starts",
                "Holds from",
                today,
                "Journeys on this day and later. Earlier ones keep the edition before.",
            )
        )
        self.earlier = TickBox("The edition before ends the day before this one begins")
        self.earlier.ticked.connect(
            lambda on: self.put("Change: when the edition before ends", earlier_ends=on)
        )
        add(self.earlier)
        add(
            self.day(
                "until",
                "Last day",
                today,
                "Leave this empty: it then holds until the next edition begins.",
            )
        )
        add(
            self.line(
                "source",
                "Where the figures come from",
                "The document with its version and date, such as: Travel policy 3, March 2027.",
            )
        )
        add(self.day("checked", "Checked on", today, "When somebody last looked at it."))
        add(
            self.day(
                "check_again",
                "Look at it again after",
                today,
                "Journeys after this day are asked about. May stay empty.",
            )
        )
        add(
            self.text(
                "guidance",
                "What people should know",
                "In plain words: what they can claim, and what this policy leaves open.",
            )
        )
        self.column.addStretch(1)

    def show_form(self, form: PolicyForm) -> None:
        super().show_form(form)
        self.earlier.set_ticked(form.earlier_ends)

    def show_earlier(self, asked: bool) -> None:
        """Ask whether the edition before ends, where its last day does not fit."""
        self.earlier.setVisible(asked or self.form.earlier_ends)


class ClaimingFields(FormFields):
    """How long people have to claim, what they sign, when they are paid, and the accounts."""

    def __init__(self) -> None:
        super().__init__("Claiming")
        unit = self.choice("within_unit", "Time to claim", WITHIN)
        count = FigureField("How many")
        count.edited.connect(
            lambda said: self.put("Change: Time to claim", "within_count", within_count=said)
        )
        self.rows["within"] = FormRow("How many", count)
        add = self.column.addWidget
        add(Across((unit, 1), (self.rows["within"], 1)))
        add(self.text("declaration", "What people sign", "The declaration on the claim form."))
        add(
            self.line(
                "when_paid",
                "When people are paid",
                "As they will read it, such as: Within 30 days after the form has come in.",
            )
        )
        add(
            self.line(
                "cost_code",
                "Cost code",
                "The account all of it is booked to. A kind of cost can have its own.",
            )
        )
        self.bank = TickBox("Ask for the claimant's bank details with a claim")
        self.bank.ticked.connect(partial(self._bank))
        add(self.bank)
        add(
            Words(
                "Leave this out where the finance office asks for them itself. They are sealed to "
                "the coordinators as they are typed.",
                "small",
                "quiet",
            )
        )
        self.column.addStretch(1)

    def _bank(self, on: bool) -> None:
        self.put("Change: bank details", bank_details=on)

    def show_form(self, form: PolicyForm) -> None:
        super().show_form(form)
        self.bank.set_ticked(form.bank_details)
        row = self.rows["within"]
        row.setVisible(form.within_unit != NO_LIMIT)
        row.label.setText("How many months" if form.within_unit == "months" else "How many days")
        if isinstance(row.field, LineField):
            row.field.setAccessibleName(row.label.text())
            row.field.update_text(form.within_count)
