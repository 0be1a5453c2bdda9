"""What is really in an encrypted file: every page decrypted by hand, free space and all.

SQLCipher 4: pages of 4,096 bytes under AES-256-CBC; the last 80 bytes of a page are its IV (16) and
an authentication code (64). The first 16 bytes of a file are its salt.
"""

from __future__ import annotations

import struct
from pathlib import Path

PAGE = 4096
_RESERVED = 80
_WAL_HEAD = 32
_FRAME_HEAD = 24


def _plain(page: bytes, key: bytes, skipped: int = 0) -> bytes:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    body, rest = page[skipped:-_RESERVED], page[-_RESERVED:]
    decryptor = Cipher(algorithms.AES(key), modes.CBC(rest[:16])).decryptor()
    return decryptor.update(body) + decryptor.finalize()


def pages_of(path: Path, key: bytes) -> list[bytes]:
    """Every page of a database file; they begin as SQLite's pages do."""
    data = path.read_bytes()
    first = _plain(data[:PAGE], key, 16)
    # Or this module itself does not see what is there.
    assert struct.unpack(">H", first[:2])[0] == PAGE
    return [first, *(_plain(data[at : at + PAGE], key) for at in range(PAGE, len(data), PAGE))]


def pages_of_log(path: Path, key: bytes) -> list[bytes]:
    """Every page in a write-ahead log, also such as were written over since."""
    data = path.read_bytes() if path.exists() else b""
    found = []
    for at in range(_WAL_HEAD, len(data) - PAGE - _FRAME_HEAD + 1, PAGE + _FRAME_HEAD):
        (number,) = struct.unpack(">I", data[at : at + 4])
        page = data[at + _FRAME_HEAD : at + _FRAME_HEAD + PAGE]
        found.append(_plain(page, key, 16 if number == 1 else 0))
    return found


def holds(folder: Path, key: bytes, text: str | bytes) -> list[str]:
    """The names of the files in a workspace's folder that hold a text, plain or decrypted.

    A text that runs over the end of a page is not found: short ones hardly ever do.
    """
    wanted = text.encode() if isinstance(text, str) else text
    found = []
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.name.endswith(("-shm", ".lock")):
            continue
        pieces = [path.read_bytes()]
        if path.name.endswith("-wal"):
            pieces += pages_of_log(path, key)
        elif path.suffix in (".cps", ".cpsbackup"):
            pieces += pages_of(path, key)
        if any(wanted in piece for piece in pieces):
            found.append(path.name)
    return found
