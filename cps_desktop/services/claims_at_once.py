"""Many claims at once: what they hold and where they stand, read a session at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import TypeVar

import msgspec

from cps_desktop.domain.claim_content import content_of
from cps_desktop.domain.claim_states import Claimant, Standing, standing_of
from cps_desktop.domain.kinds import (
    Attachment,
    Claim,
    ClaimLine,
    ClaimStep,
    Organisation,
    Person,
    Receipt,
    Session,
)
from cps_desktop.domain.records import RecordId
from cps_desktop.services.claim_deciders import doubted, payment_marks
from cps_desktop.services.claim_steps import names_of
from cps_desktop.services.door import Records

_OfClaim = TypeVar("_OfClaim", ClaimLine, ClaimStep)


class _OfSession(msgspec.Struct, frozen=True):
    """What hangs on the claims of one session: by claim, and pictures by line."""

    lines: Mapping[RecordId, Sequence[ClaimLine]]
    steps: Mapping[RecordId, Sequence[ClaimStep]]
    pictures: Mapping[RecordId, Sequence[str]]
    people: Mapping[RecordId, Person]
    doubted: Set[RecordId]
    marks: Mapping[RecordId, str]


class ClaimsAtOnce:
    """What ``claim_steps.standing`` and ``claims.lines_of`` say, for a list of claims: a few reads
    a session, however many claims it has.

    It knows what was so when a session was first asked for: it is for one answer, not to be kept.
    """

    def __init__(self, records: Records) -> None:
        self._records = records
        self._sessions: dict[RecordId, _OfSession] = {}
        self._agencies: dict[RecordId, Organisation | None] = {}
        self._titles: dict[RecordId, str] = {}
        self._standings: dict[RecordId, Standing] = {}

    def with_lines(self, session: RecordId) -> Set[RecordId]:
        """The claims of a session that have lines; those that were removed here are among them."""
        return self._of(session).lines.keys()

    def lines(self, claim: Claim) -> Sequence[ClaimLine]:
        """The lines of a claim in order."""
        return self._of(claim.session).lines.get(claim.id, ())

    def steps(self, claim: Claim) -> Sequence[ClaimStep]:
        """What was done with a claim."""
        return self._of(claim.session).steps.get(claim.id, ())

    def person(self, claim: Claim) -> Person | None:
        """Whose claim it is."""
        known = self._of(claim.session).people.get(claim.person)
        return known if known is not None else self._records.get(Person, claim.person)

    def standing(self, claim: Claim) -> Standing:
        """Where a claim stands now."""
        if claim.id not in self._standings:
            self._standings[claim.id] = self._standing(claim)
        return self._standings[claim.id]

    def _standing(self, claim: Claim) -> Standing:
        session, steps = self._of(claim.session), self.steps(claim)
        content = content_of(self.lines(claim), session.pictures) if steps else ""
        # Without a step nobody has to be told from anybody.
        who = Claimant(claim.person, names_of(self.person(claim))) if steps else Claimant("")
        return standing_of(claim, steps, content, who, session.doubted, session.marks)

    def agency(self, claim: Claim) -> Organisation | None:
        """The lead agency that pays."""
        if claim.lead_agency not in self._agencies:
            found = self._records.get(Organisation, claim.lead_agency)
            self._agencies[claim.lead_agency] = found
        return self._agencies[claim.lead_agency]

    def title(self, session: RecordId) -> str:
        """The title of a session; "" where there is none."""
        if session not in self._titles:
            found = self._records.get(Session, session)
            self._titles[session] = found.title if found is not None else ""
        return self._titles[session]

    def _of(self, session: RecordId) -> _OfSession:
        if session not in self._sessions:
            self._sessions[session] = _read(self._records, session)
        return self._sessions[session]


def _read(records: Records, session: RecordId) -> _OfSession:
    shots = {one.id: one.digest for one in records.find(Attachment, session=session)}
    pictures: dict[RecordId, list[str]] = {}
    for receipt in records.find(Receipt, session=session):
        if receipt.attachment in shots:
            pictures.setdefault(receipt.line, []).append(shots[receipt.attachment])
    claims = records.find(Claim, session=session)
    steps = records.find(ClaimStep, session=session)
    return _OfSession(
        _by_claim(records.find(ClaimLine, session=session)),
        _by_claim(steps),
        pictures,
        records.several(Person, {one.person for one in claims}),
        doubted(records, steps),
        payment_marks(records, steps),
    )


def _by_claim(some: Sequence[_OfClaim]) -> dict[RecordId, list[_OfClaim]]:
    found: dict[RecordId, list[_OfClaim]] = {}
    for one in some:
        found.setdefault(one.claim, []).append(one)
    return found
