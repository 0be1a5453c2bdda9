"""How much a stranger's msgpack asks for, told before anything is built from it.

A few bytes can stand for millions of things (compressed, an empty list takes next to nothing), and
each costs some fifty bytes here once it is read. So lists of strangers are first taken as raw
bytes, their length is read from their head, and only then are they built.
"""

from __future__ import annotations

import msgspec

from cps_desktop.domain.faults import BundleRefused

_SMALL = {0x90: 0x9F, 0x80: 0x8F}
"""First bytes of short arrays and maps: the length is in the last four bits."""
_WIDE = {0xDC: 2, 0xDD: 4, 0xDE: 2, 0xDF: 4}
"""First bytes of longer ones: so many bytes of length follow."""

ALTERED = "This bundle was altered or damaged on its way. Nothing was changed. Ask for it again."


def length_of(raw: msgspec.Raw) -> int:
    """How many entries an array or map has; -1 for what is neither."""
    head = bytes(memoryview(raw)[:5])
    if not head:
        return -1
    for first, last in _SMALL.items():
        if first <= head[0] <= last:
            return head[0] - first
    wide = _WIDE.get(head[0])
    return -1 if wide is None else int.from_bytes(head[1 : 1 + wide], "big")


def at_most(raw: msgspec.Raw, most: int) -> msgspec.Raw:
    """The same, if it has no more entries than that (empty where nothing was said at all).

    Raises BundleRefused.
    """
    if memoryview(raw) and length_of(raw) > most:
        raise BundleRefused(ALTERED)
    return raw
