"""What is to be put right in a policy that is being written, a sentence beside each field.

A problem keeps an edition from being kept; a question is asked once, and may be answered with yes.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from cps_desktop.domain.dates import parse_date, say_date
from cps_desktop.domain.kinds import CARE, LineKind, Vehicle
from cps_desktop.domain.money import say_money
from cps_desktop.domain.policies import (
    Band,
    Category,
    Edition,
    Evidence,
    LimitSpan,
    MileageRate,
    TimeLimit,
    YearKind,
)
from cps_desktop.domain.policy_figures import Figure, read_count, read_rate, read_sum
from cps_desktop.domain.policy_forms import NO_LIMIT, CostForm, PolicyForm, VehicleForm
from cps_desktop.domain.pricing import say_rate

LONGEST_WORDS: Final = 10_000
LONGEST_NAME: Final = 120
_MOST_MILES: Final = 1_000_000
_MOST_DAYS: Final = 3650
_MOST_BANDS: Final = 12
_OLDEST: Final = dt.date(1990, 1, 1)
_LONG_AHEAD: Final = 5 * 366
_MOST_YEARS_AHEAD: Final = 100
_WORDS: Final = ("guidance", "source", "declaration", "when_paid", "cost_code")


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """A sentence about a field: "starts", "mileage.car.0.pence", "pays.taxi.limit"."""

    field: str
    sentence: str
    shown_by_field: bool = False
    """Whether the field itself says it already where it was typed."""
    missing: bool = False
    """Whether nothing is written there yet: it is still to be said, and nothing is wrong."""


@dataclasses.dataclass(frozen=True, slots=True)
class Checked:
    """What a form comes to: the edition, where nothing is to be put right."""

    edition: Edition | None
    problems: tuple[Finding, ...]
    questions: tuple[Finding, ...]


def check_form(form: PolicyForm, others: Sequence[Edition], today: dt.date) -> Checked:
    """Look a form through. ``others`` are the policy's other editions, the earliest first.

    Raises ValueError for a choice that there is not, which no form of this program holds.
    """
    return _Checking(form, others, today).checked()


def clash_in_time(starts: dt.date, until: dt.date | None, others: Sequence[Edition]) -> str:
    """One sentence, with the days, where editions would leave a gap or hold at once; else ""."""
    same = next((one for one in others if one.starts == starts), None)
    if same is not None:
        return (
            f"An edition begins on {say_date(starts)} already. Give this one another first day; "
            "claims keep the edition they were priced by."
        )
    before = max((one for one in others if one.starts < starts), key=_start, default=None)
    after = min((one for one in others if one.starts > starts), key=_start, default=None)
    if before is not None and before.ends is not None and not _closed_by(before, others):
        if before.ends >= starts:
            return f"Two editions would hold at once {_span(starts, before.ends)}."
        gap = before.ends + dt.timedelta(days=1)
        if gap < starts:
            return f"No edition would hold {_span(gap, starts - dt.timedelta(days=1))}."
    if after is not None and until is not None:
        last = after.starts - dt.timedelta(days=1)
        if until > last:
            return f"Two editions would hold at once {_span(after.starts, until)}."
        if until < last:
            return f"No edition would hold {_span(until + dt.timedelta(days=1), last)}."
    return ""


def ends_too_soon_or_late(starts: dt.date, others: Sequence[Edition]) -> bool:
    """Whether the clash is with the last day that the edition before was given."""
    before = max((one for one in others if one.starts < starts), key=_start, default=None)
    if before is None or before.ends is None or _closed_by(before, others):
        return False
    return before.ends != starts - dt.timedelta(days=1)


def _closed_by(edition: Edition, others: Sequence[Edition]) -> bool:
    """Whether an edition ends only because the next one begins."""
    return any(
        edition.ends is not None and one.starts == edition.ends + dt.timedelta(days=1)
        for one in others
    )


def _start(edition: Edition) -> dt.date:
    return edition.starts


def _span(first: dt.date, last: dt.date) -> str:
    return (
        f"on {say_date(first)}" if first == last else f"from {say_date(first)} to {say_date(last)}"
    )


class _Checking:
    """One form being looked through."""

    def __init__(self, form: PolicyForm, others: Sequence[Edition], today: dt.date) -> None:
        self._form = form
        self._others = others
        self._today = today
        self._problems: list[Finding] = []
        self._questions: list[Finding] = []

    def checked(self) -> Checked:
        self._words()
        starts, until = self._time()
        checked = self._day("checked", needed="Say when somebody looked at the document.")
        again = self._day("check_again")
        if checked is not None and checked > self._today:
            self._problem("checked", f"{say_date(checked)} is still to come.")
        if checked is not None and again is not None and again <= checked:
            self._problem("check_again", "It is to be looked at again after it was checked.")
        begins = self._year_begins()
        limit = self._time_limit()
        mileage = tuple(self._mileage())
        categories = tuple(self._categories())
        if not mileage and not any(one.kind_of is not LineKind.MILEAGE for one in categories):
            self._problem("mileage", "It pays for nothing yet. Say what it pays for.", missing=True)
        elif not mileage:
            self._question("mileage", "No mileage is paid for any vehicle. Is that right?")
        if self._problems or starts is None or checked is None:
            return self._result(None)
        form = self._form
        edition = Edition(
            starts=starts,
            ends=until,
            source=form.source.strip(),
            checked=checked,
            check_again=again,
            year=YearKind(form.year),
            year_begins=begins,
            mileage=mileage,
            categories=categories,
            time_limit=limit,
            declaration=form.declaration.strip(),
            cost_code=form.cost_code.strip(),
            when_paid=form.when_paid.strip(),
            bank_details=form.bank_details,
            widens=False,
        )
        return self._result(edition)

    def _result(self, edition: Edition | None) -> Checked:
        return Checked(edition, tuple(self._problems), tuple(self._questions))

    def _problem(
        self, field: str, sentence: str, *, shown: bool = False, missing: bool = False
    ) -> None:
        self._problems.append(Finding(field, sentence, shown, missing))

    def _question(self, field: str, sentence: str) -> None:
        self._questions.append(Finding(field, sentence))

    # -- words and days --------------------------------------------------------------------------

    def _words(self) -> None:
        form = self._form
        if not form.name.strip():
            said = "Give the policy a name, such as that of your organisation."
            self._problem("name", said, missing=True)
        elif len(form.name) > LONGEST_NAME:
            self._problem("name", f"A name has {LONGEST_NAME} characters at most.")
        if not form.source.strip():
            said = "Name the document the figures come from."
            self._problem("source", said, missing=True)
        if not form.declaration.strip():
            self._question("declaration", "There is no declaration: people sign nothing.")
        for word in _WORDS:
            self._not_too_long(word, getattr(form, word))

    def _not_too_long(self, field: str, text: str) -> None:
        if len(text) > LONGEST_WORDS:
            self._problem(field, f"This has more than {LONGEST_WORDS:,} characters.")

    def _day(self, field: str, *, needed: str = "") -> dt.date | None:
        text = getattr(self._form, field)
        if not text.strip():
            if needed:
                self._problem(field, needed, missing=True)
            return None
        found = parse_date(text, self._today)
        if found is None:
            self._problem(
                field,
                f"“{text.strip()[:40]}” is no day. Write it like 1 April 2027.",
                shown=True,
            )
        return found

    def _time(self) -> tuple[dt.date | None, dt.date | None]:
        starts = self._day("starts", needed="Say from which day on it holds.")
        until = self._day("until")
        if starts is None:
            return None, None
        if starts < _OLDEST:
            self._problem("starts", f"{say_date(starts)} is long ago. Is the year right?")
            return None, until
        if starts.year > self._today.year + _MOST_YEARS_AHEAD:
            self._problem("starts", f"{say_date(starts)} is too far ahead. Is the year right?")
            return None, until
        if starts > self._today and (starts - self._today).days > _LONG_AHEAD:
            self._question("starts", f"{say_date(starts)} is far ahead. Is the year right?")
        if until is not None and until < starts:
            self._problem("until", f"It would end on {say_date(until)}, before it begins.")
            return starts, until
        others = self._others
        if self._form.earlier_ends and ends_too_soon_or_late(starts, others):
            last = max((one for one in others if one.starts < starts), key=_start)
            others = [dataclasses.replace(one, ends=None) if one is last else one for one in others]
        clash = clash_in_time(starts, until, others)
        if clash:
            self._problem("starts", clash)
        return starts, until

    def _year_begins(self) -> tuple[int, int]:
        form = self._form
        year = YearKind(form.year)
        if year is not YearKind.SCHEME:
            return (4, 6) if year is YearKind.TAX else (1, 1)
        # A year that is no leap year, so that the day is there in every year.
        found = parse_date(f"{form.year_begins.strip()} 2023", self._today)
        if found is None or found.year != 2023:
            self._problem("year_begins", "Write a day and a month, such as 1 July.")
            return 1, 1
        return found.month, found.day

    def _time_limit(self) -> TimeLimit | None:
        form = self._form
        if form.within_unit == NO_LIMIT:
            return None
        months = form.within_unit == "months"
        most = _MOST_DAYS // 30 if months else _MOST_DAYS
        unit = "months" if months else "days"
        found = read_count(form.within_count, most, f"Write how many {unit}, such as 28.")
        count = self._take("within", found)
        if count is None:
            return None
        days = int(count) * (30 if months else 1)
        if days < 7:
            self._question("within", "Less than a week is short for people. Is that right?")
        if days > 400:
            self._question("within", "That is more than a year. Is that right?")
        return TimeLimit(months=int(count)) if months else TimeLimit(days=int(count))

    def _take(self, field: str, found: Figure) -> Fraction | int | None:
        if found.problem:
            self._problem(field, found.problem, missing=found.missing)
        if found.question:
            self._question(field, found.question)
        return found.value

    # -- mileage ---------------------------------------------------------------------------------

    def _mileage(self) -> Iterator[MileageRate]:
        for vehicle in Vehicle:
            said = self._form.vehicle(vehicle.value)
            if said.paid:
                yield self._vehicle(vehicle, said)

    def _vehicle(self, vehicle: Vehicle, said: VehicleForm) -> MileageRate:
        place = f"mileage.{vehicle.value}"
        bands: list[Band] = []
        floor = 0
        written = said.bands[:_MOST_BANDS] or VehicleForm(said.vehicle).bands
        for number, band in enumerate(written):
            rate = self._take(f"{place}.{number}.pence", read_rate(band.pence))
            up_to = None
            if number < len(written) - 1:
                floor = self._up_to(f"{place}.{number}.up_to", band.up_to, floor)
                up_to = floor * 10
            bands.append(Band(Fraction(rate or 0), up_to))
        rates = [one.rate for one in bands]
        if rates != sorted(rates, reverse=True):
            self._question(
                f"{place}.{len(bands) - 1}.pence", "The rate goes up after more miles. Right?"
            )
        passenger = None
        if said.passenger.strip():
            paid = self._take(f"{place}.passenger", read_rate(said.passenger))
            passenger = Fraction(paid) if paid is not None else None
            if passenger is not None and passenger > rates[0] > 0:
                more = f"{say_rate(passenger)} for a passenger is more than for the driver"
                self._question(f"{place}.passenger", f"{more}. Is that right?")
        return MileageRate(vehicle, tuple(bands), passenger)

    def _up_to(self, field: str, text: str, floor: int) -> int:
        found = read_count(text, _MOST_MILES, "Write a whole number of miles, such as 10,000.")
        miles = self._take(field, found)
        if miles is not None and miles <= floor:
            self._problem(field, f"This has to be more than the {floor:,} miles before it.")
        return max(floor, int(miles or 0))

    # -- costs -----------------------------------------------------------------------------------

    def _categories(self) -> Iterator[Category]:
        said = {one.kind_of: one for one in self._form.costs}
        mileage = said.pop(LineKind.MILEAGE.value, None)
        yield self._category(mileage or CostForm(LineKind.MILEAGE.value, receipt="never"))
        for cost in said.values():
            if cost.paid and cost.kind_of in set(LineKind):
                yield self._category(cost)

    def _category(self, cost: CostForm) -> Category:
        kind_of = LineKind(cost.kind_of)
        place = f"pays.{cost.kind_of}"
        over = free = limit = hour = None
        if cost.receipt == Evidence.OVER.value:
            over = self._sum(f"{place}.receipt_over", cost.receipt_over, "£5.00")
        if cost.agreed == "over":
            free = self._sum(f"{place}.agreed_over", cost.agreed_over, "£20.00")
        if cost.limit.strip():
            nothing = "Over nothing, everything is asked about. Is that right?"
            limit = self._sum(f"{place}.limit", cost.limit, "£25.00", nothing)
        if cost.rate.strip() and kind_of in CARE:
            hour = self._sum(f"{place}.rate", cost.rate, "£12.50")
            if hour is not None and not 100 <= hour <= 10_000:
                self._question(f"{place}.rate", f"{say_money(hour)} for an hour: is that right?")
        self._not_too_long(f"{place}.words", cost.words)
        self._not_too_long(f"{place}.evidence", cost.evidence)
        self._not_too_long(f"{place}.cost_code", cost.cost_code)
        span = LimitSpan(cost.limit_span)
        return Category(
            kind_of=kind_of,
            evidence=Evidence(cost.receipt),
            evidence_over_pence=over or 0,
            limit_pence=limit,
            limit_span=span if limit is not None else LimitSpan.LINE,
            agreed_beforehand=cost.agreed != "no",
            agreed_over_pence=free,
            hour_pence=hour,
            evidence_words=cost.evidence.strip(),
            cost_code=cost.cost_code.strip(),
            words=cost.words.strip(),
        )

    def _sum(self, field: str, text: str, example: str, nothing: str = "") -> int | None:
        found = self._take(field, read_sum(text, example, nothing=nothing))
        return None if found is None else int(found)
