"""What a planted bug is: a piece of a module's source, and what stands in its place for a while."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

# Nothing of the program may be imported here: the bug would come too late.
ROOT = Path(__file__).resolve().parents[2]


class Planted(NamedTuple):
    """A bug: in which part, what it does, where, and the tests that have to see it."""

    part: str
    does: str
    module: str
    right: str
    wrong: str
    tests: tuple[str, ...]

    @property
    def source(self) -> str:
        """The module as it is."""
        return (ROOT / (self.module.replace(".", "/") + ".py")).read_text(encoding="utf-8")

    @property
    def fits(self) -> bool:
        """Whether the place is still there, and only once."""
        return self.source.count(self.right) == 1
