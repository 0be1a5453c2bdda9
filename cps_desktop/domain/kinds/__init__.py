"""The record kinds: what facilitators capture and coordinators receive.

Terms and fields follow the forms people use in the room (seeds 001, 003; DOMAIN §2–§5). A kind is
one class in the module of its part; naming it here registers it.
"""

from __future__ import annotations

from cps_desktop.domain.kinds.claims import (
    CARE,
    Attachment,
    BatchEntry,
    Claim,
    ClaimLine,
    ClaimState,
    ClaimStep,
    LineKind,
    OwnPolicy,
    PaymentBatch,
    PaymentForTime,
    Receipt,
    Signing,
    StepKind,
    Vehicle,
)
from cps_desktop.domain.kinds.organising import (
    ErasureRequest,
    JoinPaper,
    KeepingTime,
    RequestState,
    Ruling,
)
from cps_desktop.domain.kinds.payments import BankDetails
from cps_desktop.domain.kinds.people import (
    Consent,
    ConsentWay,
    Need,
    Organisation,
    Person,
    Role,
)
from cps_desktop.domain.kinds.planners import (
    Action,
    ActionState,
    Dot,
    NamedAs,
    Note,
    NoteColour,
    NoteLink,
    OwnTemplate,
    Planner,
)
from cps_desktop.domain.kinds.sameness import Alike, Difference, Sameness
from cps_desktop.domain.kinds.sessions import (
    Attendance,
    AttendanceSignature,
    Coming,
    DayPart,
    DayPresence,
    Preparation,
    Presence,
    Session,
    SessionDay,
    SessionKind,
    SignInPage,
)

__all__ = [
    "CARE",
    "Action",
    "ActionState",
    "Alike",
    "Attachment",
    "Attendance",
    "AttendanceSignature",
    "BankDetails",
    "BatchEntry",
    "Claim",
    "ClaimLine",
    "ClaimState",
    "ClaimStep",
    "Coming",
    "Consent",
    "ConsentWay",
    "DayPart",
    "DayPresence",
    "Difference",
    "Dot",
    "ErasureRequest",
    "JoinPaper",
    "KeepingTime",
    "LineKind",
    "NamedAs",
    "Need",
    "Note",
    "NoteColour",
    "NoteLink",
    "Organisation",
    "OwnPolicy",
    "OwnTemplate",
    "PaymentBatch",
    "PaymentForTime",
    "Person",
    "Planner",
    "Preparation",
    "Presence",
    "Receipt",
    "RequestState",
    "Role",
    "Ruling",
    "Sameness",
    "Session",
    "SessionDay",
    "SessionKind",
    "SignInPage",
    "Signing",
    "StepKind",
    "Vehicle",
]
