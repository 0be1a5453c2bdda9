"""Our own mistakes: said in plain words, written down without a name, a note or an amount.

A mistake's own message may quote what people wrote, so only its kind and where it happened in our
code are kept.
"""

from __future__ import annotations

import datetime as dt
import sys
import traceback
from contextlib import suppress
from pathlib import Path

from cps_desktop import __version__
from cps_desktop.domain.faults import Fault

LARGEST_LOG = 512 * 1024


class OwnMistake(Fault):
    """Something went wrong that should not have; the sentence says what is safe."""

    def __init__(self) -> None:
        super().__init__(
            "Something went wrong in CPS Desktop itself; it is not your doing. "
            "What was saved is safe. Try it once more, or carry on with something else."
        )


def describe(error: BaseException) -> str:
    """Kind and places of a mistake, without anything people wrote."""
    lines = [f"{dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M:%S} {__version__} {type(error).__name__}"]
    lines += [
        f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    if error.__cause__ is not None:
        lines += [f"  from {line}" for line in describe(error.__cause__).splitlines()]
    return "\n".join(lines)


def write_down(error: BaseException, log: Path, *, aloud: bool = True) -> bool:
    """Add a mistake to the log, which starts anew when it has grown large; whether that was done.

    ``aloud``: its kind and places are said on stderr too.
    """
    if aloud and sys.stderr is not None:  # a windowed program on Windows has none
        print(describe(error), file=sys.stderr)
    with suppress(OSError):
        log.parent.mkdir(parents=True, exist_ok=True)
        if log.exists() and log.stat().st_size > LARGEST_LOG:
            log.replace(log.with_suffix(".old.log"))
        with log.open("a", encoding="utf-8") as file:
            file.write(describe(error) + "\n")
        return True
    return False
