"""The codes on a blank sheet, by which a photo of it is known again: which session, planner or
template, stage and sheet; of a sheet to sign in on, which session, day and page.

The main code's text is short and of capitals and digits only, so that its squares are large. It
holds digests, not names: who finds the sheet learns nothing from it.
"""

from __future__ import annotations

import dataclasses
import hashlib
from typing import Final

from cps_desktop.domain.records import RecordId
from cps_desktop.domain.sheets import SheetCodes

_MARK: Final = "CPS1"
_DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MAIN_LENGTH: Final = 28
_CORNER_LENGTH: Final = 10
PLANNER, TEMPLATE, SIGN_IN = "P", "T", "D"


@dataclasses.dataclass(frozen=True, slots=True)
class SheetCode:
    """What the main code of a sheet says.

    ``of`` says whether ``subject`` is the digest of a planner's id, of a template's or, on a sheet
    to sign in on, of a session day's; there ``sheet`` is the page's number. ``paper`` is
    "3" for the wall on one sheet, "4" for A4 sheets; there ``stage`` is the stage's number from 1
    and ``sheet`` the sheet's. ``language`` is a sign for the language of its words where that is
    not the template's own.
    """

    of: str
    paper: str
    session: str
    subject: str
    edition: int
    stage: int
    sheet: int
    language: str = ""

    @property
    def text(self) -> str:
        """The text of the main code; 28 or 29 signs: a code of 25 × 25 squares at level Q holds 29.

        Of sheets in the template's own language it is what earlier versions read as well.
        """
        numbers = f"{_number(self.edition, 3)}{_number(self.stage, 1)}{_number(self.sheet, 2)}"
        return f"{_MARK}{self.of}{self.paper}{self.session}{self.subject}{numbers}{self.language}"

    def corner(self, number: int) -> str:
        """The text of the code at corner 1 (top right), 2 (bottom left) or 3 (bottom right)."""
        return f"{_MARK}{number}{_digest(self.text, 5)}"


def code_for(
    session: RecordId,
    subject: str,
    edition: int,
    *,
    of: str,
    paper: str,
    stage: int,
    sheet: int,
    language: str = "",
) -> SheetCode:
    """The code of one sheet; ``subject`` is a planner's, a template's or a session day's id."""
    own, about = _digest(session, 8), _digest(subject, 8)
    sign = language_sign(language)
    return SheetCode(of, paper, own, about, edition % 36**3, stage, sheet, sign)


def language_sign(language: str) -> str:
    """One sign that stands for a language on a sheet; "" for the template's own."""
    return _digest(language, 1) if language else ""


def read_code(text: str) -> SheetCode | None:
    """What a main code says; None for any other text."""
    if len(text) - _MAIN_LENGTH not in (0, 1) or not text.startswith(_MARK):
        return None
    of, paper, numbers = text[4], text[5], text[22:_MAIN_LENGTH]
    if of not in (PLANNER, TEMPLATE, SIGN_IN) or paper not in "34" or set(text) - set(_DIGITS):
        return None
    return SheetCode(
        of,
        paper,
        text[6:14],
        text[14:22],
        int(numbers[:3], 36),
        int(numbers[3], 36),
        int(numbers[4:], 36),
        text[_MAIN_LENGTH:],
    )


def corner_of(text: str) -> tuple[int, str] | None:
    """Which corner's code this is, and the sheet's mark in it; None for any other text."""
    if len(text) != _CORNER_LENGTH or not text.startswith(_MARK) or text[4] not in "123":
        return None
    return int(text[4]), text[5:]


def says(digest: str, identity: RecordId) -> bool:
    """Whether a code's digest is this identity's."""
    return digest == _digest(identity, 8)


def sheet_codes(code: SheetCode, words: str, said: str) -> SheetCodes:
    """The squares of a sheet's four codes; ``words`` say what they are, for who cannot see them,
    ``said`` what is to be done with the sheet."""
    import segno

    def squares(text: str, error: str, version: int) -> tuple[str, ...]:
        made = segno.make_qr(text, error=error, version=version, boost_error=False)
        return tuple("".join("1" if dark else "0" for dark in row) for row in made.matrix)

    first, second, third = (squares(code.corner(number), "h", 1) for number in (1, 2, 3))
    return SheetCodes(squares(code.text, "q", 2), (first, second, third), words, said)


def _number(value: int, width: int) -> str:
    digits = ""
    for _ in range(width):
        digits = _DIGITS[value % 36] + digits
        value //= 36
    return digits


def _digest(text: str, length: int) -> str:
    value = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=16).digest(), "big")
    return _number(value, length)
