"""What an organisation of laptops says: join files, rulings, requests to erase."""

from __future__ import annotations

from enum import StrEnum

from cps_desktop.domain.records import Record, RecordId, Sensitivity, Settling, Shape, field, kind

_PERSONAL = Sensitivity.PERSONAL


@kind("paper", root=True)
class JoinPaper(Record):
    """A join file as it was signed, so that it reaches every laptop with the next bundle.

    The id is derived from its root key, sequence number and text: one file is one record. What
    it says holds because of the signature in it, whoever brought it.
    """

    # Not called `text`: a note's text is asked about, and a name settles alike in every kind.
    written: str = field(Shape.TEXT, "Join file", settles=Settling.LATEST)


@kind("ruling", root=True)
class Ruling(Record):
    """What a coordinator decided for everybody: an erasure, a revocation (see ``rulings``).

    Every change of ``written`` is judged by itself, by who made it: nobody can take another's
    ruling back by writing over it.
    """

    written: str = field(Shape.TEXT, "Ruling", settles=Settling.LATEST)


class RequestState(StrEnum):
    """What became of a request to erase a person."""

    ASKED = "asked"
    DONE = "done"
    REFUSED = "refused"


@kind("erasure_request", root=True)
class ErasureRequest(Record):
    """Somebody asks that a person be erased; a coordinator with that role decides."""

    person: RecordId = field(Shape.REFERENCE, "Person", refers_to="person", sensitivity=_PERSONAL)
    why: str = field(Shape.LONG_TEXT, "Why", sensitivity=_PERSONAL)
    state: str = field(Shape.CHOICE, "State", RequestState.ASKED, choices=RequestState)


@kind("keeping_time", root=True)
class KeepingTime(Record):
    """How many months an organisation keeps what one rule is about, where it chose for itself.

    The id is derived from the rule's key (``resources/retention/``): one rule, one record.
    """

    rule: str = field(Shape.TEXT, "What is kept", help="The rule's key.")
    months: int = field(Shape.INTEGER, "Months", 0)
