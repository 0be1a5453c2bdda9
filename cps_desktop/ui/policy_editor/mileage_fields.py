"""The fields of mileage: which vehicles are paid for, at which rate up to how many miles."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

import msgspec
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.domain.kinds import LineKind, Vehicle
from cps_desktop.domain.policy_forms import BandForm, CostForm, PolicyForm, VehicleForm
from cps_desktop.ui.kit import Button, Card, FormRow, LineField, TickBox
from cps_desktop.ui.kit.wrapping import WrappingRow
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.policy_editor.fields import YEARS, FigureField, FormFields
from cps_desktop.ui.theme import SPACE_L, SPACE_M, SPACE_S

_PAID: Final = {
    Vehicle.CAR: "We pay for miles by car or van",
    Vehicle.MOTORCYCLE: "We pay for miles by motorcycle",
    Vehicle.BICYCLE: "We pay for miles by bicycle",
}
_NAMES: Final = {
    Vehicle.CAR: "Car or van",
    Vehicle.MOTORCYCLE: "Motorcycle",
    Vehicle.BICYCLE: "Bicycle",
}
_MOST_BANDS: Final = 6


class MileageFields(FormFields):
    """Over which year miles are counted, and a card for each vehicle."""

    def __init__(self) -> None:
        super().__init__("Mileage")
        self.vehicles: dict[str, VehicleCard] = {}
        for vehicle in Vehicle:
            card = VehicleCard(vehicle, partial(self._changed, vehicle.value))
            self.vehicles[vehicle.value] = card
            self.column.addWidget(card)
        help_text = "Where a rate changes after some."
        years = self.choice("year", "Miles are counted over", YEARS, help_text)
        first = self.line("year_begins", "Its first day", "A day and a month: 1 July.")
        self.column.addWidget(Across((years, 1), (first, 1)))
        code = LineField("Cost code for mileage")
        code.edited.connect(self._code)
        self.code = FormRow(
            "Cost code for mileage", code, "Only where it is another than that of all."
        )
        self.rows["pays.mileage.cost_code"] = self.code
        self.column.addWidget(self.code)
        self.column.addStretch(1)

    def _changed(self, vehicle: str, what: str, amend: str, **values: Any) -> None:
        said = msgspec.structs.replace(self.form.vehicle(vehicle), **values)
        words = f"Change: {_NAMES[Vehicle(vehicle)]}, {what}"
        place = f"{vehicle} {amend}" if amend else ""
        self.put(words, place, vehicles=self.form.with_vehicle(said).vehicles)

    def _mileage(self) -> CostForm:
        kept = [one for one in self.form.costs if one.kind_of == LineKind.MILEAGE.value]
        return kept[0] if kept else CostForm(LineKind.MILEAGE.value, receipt="never")

    def _code(self, said: str) -> None:
        cost = msgspec.structs.replace(self._mileage(), cost_code=said)
        self.put(
            "Change: Cost code for mileage", "mileage code", costs=self.form.with_cost(cost).costs
        )

    def show_form(self, form: PolicyForm) -> None:
        super().show_form(form)
        self.rows["year_begins"].setVisible(form.year == "scheme")
        if isinstance(self.code.field, LineField):
            self.code.field.update_text(self._mileage().cost_code)
        for vehicle, card in self.vehicles.items():
            card.show_vehicle(form.vehicle(vehicle))

    def row_of(self, name: str) -> FormRow | None:
        """The field a sentence is about: "mileage.car.0.pence"."""
        _, _, rest = name.partition("mileage.")
        vehicle, _, field = rest.partition(".")
        card = self.vehicles.get(vehicle)
        return card.rows.get(field) if card is not None else None


class VehicleCard(Card):
    """Whether a vehicle is paid for, its rates, and what is paid for passengers."""

    def __init__(self, vehicle: Vehicle, changed: Callable[..., object]) -> None:
        super().__init__(name=_NAMES[vehicle], tight=True)
        self._name = _NAMES[vehicle]
        self._changed = changed
        self._said = VehicleForm(vehicle.value)
        self.rows: dict[str, FormRow] = {}
        self.paid = TickBox(_PAID[vehicle])
        self.paid.ticked.connect(lambda on: self._changed("paid or not", "", paid=on))
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        self._bands = QVBoxLayout()
        self._bands.setSpacing(SPACE_M)
        column.addLayout(self._bands)
        self._lines: list[QWidget] = []
        self.more = Button("Another rate after so many miles", self._add_band)
        self.more.setAccessibleName(f"Another rate after so many miles, {self._name}")
        self.less = Button("Take the last rate out", self._take_band)
        self.less.setAccessibleName(f"Take the last rate out, {self._name}")
        buttons = WrappingRow(SPACE_S)
        buttons.addWidget(self.more)
        buttons.addWidget(self.less)
        column.addLayout(buttons)
        passenger = FigureField(f"For each passenger, pence a mile, {self._name}")
        passenger.edited.connect(
            lambda said: self._changed("passengers", "passenger", passenger=said)
        )
        self.rows["passenger"] = FormRow(
            "For each passenger, pence a mile", passenger, "Empty where nothing is paid."
        )
        column.addWidget(self.rows["passenger"])
        self.column.setSpacing(SPACE_L)
        self.add(self.paid, self._inside)

    def show_vehicle(self, said: VehicleForm) -> None:
        """Show what is said about it now."""
        self._said = said
        self.paid.set_ticked(said.paid)
        self._inside.setVisible(said.paid)
        if len(self._lines) != len(said.bands):
            self._make_bands(len(said.bands))
        for number, band in enumerate(said.bands):
            self._show(f"{number}.pence", band.pence)
            self._show(f"{number}.up_to", band.up_to)
        self._show("passenger", said.passenger)
        self.more.setEnabled(len(said.bands) < _MOST_BANDS)
        self.less.setVisible(len(said.bands) > 1)

    def _show(self, name: str, text: str) -> None:
        row = self.rows.get(name)
        if row is not None and isinstance(row.field, LineField):
            row.field.update_text(text)

    def _make_bands(self, count: int) -> None:
        for old in self._lines:
            self._bands.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.rows = {name: row for name, row in self.rows.items() if name == "passenger"}
        self._lines = [self._band(number, count) for number in range(count)]
        for line in self._lines:
            self._bands.addWidget(line)

    def _band(self, number: int, count: int) -> QWidget:
        """A rate, and up to how many miles it holds where another one follows."""
        label = "Pence a mile" if number == 0 else "Then, pence a mile"
        pence = FigureField(f"{label}, {self._name}, rate {number + 1}")
        pence.edited.connect(lambda said: self._set(number, "pence", said))
        rows = [FormRow(label, pence)]
        self.rows[f"{number}.pence"] = rows[0]
        if number < count - 1:
            label = "Up to how many miles in the year"
            up_to = FigureField(f"{label}, {self._name}, rate {number + 1}")
            up_to.edited.connect(lambda said: self._set(number, "up_to", said))
            rows.append(FormRow(label, up_to))
            self.rows[f"{number}.up_to"] = rows[1]
        return Across(*((row, 1) for row in rows))

    def _set(self, number: int, field: str, said: str) -> None:
        bands = list(self._said.bands)
        if number < len(bands):
            bands[number] = msgspec.structs.replace(bands[number], **{field: said})
            self._changed("the rate", f"{number} {field}", bands=tuple(bands))

    def _add_band(self) -> None:
        self.flush()
        self._changed("another rate", "", bands=(*self._said.bands, BandForm()))
        self.rows[f"{len(self._said.bands) - 2}.up_to"].field.setFocus()

    def _take_band(self) -> None:
        self.flush()
        bands = list(self._said.bands[:-1])
        bands[-1] = msgspec.structs.replace(bands[-1], up_to="")
        self._changed("a rate less", "", bands=tuple(bands))
        self.rows[f"{len(bands) - 1}.pence"].field.setFocus()

    def flush(self) -> None:
        """Say what was typed and not yet told."""
        for field in self.findChildren(LineField):
            field.flush()
