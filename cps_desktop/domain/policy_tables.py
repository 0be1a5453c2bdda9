"""The tables of a policy file: words are taken one by one, and what does not fit has a sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final, NoReturn, TypeVar

from cps_desktop.domain.faults import InputRefused

_MOST_PENCE_A_MILE: Final = 1000
_LONGEST_TEXT: Final = 10_000
_SMALLEST_RATE: Final = Decimal("0.000001")

E = TypeVar("E", bound=StrEnum)


def refuse_policy(policy_id: str, why: str) -> NoReturn:
    raise InputRefused(
        f"The policy file “{policy_id[:80]}” cannot be used: {why}. Nothing was changed."
    )


class PolicyTable:
    """A table of the file, from which words are taken one by one until none is left over."""

    def __init__(self, policy_id: str, place: str, content: object) -> None:
        self.policy_id = policy_id
        self.place = place
        if not isinstance(content, dict):
            refuse_policy(policy_id, f"{place} is not written as a table")
        self._left: dict[str, object] = dict(content)

    def refuse(self, why: str) -> NoReturn:
        refuse_policy(self.policy_id, f"{self.place}: {why}" if self.place else why)

    def take(self, word: str) -> object | None:
        return self._left.pop(word, None)

    def done(self) -> None:
        if self._left:
            word = str(next(iter(self._left)))[:60]
            self.refuse(f"“{word}” is not a word this version knows")

    def text(self, word: str, *, needed: bool = False) -> str:
        found = self.take(word)
        if found is None and not needed:
            return ""
        if not isinstance(found, str) or (needed and not found.strip()):
            self.refuse(f"“{word}” needs some words in quotation marks")
        if len(found) > _LONGEST_TEXT:
            self.refuse(f"“{word}” is longer than {_LONGEST_TEXT:,} characters")
        return found.strip()

    def flag(self, word: str) -> bool:
        found = self.take(word)
        if not isinstance(found, bool | None):
            self.refuse(f"“{word}” is either true or false")
        return bool(found)

    def day(self, word: str) -> dt.date | None:
        found = self.take(word)
        if found is None:
            return None
        if not isinstance(found, dt.date) or isinstance(found, dt.datetime):
            self.refuse(f"“{word}” is a date such as 2027-04-06, without quotation marks")
        return found

    def needed_day(self, word: str) -> dt.date:
        found = self.day(word)
        if found is None:
            self.refuse(f"“{word}” is missing")
        return found

    def choice(self, word: str, of: type[E], usual: E) -> E:
        found = self.take(word)
        if found is None:
            return usual
        try:
            return of(str(found))
        except ValueError:
            known = ", ".join(f"“{one.value}”" for one in of)
            self.refuse(f"“{word}” is one of {known}")

    def rate(self, word: str) -> Fraction | None:
        """Pence a mile, exact."""
        found = self.take(word)
        if found is None:
            return None
        if isinstance(found, bool) or not isinstance(found, int | Decimal):
            self.refuse(f"“{word}” is a number of pence such as 45 or 45.5")
        number = Decimal(found)
        if not number.is_finite() or not 0 <= number <= _MOST_PENCE_A_MILE:
            self.refuse(f"“{word}” is between 0 and {_MOST_PENCE_A_MILE:,} pence a mile")
        if number % _SMALLEST_RATE:
            self.refuse(f"“{word}” has more than six places after the point")
        return Fraction(number)

    def table(self, word: str) -> Mapping[str, object]:
        found = self.take(word)
        if found is None:
            return {}
        if not isinstance(found, dict):
            self.refuse(f"“{word}” is not written as a table")
        return found

    def tables(self, word: str) -> list[object]:
        found = self.take(word)
        if not isinstance(found, list) or not found:
            self.refuse(f"“{word}” needs at least one entry")
        return found
