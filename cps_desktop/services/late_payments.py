"""What another laptop did with a claim whose claimant was made one with somebody meanwhile.

Such a payment hangs on the claim they had before, and takes effect when somebody has said again
that they are one (it is suggested under "Perhaps the same"). Until then the claim looks unpaid
here, so nothing is paid on it: paying twice is the worse mistake.
"""

from __future__ import annotations

from collections.abc import Iterable

from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Alike, BatchEntry, Claim, ClaimStep, Person, StepKind
from cps_desktop.domain.records import RecordId
from cps_desktop.services.door import Records
from cps_desktop.services.merge_edits import late_on_claims
from cps_desktop.services.merging import mergings, who_stays
from cps_desktop.services.people import shown_name


def claims_paid_late(records: Records) -> frozenset[RecordId]:
    """The claims that were paid, or put into a batch, under the claimant's entry that is gone."""
    found = set()
    for one in mergings(records):
        if one.what is not Alike.PERSON:
            continue
        stays = who_stays(records, one.what, one.stays)
        for claim, late in late_on_claims(records, stays, one.gone) if stays != one.gone else ():
            paid = isinstance(late, ClaimStep) and late.step == StepKind.PAID
            if paid or isinstance(late, BatchEntry):
                found.add(claim)
    return frozenset(found)


def nothing_was_paid_late(records: Records, claims: Iterable[RecordId]) -> None:
    """Raises InputRefused, naming whose it is, where one of these claims waits for that."""
    late = claims_paid_late(records)
    for claim in claims:
        known = records.get(Claim, claim) if claim in late else None
        if known is not None:
            who = shown_name(records.get(Person, known.person))
            raise InputRefused(
                f"Another laptop paid {who}, or put the claim into a batch, before it heard that "
                "two entries are one person. Say so again under “Perhaps the same”; then it counts "
                "here. Nothing was changed."
            )
