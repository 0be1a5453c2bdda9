"""Names within sentences, whichever way each of them is written."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_FROM_THE_RIGHT: Final = {"R", "AL", "AN"}
_APART, _TOGETHER_AGAIN = "\u2068", "\u2069"
_ORDERS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Control characters, but for tabs and the ends of lines."""


def set_apart(name: str) -> str:
    """A name to be put into a sentence of ours.

    What begins with a name in Arabic or Hebrew would be laid out from the right as a whole, its
    sum and its full stop with it. Unicode's isolates (FSI, PDI) keep the name's way to the name;
    names written from the left stay as they are.
    """
    if any(unicodedata.bidirectional(letter) in _FROM_THE_RIGHT for letter in name):
        return f"{_APART}{name}{_TOGETHER_AGAIN}"
    return name


def harmless(line: str) -> str:
    """A line for a terminal: a name that came from elsewhere gives it no orders."""
    return _ORDERS.sub("\ufffd", line)
