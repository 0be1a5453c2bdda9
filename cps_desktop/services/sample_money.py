"""The way of the sample's claims: signed, handed in, asked about, approved, in a batch and paid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from cps_desktop.domain.kinds import Signing, StepKind
from cps_desktop.domain.records import RecordId
from cps_desktop.services import claim_steps
from cps_desktop.services.claim_steps import Who
from cps_desktop.services.desk import Desk
from cps_desktop.services.paying_batches import make_batch, pay_batch
from cps_desktop.services.payment_batches import payables
from cps_desktop.services.payments_for_time import add_payment
from cps_desktop.services.sample_content import (
    BatchSample,
    PersonSample,
    StepSample,
    TimePaidSample,
)

_WAVES = 9


class Money:
    """What is done with claims once they are written, through the services people use."""

    def __init__(
        self, desk: Desk, today: dt.date, people: Mapping[str, RecordId], names: dict[str, str]
    ) -> None:
        """``people`` and ``names`` are filled as the sample's people are made."""
        self._desk = desk
        self._today = today
        self._people = people
        self._names = names

    @staticmethod
    def names_of(people: list[PersonSample]) -> dict[str, str]:
        """What each goes by, by key."""
        return {one.key: one.name for one in people}

    def follow(self, claim: RecordId, way: list[StepSample]) -> None:
        """Take a claim along its way."""
        door = self._desk.door
        for one in way:
            who = Who(self._names[one.by], self._people[one.by])
            if one.step == StepKind.DECLARED:
                how = Signing(one.on or Signing.PAPER)
                drawn = _signature() if how is Signing.SCREEN else ""
                claim_steps.declare(door, claim, who, signing=how, strokes=drawn)
                continue
            do = {
                StepKind.ATTENDANCE: claim_steps.confirm_attendance,
                StepKind.SUBMITTED: claim_steps.submit,
                StepKind.QUERIED: claim_steps.query,
                StepKind.APPROVED: claim_steps.approve,
                StepKind.REFUSED: claim_steps.refuse,
            }[StepKind(one.step)]
            do(door, claim, who, one.words)

    def put_together(self, one: BatchSample, agency: RecordId, sessions: set[RecordId]) -> None:
        """A batch of every approved claim of these sessions; where it says so, paid."""
        desk = self._desk
        who = Who(self._names[one.by], self._people[one.by])
        waiting = payables(desk.workspace, agency)
        claims = frozenset(each.claim for each in waiting if each.session in sessions)
        batch = make_batch(desk.door, agency, who, one.reference, claims)
        if one.paid:
            # Where the sample is made for a day to come, nothing was paid then yet.
            day = min(self._today - dt.timedelta(days=one.paid_days_ago), desk.door.today())
            pay_batch(desk.door, desk.policies, batch, who, reference=one.paid, day=day)

    def pay_for_time(self, session: RecordId, one: TimePaidSample, day: dt.date) -> None:
        """What somebody was paid for their time."""
        add_payment(
            self._desk.door,
            session,
            self._people[one.person],
            day=day,
            description=one.description,
            pence=one.pence,
        )


def _signature() -> str:
    """Something like a signature: a wave from left to right."""
    points = [f"{120 + 60 * step},{160 if step % 2 else 90}" for step in range(_WAVES)]
    return " ".join(points)
