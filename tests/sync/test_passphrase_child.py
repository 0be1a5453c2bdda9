"""Sealing and opening under words is done in a process of its own: no thread here waits for it."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import pytest

from cps_desktop.domain.faults import BundleRefused, CannotUnlock
from cps_desktop.sync import passphrase_child, sealed_age
from cps_desktop.sync.sealed_age import seal_under, unseal

WORDS = "acorn badge cedar door elm"


class Beside:
    """Does something in a thread, as the window does, and tells how this thread fared."""

    def __init__(self) -> None:
        self.turns = self.during = 0
        self.seen: set[bytes] = set()
        self.result = b""

    def run(self, data: bytes) -> None:
        def job() -> None:
            before = self.turns
            self.result = seal_under(data, WORDS)
            self.during = self.turns - before

        thread = threading.Thread(target=job)
        thread.start()
        while thread.is_alive():
            self.turns += 1
            self._look()
            time.sleep(0.001)
        thread.join()

    def _look(self) -> None:
        for line in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                self.seen |= {line.read_bytes(), line.with_name("environ").read_bytes()}
            except OSError:
                continue


@pytest.fixture(scope="module")
def sealed() -> bytes:
    return seal_under(b"what people said", WORDS)


def test_what_words_seal_they_open(sealed: bytes) -> None:
    assert sealed_age.asks_for_passphrase(sealed)
    assert b"what people said" not in sealed
    assert unseal(sealed, [], WORDS) == b"what people said"


def test_a_window_goes_on_meanwhile_and_no_one_else_sees_the_words() -> None:
    beside = Beside()
    beside.run(b"x" * 3_000_000)
    assert beside.during > 5, "other threads stood still"
    assert unseal(beside.result, [], WORDS) == b"x" * 3_000_000
    if sys.platform == "linux":
        child = [one for one in beside.seen if b"multiprocessing" in one]
        assert child, "the process was looked at"
    assert not any(WORDS.encode() in one for one in beside.seen)


@pytest.mark.parametrize("words", ["acorn badge cedar door elf", "", "\udc80", "\x00", "a" * 9999])
def test_other_words_open_nothing(sealed: bytes, words: str) -> None:
    with pytest.raises(CannotUnlock, match="do not open this bundle"):
        unseal(sealed, [], words)


def test_a_damaged_one_says_so(sealed: bytes) -> None:
    for damaged in (sealed[:-1], sealed[:-20] + bytes(20), sealed + b"more"):
        with pytest.raises(CannotUnlock, match="damaged on its way"):
            unseal(damaged, [], WORDS)


def test_one_that_takes_too_long_is_ended(sealed: bytes) -> None:
    found = passphrase_child.in_own_process(passphrase_child.OPEN, sealed, WORDS, seconds=0.001)
    assert (found.data, found.late) == (None, True)


def test_the_greatest_work_we_allow_is_never_done_in_this_process(sealed: bytes) -> None:
    head, _, rest = sealed.partition(b"\n-> scrypt ")
    salt, _, body = rest.partition(b" ")
    work, _, body = body.partition(b"\n")
    assert int(work) <= sealed_age.GREATEST_WORK
    greatest = head + b"\n-> scrypt " + salt + b" 20\n" + body
    with pytest.raises((CannotUnlock, BundleRefused)):
        unseal(greatest, [], WORDS)
    with pytest.raises(BundleRefused, match="far more work"):
        unseal(greatest.replace(b" 20\n", b" 21\n", 1), [], WORDS)
