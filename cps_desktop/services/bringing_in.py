"""Deciding on bundles that were looked into: brought in, kept to be looked at, or refused.

Each bundle comes in whole or not at all, and each is decided alone: a broken one among fifty stops
none of the others. What is brought in is what was looked at: a file that changed in between is not.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

from cps_desktop.domain.faults import Fault, InputRefused
from cps_desktop.domain.kinds import Session
from cps_desktop.domain.records import RecordId
from cps_desktop.services.arrivals import keep_report
from cps_desktop.services.desk import Desk
from cps_desktop.services.exchange import (
    BroughtIn,
    OpenedBundle,
    Progress,
    Stopped,
    bring_in,
    unseal_for,
)
from cps_desktop.services.inbox import MOST_HELD, Look, fingerprint_of
from cps_desktop.services.inbox_places import note_done
from cps_desktop.services.kept_bundles import keep, let_go, refuse_bundle, seal_of
from cps_desktop.services.known_laptops import (
    Stranger,
    accept,
    no_longer_trusted,
    strangers,
    who_words,
)
from cps_desktop.services.outcomes import Outcome, Report, Way
from cps_desktop.services.rulings import leave_no_trace, rulings_may_have_come
from cps_desktop.services.second_desk import desk_beside
from cps_desktop.services.taking_up_papers import take_up_papers
from cps_desktop.storage.grouping import one_of_many
from cps_desktop.storage.to_decide import ToDecide
from cps_desktop.storage.workspace import Workspace
from cps_desktop.sync.bundle_files import read_whole

CHANGED: Final = (
    "This file changed after you looked at it. Nothing of it was brought in. Look at it once more."
)
NOT_LOOKED_AT: Final = (
    "It holds work of {who}. Nothing of it was brought in. Ask whose laptop that is, then accept "
    "it, keep it to be looked at, or refuse it."
)


GROUP_S: Final = 0.25
"""So long a group of bundles is taken in before it is made durable."""


Decide = Callable[[Workspace, Look, Progress], Outcome]
Numbered = tuple[int, Look]


def bring_in_all(
    desk: Desk,
    looks: Sequence[Look],
    progress: Progress | None = None,
    *,
    accepting: bool = False,
) -> Report:
    """Bring bundles in from a worker thread, each whole or not at all, oldest first.

    Laptops that nobody here knows are only let in when ``accepting``. Stopping ends between two
    bundles; those that came in stay. The caller then tells the desk's workspace to forget its
    caches and its door of the report's summary.
    """
    with desk_beside(desk) as beside:
        batch = beside.door.new_id()
        return bring_in_many(beside.workspace, looks, batch, progress, accepting=accepting)


def bring_in_many(
    workspace: Workspace,
    looks: Sequence[Look],
    batch: RecordId,
    progress: Progress | None = None,
    *,
    accepting: bool = False,
) -> Report:
    """The same on the thread that has this workspace; ``batch`` names the report."""
    ordered = sorted(
        (one for one in looks if one.preview is not None),
        key=lambda one: one.preview.inspection.made if one.preview else 0,
    )
    counter = ToDecide(workspace)

    def one(workspace: Workspace, look: Look, tell: Progress) -> Outcome:
        try:
            came, let_in = _take_in(workspace, look, tell, counter, accepting=accepting)
        except BaseException:
            counter.forget()
            raise
        return Outcome(look, came, accepted=let_in)

    return _each(workspace, ordered, batch, progress, one)


def keep_all(desk: Desk, looks: Sequence[Look], progress: Progress | None = None) -> Report:
    """Keep copies of sealed bundles to be looked at later, from a worker thread."""

    def one(workspace: Workspace, look: Look, _tell: Progress) -> Outcome:
        return keep_one(workspace, look)

    wanted = [one for one in looks if (one.ready or one.asks) and not one.kept]
    with desk_beside(desk) as beside:
        return _each(beside.workspace, wanted, beside.door.new_id(), progress, one)


def refuse_all(desk: Desk, looks: Sequence[Look], progress: Progress | None = None) -> Report:
    """Refuse bundles from a worker thread, and with them whoever in them was never met."""

    def one(workspace: Workspace, look: Look, _tell: Progress) -> Outcome:
        refuse_bundle(workspace, look.path, look.seal, look.sender, look.strangers)
        return Outcome(look, way=Way.REFUSED)

    wanted = [one for one in looks if one.seal]
    with desk_beside(desk) as beside:
        return _each(beside.workspace, wanted, beside.door.new_id(), progress, one)


def _each(
    workspace: Workspace,
    looks: Sequence[Look],
    batch: RecordId,
    progress: Progress | None,
    decide: Decide,
) -> Report:
    outcomes: list[Outcome] = []
    left = list(enumerate(looks))
    stopped = False
    while left and not stopped:
        group = _Group(workspace, decide)
        left, stopped = group.take(
            left, lambda number, look: _one_bar(progress, look, number, len(looks))
        )
        outcomes += group.outcomes
        group.tidy()
    note_done(workspace, (one.look.path for one in outcomes if one.way is not Way.FAILED))
    report = Report(tuple(outcomes), stopped, batch)
    if outcomes:
        keep_report(workspace, report)
    return report


class _Group:
    """Some bundles in one transaction, each whole or not at all: making one durable costs the
    same for one bundle as for ten."""

    def __init__(self, workspace: Workspace, decide: Decide) -> None:
        self._workspace = workspace
        self._decide = decide
        self.outcomes: list[Outcome] = []

    def take(
        self, left: list[Numbered], bar: Callable[[int, Look], Progress]
    ) -> tuple[list[Numbered], bool]:
        """Decide on the next few; returns those left, and whether the person stopped it."""
        tried = 0
        stopped = False
        try:
            with self._workspace.one_transaction():
                until = time.monotonic() + GROUP_S
                for number, look in left:
                    tried += 1
                    try:
                        self._take_one(look, bar(number, look))
                    except Stopped:
                        stopped = True
                        break
                    if time.monotonic() > until or _changes_who_is_known(self.outcomes[-1]):
                        break
        except Fault as fault:
            # The disk took none of the group: nothing of it is in, whatever was said before.
            self._workspace.forget_caches()
            self.outcomes = [
                Outcome(look, problem=str(fault), way=Way.FAILED) for _, look in left[:tried]
            ]
        return left[tried:], stopped

    def _take_one(self, look: Look, tell: Progress) -> None:
        try:
            with one_of_many(self._workspace):
                outcome = self._decide(self._workspace, look, tell)
        except Stopped:
            raise
        except Fault as fault:
            if not self._workspace.in_transaction:
                raise
            outcome = Outcome(look, problem=str(fault), way=Way.FAILED)
        self.outcomes.append(outcome)

    def tidy(self) -> None:
        """What can only be done once they are in for good."""
        _once_in(self._workspace, self.outcomes)


def _changes_who_is_known(outcome: Outcome) -> bool:
    """Whether what came in can change whom this laptop knows: the next must see it."""
    came = outcome.came
    return came is not None and (
        came.summary.everything or rulings_may_have_come(one.kind for one in came.summary.touched)
    )


def _once_in(workspace: Workspace, outcomes: Sequence[Outcome]) -> None:
    came = [one for one in outcomes if one.came is not None]
    if came:
        take_up_papers(workspace)
    if any(one.came is not None and one.came.summary.everything for one in came):
        leave_no_trace(workspace)
    for one in came:
        if one.look.kept:
            # It is in; a copy that cannot be deleted now would only be offered as nothing new.
            with suppress(Fault):
                let_go(workspace, one.look.path)


def _one_bar(progress: Progress | None, look: Look, number: int, count: int) -> Progress:
    """One bar for many bundles: each has an equal part of it."""
    label = look.called if count == 1 else f"{number + 1} of {count}: {look.called}"

    def tell(_what: str, done: int, of: int) -> None:
        if progress is not None:
            part = min(done, of) * 1000 // of if of > 0 else 0
            progress(label, number * 1000 + part, count * 1000)

    tell("", 0, 1)
    return tell


def bring_in_one(
    workspace: Workspace, look: Look, tell: Progress, *, accepting: bool
) -> tuple[BroughtIn, tuple[Stranger, ...]]:
    """Bring one bundle in, and say who was let in with it.

    The caller tells the door of what came in. Raises InputRefused, BundleRefused, StorageFull:
    then nothing of it came in, and nobody was let in.
    """
    with workspace.one_transaction():
        came, let_in = _take_in(workspace, look, tell, None, accepting=accepting)
    _once_in(workspace, [Outcome(look, came, accepted=let_in)])
    return came, let_in


def _take_in(
    workspace: Workspace,
    look: Look,
    tell: Progress,
    counter: ToDecide | None,
    *,
    accepting: bool,
) -> tuple[BroughtIn, tuple[Stranger, ...]]:
    """Inside a transaction. Who is a stranger is looked up anew: somebody may have become known
    since the look."""
    bundle = _as_looked_at(workspace, look)
    try:
        asked = strangers(workspace, bundle, no_longer_trusted(workspace))
        if asked and not accepting:
            raise InputRefused(NOT_LOOKED_AT.format(who=who_words(asked)))
        accept(workspace, asked)
        return bring_in(workspace, bundle, tell, counter), asked
    finally:
        if len(bundle.packed) > MOST_HELD:
            bundle.packed = b""


def keep_one(workspace: Workspace, look: Look) -> Outcome:
    """Keep a copy of one sealed bundle. Raises InputRefused, StorageFull."""
    keep(workspace, _sealed(look), look.called)
    return Outcome(look, way=Way.KEPT)


def _sealed(look: Look) -> bytes:
    """The file, if it still is the one that was looked at. Raises InputRefused."""
    sealed = read_whole(look.path)
    if seal_of(sealed) != look.seal:
        raise InputRefused(CHANGED)
    return sealed


def _as_looked_at(workspace: Workspace, look: Look) -> OpenedBundle:
    """The bundle as it was verified; unsealed again, where it was too large to be held.

    Raises InputRefused for a file that is another one now.
    """
    bundle = look.bundle
    if bundle is None:
        raise InputRefused(CHANGED)
    sealed = _sealed(look)
    if not bundle.packed:
        packed = unseal_for(workspace, sealed, look.words or None)
        if fingerprint_of(packed) != look.fingerprint:
            raise InputRefused(CHANGED)
        bundle.packed = packed
    return bundle


def session_titles(workspace: Workspace, report: Report) -> tuple[tuple[RecordId, str], ...]:
    """The sessions a report names, that are here to be opened: (id, title)."""
    found = ((one, workspace.get(Session, one)) for one in report.sessions)
    return tuple(
        (one, session.title or "A session without a title")
        for one, session in found
        if session is not None and not session.deleted
    )
