"""The one door: every change to data goes through :meth:`Door.do` and comes back as a summary.

Undo and redo live here, below the window: the window only asks what could be undone. Undoing
appends inverse changes, so it is kept, handed over and merged like any other work.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple, Protocol, TypeVar

import msgspec

from cps_desktop.domain.changes import ChangeSummary, Edit
from cps_desktop.domain.clock import WallClock
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.identity import Entropy, new_record_id
from cps_desktop.domain.records import DELETED, KINDS, Record, RecordId, Value

R = TypeVar("R", bound=Record)
Listener = Callable[[ChangeSummary], None]

LONGEST_STACK = 500
"""Steps that can be undone; older ones fall off the end (the journal keeps them)."""

LONGEST_TEXT = 100_000
"""Characters in one field; a longer text (a whole book pasted) is refused with a sentence."""

AMEND_WITHIN_MS = 10_000
"""Keystrokes in one field that follow one another this quickly are one step of undo."""


class Records(Protocol):
    """Reading: snapshots of records as they stand now."""

    def get(self, cls: type[R], record: RecordId) -> R | None:
        """One record, deleted ones too; None where there is no such record."""

    def several(self, cls: type[R], records: Collection[RecordId]) -> dict[RecordId, R]:
        """These records by id, deleted ones too, in one look; those that are not here are not."""

    def is_erased(self, cls: type[Record], record: RecordId, root: RecordId) -> bool:
        """Whether a record was erased for good, so that nothing can be written into it."""

    def erased_roots(self, cls: type[Record]) -> frozenset[RecordId]:
        """Those of a kind that is filed with itself that were erased for good."""

    def find(self, cls: type[R], *, deleted: bool = False, **equals: Value) -> tuple[R, ...]:
        """All records of a kind whose fields equal these; deleted ones only when asked for.

        In the order of their ``order`` field where the kind has one, else of their making.
        """

    def tally(
        self, cls: type[Record], fields: Sequence[str], within: str, values: Collection[str]
    ) -> dict[tuple[str, ...], int]:
        """How many records of a kind have each combination of these fields (texts and references),
        of those whose field ``within`` is one of these values."""


class Keeper(Records, Protocol):
    """What keeps changes: the workspace file."""

    def append(
        self,
        what: str,
        edits: Sequence[Edit],
        initiator: object | None = None,
        told: Callable[[int, int], object] | None = None,
        back: list[Edit] | None = None,
    ) -> ChangeSummary:
        """Keep these edits durably, all or none, and say what they touched. ``told`` hears how many
        of how many steps are done; it may raise to stop. Into ``back`` come the edits that would
        put these fields back to what they held before."""

    def was_given(self, edits: Sequence[Edit]) -> bool:
        """Whether anything about a record of these was handed over to anybody."""


class Step(msgspec.Struct):
    """One thing a person did, with what puts it back and what does it again."""

    what: str
    back: list[Edit]
    again: list[Edit]
    amend: object | None
    at_ms: int


class Kept(NamedTuple):
    """A step that was kept: what puts it back, what does it again, and what it touched."""

    what: str
    back: list[Edit]
    again: list[Edit]
    summary: ChangeSummary


def keep_beside(
    keeper: Keeper, what: str, edits: Sequence[Edit], initiator: object | None = None
) -> Kept:
    """Keep edits as one step; for a worker's connection, whose end the first door is told of."""
    back: list[Edit] = []
    summary = keeper.append(what, edits, initiator, back=back)
    # Undoing a new record deletes it, so doing it again must bring it back first.
    returns = [
        msgspec.structs.replace(one, value=not one.value)
        for one in back
        if one.field == DELETED and one.kept is None
    ]
    # A list of thousands of people is looked through once, not for each.
    done = frozenset(one for one in edits if one.field == DELETED)
    return Kept(what, back, [*(one for one in returns if one not in done), *edits], summary)


class Door:
    """Keeps changes, tells everyone, and remembers how to undo them.

    ``wall`` and ``entropy`` are the clock and the randomness of the program; tests pass their own.
    """

    def __init__(self, keeper: Keeper, wall: WallClock, entropy: Entropy) -> None:
        self.records: Records = keeper
        self._keeper = keeper
        self._wall = wall
        self._entropy = entropy
        self._undo: list[Step] = []
        self._redo: list[Step] = []
        self._stepping: Step | None = None
        self._listeners: list[Listener] = []

    def new_id(self) -> RecordId:
        """An identity for a new record."""
        return new_record_id(self._wall(), self._entropy)

    def now_ms(self) -> int:
        """Milliseconds since 1970, UTC."""
        return self._wall()

    def today(self) -> dt.date:
        """The date on this laptop."""
        return dt.datetime.fromtimestamp(self._wall() / 1000, dt.UTC).astimezone().date()

    def do(
        self,
        what: str,
        edits: Sequence[Edit],
        *,
        initiator: object | None = None,
        amend: object | None = None,
    ) -> ChangeSummary:
        """Keep edits as one step named ``what`` ("Add a note"), and tell every listener.

        ``amend``: an equal value as in the step just before (such as ``("note text", id)``) makes
        both one step of undo. Nothing is kept where there is nothing to keep. Raises
        :class:`InputRefused` for a record that a newer version wrote, and what the keeper raises.
        """
        if not edits:
            return ChangeSummary(what, initiator=initiator)
        for edit in edits:
            if isinstance(edit.value, str) and len(edit.value) > LONGEST_TEXT:
                raise InputRefused(
                    f"This text has {len(edit.value):,} characters; {LONGEST_TEXT:,} fit in one "
                    "place. Nothing was changed. Put it in parts, or keep it in a file."
                )
        kept = keep_beside(self._keeper, what, edits, initiator)
        self._remember(Step(what, kept.back, kept.again, amend, self._wall()))
        self._tell(kept.summary)
        return kept.summary

    def kept_beside(self, kept: Kept) -> ChangeSummary:
        """A step that :func:`keep_beside` kept through another connection: remember it, and tell.

        The workspace here has to forget its caches first (``Workspace.forget_caches``).
        """
        self._remember(Step(kept.what, kept.back, kept.again, None, self._wall()))
        self._tell(kept.summary)
        return kept.summary

    def _remember(self, step: Step) -> None:
        last = self._undo[-1] if self._undo else None
        self._redo.clear()
        if (
            last is not None
            and step.amend is not None
            and last.amend == step.amend
            and step.at_ms - last.at_ms <= AMEND_WITHIN_MS
        ):
            known = {(one.record, one.field) for one in last.back}
            last.back += [
                one
                for one in step.back
                if (one.record, one.field) not in known and (one.record, DELETED) not in known
            ]
            again = {(one.record, one.field): one for one in (*last.again, *step.again)}
            last.again = list(again.values())
            last.at_ms = step.at_ms
            return
        self._undo.append(step)
        del self._undo[:-LONGEST_STACK]

    @property
    def can_undo(self) -> str:
        """What would be undone next, in the words of the step; "" when there is nothing."""
        return self._undo[-1].what if self._undo else ""

    @property
    def can_redo(self) -> str:
        """What would be done again next; "" when there is nothing."""
        return self._redo[-1].what if self._redo else ""

    def undo(self, initiator: object | None = None) -> ChangeSummary | None:
        """Put the last step back; None when there is nothing to undo.

        Raises what :meth:`ready_to_undo` and the keeper raise.
        """
        if not self.ready_to_undo():
            return None
        return self.stepped(self.step_beside(self._keeper, initiator=initiator))

    def ready_to_undo(self) -> str:
        """What :meth:`can_undo` says, where it can be put back.

        Raises :class:`InputRefused` for a step that made what stays once it was handed over; that
        step is then passed over.
        """
        step = self._undo[-1] if self._undo else None
        if step is None:
            return ""
        staying = [
            one
            for one in step.back
            if one.field == DELETED and one.value and KINDS[one.kind].STAYS_ONCE_GIVEN
        ]
        if staying and self._keeper.was_given(staying):
            self._undo.pop()
            self._tell(ChangeSummary(step.what))
            raise InputRefused(
                f"“{step.what}” was handed over, and others may go by it already. It stays; "
                "where it is shown it can be taken back or struck out, with a reason."
            )
        return step.what

    def redo(self, initiator: object | None = None) -> ChangeSummary | None:
        """Do the last undone step again; None when there is nothing."""
        if not self._redo:
            return None
        kept = self.step_beside(self._keeper, again=True, initiator=initiator)
        return self.stepped(kept, again=True)

    def step_size(self, *, again: bool = False) -> int:
        """How many edits it takes to undo the last step (or to do the last undone one again)."""
        if again:
            return len(self._redo[-1].again) if self._redo else 0
        return len(self._undo[-1].back) if self._undo else 0

    def step_beside(
        self,
        keeper: Keeper,
        *,
        again: bool = False,
        initiator: object | None = None,
        told: Callable[[int, int], object] | None = None,
    ) -> ChangeSummary:
        """The part of undo or redo that takes time, by another connection; then ``stepped``.

        :meth:`ready_to_undo` is asked first. ``told`` hears how far it has come, and may raise to
        stop: then the step is still to be put back.
        """
        step = self._stepping = (self._redo if again else self._undo)[-1]
        if again:
            return keeper.append(f"Again: {step.what}", step.again, initiator, told)
        return keeper.append(f"Undo: {step.what}", step.back, initiator, told)

    def stepped(self, summary: ChangeSummary, *, again: bool = False) -> ChangeSummary:
        """A step was put back, or done again: remember it, and tell everyone.

        What was done at this door meanwhile (a picture that had been on its way) stays as it is;
        a step that is remembered no more, since something came in, is not to be had again.
        """
        taken, onto = (self._redo, self._undo) if again else (self._undo, self._redo)
        place = next((at for at, one in enumerate(taken) if one is self._stepping), None)
        if place is not None:
            step = taken.pop(place)
            step.amend = None
            onto.append(step)
        self._stepping = None
        self._tell(summary)
        return summary

    def came_in(self, summary: ChangeSummary) -> None:
        """Tell everyone of changes kept another way (import, restore, erasure); undo is cleared.

        Not by a bundle in which nothing was new, such as an answer: it changed nothing here.
        """
        if summary.everything or summary.touched:
            self._undo.clear()
            self._redo.clear()
        self._tell(summary)

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Be told of every change; the returned function ends it."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def _tell(self, summary: ChangeSummary) -> None:
        for listener in tuple(self._listeners):
            listener(summary)

    def must_exist(self, cls: type[R], record: RecordId) -> R:
        """The record, or :class:`InputRefused` where it is not (or no longer) there."""
        found = self.records.get(cls, record)
        if found is None or found.deleted:
            raise InputRefused(
                f"This {cls.KIND.replace('_', ' ')} is not here any more. Nothing was changed."
            )
        return found
