"""How people are paid: kept so that nobody but who pays can read it."""

from __future__ import annotations

import datetime as dt

from cps_desktop.domain.records import Record, RecordId, Sensitivity, Shape, field, kind

_PERSONAL = Sensitivity.PERSONAL
_PAYMENT = Sensitivity.PAYMENT


@kind("bank_details")
class BankDetails(Record):
    """A person's account, sealed to the organisation's coordinators; filed with the person.

    ``sealed`` is an age file in base64. Never changed: who changes their bank gives new details,
    and the latest count. No list, search, document or log shows them.
    """

    person: RecordId = field(Shape.REFERENCE, "Person", refers_to="person", sensitivity=_PERSONAL)
    sealed: str = field(Shape.TEXT, "Bank details, sealed", sensitivity=_PAYMENT)
    sealed_to: str = field(Shape.TEXT, "Who can read them")
    given_on: dt.date | None = field(Shape.DAY, "Given on", None)
