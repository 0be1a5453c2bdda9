"""How long what is held about people is kept: rules as data, and when something is due.

Nothing goes by itself: what is due is put before a coordinator, who says yes or no.
"""

from __future__ import annotations

import calendar
import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final, NoReturn

import msgspec

from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Person
from cps_desktop.domain.records import KINDS, Sensitivity, meanings

FORMAT: Final = 1
LONGEST_FILE: Final = 64 * 1024
"""Bytes; the times are a page of text."""
MOST_MONTHS: Final = 1200


class Takes(StrEnum):
    """What goes when a time is over."""

    FIELDS = "fields"
    CLAIMS = "claims"
    PERSON = "person"
    LOOKED = "looked"


class After(StrEnum):
    """From when the months count."""

    NEEDED = "needed"
    PAID = "paid"


class KeepingRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rule as it stands in the file: what it is about, what goes, after how many months, and
    why so long."""

    key: str
    what: str
    takes: Takes
    months: int
    why: str
    fields: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    after: After = After.NEEDED
    """``paid``: due at once when nothing is left to be paid to them, and else after the months."""


class KeepingTimes(msgspec.Struct, frozen=True):
    """All rules, with the day somebody last looked whether they still fit."""

    title: str
    edition: int
    checked: dt.date
    rules: tuple[KeepingRule, ...]

    def with_months(self, chosen: Mapping[str, int]) -> KeepingTimes:
        """The same with the months an organisation has chosen, by rule."""
        rules = tuple(
            msgspec.structs.replace(one, months=chosen.get(one.key, one.months))
            for one in self.rules
        )
        return msgspec.structs.replace(self, rules=rules)

    def rule_of(self, kind: str, field: str) -> KeepingRule | None:
        """The rule that answers for a field of a kind; None where nothing personal is there."""
        if kind == Person.KIND:
            for one in self.rules:
                if one.takes is Takes.FIELDS and field in one.fields:
                    return one
        return next((one for one in self.rules if kind in one.covers), None)


def due_on(last: dt.date, months: int) -> dt.date:
    """The day something last needed on ``last`` is due: so many months later, the month's last day
    where that month is shorter; ``date.max`` beyond the calendar."""
    number = last.year * 12 + last.month - 1 + months
    year, month = divmod(number, 12)
    if year > dt.MAXYEAR:
        return dt.date.max
    return dt.date(year, month + 1, min(last.day, calendar.monthrange(year, month + 1)[1]))


def check_months(months: int) -> int:
    """A number of months that can be kept to. Raises InputRefused."""
    if not 0 < months <= MOST_MONTHS:
        raise InputRefused(
            f"Say a number of months from 1 to {MOST_MONTHS:,}. Nothing was changed."
        )
    return months


def personal_fields() -> Iterable[tuple[str, str]]:
    """Every field that holds something about a person: (kind, field)."""
    for kind, cls in KINDS.items():
        for name, one in meanings(cls).items():
            if one.sensitivity is not Sensitivity.PUBLIC:
                yield kind, name


def read_keeping_times(data: bytes, name: str) -> KeepingTimes:
    """The rules of a file. Raises InputRefused with one sentence for whatever does not fit."""
    if len(data) > LONGEST_FILE:
        _refuse(name, "it is far too long for one")
    try:
        content = tomllib.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        _refuse(name, "it does not read as such a file; it may be broken off")
    if content.get("format") != FORMAT:
        _refuse(name, "it is of another version than this program knows")
    try:
        rules = msgspec.convert(content.pop("keep", ()), tuple[KeepingRule, ...])
        head = msgspec.convert(content, _Head)
    except msgspec.ValidationError as wrong:
        _refuse(name, f"something in it does not fit ({str(wrong)[:120]})")
    keys = [one.key for one in rules]
    if not keys or len(set(keys)) != len(keys):
        _refuse(name, "each of its rules needs a key of its own")
    for one in rules:
        _check(name, one)
    return KeepingTimes(head.title, head.edition, head.checked, rules)


class _Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: int
    title: str
    edition: int
    checked: dt.date


def _check(name: str, one: KeepingRule) -> None:
    if not 0 < one.months <= MOST_MONTHS:
        _refuse(name, f"“{one.key}” says {one.months} months; 1 to {MOST_MONTHS:,} can be kept to")
    apart = one.covers if one.takes is Takes.FIELDS else ()
    if (one.takes is Takes.FIELDS) != bool(one.fields or apart) or (
        one.fields and one.takes is not Takes.FIELDS
    ):
        _refuse(name, f"“{one.key}” has to name fields where it takes fields, and only there")
    strange = [kind for kind in apart if kind in KINDS and Person.KIND not in meanings(KINDS[kind])]
    if strange:
        _refuse(name, f"“{one.key}” takes “{strange[0]}”, which is about no one person")
    unknown = [field for field in one.fields if field not in meanings(Person)]
    unknown += [kind for kind in one.covers if kind not in KINDS]
    if unknown:
        _refuse(name, f"“{one.key}” names “{unknown[0][:60]}”, which is not kept here")


def _refuse(name: str, why: str) -> NoReturn:
    raise InputRefused(
        f"The file of keeping times “{name[:80]}” cannot be used: {why}. Nothing was changed."
    )
