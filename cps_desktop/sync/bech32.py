"""Bech32: how age writes its keys as text (BIP 173, without its limit of 90 characters).

Only what our own keys need: 32 bytes to text and back, with the checksum that finds a mistyped
letter.
"""

from __future__ import annotations

from collections.abc import Iterable

RECIPIENT = "age"
IDENTITY = "age-secret-key-"
_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECK_LENGTH = 6


def to_text(prefix: str, data: bytes) -> str:
    """``data`` under a lower-case prefix, all in lower case."""
    symbols = [*_in_fives(data)]
    rest = _remainder([*_spread(prefix), *symbols, *[0] * _CHECK_LENGTH]) ^ 1
    check = [(rest >> 5 * (_CHECK_LENGTH - 1 - place)) & 31 for place in range(_CHECK_LENGTH)]
    return prefix + "1" + "".join(_LETTERS[one] for one in (*symbols, *check))


def to_bytes(prefix: str, text: str) -> bytes | None:
    """The 32 bytes that a text under this prefix stands for; None for anything else."""
    start = f"{prefix}1"
    if not text.startswith(start):
        return None
    symbols = [_LETTERS.find(letter) for letter in text[len(start) :]]
    if min(symbols, default=-1) < 0 or _remainder([*_spread(prefix), *symbols]) != 1:
        return None
    number = 0
    for symbol in symbols[:-_CHECK_LENGTH]:
        number = number << 5 | symbol
    spare = 5 * (len(symbols) - _CHECK_LENGTH) - 256
    if not 0 <= spare < 5 or number & ((1 << spare) - 1):
        return None
    return (number >> spare).to_bytes(32)


def _in_fives(data: bytes) -> Iterable[int]:
    spare = -8 * len(data) % 5
    number = int.from_bytes(data) << spare
    for place in range((8 * len(data) + spare) // 5 - 1, -1, -1):
        yield (number >> 5 * place) & 31


def _spread(prefix: str) -> list[int]:
    return [*(ord(one) >> 5 for one in prefix), 0, *(ord(one) & 31 for one in prefix)]


def _remainder(symbols: Iterable[int]) -> int:
    rest = 1
    for symbol in symbols:
        top = rest >> 25
        rest = (rest & 0x1FFFFFF) << 5 ^ symbol
        for place, factor in enumerate(_GENERATOR):
            if top >> place & 1:
                rest ^= factor
    return rest
