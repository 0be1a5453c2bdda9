"""Fractional indexes: a place between two others without renumbering anybody.

A key is text over 62 digits that sorts as plain ASCII. Two laptops that put a note in the same
gap may mint the same key; the record id then breaks the tie, so every laptop shows one order.
"""

from __future__ import annotations

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BASE = len(DIGITS)
_VALUE = {digit: value for value, digit in enumerate(DIGITS)}
_RUN = 4


def key_between(before: str = "", after: str = "") -> str:
    """A key that sorts strictly after ``before`` and strictly before ``after`` ("" = no bound).

    Adding at the end again and again stays short: the last digits are counted up, and a longer
    key is begun only when they run out. Raises ValueError where nothing lies between.
    """
    if any(digit not in _VALUE for digit in before + after):
        raise ValueError("an order key holds letters and digits only")
    if after and before >= after:
        raise ValueError("there is no place between these two")
    if not after:
        return _after(before)
    return _between(before, after)


def _after(before: str) -> str:
    head, tail = before[:-_RUN], before[-_RUN:]
    if len(tail) < _RUN:
        tail = tail + "0" * (_RUN - len(tail))
    number = 0
    for digit in tail:
        number = number * _BASE + _VALUE[digit]
    number += _BASE
    if number >= _BASE**_RUN:
        return before + "1" + "0" * (_RUN - 2) + "1"
    digits = []
    for _ in range(_RUN):
        number, rest = divmod(number, _BASE)
        digits.append(DIGITS[rest])
    key = head + "".join(reversed(digits))
    # A key must not end in the least digit, or nothing could ever come just before it.
    return key if key[-1] != DIGITS[0] else key[:-1] + DIGITS[1]


def _between(before: str, after: str) -> str:
    made: list[str] = []
    place = 0
    below_after = True
    while True:
        if below_after and place >= len(after):
            raise ValueError("there is no place between these two")
        low = _VALUE[before[place]] if place < len(before) else 0
        high = _VALUE[after[place]] if below_after and place < len(after) else _BASE
        if high - low > 1:
            made.append(DIGITS[(low + high) // 2])
            return "".join(made)
        made.append(DIGITS[low])
        if high > low:
            below_after = False
        place += 1
