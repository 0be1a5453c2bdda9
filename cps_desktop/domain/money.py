"""Sums of money: whole pence inside, £12.40 on screen, and the reading of what people write."""

from __future__ import annotations

import re
from typing import Final

_PLAIN = r"(?P<pounds>[0-9]{1,10}|[0-9]{1,3}(?:,[0-9]{3}){1,3})"
_SUM: Final = re.compile(
    rf"(?P<sign>[-\u2212])?\s*£?\s*(?:{_PLAIN}(?:\.(?P<pence>[0-9]{{0,2}}))?|\.(?P<only>[0-9]{{1,2}}))"
)
_PENCE: Final = re.compile(
    r"(?P<sign>[-\u2212])?\s*(?P<pence>[0-9]{1,10})\s*(?:p|pence)", re.IGNORECASE
)


def parse_money(text: str) -> int | None:
    """Read a sum as people write it ("4.5", "£1,234.50", "50p") and give it in pence.

    None when it cannot be read exactly: nothing is guessed and nothing rounded, so ``1.005`` and
    ``4,50`` (a comma for the pence) are None and the person is asked.
    """
    written = text.strip()
    if found := _PENCE.fullmatch(written):
        pence = int(found["pence"])
    elif found := _SUM.fullmatch(written):
        pounds = int((found["pounds"] or "0").replace(",", ""))
        pence = pounds * 100 + int((found["pence"] or found["only"] or "0").ljust(2, "0"))
    else:
        return None
    return -pence if found["sign"] else pence


def say_money(pence: int) -> str:
    """``1240`` -> ``£12.40``; thousands are parted by commas, a sum below nothing has a minus."""
    pounds, rest = divmod(abs(pence), 100)
    return f"{chr(0x2212) if pence < 0 else ''}£{pounds:,}.{rest:02d}"
