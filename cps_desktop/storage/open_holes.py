"""Which segments have a hole that nothing in effect covers, as the file remembers it.

What such holes are, and how they are filled: :mod:`.healing`.
"""

from __future__ import annotations

import msgspec

from cps_desktop.storage.driver import Connection

_NAME = "segments with open holes"
_encode = msgspec.msgpack.Encoder().encode
_read = msgspec.msgpack.Decoder(set[bytes]).decode


def open_segments(connection: Connection) -> set[bytes]:
    """The digests of segments with a hole that no erasure in effect covers."""
    row = connection.execute("SELECT value FROM journal_meta WHERE name = ?", [_NAME]).fetchone()
    return _read(row[0]) if row else set()


def remember_open(connection: Connection, digests: set[bytes]) -> None:
    """Write down which they are now."""
    connection.execute(
        "INSERT OR REPLACE INTO journal_meta (name, value) VALUES (?, ?)",
        [_NAME, _encode(sorted(digests))],
    )
