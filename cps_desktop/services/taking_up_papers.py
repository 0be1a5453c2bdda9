"""A join file is taken up: from then on this laptop belongs to what it says.

It is kept as a record for others, the workspace key is wrapped for its coordinators, and what is
ruled by it is obeyed (docs/decisions/organisation.md).
"""

from __future__ import annotations

from cps_desktop.domain.changes import creating, setting
from cps_desktop.domain.faults import Fault, StorageFull
from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.kinds import JoinPaper
from cps_desktop.services.papers import PAPER_NOTE, Joining, Paper, joined, paper_now, papers_of
from cps_desktop.services.rulings import leave_no_trace, obey_rulings
from cps_desktop.storage.backups import renew_backup_keys
from cps_desktop.storage.keys import KeyFile
from cps_desktop.storage.workspace import Workspace
from cps_desktop.sync.joining import JoinFile

_NEWS = "join file taken up"


def _keep_record(workspace: Workspace, paper: Paper) -> None:
    number, digest = paper.rank
    identity = derived_id(paper.join.root, str(number), digest)
    if paper.text in workspace.reader.ever_said(JoinPaper, "written"):
        return
    there = workspace.get(JoinPaper, identity)
    # Whoever knew the file may have put something else under its name first.
    edits = (
        setting(there, written=paper.text)
        if there is not None
        else creating(JoinPaper(id=identity, root=identity, written=paper.text))
    )
    workspace.append("Keep a join file", edits)


def take_up(workspace: Workspace, paper: Paper) -> None:
    """Belong to what this paper says from now on, and keep it for others.

    The workspace key is wrapped for its coordinators and the recovery sheet, beside the ways it
    has; those of an earlier paper open it no longer, nor its copies here. Raises StorageFull.
    """
    _wrap_for(workspace, paper.join)
    with workspace.one_transaction():
        _keep_record(workspace, paper)
        workspace.set_note(PAPER_NOTE, paper.text)
        # Which rulings hold is judged by papers; those that came before it were kept. In one with
        # the paper: taken up but not obeyed, nobody would look again before the next ruling.
        obey_rulings(workspace)
    leave_no_trace(workspace)


def take_up_papers(workspace: Workspace) -> Joining | None:
    """Take up the newest paper that came in; what was taken up, or None where nothing is new.

    For the end of bringing in and for opening: sees to it as well that the paper that holds is a
    record and that its coordinators can open this work. Nothing is done inside a transaction or a
    trial. Never raises a fault of the disk: what could not be done is done the next time.
    """
    now = paper_now(workspace)
    if now is None or workspace.in_transaction:
        return None
    newest = max(papers_of(workspace, now.join.root), key=lambda one: one.rank)
    try:
        if newest.text == now.text:
            _keep_whole(workspace, now)
            return None
        take_up(workspace, newest)
        workspace.set_note(_NEWS, workspace.now_ms())
    except StorageFull:
        return None
    return joined(workspace)


def _keep_whole(workspace: Workspace, now: Paper) -> None:
    """What an earlier release or an interruption left undone of taking a paper up."""
    if workspace.keys.escrowed != _wanted(now.join):
        _wrap_for(workspace, now.join)
    _keep_record(workspace, now)


def taken_up_at(workspace: Workspace) -> int:
    """When a newer paper last came in with a bundle, in ms since 1970; 0 for never."""
    kept = workspace.note(_NEWS)
    return kept if isinstance(kept, int) else 0


def _wanted(join: JoinFile) -> frozenset[tuple[str, str]]:
    some = {one.recipient: one.name for one in join.coordinators}
    if join.recovery:
        some[join.recovery] = f"Recovery sheet of {join.organisation}"
    return frozenset(some.items())


def _wrap_for(workspace: Workspace, join: JoinFile) -> None:
    def escrow(keys: KeyFile, key: bytes) -> None:
        keys.escrow_for(sorted(_wanted(join)), key)

    workspace.change_keys(escrow)
    try:
        renew_backup_keys(workspace.folder)
    except Fault:
        return  # the copies open as they did; the next change of keys renews them
