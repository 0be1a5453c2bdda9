"""What this file does because of rulings, as it was last found to hold: read on, never handed over.

Found by :mod:`cps_desktop.services.rulings`, which can verify signatures; kept here so that what is
shown can be made again from the file alone. ``check`` finds it anew and compares.
"""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from cps_desktop.domain.ranges import RangeSet
from cps_desktop.domain.rulings import Erased, Erasure, InEffect, RecordKey
from cps_desktop.storage.driver import Connection

_NAME = "rulings in effect"


class _Kept(msgspec.Struct, array_like=True):
    records: list[tuple[bytes, bytes, str]]
    changes: dict[bytes, list[int]]
    digests: list[str]
    distrusted: dict[bytes, dict[bytes, list[int]]]


_encode = msgspec.msgpack.Encoder().encode
_read = msgspec.msgpack.Decoder(_Kept).decode


def _ranges(flat: dict[bytes, list[int]]) -> dict[bytes, RangeSet]:
    return {site: RangeSet.from_flat(some) for site, some in flat.items()}


def load_in_effect(connection: Connection) -> InEffect:
    """What holds here."""
    row: Any = connection.execute(
        "SELECT value FROM journal_meta WHERE name = ?", [_NAME]
    ).fetchone()
    if row is None:
        return InEffect()
    kept = _read(row[0])
    erasure = Erasure(
        frozenset(RecordKey(*one) for one in kept.records),
        _ranges(kept.changes),
        frozenset(kept.digests),
    )
    distrusted = {device: _ranges(trusted) for device, trusted in kept.distrusted.items()}
    return InEffect(Erased([erasure]), distrusted)


class KnownInEffect:
    """What holds here: read when it is first asked for, and remembered until it is forgotten."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: InEffect | None = None

    def now(self) -> InEffect:
        """What is erased here and whose changes do not count."""
        if self._known is None:
            self._known = load_in_effect(self._connection)
        return self._known

    def forget(self) -> None:
        """Something else may hold now."""
        self._known = None


def digest_of(effect: InEffect) -> str:
    """A short digest by which two are known to be the same."""
    return hashlib.blake2b(_written(effect), digest_size=16).hexdigest()


def save_in_effect(connection: Connection, effect: InEffect) -> None:
    """Remember what holds here."""
    connection.execute(
        "INSERT OR REPLACE INTO journal_meta (name, value) VALUES (?, ?)",
        [_NAME, _written(effect)],
    )


def _written(effect: InEffect) -> bytes:
    erased = effect.erased
    kept = _Kept(
        [(one.root, one.id, one.kind) for one in sorted(erased.records)],
        {site: some.flat() for site, some in sorted(erased.changes.items())},
        sorted(erased.digests),
        {
            device: {site: some.flat() for site, some in sorted(trusted.items())}
            for device, trusted in sorted(effect.distrusted.items())
        },
    )
    return _encode(kept)
