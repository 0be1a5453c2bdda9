"""Bank details: taken at the venue where the policy wants them, read only by who pays.

They are sealed to the coordinators' keys the moment they are given: the laptop that took them
cannot read them back. They leave it only inside a bundle that is sealed again. They are gone once
the money is paid (:mod:`cps_desktop.services.retention`).
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from typing import Final

import msgspec

from cps_desktop.domain.bank_details import Account
from cps_desktop.domain.changes import ChangeSummary, creating
from cps_desktop.domain.dates import say_date
from cps_desktop.domain.faults import BundleRefused, CannotUnlock, InputRefused
from cps_desktop.domain.kinds import BankDetails, Person
from cps_desktop.domain.records import RecordId
from cps_desktop.services import papers
from cps_desktop.services.access_log import looked
from cps_desktop.services.door import Door, Records
from cps_desktop.storage.workspace import Workspace

_SEALED_LENGTH: Final = 1024
"""Bytes before sealing, filled up: how long it is says nothing of whose it is."""
NOBODY_TO_READ: Final = (
    "Nobody could read bank details yet: this laptop belongs to no organisation with coordinators. "
    "Nothing was kept. Open the join file first, or let them be given to the finance office."
)


class Given(msgspec.Struct, frozen=True):
    """That somebody's bank details are here: since when, and who can read them."""

    record: RecordId
    given_on: dt.date | None
    sealed_to: str

    @property
    def words(self) -> str:
        """That they are held, in a sentence that tells nothing of them."""
        since = f" on {say_date(self.given_on)}" if self.given_on else ""
        who = self.sealed_to or "who pays"
        return f"Bank details were given{since}. Only {who} can read them."


def given(records: Records, person: RecordId) -> Given | None:
    """The latest bank details of a person, without what they say; None where there are none."""
    some = records.find(BankDetails, person=person)
    latest = max(some, key=lambda one: (one.made, one.id), default=None)
    if latest is None:
        return None
    return Given(latest.id, latest.given_on, latest.sealed_to)


def keep_account(
    door: Door, workspace: Workspace, person: RecordId, account: Account
) -> ChangeSummary:
    """Seal an account to the coordinators and keep it with the person.

    Raises InputRefused where there are no coordinators: who could not be read by anybody is not
    taken down.
    """
    from cps_desktop.sync.sealed_age import seal_for

    door.must_exist(Person, person)
    now = papers.paper_now(workspace)
    if now is None or not now.join.coordinators:
        raise InputRefused(NOBODY_TO_READ)
    keys = [one.recipient for one in now.join.coordinators]
    keys += [now.join.recovery] if now.join.recovery else []
    plain = msgspec.json.encode(account).ljust(_SEALED_LENGTH)
    sealed = base64.b64encode(seal_for(plain, keys)).decode("ascii")
    record = BankDetails(
        id=door.new_id(),
        root=person,
        person=person,
        sealed=sealed,
        sealed_to=", ".join(one.name for one in now.join.coordinators),
        given_on=door.today(),
    )
    return door.do("Take bank details", creating(record))


def may_read(workspace: Workspace) -> bool:
    """Whether this laptop is a coordinator's, to whom bank details are sealed."""
    return papers.is_coordinator(workspace)


def read_account_of(door: Door, workspace: Workspace, person: RecordId) -> Account:
    """The account of a person, for who pays; that it was looked at is written down.

    Raises InputRefused where none is here, or where it was sealed before this laptop was a
    coordinator's.
    """
    from cps_desktop.sync.sealed_age import unseal

    found = given(door.records, person)
    kept = workspace.get(BankDetails, found.record) if found is not None else None
    if kept is None:
        raise InputRefused("No bank details of theirs are here. Ask them.")
    try:
        sealed = base64.b64decode(kept.sealed, validate=True)
        plain = unseal(sealed, papers.identities(workspace), None)
        account = msgspec.json.decode(plain.rstrip(), type=Account)
    except CannotUnlock as error:
        raise InputRefused(
            f"Only {kept.sealed_to or 'the coordinators of then'} can read these. Ask them, or ask "
            "the claimant to give them again."
        ) from error
    except (BundleRefused, binascii.Error, msgspec.DecodeError) as error:
        raise InputRefused(
            "These bank details were damaged and cannot be read. Ask the claimant to give them "
            "again."
        ) from error
    looked(workspace, "payment", person, door.now_ms())
    return account
