"""The process that seals and opens bundles under a passphrase.

Stretching a passphrase (scrypt) takes a second or two and up to 1 GiB, and the library that does
it keeps every other thread of its process waiting: in the window's own, nothing would move.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cps_desktop.own_process import Answer, ask, be_quiet, bound

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

SEAL: Final = b"seal"
OPEN: Final = b"open"
DONE: Final = b"+"
REFUSED: Final = b"-"
"""First byte of an answer: what follows is the result, or these words do not open it."""

SECONDS: Final = 60
"""How long stretching may take; two is usual."""
BYTES_A_SECOND: Final = 4 * 1024 * 1024
"""However slow a laptop is, it seals and opens so much beside that."""

_MEMORY: Final = 1536 * 1024 * 1024
"""Bytes of address space beside the bundle's own; the greatest work we allow takes 1 GiB."""
_CPU_SECONDS: Final = 600
_OVERHEAD: Final = 64 * 1024


def in_own_process(
    verb: bytes, data: bytes, passphrase: str, *, seconds: float = SECONDS
) -> Answer:
    """Seal or open ``data``. The answer begins with DONE or REFUSED."""
    words = passphrase.encode("utf-8", "surrogatepass")
    return ask(
        work,
        (),
        (verb, words, data),
        most=len(data) + len(data) // 1024 + _OVERHEAD,
        seconds=seconds + len(data) / BYTES_A_SECOND,
    )


def work(pipe: Connection) -> None:
    """What the process does, from beginning to end."""
    be_quiet()
    verb = pipe.recv_bytes()
    words = pipe.recv_bytes().decode("utf-8", "surrogatepass")
    data = pipe.recv_bytes()
    bound(_MEMORY + 4 * len(data), _CPU_SECONDS)
    pipe.send_bytes(answer(verb, data, words))
    pipe.close()


def answer(verb: bytes, data: bytes, words: str) -> bytes:
    """DONE and the result, or REFUSED."""
    import pyrage

    # Half a character from a broken keyboard cannot be stretched: such words open nothing.
    words = words.encode("utf-8", "replace").decode("utf-8")
    if verb == SEAL:
        return DONE + bytes(pyrage.passphrase.encrypt(data, words))
    try:
        return DONE + bytes(pyrage.passphrase.decrypt(data, words))
    except pyrage.DecryptError:
        return REFUSED
