"""Pricing a line from the records: which policy, which edition, how many miles came before."""

from __future__ import annotations

from typing import Any, Final

from cps_desktop.domain.kinds import CARE, Claim, ClaimLine, LineKind, Organisation, Vehicle
from cps_desktop.domain.policies import Category, Edition, Policies, Policy
from cps_desktop.domain.pricing import NotPriced, Priced, price_care, price_mileage, price_sum
from cps_desktop.domain.records import RecordId
from cps_desktop.services.door import Records

_KINDS: Final = frozenset(LineKind)
_VEHICLES: Final = frozenset(Vehicle)


def policy_of(records: Records, policies: Policies, claim: Claim) -> Policy | None:
    """The policy a claim's lead agency follows; None where this laptop does not have it."""
    return followed_by(policies, records.get(Organisation, claim.lead_agency))


def followed_by(policies: Policies, agency: Organisation | None) -> Policy | None:
    """The policy a lead agency follows; None where this laptop does not have it."""
    return policies.get(agency.policy if agency is not None else "")


def price_now(records: Records, policies: Policies, line: ClaimLine) -> Priced | NotPriced:
    """What a line would come to if it were written now; nothing is changed."""
    claim = records.get(Claim, line.claim)
    policy = policy_of(records, policies, claim) if claim is not None else None
    if line.kind_of not in _KINDS or line.vehicle not in _VEHICLES:
        return NotPriced("A newer version of this program wrote this line; it knows the price.")
    if line.kind_of in CARE:
        return price_care(
            policy,
            line.day,
            LineKind(line.kind_of),
            minutes=line.minutes,
            hour_pence=line.hour_pence,
        )
    if line.kind_of != LineKind.MILEAGE:
        return price_sum(policy, line.day, LineKind(line.kind_of), line.pence)
    if claim is None or policy is None:
        return NotPriced("The lead agency's expense policy is not on this laptop yet.")
    if line.day is None:
        return NotPriced("Say on which day the journey was, and it will be priced.")
    edition = policy.edition_on(line.day)
    before = miles_before(records, claim.person, line, edition) if edition is not None else 0
    return price_mileage(
        policy,
        line.day,
        Vehicle(line.vehicle),
        miles_tenths=line.miles_tenths,
        passengers=line.passengers,
        before_tenths=before,
    )


def miles_before(records: Records, person: RecordId, line: ClaimLine, edition: Edition) -> int:
    """Tenths of a mile a person claimed for with this vehicle before this line, in its year.

    Only what was claimed in this workspace is known: journeys for other organisations count
    towards a threshold too (DOMAIN §5), and whoever shows this says so. Journeys of one day go by
    the order in which they were written down, which is the same on every laptop.
    """
    if line.day is None:
        return 0
    start = edition.year_start(line.day)
    here = (line.day, line.id)
    return sum(
        one.miles_tenths
        for claim in records.find(Claim, person=person)
        for one in records.find(ClaimLine, claim=claim.id, kind_of=LineKind.MILEAGE)
        if one.vehicle == line.vehicle
        and one.day is not None
        and start <= one.day
        and (one.day, one.id) < here
    )


def frozen(found: Priced | NotPriced) -> dict[str, Any]:
    """A line's fields as its price leaves them."""
    if isinstance(found, NotPriced):
        return {"pence": 0, "policy": "", "policy_edition": "", "rule": found.sentence}
    return {
        "pence": found.pence,
        "policy": found.policy,
        "policy_edition": found.edition,
        "rule": found.rule,
    }


def latest_of(policy: Policy | None) -> Edition | None:
    """The latest edition of a policy."""
    return policy.latest if policy is not None else None


def edition_of(policies: Policies, latest: Edition | None, line: ClaimLine) -> Edition | None:
    """The edition whose rules hold for a line: the one that priced it, else the latest."""
    return policies.edition(line.policy, line.policy_edition) or latest


def category_of(policies: Policies, latest: Edition | None, line: ClaimLine) -> Category | None:
    """The rule for a line's kind; None where the policy says nothing about it."""
    edition = edition_of(policies, latest, line)
    if edition is None or line.kind_of not in _KINDS:
        return None
    return edition.category(LineKind(line.kind_of))


def cost_code_of(policies: Policies, latest: Edition | None, line: ClaimLine) -> str:
    """The account a line is booked to; "" where the policy says none."""
    edition = edition_of(policies, latest, line)
    if edition is None or line.kind_of not in _KINDS:
        return ""
    return edition.cost_code_of(LineKind(line.kind_of))


def needs_receipt(category: Category | None, line: ClaimLine) -> bool:
    """Where no policy says, all but mileage needs a receipt (DOMAIN §5)."""
    if category is None:
        return line.kind_of != LineKind.MILEAGE
    return category.needs_receipt(line.pence)
