"""On whose laptops claims are decided on: in an organisation on its coordinators'.

A decision, a payment, what strikes one out, or the taking back of a decision that was made on any
other laptop did not come about in this program as it is. It is neither obeyed nor thrown away: a
coordinator is asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from cps_desktop.domain.claim_content import payment_mark
from cps_desktop.domain.claim_states import DECISIONS
from cps_desktop.domain.kinds import ClaimStep, StepKind
from cps_desktop.domain.records import RecordId
from cps_desktop.services.door import Records

_ASKED: Final = DECISIONS | {StepKind.PAID, StepKind.TAKEN_BACK, StepKind.STRUCK_OUT}
_SAYING: Final = ("step", "seen", "follows", "takes_back", "after", "pence")
"""What a step says. Whose record it names is written anew where somebody is merged, by anybody."""


def doubted(records: Records, steps: Iterable[ClaimStep]) -> frozenset[RecordId]:
    """Which of these steps were not made, or were altered, on a coordinator's laptop.

    Whoever is named in any join file of the organisation that ever came here counts, also one who
    is no longer: clocks say nothing of who was first, and a laptop that is lost is revoked. None on
    a laptop that belongs to no organisation.
    """
    from cps_desktop.services import papers
    from cps_desktop.storage.workspace import Workspace

    asked = [one for one in steps if one.step in _ASKED]
    if not asked or not isinstance(records, Workspace) or papers.paper_now(records) is None:
        return frozenset()
    known = _deciding(records)
    behind = records.devices_behind(asked, _SAYING)
    return frozenset(step for step, devices in behind.items() if devices - known)


def _deciding(workspace: object) -> frozenset[bytes]:
    from cps_desktop.services import papers
    from cps_desktop.storage.workspace import Workspace
    from cps_desktop.sync.joining import COORDINATOR

    assert isinstance(workspace, Workspace)
    now = papers.paper_now(workspace)
    roots = (now.join.root, *papers.former_roots(workspace)) if now is not None else ()
    named = {
        bytes.fromhex(one.device)
        for root in roots
        for paper in papers.papers_of(workspace, root)
        for one in paper.join.coordinators
        if COORDINATOR in one.roles
    }
    # Whoever signs the join files is the organisation, named or not.
    own = {workspace.device_key} if papers.is_coordinator(workspace) else set()
    return frozenset(named | own)


def payment_marks(records: Records, steps: Iterable[ClaimStep]) -> dict[RecordId, str]:
    """The marks of those payments that a step strikes out (``claim_states.standing_of``)."""
    known = {one.id: one for one in steps}
    struck = {one.takes_back for one in known.values() if one.step == StepKind.STRUCK_OUT}
    return {one: mark_of(records, known[one]) for one in struck if one in known}


def mark_of(records: Records, payment: ClaimStep) -> str:
    """The mark of a payment with every moment at which it was written down: where that was done on
    two laptops, and somebody chose between the two since, both happened all the same."""
    from cps_desktop.storage.workspace import Workspace

    if not isinstance(records, Workspace):
        return payment_mark(payment)
    return payment_mark(payment, records.said_of(payment, "when_done"))
