"""Something that is being made: undone and done again step by step."""

from __future__ import annotations

from typing import Final, Generic, NamedTuple, TypeVar

LONGEST_STACK: Final = 200

T = TypeVar("T")


class Step(NamedTuple, Generic[T]):
    """How the draft was before something was done to it."""

    what: str
    before: T
    amend: str


class DraftSteps(Generic[T]):
    """A draft with its steps; ``now`` is how it stands.

    ``amend``: an equal word as in the step just before makes one step.
    """

    def __init__(self, now: T) -> None:
        self.now = now
        self._undo: list[Step[T]] = []
        self._redo: list[Step[T]] = []

    def change(self, what: str, now: T, amend: str = "") -> bool:
        """Take a changed draft; False where nothing is different."""
        if now == self.now:
            return False
        last = self._undo[-1] if self._undo else None
        if last is None or not amend or last.amend != amend:
            self._undo.append(Step(what, self.now, amend))
            del self._undo[:-LONGEST_STACK]
        self._redo.clear()
        self.now = now
        return True

    def settle(self) -> None:
        """What comes now is a step of its own: the mouse was let go."""
        if self._undo:
            self._undo[-1] = self._undo[-1]._replace(amend="")

    @property
    def can_undo(self) -> str:
        """What would be undone next, in words; "" for nothing."""
        return self._undo[-1].what if self._undo else ""

    @property
    def can_redo(self) -> str:
        """What would be done again next; "" for nothing."""
        return self._redo[-1].what if self._redo else ""

    def undo(self) -> bool:
        """Take the last step back."""
        return self._step(self._undo, self._redo)

    def redo(self) -> bool:
        """Do the last undone step again."""
        return self._step(self._redo, self._undo)

    def _step(self, from_: list[Step[T]], to: list[Step[T]]) -> bool:
        if not from_:
            return False
        step = from_.pop()
        to.append(Step(step.what, self.now, ""))
        self.now = step.before
        return True
