"""What came in after an erasure: written by laptops that had not heard of it.

A ruling names records and changes. What another laptop, unaware, makes new about the same person is
not among them. It is found here by what it refers to, and by what the ruling's author had seen; the
erased name is kept nowhere, so that a name in a text is only ever offered, never told
(docs/decisions/erasure.md). All of it follows from the changes that are here, in whatever order
they came.
"""

from __future__ import annotations

from collections.abc import Iterable

from cps_desktop.domain.changes import Touched
from cps_desktop.domain.kinds import Difference, Person, Ruling, Sameness, Session
from cps_desktop.domain.records import RecordId
from cps_desktop.domain.rulings import Erased, RecordKey, RulingChange
from cps_desktop.services.after_erasure_found import Case, belonging, erasure_of
from cps_desktop.services.after_erasure_said import CameAfter, told
from cps_desktop.services.erasing_foreseen import facilitated_by
from cps_desktop.services.rulings import law_of
from cps_desktop.storage.after_erasure import Written, emptied_by
from cps_desktop.storage.erasing import rulings_in_effect
from cps_desktop.storage.workspace import Workspace

__all__ = ["CameAfter", "after_words", "anything_erased", "brought_after", "came_after"]


def anything_erased(workspace: Workspace) -> bool:
    """Whether any erasure holds here; known at once."""
    return bool(rulings_in_effect(workspace).erased)


def came_after(workspace: Workspace) -> tuple[CameAfter, ...]:
    """What came in after each erasure that holds here, the earliest erasure first.

    Signatures are verified and the journal is read: not for the window's own thread.
    """
    if not rulings_in_effect(workspace).erased:
        return ()
    names: dict[bytes, tuple[Written, ...]] = {}
    found = (told(Case(workspace, some, names)) for some in _cases(workspace))
    return tuple(sorted((one for one in found if one is not None), key=lambda one: one.at))


def brought_after(workspace: Workspace, touched: Iterable[Touched]) -> int:
    """How many of the records that a bundle wrote into speak, or may speak, of what is erased.

    Costs next to nothing where the bundle has nothing to do with anything erased.
    """
    erased = rulings_in_effect(workspace).erased
    records = {(one.kind, one.record) for one in touched}
    if not erased or not records:
        return 0
    kinds = {kind for kind, _ in records}
    close = (
        not kinds.isdisjoint({Ruling.KIND, Sameness.KIND, Difference.KIND})
        or any(bytes.fromhex(one.root) in erased.roots for one in touched)
        or bool(erased.changes and Person.KIND in kinds)
        or any(
            (key.kind, key.id.hex()) in records
            for some in belonging(workspace, erased.records).values()
            for key in some
        )
        or any(
            (Session.KIND, session) in records
            for session in facilitated_by(workspace, _people_in(erased))
        )
    )
    if not close:
        return 0
    return len(records & {record for one in came_after(workspace) for record in one.records})


def _people_in(erased: Erased) -> frozenset[RecordId]:
    return frozenset(one.id.hex() for one in erased.records if one.kind == Person.KIND)


def after_words(number: int) -> str:
    """What a report of what came in says of it, as two sentences."""
    some = "1 entry speaks" if number == 1 else f"{number:,} entries speak"
    them = "it" if number == 1 else "them"
    return (
        f"{some}, or may speak, of somebody who was erased: the laptop that wrote {them} had not "
        "heard of the erasure. See “Came in after the erasure” under “A person's data”."
    )


def _cases(workspace: Workspace) -> list[list[RulingChange]]:
    """The erasures that hold, those about the same together."""
    groups: list[tuple[set[RecordKey], list[RulingChange]]] = []
    for one in law_of(workspace).erasures:
        about, rulings = _about(workspace, one), [one]
        apart = []
        for keys, some in groups:
            if keys.isdisjoint(about):
                apart.append((keys, some))
            else:
                about |= keys
                rulings = [*some, *rulings]
        groups = [*apart, (about, rulings)]
    return [some for about, some in groups if about]


def _about(workspace: Workspace, ruling: RulingChange) -> set[RecordKey]:
    """Whom a ruling is about; where it is about nobody, the records it takes from."""
    decides = erasure_of(ruling)
    people = {one for one in decides.records if one.kind == Person.KIND}
    if people:
        return people
    return set(decides.records) | {key for key, _ in emptied_by(workspace, decides.changes)}
