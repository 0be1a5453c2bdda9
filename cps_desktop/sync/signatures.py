"""Checking signatures beside the reading, where a bundle holds many.

A signature takes as long to check as a small segment takes to read, and the library lets other
threads go on meanwhile. So a second thread checks while the first reads, and the first checks too
when many wait. Nothing is believed before :meth:`SignaturesBeside.finish` has returned.
"""

from __future__ import annotations

import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING

from cps_desktop.domain.faults import BundleRefused
from cps_desktop.sync.bounds import ALTERED

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

BESIDE_AFTER = 64
"""A bundle with fewer segments is done before a thread would be of use."""
MOST_WAITING = 512
"""Bounds the memory."""

_Asked = tuple["Ed25519PublicKey", bytes, bytes]


class SignaturesBeside:
    """The signatures of one bundle that are checked in a thread of its own.

    Use as a context; nothing is left running after it.
    """

    def __init__(self) -> None:
        self._seen = 0
        self._taken = 0
        self._found_right = 0
        self._wrong = False
        self._waiting: SimpleQueue[_Asked | None] = SimpleQueue()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> SignaturesBeside:
        return self

    def __exit__(self, *_: object) -> None:
        # What still waits is of no interest when something else was wrong.
        self._wrong = True
        self._end()

    def takes(self, key: Ed25519PublicKey, signature: bytes, message: bytes) -> bool:
        """Whether this one will be checked here; if not, whoever asks checks it. Raises
        BundleRefused where one that was taken before is found not to be right."""
        self._refuse_wrong()
        self._seen += 1
        if self._seen <= BESIDE_AFTER or self._waiting.qsize() >= MOST_WAITING:
            return False
        if self._thread is None:
            self._thread = threading.Thread(target=self._check, daemon=True)
            self._thread.start()
        self._taken += 1
        self._waiting.put((key, signature, message))
        return True

    def finish(self) -> None:
        """Wait until all are checked. Raises BundleRefused where one is not right."""
        self._end()
        # Counted, so that a thread that ended early, whatever for, has found nothing right.
        self._wrong = self._wrong or self._found_right != self._taken
        self._refuse_wrong()

    def _refuse_wrong(self) -> None:
        if self._wrong:
            raise BundleRefused(ALTERED)

    def _check(self) -> None:
        from cryptography.exceptions import InvalidSignature

        while (asked := self._waiting.get()) is not None:
            if self._wrong:
                continue
            key, signature, message = asked
            try:
                key.verify(signature, message)
            except (InvalidSignature, ValueError):
                self._wrong = True
            else:
                self._found_right += 1

    def _end(self) -> None:
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join()
            self._thread = None
