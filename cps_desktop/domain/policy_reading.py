"""Reading a policy file: strict, and one clear sentence for whatever does not fit.

The format is TOML, described for people in docs/adding-a-policy.md. ``format = 2`` added the
words for care, agreement above a sum, evidence, cost codes and when people are paid; ``format = 3``
says which policy of a workspace it is (``identity``), and in it what is not named is not paid.
Files of earlier formats read as before. An unknown word in the file is refused rather than passed
over: a misspelt limit that silently does nothing would cost somebody money.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import tomllib
from decimal import Decimal
from typing import Final

from cps_desktop.domain.dates import say_date
from cps_desktop.domain.kinds import CARE, LineKind, Vehicle
from cps_desktop.domain.money import parse_money
from cps_desktop.domain.policies import (
    Band,
    Category,
    Edition,
    Evidence,
    LimitSpan,
    MileageRate,
    Policy,
    TimeLimit,
    YearKind,
)
from cps_desktop.domain.policy_tables import PolicyTable, refuse_policy
from cps_desktop.domain.pricing import say_rate

FORMAT: Final = 3
OWN: Final = "own-"
"""How the id of a policy begins that was made in this program."""
LONGEST_FILE: Final = 256 * 1024
"""Bytes; a policy is a page or two of text."""

_WITH_IDENTITY: Final = 3
_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_TIME_LIMIT: Final = re.compile(r"(?P<count>[1-9][0-9]{0,3}) (?P<unit>day|month)s?")
_YEAR_BEGINS: Final = re.compile(r"(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")


def read_policy(data: bytes, policy_id: str) -> Policy:
    """The policy in a file's bytes; ``policy_id`` is the file's name without ``.toml``.

    Raises :class:`InputRefused` with one sentence for a file that is empty, broken off, huge,
    something else, newer than this program, or that says something impossible.
    """
    if not _ID.fullmatch(policy_id):
        refuse_policy(policy_id, "its file name may hold small letters, digits and hyphens only")
    text = _text(data, policy_id)
    try:
        content = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as broken:
        place = re.search(r"line (\d+)", str(broken))
        where = f"line {place[1]} does not read" if place else "it ends in the middle of something"
        refuse_policy(policy_id, f"{where} as a policy file is written; it may be broken off")
    except (ValueError, RecursionError, OverflowError, ArithmeticError):
        refuse_policy(policy_id, "it does not read as a policy file")
    return _Reading(policy_id, content).policy()


def _text(data: bytes, policy_id: str) -> str:
    if len(data) > LONGEST_FILE:
        refuse_policy(
            policy_id, f"it is larger than {LONGEST_FILE // 1024} KB, far too long for one"
        )
    if not data.strip():
        refuse_policy(policy_id, "it is empty")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        refuse_policy(
            policy_id, "it is some other kind of file, not a policy written as UTF-8 text"
        )
    return text.replace("\r\n", "\n")


class _Reading:
    """One file being read; gathers doubts on the way."""

    def __init__(self, policy_id: str, content: dict[str, object]) -> None:
        self._id = policy_id
        self._top = PolicyTable(policy_id, "", content)
        self._doubts: list[str] = []
        self._widens = True

    def policy(self) -> Policy:
        top = self._top
        written_as = self._check_format(top.take("format"))
        if written_as >= _WITH_IDENTITY:
            self._id = self._identity() or self._id
            self._widens = False
        name = top.text("name", needed=True)
        guidance = top.text("guidance")
        to_copy = top.flag("to_copy")
        editions = [self._edition(one) for one in top.tables("edition")]
        top.done()
        return Policy(
            id=self._id,
            name=name,
            editions=self._in_time(editions),
            guidance=guidance,
            to_copy=to_copy,
            doubts=tuple(self._doubts),
        )

    def _identity(self) -> str:
        """Which policy of a workspace a file holds; "" where it does not say."""
        found = self._top.text("identity")
        if found and not (found.startswith(OWN) and _ID.fullmatch(found)):
            self._top.refuse(f"“identity” begins with “{OWN}” and is put in by this program only")
        return found

    def _check_format(self, found: object) -> int:
        if not isinstance(found, int) or isinstance(found, bool) or found < 1:
            self._top.refuse("it does not begin with “format = 1”, so it is not a policy file")
        if found > FORMAT:
            self._top.refuse(
                "it was written for a newer version of this program; please bring that up to date"
            )
        return found

    def _edition(self, content: object) -> Edition:
        table = PolicyTable(self._id, "an edition", content)
        starts = table.needed_day("from")
        table.place = f"the edition from {say_date(starts)}"
        year, begins = self._year(table)
        edition = Edition(
            starts=starts,
            ends=table.day("until"),
            source=table.text("source", needed=True),
            checked=table.needed_day("checked"),
            check_again=table.day("check_again"),
            year=year,
            year_begins=begins,
            mileage=self._mileage(table),
            categories=self._categories(table),
            time_limit=self._time_limit(table),
            declaration=table.text("declaration"),
            cost_code=table.text("cost_code"),
            when_paid=table.text("when_paid"),
            bank_details=table.flag("bank_details"),
            widens=self._widens,
        )
        if edition.ends is not None and edition.ends < starts:
            table.refuse(f"it ends on {say_date(edition.ends)}, before it begins")
        table.done()
        return edition

    def _year(self, table: PolicyTable) -> tuple[YearKind, tuple[int, int]]:
        year = table.choice("year", YearKind, YearKind.TAX)
        begins = table.text("year_begins")
        if year is not YearKind.SCHEME:
            if begins:
                table.refuse("“year_begins” goes with year = “scheme” only")
            return year, (4, 6) if year is YearKind.TAX else (1, 1)
        found = _YEAR_BEGINS.fullmatch(begins)
        try:
            # A year that is no leap year, so that the day is there in every year.
            first = dt.date(2023, int(found["month"]), int(found["day"])) if found else None
        except ValueError:
            first = None
        if first is None:
            table.refuse('“year_begins” is a month and a day such as "07-01" for 1 July')
        return year, (first.month, first.day)

    def _time_limit(self, table: PolicyTable) -> TimeLimit | None:
        said = table.text("claim_within")
        if not said:
            return None
        found = _TIME_LIMIT.fullmatch(said)
        if found is None:
            table.refuse('“claim_within” is written like "28 days" or "1 month"')
        count = int(found["count"])
        return TimeLimit(days=count) if found["unit"] == "day" else TimeLimit(months=count)

    def _mileage(self, table: PolicyTable) -> tuple[MileageRate, ...]:
        rates = []
        for word, content in table.table("mileage").items():
            if word not in set(Vehicle):
                known = ", ".join(one.value for one in Vehicle)
                table.refuse(f"“{word[:60]}” is not a vehicle this version knows ({known})")
            rates.append(self._vehicle(Vehicle(word), table.place, content))
        return tuple(rates)

    def _vehicle(self, vehicle: Vehicle, place: str, content: object) -> MileageRate:
        table = PolicyTable(self._id, f"{place}, {vehicle.value}", content)
        flat, passenger = table.rate("pence"), table.rate("passenger")
        if flat is not None:
            bands: tuple[Band, ...] = (Band(flat),)
        else:
            bands = self._bands(table)
        table.done()
        rates = [one.rate for one in bands] + ([passenger] if passenger is not None else [])
        for rate in rates:
            if 0 < rate < 1:
                self._doubts.append(
                    f"{table.place}: {say_rate(rate)} a mile is less than a penny."
                    " Were pounds meant?"
                )
        return MileageRate(vehicle, bands, passenger)

    def _bands(self, table: PolicyTable) -> tuple[Band, ...]:
        bands: list[Band] = []
        floor = 0
        entries = table.tables("bands")
        for place, content in enumerate(entries, start=1):
            entry = PolicyTable(self._id, f"{table.place}, band {place}", content)
            rate = entry.rate("pence")
            if rate is None:
                entry.refuse("“pence” is missing")
            up_to = entry.take("up_to")
            entry.done()
            last = place == len(entries)
            if last and up_to is not None:
                entry.refuse("the last band has no “up_to”, or miles beyond it had no rate")
            if not last:
                if (
                    not isinstance(up_to, int)
                    or isinstance(up_to, bool)
                    or not (floor < up_to <= 1_000_000)
                ):
                    entry.refuse("“up_to” is a whole number of miles, more than the band before")
                floor = up_to
            bands.append(Band(rate, None if last else floor * 10))
        return tuple(bands)

    def _categories(self, table: PolicyTable) -> tuple[Category, ...]:
        found = []
        for word, content in table.table("pays").items():
            if word not in set(LineKind):
                known = ", ".join(one.value for one in LineKind)
                table.refuse(f"“{word[:60]}” is not a kind of line this version knows ({known})")
            found.append(self._category(LineKind(word), table.place, content))
        return tuple(found)

    def _category(self, kind_of: LineKind, place: str, content: object) -> Category:
        table = PolicyTable(self._id, f"{place}, {kind_of.value}", content)
        usual = "never" if kind_of is LineKind.MILEAGE else "always"
        receipt = table.text("receipt") or usual
        limit = table.text("limit")
        agreed, free = self._agreed(table)
        hour = self._hour(table, kind_of)
        words, evidence = table.text("words"), table.text("evidence")
        code = table.text("cost_code")
        table.done()
        over = parse_money(receipt.removeprefix("over ")) if receipt.startswith("over ") else None
        if over is None and receipt not in {"always", "never"}:
            table.refuse('“receipt” is "always", "never" or "over £5.00"')
        pence, span = self._limit(table, limit, kind_of)
        return Category(
            kind_of=kind_of,
            evidence=Evidence.OVER if over is not None else Evidence(receipt),
            evidence_over_pence=over or 0,
            limit_pence=pence,
            limit_span=span,
            agreed_beforehand=agreed,
            agreed_over_pence=free,
            hour_pence=hour,
            evidence_words=evidence,
            cost_code=code,
            words=words,
        )

    def _agreed(self, table: PolicyTable) -> tuple[bool, int | None]:
        """Whether costs are agreed beforehand, and above which sum."""
        said = table.take("agreed_beforehand")
        if said is None or isinstance(said, bool):
            return bool(said), None
        free = parse_money(said.removeprefix("over ")) if isinstance(said, str) else None
        if free is None or free < 0 or not str(said).startswith("over "):
            table.refuse('“agreed_beforehand” is true, false or "over £20.00"')
        return True, free

    def _hour(self, table: PolicyTable, kind_of: LineKind) -> int | None:
        """What an hour of care is paid with, in pence."""
        said = table.text("rate")
        if not said:
            return None
        if kind_of not in CARE:
            table.refuse("“rate” goes with care only; miles have their own part")
        hour = parse_money(said.removesuffix(" an hour"))
        if not said.endswith(" an hour") or hour is None or hour <= 0:
            table.refuse('“rate” is written like "£12.50 an hour"')
        return hour

    def _limit(
        self, table: PolicyTable, limit: str, kind_of: LineKind
    ) -> tuple[int | None, LimitSpan]:
        if not limit:
            return None, LimitSpan.LINE
        span = next((one for one in LimitSpan if limit.endswith(f" {one.value}")), LimitSpan.LINE)
        pence = parse_money(limit.removesuffix(f" {span.value}"))
        if not limit.endswith(f" {span.value}") or pence is None or pence < 0:
            table.refuse('“limit” is written like "£25.00 a day" or "£10.00 each"')
        if span is LimitSpan.HOUR and kind_of not in CARE:
            table.refuse("a limit for an hour goes with care only")
        return pence, span

    def _in_time(self, editions: list[Edition]) -> tuple[Edition, ...]:
        """Editions in order of time; each ends the day before the next begins."""
        ordered = sorted(editions, key=lambda one: one.starts)
        closed: list[Edition] = []
        for place, edition in enumerate(ordered):
            following = ordered[place + 1].starts if place + 1 < len(ordered) else None
            if following is None:
                closed.append(edition)
                continue
            if following == edition.starts:
                self._top.refuse(f"two editions begin on {say_date(following)}")
            before = following - dt.timedelta(days=1)
            if edition.ends is not None and edition.ends > before:
                self._top.refuse(
                    f"two editions hold at once from {say_date(following)}"
                    f" to {say_date(edition.ends)}"
                )
            if edition.ends is not None and edition.ends < before:
                gap = edition.ends + dt.timedelta(days=1)
                self._top.refuse(f"no edition holds from {say_date(gap)} to {say_date(before)}")
            closed.append(dataclasses.replace(edition, ends=before))
        return tuple(closed)
