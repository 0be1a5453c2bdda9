"""Ways in which drawing a stranger's PDF can go wrong; each is called in a process of its own."""

from __future__ import annotations

import os
import sys
import time

from cps_desktop.domain.faults import InputRefused

Pages = list[tuple[int, int, bytes]]


def endless(data: bytes, most: int, longest: int) -> Pages:
    time.sleep(600)
    return []


def greedy(data: bytes, most: int, longest: int) -> Pages:
    bytearray(2 * 2**30)
    return []


def crashing(data: bytes, most: int, longest: int) -> Pages:
    os.abort()


def chatty(data: bytes, most: int, longest: int) -> Pages:
    print("a decoder's chatter")
    print("a decoder's complaint", file=sys.stderr)
    os.write(2, b"from C\n")
    raise AssertionError("nobody foresaw this")


def refusing(data: bytes, most: int, longest: int) -> Pages:
    raise InputRefused("is locked with a password")


def empty(data: bytes, most: int, longest: int) -> Pages:
    return []


def two(data: bytes, most: int, longest: int) -> Pages:
    return [(2, 1, b"\xff\x00\x00" * 2), (1, 2, b"\x00\x00\xff" * 2)]
