"""Payments for people's time: records apart. No expense, and no total holds both (DOMAIN §5).

What somebody is paid for their time can count against benefits; what they are paid back cannot.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

import msgspec

from cps_desktop.domain.changes import ChangeSummary, creating, deleting
from cps_desktop.domain.dates import say_date
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import PaymentForTime, Person, Session
from cps_desktop.domain.money import say_money
from cps_desktop.domain.records import RecordId
from cps_desktop.services.door import Door, Records
from cps_desktop.services.people import shown_name

MOST_PENCE: Final = 1_000_000


class TimePaid(msgspec.Struct, frozen=True):
    """A payment in words."""

    payment: RecordId
    person: RecordId
    name: str
    day: dt.date | None
    description: str
    pence: int

    @property
    def words(self) -> str:
        """ "R. Hartley, Thursday 18 March 2027, half a day on the panel: £75.00"."""
        day = say_date(self.day) if self.day is not None else ""
        said = ", ".join(part for part in (self.name, day, self.description) if part)
        return f"{said}: {say_money(self.pence)}"


def add_payment(
    door: Door,
    session: RecordId,
    person: RecordId,
    *,
    day: dt.date | None,
    description: str,
    pence: int,
) -> RecordId:
    """Write a payment for time down. Raises InputRefused for what cannot be."""
    known = door.must_exist(Session, session)
    door.must_exist(Person, person)
    if not description.strip():
        raise InputRefused("Write what the payment is for. Nothing was changed.")
    if not 0 < pence <= MOST_PENCE:
        raise InputRefused(
            f"A payment is between £0.01 and {say_money(MOST_PENCE)}. Nothing was changed."
        )
    payment = PaymentForTime(
        id=door.new_id(),
        root=session,
        session=session,
        person=person,
        lead_agency=known.lead_agency,
        day=day,
        description=description.strip(),
        pence=pence,
    )
    door.do("Write a payment for time down", creating(payment))
    return payment.id


def remove_payment(door: Door, payment: RecordId) -> ChangeSummary:
    """Remove a payment for time; undo brings it back."""
    known = door.must_exist(PaymentForTime, payment)
    return door.do("Remove a payment for time", deleting([known]))


def payments_of(records: Records, session: RecordId) -> tuple[TimePaid, ...]:
    """The payments for time of a session, by day and name."""
    found = [
        TimePaid(
            one.id,
            one.person,
            shown_name(records.get(Person, one.person)),
            one.day,
            one.description,
            one.pence,
        )
        for one in records.find(PaymentForTime, session=session)
    ]
    return tuple(sorted(found, key=lambda one: (one.day or dt.date.min, one.name.casefold())))
