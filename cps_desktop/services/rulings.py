"""Rulings in practice: which of them hold here, and doing what they say.

Called whenever papers or rulings may have come: at the end of bringing a bundle in, after one was
made here, after joining an organisation. See docs/decisions/erasure.md and revocation.md.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from cps_desktop.domain.changes import creating
from cps_desktop.domain.faults import BundleRefused, Fault, InputRefused
from cps_desktop.domain.kinds import JoinPaper, Ruling
from cps_desktop.domain.records import RecordId
from cps_desktop.domain.rulings import (
    Erasure,
    InEffect,
    Law,
    NotARuling,
    Paper,
    RecordKey,
    Reinstatement,
    Revocation,
    RulingChange,
    RulingText,
    places_of,
    read_ruling,
    write_ruling,
)
from cps_desktop.domain.segments import Segment
from cps_desktop.services import papers
from cps_desktop.services.door import Door
from cps_desktop.services.progress import Progress
from cps_desktop.services.sealing import seal_everything
from cps_desktop.storage.backups_obeying import Carried, obey_in_backups
from cps_desktop.storage.erasing import Obeyed, empty_log, obey, rulings_in_effect, said_rulings
from cps_desktop.storage.workspace import Workspace

MISSING = (
    "Something is missing in this bundle that nobody with the right to do so has erased: somebody "
    "took it out on the way. Nothing was changed. Ask for it again, from the laptop it comes from."
)
OF_STRANGERS = (
    "Something in this bundle was erased by an organisation that this laptop does not belong to, "
    "so it cannot be told whether that was right. Nothing was changed. Open the organisation's "
    "join file first, then bring the bundle in."
)

Hole = tuple[RecordKey, bytes, int]
"""A change without its value: of which record, which site and number."""


def law_of(workspace: Workspace) -> Law:
    """What follows from all papers and rulings here."""
    now = papers.paper_now(workspace)
    root = now.join.root if now else ""
    changes = []
    for said in said_rulings(workspace):
        try:
            text = read_ruling(said.text)
        except NotARuling:
            continue
        changes.append(
            RulingChange(
                said.site, said.seq, said.device, said.record, text, _warrant(text.warrant)
            )
        )
    return Law(
        bytes.fromhex(root) if root else None,
        [paper_in_law(one) for one in (papers.papers_of(workspace, root) if root else ())],
        changes,
        [bytes.fromhex(one) for one in papers.former_roots(workspace)]
        + [bytes.fromhex(one.join.root) for one in papers.following(workspace)],
    )


def paper_in_law(paper: papers.Paper) -> Paper:
    """A verified join file as the law knows it."""
    roles: dict[bytes, frozenset[str]] = {}
    for one in paper.join.coordinators:
        device = bytes.fromhex(one.device)
        if len(device) == 32:
            roles[device] = roles.get(device, frozenset()) | frozenset(one.roles)
    number, digest = paper.rank
    return Paper(bytes.fromhex(paper.join.root), number, bytes.fromhex(digest), roles)


def _warrant(text: str) -> Paper | None:
    try:
        return paper_in_law(papers.verified(text))
    except InputRefused:
        return None


def what_holds(workspace: Workspace) -> InEffect:
    """What was last found to hold here; known at once."""
    return rulings_in_effect(workspace)


def obey_rulings(workspace: Workspace, law: Law | None = None, *, anew: bool = False) -> Obeyed:
    """Do what the rulings here say, all or nothing; nothing is done where it was done before,
    unless it is to be done ``anew``.

    What was made here is sealed first: from what is erased then, no seal could be made any more.
    The caller tells the door, and :func:`.erasing.leave_no_trace` cleans up behind it.
    """
    with workspace.one_transaction():
        law = law or law_of(workspace)
        if anew or law.in_effect != rulings_in_effect(workspace):
            seal_everything(workspace)
        return obey(workspace, law.in_effect, anew=anew)


@dataclasses.dataclass(frozen=True, slots=True)
class Traces:
    """What was cleaned up behind an erasure. ``backups_left``: names of those that could not be
    cleaned; ``log_left``: something beside reads on, the log is emptied the next time;
    ``unfinished``: it was stopped, or there was no room, and is gone on with the next time."""

    backups_cleaned: int = 0
    backups_left: tuple[str, ...] = ()
    log_left: bool = False
    unfinished: bool = False


def leave_no_trace(workspace: Workspace, progress: Progress | None = None) -> Traces:
    """Empty the file's log, and let the backups obey as well. Nothing inside a transaction.

    For after an erasure, and for opening a workspace: what could not be done then is done now.
    Raises nothing: what it comes after is done, whatever becomes of this.
    """
    if workspace.in_transaction or not rulings_in_effect(workspace).erased:
        return Traces()

    def told(done: int, of: int) -> None:
        if progress is not None:
            progress("Cleaning the backups", done, of)

    try:
        emptied = empty_log(workspace)
        done = obey_in_backups(workspace, lambda: lasting_segments(workspace), told)
    except Fault:
        return Traces(unfinished=True)
    return Traces(done.cleaned, done.left, not emptied)


def lasting_segments(workspace: Workspace) -> tuple[Segment, ...]:
    """The sealed segments with every paper and ruling here."""
    lasting = {
        one.id
        for cls in (JoinPaper, Ruling)
        for deleted in (False, True)
        for one in workspace.find(cls, deleted=deleted)
    }
    return tuple(workspace.segments.load(one) for one in workspace.segments.places(lasting))


def carried_over(workspace: Workspace) -> Carried:
    """What is to be known again in a backup that takes this workspace's place."""
    return Carried(workspace.device_key, rulings_in_effect(workspace), lasting_segments(workspace))


def rulings_may_have_come(kinds: Iterable[str]) -> bool:
    """Whether records of these kinds can change what holds."""
    return not {JoinPaper.KIND, Ruling.KIND}.isdisjoint(kinds)


def holes_in(segment: Segment) -> list[Hole]:
    """The changes of a segment whose values are missing."""
    if segment.keys is None:
        return []
    columns = segment.columns
    return [
        (record, segment.header.site, seq)
        for record, seq, value in zip(places_of(segment), columns.seqs, columns.values, strict=True)
        if value is None
    ]


def check_covered(law: Law, holes: Iterable[Hole]) -> None:
    """Every value that is missing was erased by somebody who might. Raises BundleRefused."""
    for hole in holes:
        if law.justified.covers(*hole):
            continue
        raise BundleRefused(OF_STRANGERS if law.strangers.covers(*hole) else MISSING)


def rule(
    door: Door,
    workspace: Workspace,
    what: str,
    decides: Erasure | Revocation | Reinstatement,
    reason: str,
) -> RecordId:
    """Write a ruling down as a record of its own. Use in the transaction that also obeys it."""
    text = write_ruling(
        RulingText(decides, max(door.now_ms(), 0), reason.strip(), papers.warrant(workspace))
    )
    ruling = Ruling(id=door.new_id(), written=text)
    workspace.append(what, creating(ruling))
    return ruling.id
