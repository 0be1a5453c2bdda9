"""Work in a process of its own: bounded in time and memory, with nothing to lose.

For strangers' files that could hurt the window, and for libraries that keep every other thread
waiting while they work. All goes through pipes: nothing is on a command line or in a file. This
takes a while (a tenth of a second to begin with): call it from a worker thread.
"""

from __future__ import annotations

import dataclasses
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_READY: Final = b"ready"


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """What came back: ``data`` is None where the process ended without a word; ``late`` says that
    it was ended because its time was up, ``begun`` whether it came to its work at all."""

    data: bytes | None
    late: bool = False
    begun: bool = True


def ask(
    work: Callable[..., None],
    arguments: Sequence[Any],
    messages: Sequence[bytes],
    *,
    most: int,
    seconds: float,
) -> Answer:
    """Send messages to ``work(pipe, *arguments)`` in a new process; its answer of at most ``most``
    bytes. The process is gone when this returns.

    ``work`` is a function at the top of a module, because the process finds it by its name.
    """
    begun = _begin(work, arguments)
    return begun.ask(messages, most, seconds) if begun is not None else Answer(None, begun=False)


def _begin(work: Callable[..., None], arguments: Sequence[Any]) -> _Begun | None:
    """A process that waits; None where the system begins none just now."""
    try:
        return _Begun(work, arguments)
    except OSError:
        return None


def _at_work(pipe: Connection, work: Callable[..., None], *arguments: Any) -> None:
    """In the process: all that it needs is there."""
    pipe.send_bytes(_READY)
    work(pipe, *arguments)


class _Begun:
    """A process that was begun and waits for its messages; good for one answer."""

    def __init__(self, work: Callable[..., None], arguments: Sequence[Any]) -> None:
        import multiprocessing

        # Always a fresh interpreter: a forked one would share the window's threads and its files.
        context = multiprocessing.get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(
            target=_at_work, args=(theirs, work, *arguments), daemon=True
        )
        try:
            self._process.start()
        except BaseException:
            self._ours.close()
            raise
        finally:
            theirs.close()

    @property
    def waits(self) -> bool:
        """Whether it is still there."""
        return self._process.is_alive()

    def ask(self, messages: Sequence[bytes], most: int, seconds: float) -> Answer:
        """Its answer; the process is gone when this returns."""
        import threading

        late = threading.Event()

        def stop() -> None:
            late.set()
            self._process.kill()

        try:
            watch = threading.Timer(seconds, stop)
            watch.start()
            try:
                answer = _exchange(self._ours, messages, most)
            finally:
                watch.cancel()
                watch.join()
        finally:
            self.end()
        return Answer(None, late=True) if late.is_set() else answer

    def end(self) -> None:
        """It is gone when this returns."""
        self._process.kill()
        self._process.join()
        self._ours.close()
        self._process.close()


class Ahead:
    """A process of a kind, begun before it is needed: what is asked soon need not wait for it.

    Each answers once, like those of :func:`ask`; nothing of one file is left for the next. May be
    used from any thread.
    """

    def __init__(self, work: Callable[..., None], arguments: Sequence[Any]) -> None:
        """``work`` ends by itself where nothing is asked for a while."""
        import threading

        self._work, self._arguments = work, tuple(arguments)
        self._lock = threading.Lock()
        self._next: _Begun | None = None

    def prepare(self) -> None:
        """Begin a process where none waits."""
        with self._lock:
            if self._next is not None and not self._next.waits:
                self._next.end()
                self._next = None
            if self._next is None:
                self._next = _begin(self._work, self._arguments)

    def ask(
        self, messages: Sequence[bytes], *, most: int, seconds: float, more: bool = False
    ) -> Answer:
        """What :func:`ask` does, by the process that waits; ``more``: it is asked again at once, so
        the next one is begun meanwhile."""
        with self._lock:
            begun, self._next = self._next, None
        if more:
            self.prepare()
        if begun is not None:
            answer = begun.ask(messages, most, seconds)
            if answer.late or answer.data is not None:
                return answer
            # It may have ended of its own, having waited long enough.
        return ask(self._work, self._arguments, messages, most=most, seconds=seconds)

    def end(self) -> None:
        """No process waits any more."""
        with self._lock:
            begun, self._next = self._next, None
        if begun is not None:
            begun.end()


def _exchange(pipe: Connection, messages: Sequence[bytes], most: int) -> Answer:
    begun = False
    try:
        with suppress(OSError):  # it may have ended, having said that it had begun
            for message in messages:
                pipe.send_bytes(message)
        begun = pipe.recv_bytes(len(_READY)) == _READY
        return Answer(pipe.recv_bytes(most))
    except (EOFError, OSError):
        return Answer(None, begun=begun)


def be_quiet() -> None:
    """In the process: keep libraries' chatter off the screen, and leave nothing if it crashes."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    _limit("RLIMIT_CORE", 0)


def bound(memory: int, cpu_seconds: int) -> None:
    """In the process: bound memory (bytes of address space) and time where the system can."""
    _limit("RLIMIT_AS", memory)
    _limit("RLIMIT_CPU", cpu_seconds)


def _limit(name: str, most: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    what = getattr(resource, name)
    hard = resource.getrlimit(what)[1]
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    try:
        resource.setrlimit(what, (most, most))
    except (OSError, ValueError):
        # Some systems know the limit's name and no more; time is bounded from outside too.
        return
