"""Expense policies: what a lead agency pays back, on which day, against which evidence.

A policy is data (``resources/policies/*.toml``, read by :mod:`cps_desktop.domain.policy_reading`).
It holds editions; each is in force from its first day until the day before the next one begins. A
policy in use is never edited: a new edition takes effect on a date. Rates are exact fractions of a
penny a mile and never floats, so that 45.5p is 45.5p.
"""

from __future__ import annotations

import calendar
import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator
from enum import StrEnum
from fractions import Fraction
from typing import Final

from cps_desktop.domain.dates import say_date
from cps_desktop.domain.kinds import LineKind, Vehicle

DEFAULT_POLICY: Final = "hmrc"
"""The policy of a lead agency that has not said which it follows."""


_WIDER: Final = {
    LineKind.BUS: LineKind.FARE,
    LineKind.TRAIN: LineKind.FARE,
    LineKind.TAXI: LineKind.FARE,
    LineKind.CARER_CARE: LineKind.OTHER,
    LineKind.CHILD_CARE: LineKind.OTHER,
    LineKind.MEALS: LineKind.OTHER,
}
"""The kind of the first release under which a newer one stood."""


class YearKind(StrEnum):
    """Over which year miles are counted towards a threshold."""

    TAX = "tax"
    CALENDAR = "calendar"
    SCHEME = "scheme"


YEAR_WORDS: Final = {
    YearKind.TAX: "the tax year",
    YearKind.CALENDAR: "the calendar year",
    YearKind.SCHEME: "the scheme's year",
}


class Evidence(StrEnum):
    """When a line needs a receipt."""

    ALWAYS = "always"
    NEVER = "never"
    OVER = "over"


class LimitSpan(StrEnum):
    """What a limit is counted over."""

    LINE = "each"
    DAY = "a day"
    HOUR = "an hour"


@dataclasses.dataclass(frozen=True, slots=True)
class Band:
    """A rate in pence a mile, up to so many tenths of a mile in the year (None: no end)."""

    rate: Fraction
    up_to_tenths: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class MileageRate:
    """What a vehicle earns; ``passenger`` is pence a mile for each passenger, None for nothing."""

    vehicle: Vehicle
    bands: tuple[Band, ...]
    passenger: Fraction | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Category:
    """The rule for one kind of line: evidence, limit, and the policy's own words about it."""

    kind_of: LineKind
    evidence: Evidence = Evidence.ALWAYS
    evidence_over_pence: int = 0
    limit_pence: int | None = None
    limit_span: LimitSpan = LimitSpan.LINE
    agreed_beforehand: bool = False
    agreed_over_pence: int | None = None
    """Up to this sum nobody has to agree beforehand; None where every cost is agreed."""
    hour_pence: int | None = None
    """What an hour of care is paid with; None where what was paid is paid back."""
    evidence_words: str = ""
    """What is good evidence, in the policy's own words."""
    cost_code: str = ""
    words: str = ""

    def needs_receipt(self, pence: int) -> bool:
        """Whether a line of this kind and amount needs a receipt."""
        if self.evidence is Evidence.OVER:
            return pence > self.evidence_over_pence
        return self.evidence is Evidence.ALWAYS

    def needs_agreement(self, pence: int) -> bool:
        """Whether somebody had to agree to a cost of so much before it was made."""
        free = self.agreed_over_pence
        return self.agreed_beforehand and (free is None or pence > free)


@dataclasses.dataclass(frozen=True, slots=True)
class TimeLimit:
    """How long after the day of the expense a claim may come in."""

    days: int = 0
    months: int = 0

    def last_day(self, day: dt.date) -> dt.date:
        """The last day on which an expense of ``day`` may still be claimed."""
        if self.months:
            return _months_later(day, self.months)
        return dt.date.fromordinal(min(day.toordinal() + self.days, dt.date.max.toordinal()))

    @property
    def words(self) -> str:
        """ "28 days", "1 month"."""
        count, unit = (self.months, "month") if self.months else (self.days, "day")
        return f"{count} {unit}{'' if count == 1 else 's'}"


def _months_later(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, or that month's last day where it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > dt.MAXYEAR:
        return dt.date.max
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclasses.dataclass(frozen=True, slots=True)
class Edition:
    """A policy as it stands from one day on. ``ends`` is the last day it holds, None for no end."""

    starts: dt.date
    ends: dt.date | None
    source: str
    checked: dt.date
    check_again: dt.date | None = None
    year: YearKind = YearKind.TAX
    year_begins: tuple[int, int] = (4, 6)
    """Month and day on which the counting of miles begins anew."""
    mileage: tuple[MileageRate, ...] = ()
    categories: tuple[Category, ...] = ()
    time_limit: TimeLimit | None = None
    declaration: str = ""
    cost_code: str = ""
    when_paid: str = ""
    """When people have their money, in the policy's own words."""
    bank_details: bool = False
    """Whether a claimant's account is asked for with the claim. Most finance offices have it."""
    widens: bool = True
    """Whether its rule for fares holds for buses, trains and taxis where it says nothing of those,
    and that for other costs for care and meals: so it is in files of the first two formats."""
    mark: str = ""
    """What tells this edition from another of the same first day; "" for one from a file."""
    undecided: bool = False
    """Whether another edition begins on the same day, and nobody has said yet which holds."""

    @property
    def name(self) -> str:
        """How a claim line remembers this edition: its first day, as 2011-04-06, and its mark."""
        return f"{self.starts.isoformat()} {self.mark}".rstrip()

    def covers(self, day: dt.date) -> bool:
        """Whether a day lies in the time this edition is for."""
        return self.starts <= day and (self.ends is None or day <= self.ends)

    def in_force(self, day: dt.date) -> bool:
        """Whether this edition holds on a day."""
        return self.covers(day) and not self.undecided

    def rate_for(self, vehicle: Vehicle) -> MileageRate | None:
        """What a vehicle earns; None where the policy pays nothing for it."""
        return next((one for one in self.mileage if one.vehicle is vehicle), None)

    def category(self, kind_of: LineKind) -> Category | None:
        """The rule for a kind of line; None where the policy says nothing about it.

        A policy written for the first release speaks of fares and of other costs; its rules hold
        for buses, trains and taxis, and for care and meals.
        """
        found = {one.kind_of: one for one in self.categories}
        wider = _WIDER.get(kind_of, kind_of) if self.widens else kind_of
        return found.get(kind_of) or found.get(wider)

    def spelt_out(self) -> Edition:
        """The same edition with a rule of its own for every kind it pays for."""
        found = [(kind_of, self.category(kind_of)) for kind_of in LineKind]
        said = tuple(
            dataclasses.replace(one, kind_of=kind_of) for kind_of, one in found if one is not None
        )
        return dataclasses.replace(self, categories=said, widens=False)

    def cost_code_of(self, kind_of: LineKind) -> str:
        """The account a kind of line is booked to; "" where the policy says none."""
        category = self.category(kind_of)
        return (category.cost_code if category is not None else "") or self.cost_code

    def year_start(self, day: dt.date) -> dt.date:
        """The first day of the counting year that ``day`` lies in."""
        month, first = self.year_begins
        start = day.replace(month=month, day=first)
        if start <= day:
            return start
        return start.replace(year=day.year - 1) if day.year > 1 else dt.date.min


@dataclasses.dataclass(frozen=True, slots=True)
class Policy:
    """A named policy with its editions, earliest first. ``to_copy``: an empty form, never applied.

    ``doubts`` are questions about the file itself ("0.45p a mile: was 45p meant?"); they are shown
    to whoever looks after the policy and change nothing. ``former`` are editions that hold no more
    or not yet, for the claim lines they priced.
    """

    id: str
    name: str
    editions: tuple[Edition, ...]
    guidance: str = ""
    to_copy: bool = False
    doubts: tuple[str, ...] = ()
    former: tuple[Edition, ...] = ()

    def edition_on(self, day: dt.date) -> Edition | None:
        """The edition in force on a day, None where there was none."""
        return next((one for one in self.editions if one.in_force(day)), None)

    def edition_named(self, name: str) -> Edition | None:
        """The edition a claim line remembers."""
        return next((one for one in (*self.editions, *self.former) if one.name == name), None)

    @property
    def latest(self) -> Edition:
        """The edition that begins last, of those that are decided."""
        decided = [one for one in self.editions if not one.undecided]
        return (decided or self.editions)[-1]

    @property
    def undecided(self) -> tuple[Edition, ...]:
        """One edition for each first day on which somebody has to say which holds."""
        return tuple(one for one in self.editions if one.undecided)

    def why_not_on(self, day: dt.date) -> str:
        """The sentence for a day on which no edition is in force."""
        waiting = next((one for one in self.undecided if one.covers(day)), None)
        if waiting is not None:
            return (
                f"{self.name} has two editions from {say_date(waiting.starts)}. Somebody has to "
                "say which holds: Settings, Expense policies of our own."
            )
        last = self.editions[-1]
        if last.ends is not None and day > last.ends:
            return f"{self.name} ended on {say_date(last.ends)}, so {say_date(day)} has no rate."
        if day > self.editions[0].starts:
            return f"No edition of {self.name} holds on {say_date(day)}, so it has no rate."
        first = self.editions[0].starts
        return f"{self.name} begins on {say_date(first)}, so {say_date(day)} has no rate."


class Policies:
    """The policies on this laptop, and sentences about files that could not be used."""

    def __init__(self, policies: Iterable[Policy], refused: Iterable[str] = ()) -> None:
        self._by_id = {one.id: one for one in policies}
        self.refused = tuple(refused)

    def __iter__(self) -> Iterator[Policy]:
        return iter(self._by_id.values())

    def get(self, policy_id: str) -> Policy | None:
        """A policy that can be applied; the default where nothing was said, None where unknown."""
        found = self._by_id.get(policy_id or DEFAULT_POLICY)
        return None if found is None or found.to_copy else found

    def edition(self, policy_id: str, name: str) -> Edition | None:
        """The edition that priced a line; None where this laptop does not have it."""
        found = self._by_id.get(policy_id)
        return found.edition_named(name) if found is not None else None

    def together_with(self, own: Iterable[Policy], refused: Iterable[str]) -> Policies:
        """These and the workspace's own; where both have one of an id, the workspace's holds."""
        return Policies((*self, *own), (*self.refused, *refused))

    def choices(self) -> tuple[Policy, ...]:
        """The policies a lead agency can follow, by name; empty forms are left out."""
        usable = (one for one in self._by_id.values() if not one.to_copy)
        return tuple(sorted(usable, key=lambda one: one.name.casefold()))
