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
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from multiprocessing.connection import Connection


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """What came back: ``data`` is None where the process ended without a word; ``late`` says that
    it was ended because its time was up."""

    data: bytes | None
    late: bool = False


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
    import multiprocessing
    import threading

    # Always a fresh interpreter: a forked one would share the window's threads and its files.
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=work, args=(theirs, *arguments), daemon=True)
    late = threading.Event()

    def stop() -> None:
        late.set()
        process.kill()

    try:
        process.start()
        theirs.close()
        watch = threading.Timer(seconds, stop)
        watch.start()
        try:
            data = _exchange(ours, messages, most)
        finally:
            watch.cancel()
            watch.join()
            process.kill()
            process.join()
    finally:
        ours.close()
        theirs.close()
        if process.pid is not None:
            process.close()
    return Answer(None if late.is_set() else data, late.is_set())


def _exchange(pipe: Connection, messages: Sequence[bytes], most: int) -> bytes | None:
    try:
        for message in messages:
            pipe.send_bytes(message)
        return pipe.recv_bytes(most)
    except (EOFError, OSError):
        return None


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
