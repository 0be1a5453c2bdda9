"""The fields of a claim line: which a kind of cost needs, and what they hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.domain.hours import Hours, parse_hours
from cps_desktop.domain.kinds import CARE, ClaimLine, LineKind
from cps_desktop.domain.money import parse_money
from cps_desktop.domain.pricing import parse_miles
from cps_desktop.services.claim_lines import EARLIER_KINDS, KIND_WORDS, VEHICLE_WORDS
from cps_desktop.services.claim_questions import Asks, Question
from cps_desktop.services.earlier_journeys import Journey
from cps_desktop.ui.kit import (
    Choice,
    DateField,
    FormRow,
    LineField,
    LinkButton,
    MoneyField,
    TickBox,
)
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.pages_of_session.claim_line_words import (
    BY_ROAD,
    OFFERED,
    PASSENGERS,
    WHAT,
    say_typed_hours,
    say_typed_miles,
)
from cps_desktop.ui.theme import SPACE_M

_HOURS_UNCLEAR: Final = "How long was this? Write it like 3.5, or 10:00 to 13:30."
_MILES_UNCLEAR: Final = "How many miles is this? Write it like 9 or 9.5."
_ABOUT: Final = {
    Asks.DAY: "day",
    Asks.TIME: "day",
    Asks.MILES: "miles",
    Asks.PASSENGERS: "passengers",
    Asks.HOURS: "hours",
    Asks.LIMIT: "amount",
    Asks.AGREED: "agreed",
}


class LineFields(QWidget):
    """What is typed into one line. Nothing is kept here: ``edited`` says what to keep."""

    edited = Signal(str, object)
    """A field of the claim line and its new value, at most half a second after a keystroke."""
    looked = Signal()
    """Something that may change the price looks different, at every keystroke."""
    entered = Signal()

    def __init__(self, today: dt.date) -> None:
        super().__init__()
        self.kind = Choice("What for", OFFERED)
        self.day = DateField("Date", today=today)
        self.description = LineField("What was it?")
        self.from_place = LineField("From")
        self.to_place = LineField("To")
        self.back = TickBox("There and back")
        self.miles = LineField("Miles", hint="9 or 9.5")
        self.double = LinkButton("That is one way: double it", self._double)
        self.vehicle = Choice("Vehicle", tuple(VEHICLE_WORDS.items()))
        self.passengers = Choice("Passengers", PASSENGERS)
        self.hours = LineField("Hours", hint="3.5, or 10:00 to 13:30")
        self.hour_cost = MoneyField("Cost of an hour")
        self.amount = MoneyField("Amount")
        self.agreed = LineField("Agreed beforehand by")
        self.venue = ""
        """Where a new line's way leads, as long as nobody says otherwise."""
        self._asks_agreed = False
        self.rows: dict[str, FormRow] = {
            "kind": FormRow("What for", self.kind),
            "day": FormRow("Date", self.day),
            "description": FormRow("What was it?", self.description),
            "from": FormRow("From", self.from_place),
            "to": FormRow("To", self.to_place),
            "back": FormRow(" ", self.back),
            "miles": FormRow("Miles", self.miles),
            "vehicle": FormRow("Vehicle", self.vehicle),
            "passengers": FormRow("Passengers", self.passengers),
            "hours": FormRow("Hours", self.hours),
            "hour_cost": FormRow("Cost of an hour", self.hour_cost),
            "amount": FormRow("Amount", self.amount),
            "agreed": FormRow("Agreed beforehand by", self.agreed, "Who said yes, before it."),
        }
        self._groups = (
            Across((self.rows["kind"], 0), (self.rows["day"], 0)),
            Across((self.rows["from"], 1), (self.rows["to"], 1), (self.rows["back"], 0)),
            Across(
                (self.rows["miles"], 0), (self.rows["vehicle"], 0), (self.rows["passengers"], 0)
            ),
            Across((self.rows["description"], 1), (self.rows["amount"], 0)),
            Across((self.rows["hours"], 1), (self.rows["hour_cost"], 0)),
            Across((self.rows["agreed"], 1)),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        for group in self._groups[:3]:
            column.addWidget(group)
        column.addWidget(self.double, 0, Qt.AlignmentFlag.AlignLeft)
        for group in self._groups[3:]:
            column.addWidget(group)
        self._connect()
        self._fit_kind()

    def _connect(self) -> None:
        texts: tuple[tuple[str, LineField], ...] = (
            ("description", self.description),
            ("from_place", self.from_place),
            ("to_place", self.to_place),
            ("agreed_by", self.agreed),
        )
        for name, field in texts:
            field.edited.connect(partial(self.edited.emit, name))
        self.kind.chosen.connect(self._kind_chosen)
        self.day.text_edited.connect(self._day_edited)
        self.back.ticked.connect(self._back_ticked)
        self.miles.edited.connect(self._miles_edited)
        self.vehicle.chosen.connect(partial(self.edited.emit, "vehicle"))
        self.passengers.chosen.connect(lambda n: self.edited.emit("passengers", int(n)))
        self.hours.edited.connect(self._hours_edited)
        self.hours.textChanged.connect(lambda: self.rows["hours"].set_questions(()))
        self.hour_cost.text_edited.connect(partial(self._sum_edited, "hour_pence"))
        self.amount.text_edited.connect(partial(self._sum_edited, "pence"))
        self.miles.textChanged.connect(lambda: self.rows["miles"].set_questions(()))
        for looks in (
            self.miles,
            self.hours,
            self.hour_cost.line,
            self.amount.line,
            self.day.line,
        ):
            looks.textChanged.connect(self.looked)
        for line in (*(field for _name, field in texts), self.miles, self.hours):
            line.entered.connect(self.entered)
        self.day.entered.connect(self.entered)
        self.hour_cost.entered.connect(self.entered)
        self.amount.entered.connect(self.entered)

    # -- what they hold -----------------------------------------------------------------------

    def values(self) -> dict[str, Any]:
        """Everything typed, as the fields of a claim line; what cannot be read is left out."""
        hours = parse_hours(self.hours.text()) or Hours(0)
        return {
            "kind_of": self.kind.key(),
            "day": self.day.value(),
            "description": self.description.text(),
            "from_place": self.from_place.text(),
            "to_place": self.to_place.text(),
            "return_journey": self.back.isChecked(),
            "vehicle": self.vehicle.key(),
            "miles_tenths": parse_miles(self.miles.text()) or 0,
            "passengers": int(self.passengers.key() or 0),
            "minutes": hours.minutes,
            "starts": hours.starts,
            "ends": hours.ends,
            "hour_pence": parse_money(self.hour_cost.text()) or 0,
            "pence": 0 if self.is_worked_out else parse_money(self.amount.text()) or 0,
            "agreed_by": self.agreed.text(),
        }

    @property
    def is_mileage(self) -> bool:
        return self.kind.key() == LineKind.MILEAGE

    @property
    def is_worked_out(self) -> bool:
        """Whether the amount is worked out here, not typed."""
        return self.is_mileage or self.kind.key() in CARE

    def show_line(self, line: ClaimLine, known: ClaimLine | None = None) -> None:
        """Show a line; of one that was shown before only what was changed elsewhere since."""

        def shows(name: str) -> bool:
            return known is None or getattr(line, name) != getattr(known, name)

        puts: tuple[tuple[str, Callable[[], object]], ...] = (
            ("kind_of", lambda: self._show_kind(line.kind_of)),
            ("day", lambda: self.day.set_value(line.day)),
            ("description", lambda: self.description.update_text(line.description)),
            ("from_place", lambda: self.from_place.update_text(line.from_place)),
            ("to_place", lambda: self.to_place.update_text(line.to_place)),
            ("return_journey", lambda: self.back.set_ticked(line.return_journey)),
            ("vehicle", lambda: self.vehicle.set_key(line.vehicle)),
            ("miles_tenths", lambda: self.miles.update_text(say_typed_miles(line.miles_tenths))),
            ("passengers", lambda: self.passengers.set_key(str(line.passengers))),
            ("minutes", lambda: self.hours.update_text(say_typed_hours(line))),
            ("hour_pence", lambda: self._show_sum(self.hour_cost, line.hour_pence)),
            ("pence", lambda: self._show_pence(line)),
            ("agreed_by", lambda: self.agreed.update_text(line.agreed_by)),
        )
        for name, put in puts:
            if shows(name):
                put()
        self._fit_kind()

    def _show_kind(self, kind: str) -> None:
        """A kind of the first release is offered where a line has it, and nowhere else."""
        earlier = ((kind, KIND_WORDS[kind]),) if kind in EARLIER_KINDS else ()
        self.kind.set_options((*OFFERED, *earlier), kind)

    def _show_pence(self, line: ClaimLine) -> None:
        worked_out = line.kind_of == LineKind.MILEAGE or line.kind_of in CARE
        self._show_sum(self.amount, 0 if worked_out else line.pence)

    def _show_sum(self, field: MoneyField, pence: int) -> None:
        if not field.line.unsaved:
            field.set_pence(pence or None)

    def take_journey(self, journey: Journey) -> None:
        """Write a journey as it was claimed before; the price is worked out anew."""
        self.kind.set_key(LineKind.MILEAGE)
        self.from_place.set_text(journey.from_place)
        self.to_place.set_text(journey.to_place)
        self.back.set_ticked(journey.return_journey)
        self.vehicle.set_key(journey.vehicle)
        self.miles.set_text(say_typed_miles(journey.miles_tenths))
        # The miles count there and back already.
        self.double.setEnabled(False)
        self._fit_kind()
        self.edited.emit("miles_tenths", journey.miles_tenths)

    def flush(self) -> None:
        """Tell at once what was typed and not told yet."""
        texts = (self.description, self.from_place, self.to_place, self.agreed)
        for field in (*texts, self.miles, self.hours):
            field.flush()
        self.day.flush()
        self.hour_cost.flush()
        self.amount.flush()

    # -- asking and saying --------------------------------------------------------------------

    def show_questions(self, questions: tuple[Question, ...]) -> None:
        """Put each question beneath the field it is about."""
        by_row: dict[str, list[str]] = {}
        for one in questions:
            row = _ABOUT.get(one.about, "")
            if row == "amount" and self.is_worked_out:
                row = "miles" if self.is_mileage else "hour_cost"
            by_row.setdefault(row, []).append(one.words)
        for name in {*_ABOUT.values(), "hour_cost"}:
            self.rows[name].set_questions(by_row.get(name, ()))
        if self.miles.text().strip() and parse_miles(self.miles.text()) is None:
            self.rows["miles"].set_questions((_MILES_UNCLEAR,))
        if self.hours.text().strip() and parse_hours(self.hours.text()) is None:
            self.rows["hours"].set_questions((_HOURS_UNCLEAR,))
        self._asks_agreed = any(one.about is Asks.AGREED for one in questions)
        self._fit_kind()

    def say_problem(self, field: str, sentence: str) -> None:
        """Why what was typed could not be kept."""
        row = {
            "miles_tenths": "miles",
            "passengers": "passengers",
            "minutes": "hours",
            "hour_pence": "hour_cost",
            "pence": "amount",
            "day": "day",
        }.get(field, "kind")
        self.rows[row].set_problem(sentence)

    def put_problems_away(self) -> None:
        for row in self.rows.values():
            row.set_problem("")

    # -- when something is typed --------------------------------------------------------------

    def _kind_chosen(self, kind: str) -> None:
        self._fit_way(kind)
        self._fit_kind()
        self.edited.emit("kind_of", kind)
        self.looked.emit()

    def _fit_way(self, kind: str) -> None:
        """The venue was put in as the way there: care and meals have no way."""
        if not self.venue or self.from_place.text():
            return
        no_way = kind in CARE or kind == LineKind.MEALS
        if self.to_place.text() == ("" if not no_way else self.venue):
            to = "" if no_way else self.venue
            self.to_place.set_text(to)
            self.edited.emit("to_place", to)

    def _fit_kind(self) -> None:
        """Show the fields a kind needs, and any other that holds something."""
        kind = self.kind.key()
        mileage = kind == LineKind.MILEAGE
        journey = kind in BY_ROAD or bool(self.from_place.text() or self.to_place.text())
        shown = {
            "from": journey,
            "to": journey,
            "back": journey or self.back.isChecked(),
            "miles": mileage,
            "vehicle": mileage,
            "passengers": mileage,
            "description": not mileage or bool(self.description.text()),
            "hours": kind in CARE,
            "hour_cost": kind in CARE,
            "amount": not self.is_worked_out,
            "agreed": self._asks_agreed
            or bool(self.agreed.text())
            or kind in CARE
            or kind in {LineKind.ADDITIONAL_NEEDS, LineKind.OTHER},
        }
        for name, is_shown in shown.items():
            self.rows[name].setVisible(is_shown)
        for group in self._groups[1:]:
            group.setVisible(any(not part.isHidden() for part in group.parts()))
        label, hint = WHAT.get(kind, ("Note", ""))
        self.rows["description"].label.setText(label)
        self.description.setAccessibleName(label)
        self.description.setPlaceholderText(hint)
        self._fit_back()

    def _fit_back(self) -> None:
        both = self.back.isChecked()
        label = "Miles, there and back together" if both else "Miles"
        self.rows["miles"].label.setText(label)
        self.miles.setAccessibleName(label)
        self.double.setVisible(both and self.is_mileage and self.double.isEnabled())

    def _back_ticked(self, on: bool) -> None:
        self.double.setEnabled(True)
        self._fit_back()
        self.edited.emit("return_journey", on)

    def _double(self) -> None:
        tenths = parse_miles(self.miles.text())
        if tenths:
            self.miles.set_text(say_typed_miles(2 * tenths))
            self.edited.emit("miles_tenths", 2 * tenths)
            # Once is what was meant; a second press would be a slip.
            self.double.setEnabled(False)
            self._fit_back()
        self.miles.setFocus()

    def _miles_edited(self, text: str) -> None:
        self.double.setEnabled(True)
        self._fit_back()
        tenths = parse_miles(text) if text.strip() else 0
        self.rows["miles"].set_questions(() if tenths is not None else (_MILES_UNCLEAR,))
        if tenths is not None:
            self.edited.emit("miles_tenths", tenths)

    def _hours_edited(self, text: str) -> None:
        hours = parse_hours(text) if text.strip() else Hours(0)
        self.rows["hours"].set_questions(() if hours is not None else (_HOURS_UNCLEAR,))
        if hours is not None:
            self.edited.emit("minutes", hours.minutes)

    def _sum_edited(self, field: str, text: str) -> None:
        pence = parse_money(text) if text.strip() else 0
        if pence is not None:
            self.edited.emit(field, pence)

    def _day_edited(self, text: str) -> None:
        day = self.day.value()
        if day is not None or not text.strip():
            self.edited.emit("day", day)
