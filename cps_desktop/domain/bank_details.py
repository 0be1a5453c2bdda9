"""A bank account as people say it: read from what is typed, in one clear sentence if it is none.

A sort code is six digits, a UK account number eight (older ones of six or seven get noughts in
front, as banks ask for). Whether the account exists only the bank can say.
"""

from __future__ import annotations

import re
from typing import Final

import msgspec

from cps_desktop.domain.faults import InputRefused

LONGEST_NAME: Final = 140
LONGEST_ROLL: Final = 40
_BETWEEN: Final = re.compile(r"[\s\-–.]+")
_DIGITS: Final = re.compile(r"[0-9]+")


class Account(msgspec.Struct, frozen=True):
    """An account: whose it is, six digits, eight digits, and a building society's roll number."""

    name: str
    sort_code: str
    number: str
    roll: str = ""

    @property
    def sort_code_words(self) -> str:
        """As it stands on a card: 12-34-56."""
        return "-".join((self.sort_code[:2], self.sort_code[2:4], self.sort_code[4:]))

    def __repr__(self) -> str:
        # Nothing of an account may stand in a log or in what is said of a mistake.
        return "Account(…)"


def read_account(name: str, sort_code: str, number: str, roll: str = "") -> Account:
    """An account from what was typed. Raises InputRefused with one sentence."""
    name, roll = " ".join(name.split()), " ".join(roll.split())
    if not name:
        raise InputRefused("Say whose account it is, as on the card. Nothing was kept.")
    if len(name) > LONGEST_NAME or len(roll) > LONGEST_ROLL:
        raise InputRefused("That is longer than a bank writes it. Nothing was kept.")
    code = _BETWEEN.sub("", sort_code)
    if not _DIGITS.fullmatch(code) or len(code) != 6:
        raise InputRefused("A sort code is six digits, such as 12-34-56. Nothing was kept.")
    digits = _BETWEEN.sub("", number)
    if not _DIGITS.fullmatch(digits) or not 6 <= len(digits) <= 8:
        raise InputRefused("An account number is eight digits. Nothing was kept.")
    if not digits.strip("0") or not code.strip("0"):
        raise InputRefused("An account of nothing but noughts is none. Nothing was kept.")
    return Account(name, code, digits.rjust(8, "0"), roll)
