"""A policy's edition as somebody writes it: every field as it was typed, nothing altered.

A form can hold what no edition can ("£1.005", "31/02"), so that a draft loses nothing. What is to
be put right in it is said by :mod:`cps_desktop.domain.policy_form_checks`.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

import msgspec

from cps_desktop.domain.dates import say_date
from cps_desktop.domain.kinds import CARE, LineKind, Vehicle
from cps_desktop.domain.money import say_money
from cps_desktop.domain.policies import Category, Edition, Evidence, LimitSpan, Policy, YearKind
from cps_desktop.domain.pricing import say_rate

COSTS: Final = tuple(one for one in LineKind if one not in {LineKind.MILEAGE, LineKind.FARE})
"""The kinds of cost a policy is asked about, in the order they are shown."""

NO_LIMIT: Final = "none"
"""``within_unit`` where there is no time to claim within."""

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


class BandForm(msgspec.Struct, frozen=True):
    """A rate, and up to how many miles in the year it holds."""

    pence: str = ""
    up_to: str = ""


class VehicleForm(msgspec.Struct, frozen=True):
    """What is paid for a vehicle, where anything is."""

    vehicle: str
    paid: bool = False
    bands: tuple[BandForm, ...] = (BandForm(),)
    passenger: str = ""


class CostForm(msgspec.Struct, frozen=True):
    """The rule for one kind of cost, where the policy pays it back."""

    kind_of: str
    paid: bool = True
    receipt: str = "always"
    receipt_over: str = ""
    evidence: str = ""
    limit: str = ""
    limit_span: str = LimitSpan.LINE.value
    agreed: str = "no"
    """ "no", "yes" or "over"."""
    agreed_over: str = ""
    rate: str = ""
    cost_code: str = ""
    words: str = ""


class PolicyForm(msgspec.Struct, frozen=True):
    """One edition under way.

    ``policy`` is the identity it is kept under. ``replaces`` are the kept editions it stands in
    the place of (only those that no claim was priced by). ``earlier_ends`` says that the edition
    before it ends the day before this one begins, whatever last day it was given.
    """

    policy: str
    replaces: tuple[str, ...] = ()
    begun_from: str = ""
    """What it was begun from, in words; "" for an empty form."""
    origin: str = ""
    """The id of the policy it was begun from; "" for an empty form."""
    name: str = ""
    guidance: str = ""
    starts: str = ""
    until: str = ""
    earlier_ends: bool = False
    source: str = ""
    checked: str = ""
    check_again: str = ""
    year: str = YearKind.TAX.value
    year_begins: str = ""
    within_count: str = ""
    within_unit: str = NO_LIMIT
    declaration: str = ""
    when_paid: str = ""
    cost_code: str = ""
    bank_details: bool = False
    vehicles: tuple[VehicleForm, ...] = tuple(VehicleForm(one.value) for one in Vehicle)
    costs: tuple[CostForm, ...] = tuple(CostForm(one.value) for one in COSTS)

    def vehicle(self, vehicle: str) -> VehicleForm:
        """What is said about a vehicle."""
        return next((one for one in self.vehicles if one.vehicle == vehicle), VehicleForm(vehicle))

    def cost(self, kind_of: str) -> CostForm:
        """What is said about a kind of cost."""
        return next((one for one in self.costs if one.kind_of == kind_of), CostForm(kind_of))

    def with_vehicle(self, changed: VehicleForm) -> PolicyForm:
        """The form with this about a vehicle."""
        vehicles = tuple(
            changed if one.value == changed.vehicle else self.vehicle(one.value) for one in Vehicle
        )
        return msgspec.structs.replace(self, vehicles=vehicles)

    def with_cost(self, changed: CostForm) -> PolicyForm:
        """The form with this about a kind of cost."""
        kept = {one.kind_of: one for one in self.costs} | {changed.kind_of: changed}
        return msgspec.structs.replace(self, costs=tuple(kept.values()))


def form_of(policy: Policy, edition: Edition, identity: str, name: str = "") -> PolicyForm:
    """A form that says what an edition says, to be changed; its first day is left to be given.

    ``identity`` is the policy it will be kept under, ``name`` what that is called.
    """
    limit = edition.time_limit
    month, day = edition.year_begins
    return PolicyForm(
        policy=identity,
        name=name,
        guidance=policy.guidance,
        source=edition.source,
        check_again="",
        year=edition.year.value,
        year_begins=f"{day} {_MONTHS[month - 1]}" if edition.year is YearKind.SCHEME else "",
        within_count="" if limit is None else str(limit.months or limit.days),
        within_unit=NO_LIMIT if limit is None else ("months" if limit.months else "days"),
        declaration=edition.declaration,
        when_paid=edition.when_paid,
        cost_code=edition.cost_code,
        bank_details=edition.bank_details,
        vehicles=tuple(_vehicle_form(edition, one) for one in Vehicle),
        costs=_cost_forms(edition),
    )


def with_days(form: PolicyForm, edition: Edition) -> PolicyForm:
    """A form of an edition with that edition's own days: it is to be put right, not followed."""
    return msgspec.structs.replace(
        form,
        starts=say_date(edition.starts),
        until=_day(edition.ends),
        checked=say_date(edition.checked),
        check_again=_day(edition.check_again),
    )


def _day(day: dt.date | None) -> str:
    return "" if day is None else say_date(day)


def _vehicle_form(edition: Edition, vehicle: Vehicle) -> VehicleForm:
    rate = edition.rate_for(vehicle)
    if rate is None:
        return VehicleForm(vehicle.value)
    bands = tuple(
        BandForm(
            say_rate(one.rate).removesuffix("p"),
            "" if one.up_to_tenths is None else f"{one.up_to_tenths // 10:,}",
        )
        for one in rate.bands
    )
    passenger = "" if rate.passenger is None else say_rate(rate.passenger).removesuffix("p")
    return VehicleForm(vehicle.value, True, bands, passenger)


def _cost_forms(edition: Edition) -> tuple[CostForm, ...]:
    asked = [_cost_form(one, edition.category(one)) for one in COSTS]
    # A rule for "fares" of the first release goes along unseen: claims of that time ask for it.
    unseen = (LineKind.MILEAGE, LineKind.FARE)
    kept = [_cost_form(one.kind_of, one) for one in edition.categories if one.kind_of in unseen]
    return (*asked, *kept)


def _cost_form(kind_of: LineKind, found: Category | None) -> CostForm:
    if found is None:
        return CostForm(kind_of.value, paid=False)
    over = found.evidence is Evidence.OVER
    free = found.agreed_over_pence
    agreed = "no" if not found.agreed_beforehand else ("yes" if free is None else "over")
    hour = found.hour_pence if kind_of in CARE else None
    span = found.limit_span
    if span is LimitSpan.HOUR and kind_of not in CARE:
        span = LimitSpan.LINE
    return CostForm(
        kind_of=kind_of.value,
        receipt=found.evidence.value,
        receipt_over=say_money(found.evidence_over_pence) if over else "",
        evidence=found.evidence_words,
        limit="" if found.limit_pence is None else say_money(found.limit_pence),
        limit_span=span.value,
        agreed=agreed,
        agreed_over="" if free is None else say_money(free),
        rate="" if hour is None else say_money(hour),
        cost_code=found.cost_code,
        words=found.words,
    )
