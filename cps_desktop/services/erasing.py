"""Erasing what somebody has the right to have erased: everywhere, for good, on a ruling.

Only a laptop that the organisation's join file names with the role of controller can. What goes is
foreseen first (:mod:`cps_desktop.services.erasing_foreseen`); anybody may ask for it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Final

from cps_desktop.domain.changes import ChangeSummary, creating, setting
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import ErasureRequest, Person, RequestState
from cps_desktop.domain.ranges import RangeSet, Span
from cps_desktop.domain.records import RecordId
from cps_desktop.domain.rulings import Erased as ErasedTogether
from cps_desktop.domain.rulings import Erasure, RecordKey
from cps_desktop.services import papers
from cps_desktop.services.after_erasure import CameAfter
from cps_desktop.services.desk import Desk
from cps_desktop.services.door import LONGEST_TEXT, Door
from cps_desktop.services.erasing_foreseen import foresee_field, foresee_person, references_in
from cps_desktop.services.erasing_groups import (
    CLAIMS,
    ENTRY,
    FIELD,
    LISTS,
    NAMED,
    TEXTS,
    Foreseen,
    Found,
    Group,
)
from cps_desktop.services.people import shown_name
from cps_desktop.services.progress import Progress
from cps_desktop.services.rulings import Traces, law_of, leave_no_trace, obey_rulings, rule
from cps_desktop.storage.erasing import rulings_in_effect
from cps_desktop.storage.quarantine import kept_files
from cps_desktop.storage.workspace import Workspace

__all__ = [
    "CLAIMS",
    "ENTRY",
    "FIELD",
    "LISTS",
    "NAMED",
    "TEXTS",
    "Erased",
    "Foreseen",
    "Found",
    "Group",
    "Request",
    "ask_for_erasure",
    "ask_to_erase_too",
    "erase",
    "foresee_field",
    "foresee_person",
    "leave_as_it_is",
    "may_erase",
    "refuse_request",
    "requests",
]

MOST_IN_ONE: Final = 4_000
"""Records or stretches of changes in one ruling; more are ruled on in several."""

_MAY_NOT: Final = (
    "Only a coordinator who may erase for everybody can do this; the organisation's join file says "
    "who. Nothing was changed. Ask for it instead, and they will see it."
)


@dataclasses.dataclass(frozen=True, slots=True)
class Erased:
    """What went, and what did not. ``went`` and ``cannot_recall`` are sentences for the person who
    did it; ``backups_left`` names backups here that could not be cleaned."""

    about: str
    records: int
    values: int
    pictures: int
    went: tuple[str, ...]
    cannot_recall: tuple[str, ...]
    backups_cleaned: int
    backups_left: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Request:
    """Somebody asked that a person be erased. ``asked_at`` in milliseconds since 1970."""

    id: RecordId
    person: RecordId
    name: str
    why: str
    state: RequestState
    asked_at: int


def may_erase(workspace: Workspace) -> bool:
    """Whether this laptop's coordinator may erase people's data for everybody."""
    return papers.is_controller(workspace)


def erase(desk: Desk, foreseen: Foreseen, reason: str, progress: Progress | None = None) -> Erased:
    """Erase what is chosen: here now, on every other laptop with the next bundle.

    ``reason`` is kept with the ruling and travels with it; it should name nobody. All or nothing;
    what is cleaned up behind it (the log, backups) can be stopped and is then done another time.
    Raises InputRefused for a laptop that may not, or where nothing is chosen.
    """
    workspace, door = desk.workspace, desk.door
    if not may_erase(workspace):
        raise InputRefused(_MAY_NOT)
    if not reason.strip():
        raise InputRefused("Say why it is to be erased. Nothing was changed.")
    if len(reason) > LONGEST_TEXT:
        raise InputRefused("The reason is too long. Nothing was changed. Say it in a few words.")
    erasure = foreseen.erasure
    if not ErasedTogether([erasure]) and not _leaves_lists(foreseen):
        raise InputRefused("There is nothing chosen to be erased. Nothing was changed.")
    with workspace.one_transaction():
        _take_out_references(desk, foreseen)
        for part in _in_parts(erasure, _whom(foreseen)):
            rule(door, workspace, "Erase", part, reason)
        law = law_of(workspace)
        if not law.in_effect.erased.records >= foreseen.records:
            raise InputRefused(_MAY_NOT)
        obeyed = obey_rulings(workspace, law)
    door.came_in(ChangeSummary("Erase", everything=True))
    traces = leave_no_trace(workspace, progress)
    return Erased(
        foreseen.about,
        obeyed.records,
        obeyed.values,
        obeyed.pictures,
        tuple(one.words for one in foreseen.going),
        _cannot_recall(workspace, traces),
        traces.backups_cleaned,
        traces.backups_left,
    )


def _take_out_references(desk: Desk, foreseen: Foreseen) -> None:
    edits = references_in(desk.workspace, foreseen)
    if edits:
        desk.workspace.append("Erase", edits)


def _leaves_lists(foreseen: Foreseen) -> bool:
    """Whether the person is to be taken out of sessions' lists of facilitators."""
    return bool(foreseen.sessions and foreseen.leaving)


def _whom(foreseen: Foreseen) -> Erasure:
    """What every part of it says, so that all of them are known to be about the same."""
    people = frozenset(one for one in foreseen.records if one.kind == Person.KIND)
    earlier = foreseen.earlier
    return Erasure(people | earlier.records, earlier.changes, seen=foreseen.seen)


def _in_parts(erasure: Erasure, whom: Erasure) -> Iterator[Erasure]:
    """An erasure as rulings of which none is larger than a value can be."""

    def part(
        records: Iterable[RecordKey] = (),
        changes: Mapping[bytes, RangeSet] | None = None,
        digests: frozenset[str] = frozenset(),
    ) -> Erasure:
        together = dict(whom.changes)
        for site, some in (changes or {}).items():
            together[site] = together.get(site, RangeSet()) | some
        return Erasure(whom.records | frozenset(records), together, digests, whom.seen)

    records = iter(sorted(erasure.records))
    digests = erasure.digests
    while some := list(islice(records, MOST_IN_ONE)):
        yield part(some, digests=digests)
        digests = frozenset()
    flat = [(site, span) for site, spans in sorted(erasure.changes.items()) for span in spans.spans]
    for start in range(0, len(flat), MOST_IN_ONE):
        changes: dict[bytes, list[Span]] = {}
        for site, span in flat[start : start + MOST_IN_ONE]:
            changes.setdefault(site, []).append(span)
        yield part(
            changes={site: RangeSet(spans) for site, spans in changes.items()}, digests=digests
        )
        digests = frozenset()
    if digests or not (erasure.records or flat):
        yield part(digests=digests)


def _cannot_recall(workspace: Workspace, traces: Traces) -> tuple[str, ...]:
    """Where it still is, or may be, in sentences."""
    said = []
    others = [one.name for one in papers.receivers(workspace)]
    if others:
        said.append(
            f"On other laptops ({', '.join(others[:6])}{' and others' if len(others) > 6 else ''}) "
            "it goes with the next bundle they bring in. Hand over to them soon."
        )
    said.append(
        "Bundles on sticks or in mails, copies of this folder, backups kept elsewhere and what was "
        "printed or saved as a PDF cannot be called back. Whoever brings an old bundle in gets "
        "nothing of it back, but the file itself still holds it: destroy those you know of."
    )
    kept = len(kept_files(workspace.folder))
    if kept:
        said.append(
            f"{kept} {'bundle waits' if kept == 1 else 'bundles wait'} here to be looked at and "
            "may hold some of it, sealed. Decide about them in the inbox."
        )
    if traces.backups_left:
        said.append(
            "These backups could not be opened to be cleaned: "
            f"{', '.join(traces.backups_left)}. Remove them once you need them no more."
        )
    if traces.unfinished:
        said.append(
            "Cleaning the backups here was stopped, or there was no room for it. It is gone on "
            "with when the program is closed or opened the next time."
        )
    if traces.log_left:
        said.append(
            "Something else is reading this workspace; what it still holds on to goes when the "
            "program is closed."
        )
    return tuple(said)


# -- asking for it -----------------------------------------------------------------------------


def ask_for_erasure(door: Door, person: RecordId, words: str) -> RecordId:
    """Ask those who may erase; gives the request. Raises InputRefused without a reason."""
    somebody = door.must_exist(Person, person)
    if not words.strip():
        raise InputRefused("Say why it is to be erased. Nothing was changed.")
    request = ErasureRequest(id=door.new_id(), person=somebody.id, why=words.strip())
    door.do("Ask for erasure", creating(request))
    return request.id


def ask_to_erase_too(door: Door, came: CameAfter, words: str) -> RecordId:
    """Ask those who may to erase what came in after an erasure; gives the request.

    Raises InputRefused where nothing was erased of a person: nobody can be asked about that.
    """
    if not came.person:
        raise InputRefused("Only what is about a person can be asked for. Nothing was changed.")
    request = ErasureRequest(id=door.new_id(), person=came.person, why=words.strip())
    door.do("Ask for erasure", creating(request))
    return request.id


def leave_as_it_is(desk: Desk, came: CameAfter) -> None:
    """Decide that what came in after an erasure stays: nobody is asked about it again.

    Kept as a ruling that erases nothing more. Raises InputRefused for a laptop that may not.
    """
    workspace, door = desk.workspace, desk.door
    if not may_erase(workspace):
        raise InputRefused(_MAY_NOT)
    whom = _whom(came.foreseen)
    with workspace.one_transaction():
        rule(door, workspace, "Leave as it is", whom, came.reason)
        obey_rulings(workspace)
        for request in came.requests:
            asked = workspace.get(ErasureRequest, request)
            if asked is not None and not asked.newer:
                edits = setting(asked, state=RequestState.REFUSED)
                workspace.append("Do not erase", edits)
    door.came_in(ChangeSummary("Leave as it is", everything=True))


def refuse_request(door: Door, request: RecordId) -> ChangeSummary:
    """Say that nothing is erased on this request; it stays to be seen that it was asked."""
    asked = door.must_exist(ErasureRequest, request)
    return door.do("Do not erase", setting(asked, state=RequestState.REFUSED))


def requests(workspace: Workspace) -> tuple[Request, ...]:
    """What was asked for and not decided yet, the oldest first. Who is erased already is not among
    them: what came in after that says so itself (:mod:`.after_erasure`)."""
    erased = rulings_in_effect(workspace).erased.roots
    return tuple(
        Request(
            one.id,
            one.person,
            shown_name(workspace.get(Person, one.person)),
            one.why,
            RequestState(one.state),
            one.made,
        )
        for one in workspace.find(ErasureRequest)
        if one.state == RequestState.ASKED and bytes.fromhex(one.person) not in erased
    )
